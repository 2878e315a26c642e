"""``manage.py claim``: what scripts may rely on."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from catalog.models import Claim, Incident, Item

pytestmark = pytest.mark.django_db


def claim(ref: str, **options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("claim", ref, json=True, stdout=out, **options)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def test_a_claim_is_recorded_as_it_was_said_and_understood(an_item: Item) -> None:
    told = claim(
        "krm-0001",
        kind="time",
        quote="около половины третьего",
        value="3 May 2023 02:30 UTC+3",
        by="Fire service",
        language="ru",
        translation="about half past two",
        said_at="3 May 2023 12:00 UTC+3",
        **{"in": "https://t.example/1"},
    )
    assert told["about"] == "KRM-0001"
    assert (told["quote"], told["asserted_by"]) == ("около половины третьего", "Fire service")
    assert (told["language"], told["translation"]) == ("ru", "about half past two")
    assert told["earliest"] == "2023-05-02T23:30:00+00:00"
    assert told["asserted_at"] == "2023-05-03T09:00:00+00:00"
    assert told["asserted_in"] == "https://t.example/1"
    out = StringIO()
    call_command("show", "KRM-0001", json=True, stdout=out)
    shown = json.loads(out.getvalue())["claims"]
    assert told["id"] in [one["id"] for one in shown]


@pytest.mark.parametrize(
    "said", [{"said_at": "3 May 2023 02:51 UTC+3"}, {"in": "https://t.example/1"}]
)
def test_a_day_that_was_left_out_counts_from_when_it_was_said(
    an_item: Item, said: dict[str, str]
) -> None:
    told = claim("KRM-0001", kind="time", quote="before 02:30 MSK", **said)
    assert (told["earliest"], told["latest"]) == (None, "2023-05-02T23:30:00+00:00")
    with pytest.raises(CommandError, match="say when it was said"):
        claim("KRM-0001", kind="time", quote="before 02:30 MSK")


def test_a_viewpoint_and_an_incident(burst: Incident) -> None:
    told = claim(f"incident:{burst.pk}", kind="viewpoint", quote="-33.9, 18.4 ± 50 m, 256, 66")
    assert (told["latitude"], told["heading_deg"], told["field_of_view_deg"]) == (-33.9, 256, 66)
    assert burst.claims.get().pk == told["id"]


def test_a_claim_is_superseded_with_a_reason(an_item: Item) -> None:
    old = an_item.claims.get()
    new = {"kind": "time", "quote": "3 May 2023 02:43 UTC+3", "supersedes": old.pk}
    with pytest.raises(CommandError, match="--reason: Say why") as refused:
        claim("KRM-0001", **new)
    assert refused.value.returncode == 2
    told = claim("KRM-0001", **new, reason="They corrected it.")
    assert (told["supersedes"], told["reason"]) == (old.pk, "They corrected it.")


@pytest.mark.parametrize(
    ("ref", "options", "said"),
    [
        ("KRM-0099", {"kind": "content", "quote": "x"}, "There is no item or incident KRM-0099."),
        ("incident:99", {"kind": "content", "quote": "x"}, "no item or incident incident:99"),
        ("KRM-0001", {"kind": "time", "quote": "whenever"}, "--quote: .*--value"),
        ("KRM-0001", {"kind": "place", "quote": "x", "value": "91, 200"}, "--value: "),
        ("KRM-0001", {"kind": "content", "quote": " "}, "--quote: Write the words"),
        ("KRM-0001", {"kind": "content", "quote": "x", "language": "?"}, "--language: "),
        ("KRM-0001", {"kind": "content", "quote": "x", "supersedes": 0}, "--supersedes: "),
        ("KRM-0001", {"kind": "content", "quote": "x", "said_at": "02:40"}, "--said-at: "),
        ("KRM-0001", {"kind": "content", "quote": "x", "in": "https://no.example"}, "--in: "),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(
    an_item: Item, ref: str, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        claim(ref, by="Somebody new", **options)
    assert Claim.objects.count() == 1
    assert not an_item.case.sources.filter(name="Somebody new").exists()


@pytest.mark.django_db(transaction=True)
def test_the_checks_of_a_claim_are_printed_and_shown(an_item: Item) -> None:
    out = StringIO()
    call_command("claim", "KRM-0001", kind="time", quote="3 May 2023 03:30 UTC+3", stdout=out)
    assert "\nImpossible: It is said to be made 39 minutes or more after" in out.getvalue()
    shown = StringIO()
    call_command("show", "KRM-0001", json=True, stdout=shown)
    told = json.loads(shown.getvalue())
    first = told["checks"][0]
    assert (first["kind"], first["verdict"]) == ("time_by_first_known", "impossible")
    assert first["claims"] == [an_item.claims.latest("pk").pk]
    assert first["numbers"]["after_s"] == 39 * 60
    assert told["checks_due"] is False


def test_the_zone_of_the_place_is_told_and_only_taken_where_it_is_asked_for(an_item: Item) -> None:
    no_place = {"kind": "time", "quote": "3 May 2023 02:27", "zone_from_place": True}
    with pytest.raises(CommandError, match="--zone-from-place: No place is claimed") as refused:
        claim("KRM-0001", **no_place)
    assert refused.value.returncode == 2
    claim("KRM-0001", kind="place", quote="50.45, 30.52 ± 100 m")
    out = StringIO()
    call_command("claim", "KRM-0001", kind="time", quote="3 May 2023 02:27", stdout=out)
    assert "the claimed place suggests Europe/Kyiv" in out.getvalue()
    left = Claim.objects.order_by("pk").last()
    assert left and left.zone_basis == "unknown"
    taken = claim("KRM-0001", **no_place)
    assert (taken["zone"], taken["zone_basis"]) == ("Europe/Kyiv", "from_place")
    assert taken["earliest"] == "2023-05-02T23:27:00+00:00"
    # A zone that the words state wins.
    stated = claim("KRM-0001", **no_place | {"quote": "3 May 2023 02:27 UTC"})
    assert stated["zone_basis"] == "stated"


def test_people_read_what_was_understood_in_utc_and_on_the_local_clock(an_item: Item) -> None:
    out = StringIO()
    call_command("claim", "KRM-0001", kind="time", quote="3 May 2023 02:27 MSK", stdout=out)
    assert "2023-05-02 23:27 UTC, 2023-05-03 02:27 local (UTC+3)." in out.getvalue()


def test_the_items_there_are_come_out_and_the_others_are_named(an_item: Item) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="There is no item KRM-0099") as refused:
        call_command("show", "KRM-0099", an_item.ref, json=True, stdout=out)
    assert refused.value.returncode == 1
    assert json.loads(out.getvalue())["ref"] == an_item.ref
