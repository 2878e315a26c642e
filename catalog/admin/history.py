"""What was changed in a row, and by whom, as the chain of custody tells it."""

from typing import Any

from django.db.models import Model
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from catalog import formats
from catalog.models import Case, CustodyAct, CustodyEvent


def changes(case: Case, noun: str, row: Model) -> SafeString | str:
    """Each change of the row's fields, the newest first; ``noun`` is its name in the chain."""
    events = CustodyEvent.objects.filter(
        case=case, act=CustodyAct.CHANGED, **{f"details__{noun}": row.pk}
    )
    lines = (
        (formats.utc(event.at), event.actor, name, _said(old), _said(new))
        for event in events.order_by("-seq")
        for name, (old, new) in event.details.get("changed", {}).items()
    )
    return format_html_join("", "<div>{} {}: {} “{}” → “{}”</div>", lines) or "–"


def _said(value: Any) -> str:
    return "" if value is None else str(value)
