"""What AVCHD cameras write between the pictures: records of four bytes, by number.

They stand in the first message of H.264's supplemental information that bears this mark
(unregistered user data, ITU-T H.264, D.1.7). Their numbers are those of DV's packs
(IEC 61834-4), which AVCHD took over and added to.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

_MOST_BYTES = 4 * 1024 * 1024
_MOST_MESSAGES = 200
_SUPPLEMENTAL = 6
_USER_DATA = 5
_MARK = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66") + b"MDPM"


def read_records(path: str) -> dict[str, Any]:
    """``records``: the four bytes of each in hexadecimal, by its number. Empty without any."""
    with Path(path).open("rb") as file:
        data = file.read(_MOST_BYTES)
    marked = (body for body in _user_data(data) if body.startswith(_MARK))
    return {"records": _records(next(marked, _MARK + b"\0")[len(_MARK) :])}


def _user_data(data: bytes) -> Iterator[bytes]:
    """The bodies of unregistered user data, without what protects them from start codes."""
    at = 0
    while (at := data.find(b"\0\0\1", at)) >= 0:
        at += 3
        if data[at : at + 1] and data[at] & 0x1F == _SUPPLEMENTAL:
            end = data.find(b"\0\0\1", at)
            unit = data[at + 1 : end if end >= 0 else None].replace(b"\0\0\3", b"\0\0")
            yield from (body for kind, body in _messages(unit) if kind == _USER_DATA)


def _messages(unit: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    for _ in range(_MOST_MESSAGES):
        numbers = []
        for _ in ("kind", "size"):
            number = 0
            while unit[at : at + 1] == b"\xff":
                number, at = number + 255, at + 1
            number, at = number + int.from_bytes(unit[at : at + 1], "big"), at + 1
            numbers.append(number)
        kind, size = numbers
        if at + size > len(unit) or not size:
            return
        yield kind, unit[at : at + size]
        at += size


def _records(body: bytes) -> dict[str, str]:
    """As many as are claimed and there; the numbers rise, or the rest is something else."""
    found: dict[str, str] = {}
    last = -1
    for at in range(1, min(1 + 5 * body[0], len(body) - 4), 5):
        if body[at] <= last:
            break
        last = body[at]
        found[str(last)] = body[at + 1 : at + 5].hex()
    return found


ACTIONS = {"records": read_records}
