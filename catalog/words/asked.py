"""What is asked in words, and how each database is asked for it.

All words must occur; ``"several words"`` next to one another; ``citad*`` begins a word, and so does
the last word typed; ``-word`` must not occur. Nothing that is typed is wrong: what has no meaning
here is passed over.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from catalog.words.folding import Word, folded

# One letter begins too many words to be worth asking for.
SHORTEST_BEGINNING = 2
# Every document holds it, between its parts and so that there is something to say "not" of.
ANY = "="
_QUOTES = '"“”„«»'
_PIECE = re.compile(
    rf"(?<!\S)(?P<not>-?)(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]?(?P<after>\*?)"
    rf"|(?P<bare>[^\s{_QUOTES}]+))|[{_QUOTES}](?P<inner>[^{_QUOTES}]*)[{_QUOTES}]?"
)


def case_term(case_id: int) -> str:
    """What marks the documents of a case; no word can be taken for it."""
    return f"={case_id}"


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words next to one another; of the last, perhaps only the beginning."""

    words: tuple[str, ...]
    is_beginning: bool = False

    def found_in(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """From where to where in the text it was found, every time."""
        count = len(self.words)
        for at in range(len(words) - count + 1):
            if self._fits([word.folded for word in words[at : at + count]]):
                yield words[at].start, words[at + count - 1].end

    def _fits(self, words: Sequence[str]) -> bool:
        *before, last = self.words
        if list(words[:-1]) != before:
            return False
        return words[-1].startswith(last) if self.is_beginning else words[-1] == last


@dataclass(frozen=True, slots=True)
class Asked:
    """Words asked for. ``cases`` narrows to some cases inside the index itself."""

    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    cases: tuple[int, ...] = field(default=())

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.terms or self.without)

    def within(self, case_ids: Sequence[int]) -> "Asked":
        """The same words, in these cases only."""
        return replace(self, cases=tuple(case_ids))

    def for_sqlite(self) -> str:
        """The query as FTS5 reads it."""
        wanted = [" OR ".join(f'"{case_term(one)}"' for one in self.cases) or f'"{ANY}"']
        wanted += map(_fts5, self.terms)
        asked = " AND ".join(f"({one})" for one in wanted)
        if not self.without:
            return asked
        return f"({asked}) NOT ({' OR '.join(map(_fts5, self.without))})"

    def for_postgresql(self) -> str:
        """The query as ``tsquery`` reads it."""
        wanted = [" | ".join(f"'{case_term(one)}'" for one in self.cases) or f"'{ANY}'"]
        wanted += map(_tsquery, self.terms)
        unwanted = [f"!({_tsquery(term)})" for term in self.without]
        return " & ".join([*(f"({one})" for one in wanted), *unwanted])


def read_asked(text: str) -> Asked:
    """Read what was typed. Never fails; text without a letter or digit asks for nothing."""
    terms: list[Term] = []
    without: list[Term] = []
    pieces = list(_PIECE.finditer(text))
    for piece in pieces:
        is_typed_last = piece is pieces[-1] and not piece["not"]
        if term := _term(piece, is_typed_last):
            (without if piece["not"] else terms).append(term)
    return Asked(tuple(dict.fromkeys(terms)), tuple(dict.fromkeys(without)))


def _term(piece: re.Match[str], is_typed_last: bool) -> Term | None:
    bare = piece["bare"]
    words = folded(bare or piece["phrase"] or piece["inner"] or "")
    if not words:
        return None
    is_beginning = bare.endswith("*") or is_typed_last if bare else bool(piece["after"])
    return Term(words, is_beginning and len(words[-1]) >= SHORTEST_BEGINNING)


def _fts5(term: Term) -> str:
    phrase = " + ".join(f'"{word}"' for word in term.words)
    return f"{phrase} *" if term.is_beginning else phrase


def _tsquery(term: Term) -> str:
    phrase = " <-> ".join(f"'{word}'" for word in term.words)
    return f"{phrase}:*" if term.is_beginning else phrase
