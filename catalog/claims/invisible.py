"""Signs without a shape, which messengers put into the text that people paste."""

_REMOVED = "\u061c\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\u2066\u2067\u2068\u2069\ufeff"
# The overrides U+202D and U+202E stay, and so are refused: they show digits in another order.
_MEANS = {**dict.fromkeys(map(ord, _REMOVED)), 0x200B: " "}


def without_invisible(text: str) -> str:
    """The text without direction marks and joiners, a zero-width space made a space."""
    return text.translate(_MEANS)
