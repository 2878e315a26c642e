"""The facts of several items in one table: a row for each question and kind of fact."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.compare.tiles import Tile
from catalog.models import Basis
from catalog.review.fact_words import Fact, Question

# What two copies of one recording share; of these alone it helps to hear "the same".
_COMPARABLE = {Question.DEVICE, Question.LENGTH, Question.RATE, Question.SIZE, Question.CODING}


@dataclass(frozen=True, slots=True)
class Line:
    """What one kind of fact answers to one question, item by item. ``between``: same or not."""

    question: str
    basis: str
    cells: list[list[Fact]]
    between: str


def side_by_side(tiles: Sequence[Tile]) -> list[Line]:
    """Every line in which at least one item has an answer, in the order of the questions."""
    lines = []
    for question in Question:
        for place, basis in enumerate(Basis):
            cells = [
                [f for row in tile.rows if row.question == question for f in row.cells[place].facts]
                for tile in tiles
            ]
            if any(cells):
                lines.append(Line(question.value, basis.value, cells, _between(question, cells)))
    return lines


def _between(question: Question, cells: Sequence[Sequence[Fact]]) -> str:
    answered = [{fact.value for fact in cell} for cell in cells if cell]
    if question not in _COMPARABLE or len(answered) < 2:
        return ""
    if all(values == answered[0] for values in answered):
        return "the same" if len(answered) == len(cells) else "the same where it is known"
    return "share some" if set.intersection(*answered) else "differ"
