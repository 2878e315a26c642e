"""The facts of several items in one table: a row for each question and kind of fact."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from catalog.compare.agreement import (
    NOTHING,
    Agreement,
    Found,
    extents_of,
    in_place,
    in_time,
)
from catalog.compare.tiles import Tile
from catalog.models import Basis
from catalog.review.fact_words import Fact, Question

# What two copies of one recording share; of these alone it helps to hear "the same".
_COMPARABLE = {Question.DEVICE, Question.LENGTH, Question.RATE, Question.SIZE, Question.CODING}


@dataclass(frozen=True, slots=True)
class Line:
    """What one kind of fact answers to one question, item by item, and how the answers agree."""

    question: str
    basis: str
    cells: list[list[Fact]]
    between: Agreement


def side_by_side(tiles: Sequence[Tile]) -> list[Line]:
    """Every line in which at least one item has an answer, in the order of the questions."""
    lines = []
    extents = extents_of([tile.item for tile in tiles])
    for question in Question:
        for place, basis in enumerate(Basis):
            cells = [
                [f for row in tile.rows if row.question == question for f in row.cells[place].facts]
                for tile in tiles
            ]
            if any(cells):
                between = _placed(question, basis, tiles, extents) or _same(question, cells)
                lines.append(Line(question.value, basis.value, cells, between))
    return lines


def _placed(
    question: Question, basis: Basis, tiles: Sequence[Tile], extents: Found
) -> Agreement | None:
    held = {Question.TIME: in_time, Question.THING_SEEN: in_place}.get(question)
    lot = [(tile.item, tile.offset, tile.duration_s) for tile in tiles]
    return held(extents, basis, lot) if held else None


def _same(question: Question, cells: Sequence[Sequence[Fact]]) -> Agreement:
    answered = [{fact.value for fact in cell} for cell in cells if cell]
    if question not in _COMPARABLE or len(answered) < 2:
        return NOTHING
    if all(values == answered[0] for values in answered):
        everywhere = len(answered) == len(cells)
        words = gettext("the same") if everywhere else gettext("the same where known")
        return Agreement(words, is_agreement=True)
    if set.intersection(*answered):
        return Agreement(gettext("share some"))
    return Agreement(gettext("differ"), is_difference=True)
