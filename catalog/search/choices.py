"""What the filters offer: the cases, sources and kinds that this person may choose among."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from catalog.models import Basis, Case, Sensitivity, State, Workflow
from catalog.search.facets import MOST_CHOICES, Tallies
from catalog.search.query import Contradiction, Query

CONTRADICTIONS = {
    Contradiction.IMPOSSIBLE.value: "Impossible",
    Contradiction.TENSION.value: "In tension",
    Contradiction.NONE.value: "Nothing contradicts",
    Contradiction.UNRESOLVED.value: "Unresolved",
}
_VERDICT_MARKS = (Contradiction.IMPOSSIBLE, Contradiction.TENSION)
_HAS = {"sound": "Sound", "gps": "GPS"}
_KINDS = {"video": "Clip", "image": "Still", "audio": "Sound", "other": "Other"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick."""

    value: str
    words: str
    is_chosen: bool
    tally: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A field of the search with its choices."""

    name: str
    title: str
    choices: tuple[Choice, ...]


def filters(query: Query, cases: Iterable[Case], tallies: Tallies) -> list[Filter]:
    """All filters in the order of the page; one without a choice is left out."""

    def frequent(name: str, chosen: tuple[str, ...]) -> Iterable[tuple[str, str]]:
        found = list(tallies.get(name, {}))[:MOST_CHOICES]
        return ((value, value) for value in dict.fromkeys((*chosen, *found)))

    offered = [
        _filter("basis", "Fact used", Basis.choices, query.bases, tallies, marks=Basis.values),
        _filter(
            "contradiction",
            "Contradictions",
            CONTRADICTIONS.items(),
            query.contradictions,
            tallies,
            marks=_VERDICT_MARKS,
        ),
        _filter("kind", "Kind", _KINDS.items(), query.kinds, tallies),
        _filter("case", "Case", ((c.code, str(c)) for c in cases), query.cases, tallies),
        _filter("source", "Source", frequent("source", query.sources), query.sources, tallies),
        _filter("has", "Has", _HAS.items(), query.has, tallies),
        _filter("device", "Device", frequent("device", query.devices), query.devices, tallies),
        _filter("codec", "Codec", frequent("codec", query.codecs), query.codecs, tallies),
        _filter("workflow", "Work", Workflow.choices, query.workflows, tallies),
        _filter("sensitivity", "Graphic", Sensitivity.choices, query.sensitivities, tallies),
        _filter("state", "State", State.choices, query.states, tallies),
    ]
    return [one for one in offered if one.choices]


def _filter(
    name: str,
    title: str,
    offered: Iterable[tuple[str, str]],
    chosen: tuple[str, ...],
    tallies: Tallies,
    *,
    marks: Collection[str] = (),
) -> Filter:
    found = tallies.get(name)
    return Filter(
        name,
        title,
        tuple(
            Choice(
                value,
                words,
                value in chosen,
                "" if found is None else str(found.get(value, 0)),
                value if value in marks else "",
            )
            for value, words in offered
        ),
    )
