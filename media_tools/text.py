"""Foreign words made safe to look at."""

import unicodedata

# Control, format (direction overrides, zero width), surrogate, private, unassigned
# and line-breaking characters: all that changes how the rest is shown.
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def visible(text: str, limit: int = 2000) -> str:
    """The text with every character that cannot be seen shown as ``[U+202E]``.

    At most ``limit`` characters of the original are shown; the rest is counted.
    """
    shown = "".join(
        f"[U+{ord(character):04X}]" if unicodedata.category(character) in _INVISIBLE else character
        for character in text[:limit]
    )
    left_out = len(text) - limit
    return f"{shown} … ({left_out} more characters)" if left_out > 0 else shown
