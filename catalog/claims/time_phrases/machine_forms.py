"""Forms in which programs and armed forces write a time, brought to the order people write in."""

import re

_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
_CLOCK = r"(?P<clock>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)"
# What `date`, C's asctime and the interfaces of some platforms write: the year stands last.
_YEAR_LAST = re.compile(
    rf"(?:(?P<weekday>[a-z]{{3}}),? )?{_MONTH} (?P<day>\d{{1,2}}),? {_CLOCK}"
    r"(?: (?P<zone>[a-z]{1,5}|[+-]\d{2}:?\d{2}))? (?P<year>[12]\d{3})",
    re.I,
)
# The logs of web servers.
_LOG = re.compile(
    rf"\[?(?P<day>\d{{2}})/{_MONTH}/(?P<year>[12]\d{{3}}):{_CLOCK} (?P<zone>[+-]\d{{4}})\]?", re.I
)
# The date-time group of armed forces: day, hour, minute, zone letter, month, year.
_GROUP = re.compile(
    rf"(?P<day>\d{{2}})(?P<hour>\d{{2}})(?P<minute>\d{{2}})\s?(?P<letter>[a-z])\s?{_MONTH}\s?"
    r"(?P<year>(?:20)?\d{2})",
    re.I,
)
# Hours ahead of UTC by letter; J is whatever the clock on the wall shows (ACP 121).
_AHEAD, _BEHIND = "ABCDEFGHIKLM", "NOPQRSTUVWXY"


def as_people_write(text: str) -> str:
    """The phrase, a whole one in such a form rewritten as ``Wed 3 may 2023 02:27:04 +0300``."""
    if match := _YEAR_LAST.fullmatch(text) or _LOG.fullmatch(text):
        found = match.groupdict(default="")
        names = ("weekday", "day", "month", "year", "clock", "zone")
        return " ".join(found[name] for name in names if found.get(name))
    if match := _GROUP.fullmatch(text):
        day, month, year = match["day"], match["month"], match["year"][-2:]
        zone = _zone_of(match["letter"].upper())
        return f"{day} {month} 20{year} {match['hour']}:{match['minute']} {zone}"
    return text


def _zone_of(letter: str) -> str:
    if letter in _AHEAD:
        return f"UTC+{_AHEAD.index(letter) + 1}"
    if letter in _BEHIND:
        return f"UTC-{_BEHIND.index(letter) + 1}"
    return "UTC" if letter == "Z" else "local time"
