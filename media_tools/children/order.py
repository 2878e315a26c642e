"""The parts of a file told in their order, as short words."""

from collections.abc import Iterable
from itertools import groupby

_MOST_TOLD = 500


def in_order(names: Iterable[str]) -> str:
    """The names with repetitions counted: ``IHDR IDAT×12 IEND``. Beyond 500 the rest is counted."""
    runs = [(name, sum(1 for _ in same)) for name, same in groupby(names)]
    words = [name if count == 1 else f"{name}×{count}" for name, count in runs]
    left_out = len(words) - _MOST_TOLD
    rest = [f"… ({left_out} more)"] if left_out > 0 else []
    return " ".join([*words[:_MOST_TOLD], *rest])


def word_of(code: bytes) -> str:
    """A code of four letters without its spaces, in hexadecimal where it is none."""
    text = code.replace(b"\xa9", b"c").decode("latin-1").strip()
    is_word = text.isascii() and text.isprintable() and not set(text) & set(" ()×")
    return text if is_word and text else code.hex()
