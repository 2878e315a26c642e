"""When something was posted, of which often only the day is known: nothing false follows of it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalog import checks
from catalog.admin.said import published_in_words
from catalog.claims.not_understood import NotUnderstood
from catalog.claims.reading import moment_of, read_moment
from catalog.models import Case
from tests.catalog.conftest import items_of


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("3 May 2023 02:51 UTC+3", "2023-05-02T23:51:00+00:00"),
        ("2023-05-03T02:51:07+03:00", "2023-05-02T23:51:07+00:00"),
        ("3 May 2023 UTC", "2023-05-03T23:59:59.999999+00:00"),
        ("3 May 2023 about 2.30 am MSK", "2023-05-02T23:45:59.999999+00:00"),
        ("between 02:00 and 03:00 UTC on 3 May 2023", "2023-05-03T03:00:59.999999+00:00"),
        ("before 3 May 2023 02:00 UTC", "2023-05-03T02:00:00+00:00"),
    ],
)
def test_a_posting_is_held_by_the_end_of_what_is_known(words: str, moment: str) -> None:
    read = read_moment(words)
    assert moment_of(read.interval).isoformat() == moment
    assert any("by then it was there" in note for note in read.notes) == ("02:51" not in words)


@pytest.mark.parametrize(
    ("words", "because"), [("3 May 2023 02:51", "zone"), ("after 3 May 2023 02:00 UTC", "no end")]
)
def test_what_tells_of_no_moment_is_refused(words: str, because: str) -> None:
    with pytest.raises(NotUnderstood, match=because):
        read_moment(words)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("3 May 2023 02:51 UTC+3", "2023-05-02 23:51 UTC"),
        ("3 May 2023 UTC", "2023-05-03 UTC"),
        ("between 02:00 and 03:00 UTC on 3 May 2023", "2023-05-03 02:00 – 03:01 UTC"),
        ("before 3 May 2023 02:00 UTC", "2023-05-03 02:00 UTC or earlier"),
    ],
)
def test_a_posting_is_shown_as_long_as_it_was_said(
    case: Case, lead: User, client: Client, words: str, shown: str
) -> None:
    (item,) = items_of(case, b"clip", published=words, edited=words, source="@kar")
    client.force_login(lead)
    page = client.get(item.get_absolute_url(), {"tab": "appearances"}).content.decode()
    assert f'<td class="nw">{shown}' in page
    assert f"edited {shown}" in page
    (row,) = client.get(reverse("admin:catalog_appearance_changelist")).context["cl"].result_list
    assert published_in_words(row) == shown


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("time", "is_impossible"), [("3 May", False), ("4 May", True)])
def test_a_claim_of_the_day_of_the_posting_is_not_called_impossible(
    case: Case, time: str, is_impossible: bool
) -> None:
    words = {"published": "3 May 2023 UTC", "time": f"{time} 2023 10:00 UTC", "source": "@kar"}
    (item,) = items_of(case, b"clip", **words)
    checks.make(item)
    check = item.checks.get(kind="time_by_first_known")
    assert (check.verdict == "impossible") == is_impossible
