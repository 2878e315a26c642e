"""Foreign words made safe to look at."""

import re
import unicodedata

from media_tools.findings import JSON

# Control, format (direction overrides, zero width), surrogate, private, unassigned
# and line-breaking characters: all that changes how the rest is shown.
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def visible(text: str, limit: int = 2000) -> str:
    """The text with every character that cannot be seen shown as ``[U+202E]``.

    At most ``limit`` characters of the original are shown; the rest is counted.
    """
    if text.isprintable() and len(text) <= limit:
        return text  # which is nearly every text, and a page of hits shows hundreds
    shown = "".join(
        f"[U+{ord(character):04X}]" if unicodedata.category(character) in _INVISIBLE else character
        for character in text[:limit]
    )
    left_out = len(text) - limit
    return f"{shown} … ({left_out} more characters)" if left_out > 0 else shown


def storable(text: str) -> str:
    """The text with what no database can keep, NUL and lone surrogates, shown as ``[U+0000]``."""
    return _UNSTORABLE.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def storable_json(value: JSON) -> JSON:
    """The value with every text in it made storable, at every depth."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [storable_json(one) for one in value]
    if isinstance(value, dict):
        return {storable(key): storable_json(one) for key, one in value.items()}
    return value
