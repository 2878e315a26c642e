"""The board: what collides, for whom, in which order, page by page."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.assessments import assess, review
from catalog.checks.shown import count_open, weighed
from catalog.claims.facts import facts_in
from catalog.claims.record import Statement, record
from catalog.contradictions.asked import Asked, NotAsked
from catalog.contradictions.board import board_for
from catalog.custody.chain import COMMAND_LINE, Actor
from catalog.models import (
    RANKS,
    Case,
    Check,
    Claim,
    ClaimKind,
    Confidence,
    Incident,
    Item,
    Source,
    Verdict,
)

pytestmark = pytest.mark.django_db


def check(
    item: Item, verdict: str, sentence: str, claim: Claim | None = None, kind: str = "sun_and_sky"
) -> Check:
    """A check as the rules would have made it."""
    made = Check.objects.create(
        case=item.case,
        item=item,
        kind=kind,
        verdict=verdict,
        rank=RANKS[verdict],
        subject=item.pk,
        sentence=sentence,
        numbers={"gap_s": 7860.0, "sun_highest_deg": -11.1},
        version=1,
        made_at=timezone.now(),
    )
    if claim:
        made.claims.add(claim)
    return made


def claim_by(item: Item, name: str) -> Claim:
    source, _ = Source.objects.get_or_create(case=item.case, name=name)
    words = "3 May 2023 02:27 UTC+3"
    statement = Statement(
        ClaimKind.TIME, words, facts_in(ClaimKind.TIME, words), asserted_by=source
    )
    return record(item, statement, COMMAND_LINE)


def sentences(asked: str, person: User, size: int = 50) -> list[str]:
    """What the board shows, through all its pages."""
    params: dict[str, list[str]] = {}
    for part in filter(None, asked.split("&")):
        params.setdefault(part.split("=")[0], []).append(part.split("=")[1])
    question, found = Asked.of(params), []
    while True:
        board = board_for(question, person, size)
        found += [one.check.sentence for group in board.groups for one in group.rows]
        if board.next_page is None:
            return found
        question = question.on_page(board.next_page)


def test_the_worst_stands_first_and_fits_only_where_it_is_asked_for(
    an_item: Item, analyst: User
) -> None:
    for verdict in ("fits", "tension", "impossible", "cannot_tell"):
        check(an_item, verdict, verdict)
    assert sentences("", analyst) == ["impossible", "tension"]
    assert sentences("verdict=fits&verdict=tension", analyst) == ["tension", "fits"]
    assert count_open(analyst, 100) == 2


def test_filters_narrow_by_source_topic_and_item(an_item: Item, analyst: User) -> None:
    check(an_item, "impossible", "by the sky", claim_by(an_item, "@kar_live"))
    check(an_item, "tension", "by a clock", claim_by(an_item, "Press"), "time_by_device_clock")
    assert sentences("source=Press", analyst) == ["by a clock"]
    assert sentences("about=sky", analyst) == ["by the sky"]
    assert sentences(f"item={an_item.ref.lower()}", analyst) == ["by the sky", "by a clock"]
    assert sentences("item=KRM-0999", analyst) == []
    assert sentences("case=KRM&state=resolved", analyst) == []


def test_pages_follow_one_another_without_gap_or_repetition(
    an_item: Item, burst: Incident, analyst: User
) -> None:
    for number in range(23):
        check(an_item, "impossible" if number % 3 else "tension", f"{number}")
    Check.objects.create(
        case=burst.case,
        incident=burst,
        kind="claimed_times_disagree",
        verdict="tension",
        rank=1,
        subject=-burst.pk,
        sentence="of the incident",
        version=1,
        made_at=timezone.now(),
    )
    found = sentences("", analyst, size=5)
    assert len(found) == len(set(found)) == 24
    assert found == sentences("", analyst)
    assert sentences(f"incident={burst.pk}", analyst) == ["of the incident"]


def test_a_page_asks_a_bounded_number_of_queries(
    client: Client, an_item: Item, analyst: User
) -> None:
    client.force_login(analyst)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(reverse("contradictions")).status_code == 200
        return len(asked)

    check(an_item, "tension", "0", claim_by(an_item, "Press"))
    few = queries()
    for number in range(1, 30):
        check(an_item, "tension", f"{number}", claim_by(an_item, f"Press {number}"))
    assert queries() == few


def test_a_stranger_sees_and_counts_nothing(client: Client, an_item: Item, stranger: User) -> None:
    check(an_item, "impossible", "secret", claim_by(an_item, "@kar_live"))
    assert count_open(stranger, 100) == 0
    client.force_login(stranger)
    for query in ("", f"?item={an_item.ref}", "?case=KRM", "?state=all", "?source=%40kar_live"):
        page = client.get(reverse("contradictions") + query).content.decode()
        assert "secret" not in page
        assert an_item.title not in page


def test_an_assessed_claim_moves_to_resolved_with_who_and_when_but_only_for_open_eyes(
    client: Client, an_item: Item, analyst: User, reviewer: User, lead: User
) -> None:
    claim = claim_by(an_item, "@kar_live")
    check(an_item, "impossible", "The sun stood elsewhere.", claim)
    concluded = assess(claim, Verdict.DOES_NOT_HOLD, Confidence.HIGH, "The sun.", Actor.of(analyst))
    board = reverse("contradictions")

    def page(person: User, query: str) -> str:
        client.force_login(person)
        return client.get(board + query).content.decode()

    assert "The sun stood elsewhere." in page(analyst, "?state=resolved")
    assert "waits for a second verdict" in page(analyst, "?state=resolved")
    assert "The sun stood elsewhere." in page(lead, "")
    assert "does not hold" not in page(lead, "?state=all")
    assert "data-resolved" not in page(lead, "?state=all")
    review(concluded, Verdict.DOES_NOT_HOLD, Confidence.LOW, "So it did.", Actor.of(reviewer))
    told = page(lead, "?state=resolved")
    assert "does not hold" in told
    assert "reviewer agrees" in told
    assert "0 contradictions, open" in page(lead, "")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?verdict=fake", "not one of impossible"),
        ("?state=closed", "not a choice"),
        ("?page=1_2", "begin at the first page"),
        ("?incident=x", "not the number of an incident"),
        ("?wrong=1", "no field"),
        ("?item=a&item=b", "once"),
    ],
)
def test_wrong_input_is_answered_with_a_sentence(
    client: Client, analyst: User, case: Case, query: str, said: str
) -> None:
    client.force_login(analyst)
    answer = client.get(reverse("contradictions") + query)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_the_question_reads_back_as_itself() -> None:
    asked = Asked.of({"verdict": ["tension"], "item": ["krm-1"], "page": ["1_-3_7"]})
    params = dict(re.findall(r"(\w+)=([^&]+)", asked.query_string))
    assert Asked.of({name: [value] for name, value in params.items()}) == asked
    with pytest.raises(NotAsked):
        Asked.of({"source": ["x\0"]})


def test_the_item_page_tells_the_worst_two_and_marks_the_claim(
    client: Client, an_item: Item, analyst: User
) -> None:
    claim = an_item.claims.get()
    for number in range(3):
        check(an_item, "tension", f"Tension {number}.")
    check(an_item, "impossible", "At least 2 hours 11 minutes apart.", claim)
    check(an_item, "cannot_tell", "Nothing is known.")
    client.force_login(analyst)
    page = client.get(an_item.get_absolute_url()).content.decode()
    strip = page[
        page.index('class="strip"') : page.index("</section>", page.index('class="strip"'))
    ]
    assert "Claimed 2023-05-02 23:27 UTC by @kar_north: " in strip
    assert strip.index("<b>2 hours 11 minutes</b>") < strip.index("Tension 0.")
    assert strip.index("2 more contradictions") < strip.index("Tension 1.")
    assert "Nothing is known." not in page
    assert "1 cannot tell" in strip
    assert '<div class="f foreign impossible">' in page
    assert "gap" in strip
    assert "2 h 11 min" in strip


def test_a_sentence_shows_what_cannot_be_seen_and_weighs_its_number() -> None:
    assert weighed("<i>\u202e 3 km apart (± 60 m)") == (
        "&lt;i&gt;[U+202E] <b>3 km</b> apart (± 60 m)"
    )
    assert weighed("Nothing to weigh.") == "Nothing to weigh."
