"""Which bytes a request asks for (RFC 9110, section 14), for one range at most."""

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=[ \t]*(\d*)-(\d*)[ \t]*", re.ASCII)


class Unsatisfiable(Exception):
    """The range lies outside the file."""


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from ``first`` up to and with ``last``."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes that is."""
        return self.last - self.first + 1


def asked_for(header: str, size_bytes: int) -> Span | None:
    """The span that a ``Range`` header names, ``None`` where the whole file is to be sent.

    A header that is malformed, in another unit or asks for several ranges is to be
    ignored. Raises ``Unsatisfiable`` where none of the bytes asked for exists.
    """
    match = _ONE_RANGE.fullmatch(header)
    if not match or match[1] == match[2] == "":
        return None
    if not match[1]:
        suffix = int(match[2])
        if suffix == 0 or size_bytes == 0:
            raise Unsatisfiable
        return Span(max(0, size_bytes - suffix), size_bytes - 1)
    first = int(match[1])
    last = min(int(match[2]), size_bytes - 1) if match[2] else size_bytes - 1
    if match[2] and int(match[2]) < first:
        return None
    if first >= size_bytes:
        raise Unsatisfiable
    return Span(first, last)
