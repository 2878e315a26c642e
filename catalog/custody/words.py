"""What a link of the chain of custody holds beside its act, in words."""

from collections.abc import Iterator
from typing import Any

NOTHING = "–"


def told(details: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The name and the words of each detail that says something; a changed field before → after."""
    for name, value in details.items():
        if name == "changed":
            for field, (before, after) in value.items():
                yield field, f"{_words(before)} → {_words(after)}"
        elif value not in ("", None):
            yield name, _words(value)


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_words(held)}" for name, held in value.items()) or NOTHING
    if isinstance(value, list):
        return ", ".join(map(_words, value)) or NOTHING
    return NOTHING if value in ("", None) else str(value)
