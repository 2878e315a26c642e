"""What ffmpeg's names of pixel formats say, such as ``yuva444p10le``."""

import re

# Formats of one byte a component name no byte order; the others end in it.
_DEEP = re.compile(r"(\d{1,2})(?:le|be)$")
_BITS = {9: 9, 10: 10, 12: 12, 14: 14, 16: 16, 20: 10, 32: 32, 48: 16, 64: 16}
_ALPHA = re.compile(r"yuva|rgba|bgra|argb|abgr|gbrap|ya\d|ayuv|pal8")


def bits_of(name: str) -> int:
    """Bits of each colour component; 8 also for the few formats that have fewer."""
    deep = _DEEP.search(name)
    return _BITS.get(int(deep[1]), 8) if deep else 8


def has_alpha(name: str) -> bool:
    """Whether pixels of this format carry transparency."""
    return _ALPHA.match(name) is not None
