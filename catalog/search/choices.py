"""What the filters offer: the cases, sources and kinds that this person may choose among."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from catalog.models import Basis, Case, Sensitivity, State, Workflow
from catalog.search.facets import MOST_CHOICES, Tallies
from catalog.search.query import Contradiction, Query

CONTRADICTIONS = {
    Contradiction.IMPOSSIBLE.value: gettext_noop("Impossible"),
    Contradiction.TENSION.value: gettext_noop("In tension"),
    Contradiction.NONE.value: gettext_noop("Nothing contradicts"),
    Contradiction.UNRESOLVED.value: gettext_noop("Unresolved"),
}
_VERDICT_MARKS = (Contradiction.IMPOSSIBLE, Contradiction.TENSION)
_HAS = {"sound": gettext_noop("Sound"), "gps": "GPS"}
_KINDS = {
    "video": gettext_noop("Clip"),
    "image": gettext_noop("Still"),
    "audio": gettext_noop("Sound"),
    "other": gettext_noop("Other"),
}


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
        _filter(
            "basis", gettext("Fact used"), Basis.choices, query.bases, tallies, marks=Basis.values
        ),
        _filter(
            "contradiction",
            gettext("Contradictions"),
            _translated(CONTRADICTIONS),
            query.contradictions,
            tallies,
            marks=_VERDICT_MARKS,
        ),
        _filter("kind", gettext("Kind"), _translated(_KINDS), query.kinds, tallies),
        _filter(
            "case",
            gettext("Case"),
            ((c.code, str(c)) for c in cases),
            query.cases,
            tallies,
        ),
        _filter(
            "source", gettext("Source"), frequent("source", query.sources), query.sources, tallies
        ),
        _filter("has", gettext("Has"), _translated(_HAS), query.has, tallies),
        _filter(
            "device", gettext("Device"), frequent("device", query.devices), query.devices, tallies
        ),
        _filter("codec", gettext("Codec"), frequent("codec", query.codecs), query.codecs, tallies),
        _filter("workflow", gettext("Work"), Workflow.choices, query.workflows, tallies),
        _filter(
            "sensitivity", gettext("Graphic"), Sensitivity.choices, query.sensitivities, tallies
        ),
        _filter("state", gettext("State"), State.choices, query.states, tallies),
    ]
    return [one for one in offered if one.choices]


def _translated(words: dict[str, str]) -> Iterable[tuple[str, str]]:
    return ((value, gettext(said)) for value, said in words.items())


def _filter(
    name: str,
    title: str,
    offered: Iterable[tuple[str, object]],
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
                str(words),
                value in chosen,
                "" if found is None else str(found.get(value, 0)),
                value if value in marks else "",
            )
            for value, words in offered
        ),
    )
