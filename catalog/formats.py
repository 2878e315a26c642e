"""How numbers are written: with unit, error and zone, and no more digits than are known."""

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language, gettext, pgettext

from media_tools.times import TimeInterval, format_media_seconds

MINUS = "\N{MINUS SIGN}"
_SIZES = (("MB", 1e6), ("GB", 1e9), ("TB", 1e12))
_TICK = timedelta(microseconds=1)
# What one written time may cover, from the longest: the length and how it is written.
_UNITS = (
    (timedelta(days=1), "%Y-%m-%d"),
    (timedelta(minutes=1), "%Y-%m-%d %H:%M"),
    (timedelta(seconds=1), "%Y-%m-%d %H:%M:%S"),
)


def utc(moment: datetime) -> str:
    """One instant of our own clock: ``2023-05-02 23:27:04 UTC``."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def utc_interval(earliest: datetime | None, latest: datetime | None) -> str:
    """An interval in UTC: ``2023-05-02 23:00 – 23:45 UTC``.

    A whole second, minute or day is written once, as the clock that showed it would;
    less than ten seconds as a middle and ``±``; an open end in words.
    """
    if earliest is None or latest is None:
        if end := earliest or latest:
            bound = {"moment": _shortest(end)}
            if earliest:
                return gettext("%(moment)s UTC or later") % bound
            return gettext("%(moment)s UTC or earlier") % bound
        return gettext("not known")
    after = latest + _TICK
    for length, pattern in _UNITS:
        if after - earliest == length and _is_whole(earliest, length):
            return f"{earliest:{pattern}} UTC"
    if latest == earliest:
        return f"{_shortest(earliest)} UTC"
    if latest - earliest < timedelta(seconds=10):
        return _with_error(earliest, latest)
    end = after if after.microsecond == 0 else latest
    return f"{_shortest(earliest)} – {_shortest(end, day=earliest.date())} UTC"


def local(moment: datetime, offset: str) -> str:
    """The same instant on the clock of an offset such as ``+03:00``, the zone named."""
    sign = -1 if offset.startswith("-") else 1
    hours, _, minutes = offset.lstrip("+-").partition(":")
    shift = sign * timedelta(hours=int(hours), minutes=int(minutes or 0))
    zone = f"{MINUS if sign < 0 else '+'}{int(hours)}"
    if int(minutes or 0):
        zone += f":{minutes}"
    return gettext("%(moment)s local (UTC%(zone)s)") % {
        "moment": f"{moment + shift:%Y-%m-%d %H:%M:%S}",
        "zone": zone,
    }


def local_interval(interval: TimeInterval, offset: timedelta) -> str:
    """The interval on a clock of that offset: ``2023-05-03 02:00 – 02:45 local (UTC+3)``."""
    earliest, latest = interval.earliest, interval.latest
    written = utc_interval(earliest and earliest + offset, latest and latest + offset)
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    zone = f"{MINUS if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
    return gettext("%(moment)s local (UTC%(zone)s)") % {
        "moment": written.replace(" UTC", ""),
        "zone": zone,
    }


def place(latitude: float, longitude: float, radius_m: float | None) -> str:
    """``55.30022, 44.02063 ± 34 m``; four digits where 50 m or more are in doubt."""
    digits = 4 if radius_m is not None and radius_m > 50 else 5
    where = f"{signed(latitude, digits)}, {signed(longitude, digits)}"
    return where if radius_m is None else f"{where} ± {distance(radius_m)}"


def grouped(value: float, digits: int = 0) -> str:
    """``1,221``. Who reads a comma as a decimal point is shown a thin gap: ``1 221``."""
    text = f"{value:,.{digits}f}"
    if "," not in text:
        return text
    is_english = (get_language() or "en").startswith("en")
    return text if is_english else text.replace(",", "\N{NARROW NO-BREAK SPACE}")


def distance(metres: float) -> str:
    """``1,221 m``, from ten kilometres ``12.4 km``."""
    return f"{grouped(metres)} m" if metres < 10_000 else f"{grouped(metres / 1000, 1)} km"


def bearing(degrees: float, error_deg: float | None, reference: str) -> str:
    """``27.3° true ± 2.1°``. The reference is ``true``, ``magnetic`` or ``unknown``."""
    said = {
        "true": pgettext("north", "true"),
        "magnetic": pgettext("north", "magnetic"),
        "unknown": gettext("reference not stated"),
    }[reference]
    error = "" if error_deg is None else f" ± {shortest_number(error_deg)}°"
    return f"{shortest_number(degrees)}° {said}{error}"


def size(count: int) -> str:
    """Bytes in decimal units: ``0 B``, ``88 kB``, ``61.4 MB``."""
    if count < 1000:
        return f"{count} B"
    if count < 999_500:
        return f"{count / 1000:.0f} kB"
    unit, scale = next((u, s) for u, s in _SIZES if count < 999.5 * s or u == _SIZES[-1][0])
    value = count / scale
    return f"{grouped(value)} {unit}" if value >= 99.95 else f"{value:.3g} {unit}"


def took(seconds: float) -> str:
    """How long work took: ``0.2 s``, ``41 s``, ``3 min 12 s``, ``2 h 5 min``."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes == 0:
        return f"{rest} s"
    hours, left = divmod(minutes, 60)
    return f"{hours} h {left} min" if hours else f"{minutes} min {rest} s"


def file_clock(seconds: float | Fraction) -> str:
    """A moment or length in a file: ``0:00:12.480``."""
    return format_media_seconds(seconds)


def short_hash(digest: str) -> str:
    """``9f4c…e12a``."""
    return f"{digest[:4]}…{digest[-4:]}"


def signed(value: float, digits: int) -> str:
    """A number with a true minus sign."""
    return f"{value:.{digits}f}".replace("-", MINUS)


def shortest_number(value: float) -> str:
    """At most three decimals, without closing zeros, grouped, with a true minus sign."""
    text = grouped(value, 3).rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


def exactly(value: float) -> str:
    """A number as it would be typed, with every digit and never an exponent."""
    return format(Decimal(repr(value)).normalize(), "f")


def measured(value: float, uncertainty: float, unit: str) -> str:
    """``1,221 m ± 19 m``, as many digits as the error allows; what was counted has none."""
    if not uncertainty:
        return f"{shortest_number(value)} {unit}".strip()
    error = error_of(uncertainty)
    number = grouped(value, len(error.partition(".")[2])).replace("-", MINUS)
    if len(unit) > 3:
        return f"{number} ± {error} {unit}"
    return f"{number} {unit} ± {error} {unit}".replace("  ", " ").strip()


def error_of(uncertainty: float) -> str:
    """An error with its one leading digit, never rounded away: ``0.4``, ``0.00006``, ``19``."""
    if uncertainty <= 0:
        return "0"
    return grouped(uncertainty, max(0, -math.floor(math.log10(uncertainty))))


def in_words(words: Iterable[str]) -> str:
    """``a, b and c``."""
    *first, last = words
    return (
        gettext("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}
        if first
        else last
    )


def _with_error(earliest: datetime, latest: datetime) -> str:
    half = (latest - earliest) / 2
    middle = earliest + half
    digits = 0 if half >= timedelta(seconds=1) else 1 if half >= timedelta(milliseconds=50) else 3
    seconds = f"{middle.second + middle.microsecond / 1e6:0{digits + 3 if digits else 2}.{digits}f}"
    error = shortest_number(round(half.total_seconds(), max(digits, 1)))
    return f"{middle:%Y-%m-%d %H:%M}:{seconds} UTC ± {error} s"


def _is_whole(moment: datetime, length: timedelta) -> bool:
    return (moment - moment.replace(hour=0, minute=0, second=0, microsecond=0)) % length == (
        timedelta(0)
    )


def _shortest(moment: datetime, day: date | None = None) -> str:
    """Without seconds or parts of them that are zero; without the date if it is ``day``."""
    clock = f"{moment:%H:%M}"
    if moment.microsecond:
        clock = f"{moment:%H:%M:%S}.{moment.microsecond:06d}"[:12]
    elif moment.second:
        clock = f"{moment:%H:%M:%S}"
    return clock if moment.date() == day else f"{moment:%Y-%m-%d} {clock}"
