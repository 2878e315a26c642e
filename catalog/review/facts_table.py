"""The facts of an item: rows are questions, columns are kinds, so a clash is seen along a row.

Nothing is merged into one best value, and an empty cell says why it is empty.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from catalog.models import FINAL_STATES, Basis, Item, Reading, Run, State
from catalog.models.case import Person
from catalog.review.fact_words import Fact, Question
from catalog.review.facts_assessed import assessed_facts
from catalog.review.facts_claimed import claimed_facts
from catalog.review.facts_embedded import embedded_facts, named_facts
from catalog.review.facts_measured import measured_facts
from media_tools.findings import Meaning
from media_tools.media import Kind

Found = dict[Meaning, list[Reading]]

# What makes no sense to ask of a still, of sound, or of something that is neither.
_NOT_ASKED: dict[str, frozenset[Question]] = {
    Kind.IMAGE: frozenset({Question.LENGTH, Question.RATE}),
    Kind.AUDIO: frozenset({Question.VIEW, Question.RATE, Question.SIZE}),
    Kind.OTHER: frozenset(
        {Question.VIEW, Question.MANIFEST, Question.DEVICE}
        | {Question.LENGTH, Question.RATE, Question.SIZE}
    ),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one kind of fact answers to one question, or why it answers nothing."""

    kind: str
    facts: list[Fact]
    superseded: list[Fact]
    why_empty: str


@dataclass(frozen=True, slots=True)
class Row:
    """One question and its four answers."""

    question: str
    cells: list[Cell]


def facts_table(item: Item, standing: Iterable[Run], found: Found, person: Person) -> list[Row]:
    """The rows for this item, out of its standing runs and their understood readings.

    Of what was assessed it holds what this person may see.
    """
    facts = {
        Basis.CLAIMED: [*claimed_facts(item), *named_facts(found)],
        Basis.EMBEDDED: list(embedded_facts(found)),
        Basis.MEASURED: list(measured_facts(item, standing)),
        Basis.ASSESSED: list(assessed_facts(item, person)),
    }
    why_empty = _why_empty(item)
    rows = []
    for question in Question:
        answers = {
            basis: [fact for fact in told if fact.question is question]
            for basis, told in facts.items()
        }
        optional = question is Question.OTHER or question in _NOT_ASKED.get(
            item.original.kind, frozenset()
        )
        if not optional or any(answers.values()):
            cells = [_cell(basis, answers[basis], why_empty[basis]) for basis in Basis]
            rows.append(Row(question.value, cells))
    return rows


def _cell(basis: Basis, facts: list[Fact], why_empty: str) -> Cell:
    standing = [fact for fact in facts if not fact.is_superseded]
    superseded = [fact for fact in facts if fact.is_superseded]
    return Cell(basis.value, standing, superseded, why_empty)


def _why_empty(item: Item) -> dict[Basis, str]:
    is_over = item.state in FINAL_STATES
    said = gettext("the file says nothing") if is_over else gettext("not read yet")
    if item.state == State.UNREADABLE:
        said = gettext("nothing could be read")
    return {
        Basis.CLAIMED: gettext("nothing claimed"),
        Basis.EMBEDDED: said,
        Basis.MEASURED: gettext("not measured") if is_over else gettext("not measured yet"),
        Basis.ASSESSED: gettext("not assessed"),
    }
