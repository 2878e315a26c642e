"""The smaller text stores of pictures: IPTC records, PNG text and PNG's clock."""

import re
from collections.abc import Mapping

from media_tools.embedded.collected import Collected, as_read
from media_tools.embedded.date_words import in_numbers
from media_tools.embedded.times import parse_clock
from media_tools.findings import Meaning

PNG_TOOL = "Sightline's PNG chunk reader 1"

_DATES = (
    (Meaning.CAPTURED, 8, ("Creation Time", "create-date")),
    (Meaning.MODIFIED, 8, ("date:modify", "modify-date")),
)
# Day and time of day, of the taking and of the digitising.
_IPTC_DATES = ((7, "2:55", "2:60"), (8, "2:62", "2:63"))


def understand_iptc(records: Mapping[str, str], tool: str, into: Collected) -> None:
    """Add IPTC records, named ``2:55``, and the dates that two of them make together.

    ``records`` hold bytes in hexadecimal.
    """
    texts = {name: bytes.fromhex(raw) for name, raw in records.items()}
    into.raw += [as_read(f"IPTC {name}", decoded(raw), tool, raw) for name, raw in texts.items()]
    for rank, of_day, of_clock in _IPTC_DATES:
        day, clock = (decoded(texts.get(name, b"")).strip(" \0") for name in (of_day, of_clock))
        words = re.sub(r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3", day)
        if words and clock:
            words += re.sub(r"^(\d{2})(\d{2})(\d{2})", r" \1:\2:\3", clock)
        reading = as_read(f"IPTC {of_day}, {of_clock}", f"{day} {clock}".strip(), tool)
        into.time(reading, Meaning.CAPTURED, rank, parse_clock, words)


def decoded(raw: bytes) -> str:
    """Bytes of which nobody says how they are coded: UTF-8 if they are that, else Latin-1."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def understand_text(texts: Mapping[str, str], tool: str, into: Collected) -> None:
    """Add what Pillow found beside the picture, and the dates that PNG text may hold."""
    for name, text in texts.items():
        reading = as_read(f"{tool.partition(' ')[0]} {name}", text, tool)
        into.raw.append(reading)
        for meaning, rank, names in _DATES:
            # The standard recommends forms and allows any, so only those forms are taken.
            if name in names and re.match(r"\d{4}[-:]\d{2}[-:]\d{2}", in_numbers(text)):
                into.time(reading, meaning, rank, parse_clock, text)
        if name == "Software":
            into.words(reading, Meaning.SOFTWARE, rank=8)


def understand_png_time(numbers: list[int], into: Collected) -> None:
    """Add when the picture was last changed, by its chunk ``tIME``: UTC by standard."""
    if numbers:
        year, month, day, hour, minute, second = numbers
        text = f"{year:04d}-{month:02d}-{day:02d} {hour:02d}:{minute:02d}:{second:02d}"
        reading = as_read("PNG tIME", text, PNG_TOOL)
        into.raw.append(reading)
        into.time(reading, Meaning.MODIFIED, 7, parse_clock, text, utc_by_standard=True)
