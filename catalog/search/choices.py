"""What the filters offer: the cases, sources and kinds that this person may choose among."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from catalog.models import Act, Basis, Case, Source, State
from catalog.models.case import Person
from catalog.search.query import Contradiction, Query

MOST_SOURCES = 40
CONTRADICTIONS = {
    Contradiction.IMPOSSIBLE.value: "Impossible",
    Contradiction.TENSION.value: "In tension",
    Contradiction.NONE.value: "Nothing contradicts",
    Contradiction.UNRESOLVED.value: "Unresolved",
}
_VERDICT_MARKS = (Contradiction.IMPOSSIBLE, Contradiction.TENSION)
_KINDS = {"video": "Clip", "image": "Still", "audio": "Sound", "other": "Other"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick."""

    value: str
    words: str
    is_chosen: bool
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A field of the search with its choices."""

    name: str
    title: str
    choices: tuple[Choice, ...]


def filters(query: Query, person: Person) -> list[Filter]:
    """All filters in the order of the page; one without a choice is left out."""
    cases = Case.objects.allowing(person, Act.SEE)
    sources = Source.objects.filter(case__in=cases).order_by("name").values_list("name", flat=True)
    names = dict.fromkeys((*query.sources, *sources.distinct()[:MOST_SOURCES]))
    offered = [
        _filter("basis", "Fact used", Basis.choices, query.bases, marks=Basis.values),
        _filter(
            "contradiction",
            "Contradictions",
            CONTRADICTIONS.items(),
            query.contradictions,
            marks=_VERDICT_MARKS,
        ),
        _filter("kind", "Kind", _KINDS.items(), query.kinds),
        _filter("case", "Case", cases.values_list("code", "title"), query.cases, has_codes=True),
        _filter("source", "Source", ((name, name) for name in names), query.sources),
        _filter("state", "State", State.choices, query.states),
    ]
    return [one for one in offered if one.choices]


def _filter(
    name: str,
    title: str,
    offered: Iterable[tuple[str, str]],
    chosen: tuple[str, ...],
    *,
    marks: Collection[str] = (),
    has_codes: bool = False,
) -> Filter:
    return Filter(
        name,
        title,
        tuple(
            Choice(
                value,
                f"{value} {words}" if has_codes else words,
                value in chosen,
                value if value in marks else "",
            )
            for value, words in offered
        ),
    )
