"""The smaller text stores of pictures: IPTC records and PNG text."""

import re
from collections.abc import Mapping

from media_tools.embedded.collected import Collected, as_read
from media_tools.embedded.times import parse_clock
from media_tools.findings import Meaning

_PNG_DATES = ("Creation Time", "create-date")


def understand_iptc(records: Mapping[str, str], tool: str, into: Collected) -> None:
    """Add IPTC records, named ``2:55``, and the date that 2:55 and 2:60 make."""
    into.raw += [as_read(f"IPTC {name}", text, tool) for name, text in records.items()]
    day, clock = records.get("2:55", ""), records.get("2:60", "")
    words = re.sub(r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3", day.strip(" \0"))
    if words and clock.strip(" \0"):
        words += re.sub(r"^(\d{2})(\d{2})(\d{2})", r" \1:\2:\3", clock.strip(" \0"))
    reading = as_read("IPTC 2:55, 2:60", f"{day} {clock}".strip(), tool)
    into.time(reading, Meaning.CAPTURED, 7, parse_clock, words)


def understand_text(texts: Mapping[str, str], tool: str, into: Collected) -> None:
    """Add what Pillow found beside the picture, and the dates that PNG text may hold."""
    for name, text in texts.items():
        reading = as_read(f"{tool.partition(' ')[0]} {name}", text, tool)
        into.raw.append(reading)
        # The standard recommends a form and allows any, so only that form is taken.
        if name in _PNG_DATES and re.match(r"\d{4}[-:]\d{2}[-:]\d{2}", text):
            into.time(reading, Meaning.CAPTURED, 8, parse_clock, text)
