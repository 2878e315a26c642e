"""Clock times and counts of seconds that begin with a numeral."""

import re
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext

from catalog.claims.not_understood import NotUnderstood
from catalog.claims.time_phrases.parts import Clock, Instant, Part, ZonePart
from catalog.claims.time_phrases.zones import Zone

_HALF = r"(?P<half>[ap])\.?\s?m\b\.?"
_SECONDS = r"(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?"
# "В 5-м часу" is left out: it names the hour that five o'clock ends.
_HOURS = (
    r"(?:h(?:ou)?rs?|h|o'?\s?clock|час(?:а|ов|ам|ами)?|ч|годин(?:[аіиу]|ам|ами)?|год(?=\.|\s?\d))"
    r"(?![^\W\d_])\.?"
)
_MINUTES = r"(?:m|min|minutes?|минут[аыу]?|мин|хвилин[аиу]?|хв)(?![^\W\d_])\.?"
_SECOND_WORDS = r"(?:s|sec|seconds?|секунд[аыиу]?|сек|с)(?![^\W\d_])\.?"
_END = r"(?![\d:]|[.,]\d)"

# In the order in which they are tried. ``after_date`` forms need a date just before them.
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::{_SECONDS})?{_END}(?:\s*{_HALF})?"
        r"(?(second)(?P<offset>[+-]\d{2}:?\d{2}(?![\d:]))?)",
        rf"(?P<hour>\d{{1,2}})(?:\.(?P<minute>\d{{2}})(?:[.:]{_SECONDS})?)?\s*{_HALF}",
        rf"(?P<hour>\d{{1,2}})h(?P<minute>\d{{2}})(?:m?{_SECONDS}s?)?(?![\d:])",
        rf"(?P<hour>\d{{1,2}})(?:-?(?:[йіїаую]|ій|ой|ої|та|ту|му))?\s?{_HOURS}"
        rf"(?:\s?(?P<minute>\d{{1,2}})\s?{_MINUTES}(?:\s?(?P<second>\d{{1,2}})\s?{_SECOND_WORDS})?)?",
        r"(?P<hour>[0-2]\d)(?P<minute>\d{2})(?:\s?(?:h|hrs|hours)(?![^\W\d_]|\d)|(?=z\b))",
        r"(?P<hour>0\d)(?P<minute>\d{2})(?![\d:.,-])",
    )
)
_AFTER_DATE = tuple(
    re.compile(form, re.I)
    for form in (
        rf"[t_]\s?(?P<hour>\d{{2}})(?::(?P<minute>\d{{2}})(?::{_SECONDS})?)?{_END}"
        r"(?P<offset>z\b|[+-]\d{2}(?::?\d{2})?(?![\d:]))?",
        rf"[t_-]?(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?:{_SECONDS})?{_END}"
        r"(?P<offset>z\b|[+-]\d{2}(?::?\d{2})?(?![\d:]))?",
        rf"(?P<hour>\d{{1,2}})[.](?P<minute>\d{{2}})(?:[.]{_SECONDS})?{_END}",
    )
)
_UNIX = (
    re.compile(
        r"(?:(?:unix|epoch|posix)(?:\s*time)?(?:\s*stamp)?|timestamp)\s*[:=]?\s*"
        r"(?P<count>\d{9,10}|\d{13})(?:\.(?P<fraction>\d+))?(?!\d)",
        re.I,
    ),
    re.compile(r"@(?P<count>\d{9,10})(?:\.(?P<fraction>\d+))?(?!\d)"),
    re.compile(
        r"(?P<count>\d{9,10}|\d{13})(?:\.(?P<fraction>\d+))?\s*(?:unix|epoch|posix)\b"
        r"(?:\s*time)?(?:\s*stamp)?",
        re.I,
    ),
)


def match_clock(text: str, position: int, after_date: bool) -> tuple[list[Part], int] | None:
    """The clock time written at ``position``, its attached offset, and where they end.

    ``after_date`` allows what is a clock only behind a date: T0227, _022704, 02.27.
    """
    for form in (*(_AFTER_DATE if after_date else ()), *_FORMS):
        if match := form.match(text, position):
            parts: list[Part] = [_clock(match)]
            if offset := match.groupdict().get("offset"):
                parts.append(ZonePart(offset, _attached_zone(offset)))
            return parts, match.end()
    return None


def match_instant(text: str, position: int) -> tuple[Instant, int] | None:
    """Seconds (or 13 digits of milliseconds) since 1970, said to be so, and their end."""
    for form in _UNIX:
        if match := form.match(text, position):
            count, fraction = match["count"], match["fraction"] or ""
            if len(count) == 13:
                count, fraction = count[:10], count[10:] + fraction
            microsecond, precision = _fraction(fraction)
            at = datetime.fromtimestamp(int(count), UTC).replace(microsecond=microsecond)
            return Instant(match[0], at, precision), match.end()
    return None


def checked_clock(hour: int, minute: int, second: int, words: str) -> None:
    """Raise ``NotUnderstood`` when no clock shows these numbers."""
    if hour > 24 or (hour == 24 and (minute or second)):
        raise NotUnderstood(
            gettext("There is no hour %(hour)s in “%(words)s”; hours run from 0 to 23.")
            % {"hour": hour, "words": words}
        )
    if minute > 59:
        raise NotUnderstood(
            gettext("There is no minute %(minute)s in “%(words)s”; minutes run from 0 to 59.")
            % {"minute": minute, "words": words}
        )
    if second > 59:
        raise NotUnderstood(
            gettext(
                "There is no second %(second)s in “%(words)s”; seconds run from 0 to 59. "
                "For a leap second write 59."
            )
            % {"second": second, "words": words}
        )


def _clock(match: re.Match[str]) -> Clock:
    found, words = match.groupdict(), match[0].strip(" tT_")
    hour, minute = int(found["hour"]), found.get("minute")
    second, fraction = found.get("second"), found.get("fraction")
    checked_clock(hour, int(minute or 0), int(second or 0), words)
    half = {"a": "am", "p": "pm", "": ""}[(found.get("half") or "").lower()]
    if half and not 1 <= hour <= 12:
        raise NotUnderstood(
            gettext("“%(words)s” names hour %(hour)s with %(half)s; am and pm go with 1 to 12.")
            % {"words": words, "hour": hour, "half": half}
        )
    microsecond, precision = _fraction(fraction or "")
    if second is None:
        precision = timedelta(hours=1) if minute is None else timedelta(minutes=1)
    return Clock(
        words, hour, int(minute or 0), int(second or 0), microsecond, precision, half,
        bare_hour=minute is None and not half and 1 <= hour <= 12 and found["hour"][0] != "0",
    )  # fmt: skip


def _fraction(digits: str) -> tuple[int, timedelta]:
    """Microseconds of decimal digits of a second, and how long their last digit covers."""
    kept = digits[:6]
    return int(kept.ljust(6, "0")), timedelta(microseconds=10 ** (6 - len(kept)))


def _attached_zone(offset: str) -> Zone:
    if offset.lower() == "z":
        return Zone(offset, offsets=(timedelta(0),))
    digits = offset[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if int(digits[2:]) > 59 or size > timedelta(hours=14 if offset[0] == "+" else 12):
        raise NotUnderstood(
            gettext(
                "No place on Earth keeps the offset %(offset)s; offsets run from -12:00 to +14:00."
            )
            % {"offset": offset}
        )
    return Zone(offset, offsets=(size if offset[0] == "+" else -size,))
