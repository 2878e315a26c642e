"""What was changed in a row, and by whom, as the chain of custody tells it."""

from collections.abc import Iterable

from django.db.models import Model
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from catalog import formats
from catalog.custody.changes import Change, changes_of
from catalog.models import Case


def changes(case: Case, noun: str, row: Model) -> SafeString | str:
    """Each change of the row's fields, the newest first; ``noun`` is its name in the chain."""
    return shown(changes_of(case, noun, row.pk))


def shown(changes: Iterable[Change]) -> SafeString | str:
    """A line for each."""
    lines = (
        (formats.utc(one.at), one.by, one.field, one.before, one.after, one.reason)
        for one in changes
    )
    return format_html_join("", "<div>{} {}: {} “{}” → “{}” {}</div>", lines) or "–"
