"""What the demo's files and sources contradict, by the whole way from the bytes to the checks."""

from pathlib import Path

import pytest

from catalog import checks, pipeline
from catalog.demo.load import load
from catalog.models import Check, Item

pytestmark = pytest.mark.django_db(transaction=True)


def _work_off(item: Item) -> None:
    ready = list(item.runs.filter(blocked=False, step__in=("probe", "exif", "scan")))
    while ready:
        ready += [run for run in pipeline.execute(ready.pop(0).pk) if run.step != "proxy"]


def _said(check: Check) -> tuple[str, str, str, str]:
    about = check.item.ref if check.item else check.incident.title if check.incident else ""
    by = {claim.asserted_by.name for claim in check.claims.all() if claim.asserted_by}
    return about, check.verdict, check.kind, ", ".join(sorted(by))


# Whatever else collided would be said falsely of somebody.
BULLETIN, PRESS, OFFICE = "Evening bulletin", "City press office", "Harbour office"
ALLOWED = {
    ("KRM-0001", "tension", "claimed_times_disagree", f"{PRESS}, {OFFICE}"),
    ("KRM-0002", "impossible", "time_by_first_known", BULLETIN),
    ("KRM-0002", "tension", "claimed_places_disagree", f"@kar_north, {BULLETIN}"),
    ("KRM-0002", "tension", "claimed_times_disagree", f"@kar_north, {BULLETIN}"),
    ("KRM-0002", "tension", "item_place_by_incident", BULLETIN),
    ("KRM-0002", "tension", "item_time_by_incident", BULLETIN),
    ("KRM-0002", "tension", "time_by_device_clock", BULLETIN),
    ("KRM-0002", "tension", "time_by_written_date", BULLETIN),
    ("KRM-0003", "tension", "author_by_first_posting", "@kar_live"),
    ("KRM-0003", "tension", "item_time_by_incident", "@kar_live"),
    ("KRM-0005", "impossible", "sun_and_sky", "@kar_live"),
    ("KRM-0005", "tension", "time_by_written_date", "@kar_live"),
    ("First burst", "tension", "claimed_times_disagree", f"{PRESS}, Fire service"),
    ("First burst", "tension", "time_by_assessment", PRESS),
}


def test_the_demo_tells_its_contradictions_and_nothing_false_of_honest_clips(
    demo_files: dict[str, Path],
) -> None:
    items = load(lambda _: demo_files)
    for item in items:
        _work_off(item)
    checks.make_what_is_due()
    assert {_said(check) for check in Check.objects.contradicting()} == ALLOWED
    daylight = Check.objects.get(item__ref="KRM-0005", kind="sun_and_sky")
    assert "the sun stood 11.1 to 14.9 degrees below the horizon" in daylight.sentence
    assert daylight.numbers["sun_highest_deg"] == pytest.approx(-11.1, abs=0.1)
    repost = Check.objects.get(kind="author_by_first_posting")
    assert "2 hours 11 minutes after @kar_north did" in repost.sentence
    worst = dict(Item.objects.values_list("ref", "worst_check"))
    assert worst == {
        "KRM-0001": "tension",
        "KRM-0002": "impossible",
        "KRM-0003": "tension",
        "KRM-0004": "cannot_tell",
        "KRM-0005": "impossible",
        "KRM-0006": "cannot_tell",
    }
