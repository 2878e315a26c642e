"""The numbers behind a check, as lines of a table."""

import json
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from catalog import formats


def number_lines(numbers: dict[str, Any]) -> list[tuple[str, str]]:
    """Each number with its name in words and its unit; what is not known says so."""
    return [line for name, value in numbers.items() for line in _lines(name, value)]


def _lines(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [(f"{_words(name)}, {inner}", said) for inner, said in number_lines(value)]
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return [
            (f"{_words(name)} {n}, {inner}", said)
            for n, one in enumerate(value, start=1)
            for inner, said in number_lines(one)
        ]
    return [(_words(name), _value(name, value))]


def _words(name: str) -> str:
    for unit in ("_s", "_m", "_deg"):
        name = name.removesuffix(unit)
    return name.replace("_", " ")


def _value(name: str, value: Any) -> str:
    if value is None:
        return gettext("not known")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int | float):
        return _number(name, value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or gettext("none")
    if isinstance(value, str):
        return _moment(value) or value
    return json.dumps(value, ensure_ascii=False)


def _number(name: str, value: float) -> str:
    if name.endswith("_s"):
        sign = formats.MINUS if value < 0 else ""
        exactly = f"{formats.shortest_number(value)} s"
        return exactly if abs(value) < 60 else f"{sign}{formats.took(abs(value))} ({exactly})"
    if name.endswith("_m"):
        return formats.distance(value)
    if name.endswith("_deg"):
        return f"{formats.shortest_number(value)}°"
    return formats.shortest_number(value)


def _moment(text: str) -> str:
    if not text.endswith("Z"):
        return ""
    try:
        return formats.utc(datetime.fromisoformat(text))
    except ValueError:
        return ""
