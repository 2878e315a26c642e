"""Where in an item's texts the words were found, with a little of what stands around them."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from catalog.words.asked import Asked, Term
from catalog.words.folding import Word, words_in
from catalog.words.parts import Part

# The page shows fifty hits: only so much of each text is read again for it.
READ = 20_000
AROUND = 60
STAND_ALONE = ("reference", "title")


class Piece(NamedTuple):
    """A stretch of text, found or around what was found."""

    text: str
    is_found: bool


class Snippet(NamedTuple):
    """A few words of one text, and which text it is."""

    where: str
    pieces: tuple[Piece, ...]


def marked(asked: Asked, text: str) -> tuple[Piece, ...]:
    """The whole text, with what was found in it marked."""
    if not asked.terms:
        return (Piece(text, False),)
    spans = _spans(asked.terms, list(words_in(text[:READ])))
    return tuple(_pieces(text, 0, len(text), spans))


def snippets(asked: Asked, parts: Iterable[Part], most: int) -> list[Snippet]:
    """At most so many, from the texts that add words not yet shown.

    The reference and the title stand with every hit: nothing is quoted from them.
    """
    missing = set(asked.terms)
    shown: list[Snippet] = []
    for where, text in parts:
        if not missing or len(shown) == most:
            break
        words = list(words_in(text[:READ]))
        here = [term for term in asked.terms if any(term.found_in(words))]
        if missing.isdisjoint(here):
            continue
        missing.difference_update(here)
        if where not in STAND_ALONE:
            shown.append(Snippet(where, _around(text, words, _spans(here, words))))
    return shown


def _spans(terms: Iterable[Term], words: Sequence[Word]) -> list[tuple[int, int]]:
    """Where the terms stand, in order and without overlaps."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(span for term in terms for span in term.found_in(words)):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def _around(
    text: str, words: Sequence[Word], spans: Sequence[tuple[int, int]]
) -> tuple[Piece, ...]:
    """The first find with whole words around it, and whatever else was found among them."""
    first = spans[0]
    start = min((w.start for w in words if w.start >= first[0] - AROUND), default=first[0])
    end = max((w.end for w in words if w.end <= first[1] + AROUND), default=first[1])
    start = 0 if first[0] <= AROUND else start
    end = len(text) if len(text) <= first[1] + AROUND else max(end, first[1])
    inside = [span for span in spans if start <= span[0] and span[1] <= end]
    pieces = list(_pieces(text, start, end, inside))
    if start > 0:
        pieces.insert(0, Piece("… ", False))
    if end < len(text):
        pieces.append(Piece(" …", False))
    return tuple(pieces)


def _pieces(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> Iterable[Piece]:
    at = start
    for first, last in spans:
        if at < first:
            yield Piece(_on_one_line(text[at:first]), False)
        yield Piece(_on_one_line(text[first:last]), True)
        at = last
    if at < end:
        yield Piece(_on_one_line(text[at:end]), False)


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
