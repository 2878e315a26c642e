"""The facts of an item as they stand: of every step, its newest run that succeeded."""

from collections import defaultdict

from catalog.models import Item, Reading, Run, State
from media_tools.findings import Meaning


def standing_runs(item: Item) -> dict[str, Run]:
    """The newest version's successful run of each step, by the step's name."""
    runs = item.runs.planned().filter(state=State.DONE).order_by("version")
    return {run.step: run for run in runs}


def readings_by_meaning(item: Item) -> dict[Meaning, list[Reading]]:
    """All understood readings of the standing runs, best first within each meaning."""
    found = defaultdict(list)
    rows = Reading.objects.filter(run__in=standing_runs(item).values()).exclude(meaning="")
    for reading in rows.order_by("id"):
        found[Meaning(reading.meaning)].append(reading)
    return dict(found)
