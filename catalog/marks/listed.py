"""The marks of an item as its page lists them, in a bounded number of rows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_noop

from catalog.marks.clock import pages_of
from catalog.marks.draft import Fields, has_moments
from catalog.models import Act, Colour, Item, Mark, Shape

MOST_LISTED = 500
MOST_LABELS = 100
_CORNERS = (
    ("x1", gettext_noop("Right")),
    ("y1", gettext_noop("Down")),
    ("x2", gettext_noop("to right")),
    ("y2", gettext_noop("to down")),
)


@dataclass(frozen=True, slots=True)
class Editing:
    """The form as it stands: what is typed, which mark it changes, and what is wrong."""

    fields: Fields
    older: Mark | None = None
    faults: dict[str, str] | None = None
    theirs: Mark | None = None

    @property
    def corners(self) -> list[tuple[str, str, str]]:
        """The fields of the positions: name, words and what is typed."""
        return [(name, words, self.fields.get(name, "")) for name, words in _CORNERS]


def marks_context(
    item: Item, acts: set[str], label: str | None = None, editing: Editing | None = None
) -> dict[str, Any]:
    """What ``marks.html`` needs; with a ``label`` only those that have it."""
    standing = item.marks.standing()
    counts = list(standing.values_list("label").annotate(Count("pk")).order_by("label"))
    marks = standing.select_related("made_by", "supersedes__made_by")
    if label is not None:
        marks = marks.filter(label=label)
    form = editing or Editing({"colour": Colour.WHITE})
    return {
        "marks": marks[:MOST_LISTED],
        "mark_count": sum(count for _, count in counts),
        "mark_labels": counts[:MOST_LABELS],
        "offered_labels": labels_of(item),
        "chosen_label": label,
        "most_marks": MOST_LISTED,
        "form": form,
        "is_open": editing is not None,
        "has_moments": has_moments(item),
        "pages": 0 if has_moments(item) else pages_of(item),
        "colours": Colour.choices,
        "shapes": Shape.choices,
        "may_mark": Act.MARK.value in acts,
        "may_export": Act.DOWNLOAD.value in acts,
    }


def labels_of(item: Item) -> list[str]:
    """The labels of the case's vocabulary, then those in use in it."""
    agreed = [line.strip() for line in item.case.mark_labels.splitlines()]
    used = Mark.objects.standing().filter(item__case=item.case).exclude(label="")
    in_use = used.values_list("label", flat=True).order_by("label").distinct()[:MOST_LABELS]
    return list(dict.fromkeys([label[:80] for label in agreed if label] + list(in_use)))
