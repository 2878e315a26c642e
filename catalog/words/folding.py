"""Words folded, so that a search finds them however they were written.

Case and accents do not count, neither does ё for е, nor the Ukrainian і, ї and є beside и and е.
Every alphabet is brought into Latin letters (by anyascii), so Харків is found as Kharkiv; y counts
as i, which is where the ways of writing Cyrillic names differ most. In scripts that put no spaces
between words each sign stands alone, and what is typed without a space is looked for as a phrase.
Folded words hold ``a-z0-9`` only, so that SQLite and PostgreSQL cannot take them differently.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

# PostgreSQL keeps no lexeme longer than 2 KB; nobody types one longer than this.
LONGEST_WORD = 64
READ_OF_A_WORD = 256
_ASCII = re.compile(r"[A-Za-z0-9]+")
# Thai and Lao, Burmese, Khmer, kana, Han.
_ALONE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_ALONE += "\U00020000-\U0003ffff"
_LETTER = rf"[^\W_ʼ{_ALONE}]"
# Accents that follow their letter, and what nobody sees and so nobody types.
_ATTACHED = "".join(c for c in map(chr, range(0x20000)) if unicodedata.category(c)[0] == "M")
_ATTACHED = rf"[{re.escape(_ATTACHED)}\u00ad\u200b-\u200d\u2060\ufeff]"
# Within a Cyrillic word it belongs to it; elsewhere it parts words, as in l’église.
_APOSTROPHE = r"(?<=[\u0400-\u052f])['’ʼ‘`´](?=[\u0400-\u052f])"
_WORD = re.compile(rf"[{_ALONE}]{_ATTACHED}*|{_LETTER}(?:{_LETTER}|{_ATTACHED}|{_APOSTROPHE})*")
_SAME = str.maketrans("єЄ", "еЕ")


class Word(NamedTuple):
    """A folded word, and where it stands in the text it is from."""

    folded: str
    start: int
    end: int


def words_in(text: str) -> Iterator[Word]:
    """The words of a text in their order."""
    for found in (_ASCII if text.isascii() else _WORD).finditer(text):
        if folded_word := _fold(found[0][:READ_OF_A_WORD]):
            yield Word(folded_word, found.start(), found.end())


def folded(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(word.folded for word in words_in(text))


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    if re.match(f"[{_ALONE}]", word):
        return f"u{ord(unicodedata.normalize('NFKC', word[0])[0]):x}"
    decomposed = unicodedata.normalize("NFKD", word.translate(_SAME))
    bare = "".join(one for one in decomposed if unicodedata.category(one)[0] != "M")
    latin = anyascii(bare.casefold()).lower().replace("y", "i")
    return re.sub(r"[^a-z0-9]", "", latin)[:LONGEST_WORD]
