"""What encoders leave of themselves in the first packet of a stream."""

import re
from pathlib import Path
from typing import Any

_MOST_BYTES = 4 * 1024 * 1024
_LONGEST_TEXT = 4000

# A program's words, with its settings where it writes them, and the name in them.
_KNOWN = (
    (rb"x264 - core \d+[ -~]*", r"x264 - core \d+(?: r\d+)?"),
    (rb"x265 \(build \d+\)[ -~]*", r"x265 \(build \d+\)(?: - [\w.+-]+)?"),
    (rb"Lavc\d+\.\d+\.\d+(?: lib\w+)?", r".+"),
    (rb"LAME\d\.\d+[a-z]?\d?", r".+"),
    (rb"XviD\d{4}", r".+"),
    (rb"DivX\d{3,4}b?\d*p?", r".+"),
    (rb"libfaac \d[\d.]*", r".+"),
)


def encoder_words(paths: list[str]) -> dict[str, Any]:
    """``words``: for each file, name and full text of each known encoder named in it."""
    return {"words": [_words(Path(path)) for path in paths]}


def _words(path: Path) -> list[list[str]]:
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES)
    found: list[list[str]] = []
    for pattern, name in _KNOWN:
        if said := re.search(pattern, data):
            text = said[0][:_LONGEST_TEXT].decode("ascii")
            named = re.match(name, text)
            found.append([named[0] if named else text, text])
    return found


ACTIONS = {"words": encoder_words}
