"""Where everything that a file says is gathered, before it is put in order."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import ParamSpec, TypeVar

from media_tools.embedded.times import EmbeddedTime
from media_tools.errors import Invalid
from media_tools.findings import JSON, Findings, Meaning, Reading
from media_tools.text import visible

MOST_READINGS = 2000
MOST_RAW_BYTES = 4096

Read = TypeVar("Read")
Arguments = ParamSpec("Arguments")


def as_read(tag: str, text: str, tool: str, raw: bytes | None = None) -> Reading:
    """A reading not yet understood, safe to show.

    ``raw`` are the bytes that ``text`` was read from, where they were to be had; else they
    are taken to be its UTF-8. NULs at the end are padding.
    """
    plain = text.encode("utf-8", "surrogatepass")
    stored = plain if raw is None else raw.rstrip(b"\0")
    is_plain = stored == plain and visible(text, len(text)) == text
    return Reading(
        visible(tag, 200),
        visible(text),
        tool,
        raw_hex="" if is_plain else stored[:MOST_RAW_BYTES].hex(),
    )


@dataclass(slots=True)
class Collected:
    """Readings understood, each with its rank; readings kept as they are; and warnings.

    Among readings of one meaning the lowest rank comes first.
    """

    understood: list[tuple[int, Reading]] = field(default_factory=list)
    raw: list[Reading] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def understand(self, reading: Reading, meaning: Meaning, value: JSON, rank: int = 0) -> None:
        """Add what a reading means."""
        self.understood.append((rank, replace(reading, meaning=meaning, value=value)))

    def attempt(
        self,
        reading: Reading,
        read: Callable[Arguments, Read | None],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Read | None:
        """What ``read`` makes of its arguments; ``None``, with a warning, if they are damaged."""
        try:
            return read(*args, **kwargs)
        except Invalid as cause:
            self.warnings.append(f"{reading.tag} holds “{visible(reading.text, 100)}”. {cause}")
            return None

    def time(
        self,
        reading: Reading,
        meaning: Meaning,
        rank: int,
        read: Callable[Arguments, EmbeddedTime | None],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> None:
        """Add the date in a reading, if ``read`` finds a valid one."""
        if found := self.attempt(reading, read, *args, **kwargs):
            self.understand(reading, meaning, found.as_value(reading.tag), rank)

    def words(self, reading: Reading, meaning: Meaning, rank: int = 0) -> None:
        """Add a name, such as a make or model, unless it is blank."""
        if shown := reading.text.strip():
            self.understand(reading, meaning, shown, rank)

    def findings(self) -> Findings:
        """Everything in order: understood by rank, then all tags as read."""
        ordered = sorted(self.understood, key=lambda pair: pair[0])
        readings = [reading for _, reading in ordered] + self.raw
        warnings = list(dict.fromkeys(self.warnings))
        if (left_out := len(readings) - MOST_READINGS) > 0:
            warnings.append(f"There are {left_out} more tags than are kept.")
        return Findings(readings=readings[:MOST_READINGS], warnings=warnings)
