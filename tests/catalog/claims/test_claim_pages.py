"""Recording and superseding claims on their pages: nothing is kept before it was read back."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalog.assessments import assess
from catalog.claims.typed import typed
from catalog.claims.words import value_in_words
from catalog.custody.chain import Actor
from catalog.models import (
    Claim,
    ClaimKind,
    Confidence,
    CustodyAct,
    CustodyEvent,
    Incident,
    IncidentItem,
    Item,
    Source,
    Verdict,
    ZoneBasis,
)
from tests.catalog.claims.said import said
from tests.catalog.conftest import items_of


@pytest.fixture
def as_analyst(analyst: User) -> Client:
    client = Client()
    client.force_login(analyst)
    return client


def marks(page: str) -> dict[str, str]:
    """What the page says was shown, as its form would send it back."""
    found = re.findall(r'name="(shown_\w+)" value="([^"]*)"', page)
    return {name: value.replace("&#x27;", "'") for name, value in found}


def keep(client: Client, address: str, **fields: str) -> Any:
    """Send the form, and again once the reading was shown, as a person would."""
    first = client.post(address, fields)
    assert first.status_code == 422
    return client.post(address, fields | marks(first.content.decode()))


def test_nothing_is_kept_before_the_reading_was_shown(as_analyst: Client, an_item: Item) -> None:
    address = reverse("claim-item", args=[an_item.ref])
    before = Claim.objects.count()
    words = {"kind": "time", "quote": "3 May 2023 about 02:30 Moscow"}
    words["said"] = "3 May 2023 06:10 UTC"
    answer = as_analyst.post(address, words)
    page = answer.content.decode()
    assert "Not recorded yet" in page and "local (UTC+3)" in page
    assert Claim.objects.count() == before
    # What was shown is another phrase's reading: it is shown anew.
    other = words | {"quote": "3 May 2023 about 14:30 Moscow"} | marks(page)
    assert as_analyst.post(address, other).status_code == 422
    assert Claim.objects.count() == before
    assert as_analyst.post(address, words | marks(page)).status_code == 302
    assert Claim.objects.count() == before + 1


def test_a_claim_keeps_its_words_and_who_said_them(as_analyst: Client, an_item: Item) -> None:
    posting = an_item.appearances.get()
    answer = keep(
        as_analyst,
        reverse("claim-item", args=[an_item.ref]),
        kind="place",
        quote="над цитаделлю",
        value="55.3, 44.02 ± 120 m",
        language="uk",
        translation="over the citadel (translated by M. Orel)",
        asserted_by="Fire service",
        appearance=str(posting.pk),
    )
    claim = Claim.objects.get(kind=ClaimKind.PLACE)
    assert answer["Location"] == claim.get_absolute_url()
    assert (claim.quote, claim.language, claim.radius_m) == ("над цитаделлю", "uk", 120)
    assert claim.asserted_by == Source.objects.get(name="Fire service")
    assert (claim.appearance, claim.asserted_at) == (posting, posting.published_at)
    event = CustodyEvent.objects.get(act=CustodyAct.CLAIM_RECORDED, actor="analyst")
    assert (event.item, event.details["claim"]) == (an_item, claim.pk)
    page = as_analyst.get(claim.get_absolute_url()).content.decode()
    for words in (
        "над цитаделлю",
        "M. Orel",
        "Fire service",
        "120\N{NO-BREAK SPACE}m",
        "t.example/1",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"kind": "time", "quote": ""}, "quote", "Write the words of the claim."),
        ({"kind": "time", "quote": "in the night"}, "value", "Give it here in plain notation"),
        ({"kind": "place", "quote": "x", "value": "somewhere"}, "value", "not understood"),
        ({"kind": "", "quote": "x"}, "kind", "Choose what the claim is about."),
        ({"kind": "content", "quote": "x", "language": "Ukrainian!"}, "language", "language code"),
        ({"kind": "content", "quote": "x", "said": "3 May 2023 02:30"}, "said", "in which zone"),
        ({"kind": "content", "quote": "x", "appearance": "0"}, "appearance", "Choose one"),
        ({"kind": "content", "quote": "x", "asserted_by": "s" * 201}, "asserted_by", "at most 200"),
    ],
)
def test_a_refusal_names_the_field_and_the_cure(
    as_analyst: Client, an_item: Item, fields: dict[str, str], field: str, says: str
) -> None:
    before = Claim.objects.count()
    answer = as_analyst.post(reverse("claim-item", args=[an_item.ref]), fields)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Not recorded." in page
    beneath = page.split(f'id="{field}-read"')[1].split("</div>")[0]
    assert says in beneath
    assert Claim.objects.count() == before


def test_a_zone_is_taken_only_by_whoever_ticks_it(as_analyst: Client, an_item: Item) -> None:
    said(an_item, ClaimKind.PLACE, "50.45, 30.52 ± 100 m")
    address = reverse("claim-item", args=[an_item.ref])
    words = {"kind": "time", "quote": "3 May 2023 02:27"}
    offered = as_analyst.post(f"{address}?read=value", words).content.decode()
    assert "as the place suggests" in offered and "Europe/Kyiv" in offered
    keep(as_analyst, address, **words)
    keep(as_analyst, address, **words, zone="Europe/Kyiv")
    unknown, taken = Claim.objects.filter(quote="3 May 2023 02:27").order_by("pk")
    assert unknown.zone_basis == ZoneBasis.UNKNOWN
    assert (taken.zone_basis, taken.zone_text) == (ZoneBasis.FROM_PLACE, "Europe/Kyiv")


@pytest.mark.parametrize("how", ["said", "appearance"])
def test_a_day_that_was_left_out_counts_from_when_it_was_said(
    as_analyst: Client, an_item: Item, how: str
) -> None:
    address = reverse("claim-item", args=[an_item.ref])
    words = {"kind": "time", "quote": "Tue night MSK"}
    asked = as_analyst.post(f"{address}?read=value", words).content.decode()
    assert "say when it was said" in asked
    posting = an_item.appearances.get()
    words |= {"said": "3 May 2023 02:51 UTC+3"} if how == "said" else {how: str(posting.pk)}
    told = as_analyst.post(f"{address}?read=value", words).content.decode()
    assert "2023-05-02 17:00" in told and "Counted from when it was said, 3 May 2023" in told
    keep(as_analyst, address, **words)
    claim = Claim.objects.get(quote="Tue night MSK")
    assert str(claim.earliest) == "2023-05-02 17:00:00+00:00"
    # Typed again, to be superseded, the words are still read as what was kept.
    assert typed(claim)["value"] == ""


def test_a_claim_is_superseded_for_a_reason_and_the_whole_line_is_shown(
    as_analyst: Client, an_item: Item
) -> None:
    old = an_item.claims.get(kind=ClaimKind.TIME)
    address = reverse("claim-supersede", args=[old.pk])
    fields = typed(old) | {"quote": "3 May 2023 02:43 UTC+3"}
    refused = as_analyst.post(address, fields).content.decode()
    assert "Say why the older claim is superseded" in refused
    assert keep(as_analyst, address, **fields, reason="Misheard.").status_code == 302
    newer = old.superseded_by
    page = as_analyst.get(old.get_absolute_url()).content.decode()
    assert "The whole line" in page and "Misheard." in page
    assert newer.get_absolute_url() in page and ">superseded<" in page
    again = keep(as_analyst, address, **fields, reason="Once more.").content.decode()
    assert "A newer claim already supersedes this one." in again


def test_a_claim_that_is_typed_again_is_read_as_the_same(an_item: Item) -> None:
    told: list[tuple[ClaimKind, str]] = [
        (ClaimKind.TIME, "before 3 May 2023 03:00 MSK"),
        (ClaimKind.TIME, "3 May 2023"),
        (ClaimKind.TIME, "after 3 May 2023 02:00:01.5 UTC-3"),
        (ClaimKind.PLACE, "55.3, -44.02"),
        (ClaimKind.VIEWPOINT, "55.29, 44.01 ± 150 m, heading 27° ± 10.5°, fov 62°, height 12 m"),
    ]
    for kind, value in told:
        claim = said(an_item, kind, value, quote="words that cannot be read")
        again = said(an_item, kind, typed(claim)["value"], quote="the same, typed again")
        assert value_in_words(again) == value_in_words(claim)
        for name in ("earliest", "latest", "zone_basis", "radius_m", "heading_deg", "height_m"):
            assert getattr(again, name) == getattr(claim, name)


def test_an_incident_is_spoken_of_in_the_postings_of_its_items(
    as_analyst: Client, an_item: Item, burst: Incident
) -> None:
    address = reverse("claim-incident", args=[burst.pk])
    posting = an_item.appearances.get()
    fields = {"kind": "content", "quote": "Two bangs.", "appearance": str(posting.pk)}
    assert "Choose one from the list" in as_analyst.post(address, fields).content.decode()
    IncidentItem.objects.create(incident=burst, item=an_item, role="shows")
    assert as_analyst.post(address, fields).status_code == 302
    assert burst.claims.get().asserted_by == posting.source


def test_sources_are_offered_of_ones_own_case_only(
    as_analyst: Client, an_item: Item, stranger: User
) -> None:
    address = reverse("case-sources", args=["KRM"])
    assert "@kar_north" in as_analyst.get(address, {"asserted_by": "kar"}).content.decode()
    assert "@kar_north" not in as_analyst.get(address, {"asserted_by": "zzz"}).content.decode()
    client = Client()
    client.force_login(stranger)
    assert client.get(address).status_code == 404


def test_words_from_outside_are_shown_and_not_obeyed(as_analyst: Client, an_item: Item) -> None:
    claim = said(an_item, ClaimKind.CONTENT, "", quote="<script>x</script>\u202eevil")
    for address in (claim.get_absolute_url(), reverse("claim-item", args=[an_item.ref])):
        page = as_analyst.get(address).content.decode()
        assert "<script>x" not in page
        assert "&lt;script&gt;x" in page and "[U+202E]" in page


def test_the_page_of_a_claim_asks_a_bounded_number_of_questions(
    as_analyst: Client, an_item: Item, lead: User, django_assert_max_num_queries: Any
) -> None:
    claim = an_item.claims.get(kind=ClaimKind.TIME)
    for _ in range(5):
        assess(claim, Verdict.HOLDS, Confidence.LOW, "Because.", Actor.of(lead))
    with django_assert_max_num_queries(25):
        as_analyst.get(claim.get_absolute_url())


def test_items_of_another_case_are_not_spoken_of(
    as_analyst: Client, other_case: Any, an_item: Item
) -> None:
    (other,) = items_of(other_case, b"other")
    assert as_analyst.get(reverse("claim-item", args=[other.ref])).status_code == 404
