"""When something was posted, of which often only the day is known: nothing false follows of it."""

import pytest

from catalog import checks
from catalog.claims.not_understood import NotUnderstood
from catalog.claims.reading import read_moment
from catalog.models import Case
from tests.catalog.conftest import items_of


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("3 May 2023 02:51 UTC+3", "2023-05-02T23:51:00+00:00"),
        ("2023-05-03T02:51:07+03:00", "2023-05-02T23:51:07+00:00"),
        ("3 May 2023 UTC", "2023-05-03T23:59:59+00:00"),
        ("3 May 2023 about 2.30 am MSK", "2023-05-02T23:45:59+00:00"),
        ("between 02:00 and 03:00 UTC on 3 May 2023", "2023-05-03T03:00:59+00:00"),
    ],
)
def test_a_posting_is_kept_with_the_end_of_what_is_known(words: str, kept: str) -> None:
    read = read_moment(words)
    assert read.interval.earliest is not None
    assert read.interval.earliest.isoformat() == kept
    assert any("by then it was there" in note for note in read.notes) == ("02:51" not in words)


@pytest.mark.parametrize(
    ("words", "because"), [("3 May 2023 02:51", "zone"), ("after 3 May 2023 02:00 UTC", "no end")]
)
def test_what_tells_of_no_moment_is_refused(words: str, because: str) -> None:
    with pytest.raises(NotUnderstood, match=because):
        read_moment(words)


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
