"""A source is graded again and again; no grading is overwritten."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from catalog.custody.chain import Actor
from catalog.models import Case, CustodyAct, CustodyEvent, Grade, Reliability, Source
from catalog.sources import CannotGrade, grade

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(case: Case) -> Source:
    return Source.objects.create(case=case, name="@kar_live", kind="channel")


def test_the_newest_grading_counts_and_the_older_stay(
    channel: Source, analyst: User, lead: User
) -> None:
    assert channel.grade is None
    grade(channel, Reliability.C, "Often first.", Actor.of(analyst))
    grade(channel, Reliability.D, "Passed off others' footage.", Actor.of(lead))
    newest = Source.objects.get(pk=channel.pk).grade
    assert newest
    assert (newest.letter, newest.graded_by) == ("D", lead)
    assert [one.letter for one in channel.grades.order_by("id")] == ["C", "D"]
    event = CustodyEvent.objects.order_by("seq").last()
    assert event
    assert (event.act, event.details["grade"]) == (CustodyAct.GRADED, "D")


def test_a_grading_is_never_edited(channel: Source, analyst: User) -> None:
    grade(channel, Reliability.C, "Often first.", Actor.of(analyst))
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        Grade.objects.update(letter="A")


def test_a_grade_is_a_known_letter_with_a_reason(channel: Source, analyst: User) -> None:
    with pytest.raises(CannotGrade, match="from A to F"):
        grade(channel, "G", "Why not.", Actor.of(analyst))  # type: ignore[arg-type]
    with pytest.raises(CannotGrade, match="Say why"):
        grade(channel, Reliability.A, "  ", Actor.of(analyst))


def test_further_links_are_links(channel: Source) -> None:
    channel.other_urls = "https://t.example/a\nhttps://t.example/b"
    channel.full_clean()
    channel.other_urls += "\njavascript:alert(1)"
    with pytest.raises(ValidationError, match="is not a link"):
        channel.full_clean()
