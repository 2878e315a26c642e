"""Markup put together by hand, where a page has hundreds of pieces.

Django's ``format_html`` also takes texts that are translated later, and looks at each value four
times for that: it was a quarter of what a page of hits costs. These take plain values.
"""

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString


def filled(markup: str, *values: object) -> SafeString:
    """The markup, its ``{}`` filled in; what is not markup itself is escaped."""
    return SafeString(markup.format(*map(_escaped, values)))


def filled_each(markup: str, rows: Iterable[Sequence[object]], between: str = "") -> SafeString:
    """The markup once for each row of values."""
    return SafeString(between.join([markup.format(*map(_escaped, row)) for row in rows]))


def _escaped(value: object) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))
