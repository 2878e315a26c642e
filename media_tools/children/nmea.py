"""Sentences of a receiver as NMEA 0183 writes them, in text or between other bytes."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce

from media_tools.children.fixes import METRES_PER_DILUTION, UNKNOWN, Fixes

_SENTENCE = re.compile(
    rb"\$((?:G[A-Z]|BD)(RMC|GGA),([-+.,\w]{0,120}))(?:\*([0-9A-Fa-f]{2}))?", re.ASCII
)
# The clock of a line, its sentence, and the sentence's own time of day.
_LOGGED = re.compile(rb"\[(\d{13})\](\$\w{5},([.\d]*)[^\[\r\n]{0,140})", re.ASCII)
_ANGLE = re.compile(r"(\d{1,3})(\d\d(?:\.\d+)?)", re.ASCII)
_CLOCK = re.compile(r"(\d\d)(\d\d)(\d\d(?:\.\d+)?)", re.ASCII)
_NO_FIX_MODES = {"N", "S", "M"}  # not valid, simulated, entered by hand
_NO_FIX_QUALITIES = {"0", "7", "8"}  # the same in GGA


@dataclass(slots=True)
class _Moment:
    """What the sentences with one time of day say together."""

    where: tuple[float, float] | None = None
    utc_s: float = UNKNOWN
    height_m: float = UNKNOWN
    accuracy_m: float = UNKNOWN


def holds_sentences(data: bytes) -> bool:
    """Whether a sentence with a position stands in these bytes."""
    return _SENTENCE.search(data) is not None


def read_sentences(data: bytes, seconds: float, duration_s: float, into: Fixes) -> None:
    """Add the fixes of one packet, spread evenly over the time that it stands for."""
    into.source = into.source or "NMEA sentences"
    into.heights = "sea level"
    moments: dict[str, _Moment] = {}
    for match in _SENTENCE.finditer(data):
        if match[4] and int(match[4], 16) != reduce(lambda a, b: a ^ b, match[1]):
            into.damaged += 1
            continue
        fields = match[3].decode("ascii").split(",")
        moment = moments.setdefault(fields[0], _Moment())
        fits = _rmc(fields, moment) if match[2] == b"RMC" else _gga(fields, moment)
        into.unlocked += not fits and match[2] == b"RMC"
    known = [moment for moment in moments.values() if moment.where]
    for number, moment in enumerate(known):
        assert moment.where
        at = seconds + duration_s * number / len(known)
        into.add(at, *moment.where, moment.height_m, moment.accuracy_m, moment.utc_s)


def read_log(data: bytes, into: Fixes) -> None:
    """Add the fixes of a whole recording as BlackVue's cameras keep it in one box.

    Before each sentence stands the camera's clock in milliseconds, ``[1683080831000]``. The
    first is taken to be the beginning of the clip.
    """
    packets: dict[bytes, tuple[int, bytes]] = {}
    for match in _LOGGED.finditer(data):
        since, packet = packets.get(match[3], (int(match[1]), b""))
        packets[match[3]] = (since, packet + match[2])
    begin = min((since for since, _ in packets.values()), default=0)
    for since, packet in packets.values():
        read_sentences(packet, (since - begin) / 1000, 0.0, into)


def _rmc(fields: list[str], moment: _Moment) -> bool:
    """Time, state, latitude, N/S, longitude, E/W, speed, course, date, ..., mode."""
    if len(fields) < 9 or fields[1] != "A":
        return False
    if len(fields) > 11 and fields[11][:1] in _NO_FIX_MODES:
        return False
    moment.where = _where(fields[2:6])
    moment.utc_s = _utc(fields[0], fields[8])
    return moment.where is not None


def _gga(fields: list[str], moment: _Moment) -> bool:
    """Time, latitude, N/S, longitude, E/W, quality, satellites, dilution, height, M."""
    if len(fields) < 9 or not fields[5] or fields[5] in _NO_FIX_QUALITIES:
        return False
    moment.where = moment.where or _where(fields[1:5])
    moment.height_m = _number(fields[8])
    moment.accuracy_m = _number(fields[7]) * METRES_PER_DILUTION
    return moment.where is not None


def _where(fields: list[str]) -> tuple[float, float] | None:
    latitude, longitude = _degrees(fields[0]), _degrees(fields[2])
    if fields[1] not in ("N", "S") or fields[3] not in ("E", "W"):
        return None
    if latitude is None or longitude is None:
        return None
    return -latitude if fields[1] == "S" else latitude, -longitude if fields[
        3
    ] == "W" else longitude


def _degrees(text: str) -> float | None:
    """``ddmm.mmmm``, with as many digits for the degrees as there are before the minutes."""
    match = _ANGLE.fullmatch(text)
    if not match or float(match[2]) >= 60:
        return None
    return int(match[1]) + float(match[2]) / 60


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return UNKNOWN


def _utc(clock: str, day: str) -> float:
    """``hhmmss.sss`` and ``ddmmyy`` as seconds since 1970."""
    match = _CLOCK.fullmatch(clock)
    if not match or not re.fullmatch(r"\d{6}", day, re.ASCII):
        return UNKNOWN
    try:
        shown = datetime.strptime(day, "%d%m%y").replace(tzinfo=UTC)
    except ValueError:
        return UNKNOWN
    hours, minutes, seconds = int(match[1]), int(match[2]), float(match[3])
    if hours > 23 or minutes > 59 or seconds >= 61:
        return UNKNOWN
    return (shown + timedelta(hours=hours, minutes=minutes, seconds=seconds)).timestamp()
