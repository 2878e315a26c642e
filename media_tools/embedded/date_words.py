"""Dates whose month is a word, as RIFF and PNG hold them."""

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_TIME = r"(?P<time>\d{1,2}:\d{2}:\d{2})"
# As C prints a time (RIFF's IDIT), and as mail does (PNG's Creation Time, RFC 1123).
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"[a-z]{{3}} +{_MONTH} +(?P<day>\d{{1,2}}) +{_TIME} +(?P<year>\d{{4}})(?P<zone>)",
        rf"(?:[a-z]{{3}}, *)?(?P<day>\d{{1,2}}) +{_MONTH} +(?P<year>\d{{4}}) +{_TIME}"
        r" *(?P<zone>GMT|UTC|UT|Z|[+-]\d{4})?",
    )
)


def in_numbers(words: str) -> str:
    """Such a date in the form of ISO 8601; anything else as it is."""
    for form in _FORMS:
        if found := form.fullmatch(words):
            month = _MONTHS.index(found["month"].lower()) + 1
            zone = (found["zone"] or "").upper()
            offset = "Z" if zone in ("GMT", "UTC", "UT") else zone
            day = f"{found['year']}-{month:02d}-{int(found['day']):02d}"
            return f"{day} {found['time'].zfill(8)}{offset}"
    return words
