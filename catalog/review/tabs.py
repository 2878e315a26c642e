"""The tabs below the facts: each its own query, read only when it is opened."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext, ngettext

from catalog import formats
from catalog.comments.seen import seen_by
from catalog.facts import standing_runs
from catalog.models import (
    Act,
    Artefact,
    Comment,
    Frame,
    HashBlock,
    Item,
    Measurement,
    Reading,
    Relation,
)
from catalog.review.chains import chains_of
from catalog.review.compared import compared_in
from catalog.review.custody_state import chain_of, custody_state
from catalog.review.relations import found_in, ties_of

MOST_ROWS = 200
_FOUND: dict[Any, Callable[[int], str]] = {
    Reading: lambda n: ngettext("%(count)s reading", "%(count)s readings", n),
    Measurement: lambda n: ngettext("%(count)s measurement", "%(count)s measurements", n),
    Frame: lambda n: ngettext("%(count)s frame", "%(count)s frames", n),
    Artefact: lambda n: ngettext("%(count)s file", "%(count)s files", n),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab as the bar shows it."""

    name: str
    word: str
    count: int


def tab_bar(item: Item, acts: set[str]) -> list[Tab]:
    """The tabs that this person may open, with how much is in each."""
    tabs = [Tab("runs", gettext("Runs"), item.runs.count())]
    if Act.READ_CUSTODY.value in acts:
        tabs.append(Tab("custody", gettext("Custody"), chain_of(item).count()))
    tabs.append(Tab("claims", gettext("Claims"), item.claims.standing().count()))
    tabs.append(Tab("appearances", gettext("Appearances"), item.appearances.count()))
    related = Relation.objects.of(item).count() + found_in(item).count()
    tabs.append(Tab("relations", gettext("Relations"), related))
    compared = item.compared_in.values("version__comparison").distinct()
    tabs.append(Tab("compared", gettext("Compared"), compared.count()))
    tabs.append(Tab("comments", gettext("Comments"), Comment.objects.on(item).count()))
    comparable = _comparable(item)
    if comparable is not None:
        tabs.append(Tab("likeness", gettext("Likeness"), comparable))
    readings = Reading.objects.filter(run__in=standing_runs(item).values())
    tabs.append(Tab("readings", gettext("Readings"), readings.count()))
    return tabs


def tab_context(item: Item, acts: set[str], name: str, words: str) -> dict[str, Any]:
    """The rows of one tab; ``words`` narrow the readings. An unknown name opens the runs."""
    bar = tab_bar(item, acts)
    opened = name if name in {tab.name for tab in bar} else "runs"
    return {
        "tabs": bar,
        "tab": opened,
        "tab_template": f"review/tab_{opened}.html",
        "words": words,
        "may_claim": Act.CLAIM.value in acts,
        "may_read_custody": Act.READ_CUSTODY.value in acts,
        "may_assess": Act.ASSESS.value in acts,
        "may_download": Act.DOWNLOAD.value in acts,
        "most_rows": MOST_ROWS,
        **_ROWS[opened](item, words),
    }


def _runs(item: Item, words: str) -> dict[str, Any]:
    del words
    found: dict[int, list[str]] = defaultdict(list)
    # Orders of frames add to the steps without end; what was planned comes first.
    runs = list(item.runs.order_by("id")[:MOST_ROWS])
    for model, in_words in _FOUND.items():
        counts = model.objects.filter(run__in=runs).values_list("run").annotate(Count("pk"))
        for run, count in counts.order_by("run"):
            found[run].append(in_words(count) % {"count": formats.grouped(count)})
    return {"tab_runs": [(run, ", ".join(found[run.pk])) for run in runs]}


def _custody(item: Item, words: str) -> dict[str, Any]:
    del words
    return {"links": chain_of(item)[:MOST_ROWS], "custody": custody_state(item)}


def _claims(item: Item, words: str) -> dict[str, Any]:
    del words
    rows = item.claims.standing().select_related("asserted_by", "superseded_by")
    return {"claims": rows[:MOST_ROWS]}


def _appearances(item: Item, words: str) -> dict[str, Any]:
    del words
    return {"appearances": list(chains_of(item))}


def _relations(item: Item, words: str) -> dict[str, Any]:
    del words
    return {"ties": list(ties_of(item, MOST_ROWS)), "found": found_in(item)}


def _compared(item: Item, words: str) -> dict[str, Any]:
    del words
    rows = compared_in(item).select_related("comparison").prefetch_related("compared__item")
    return {"versions": rows[:MOST_ROWS]}


def _comments(item: Item, words: str) -> dict[str, Any]:
    """Who has seen it; the template asks for the comments on behalf of the person."""
    del words
    return {"viewed": seen_by(item)}


def _likeness(item: Item, words: str) -> dict[str, Any]:
    del words
    return {"block": HashBlock.objects.filter(item=item).first(), "comparable": _comparable(item)}


def _comparable(item: Item) -> int | None:
    """How many frames can be found again; ``None`` where none were hashed."""
    made = Measurement.objects.filter(
        run__in=standing_runs(item).values(), name="comparable_frames"
    ).first()
    return None if made is None else int(made.value or 0)


def _readings(item: Item, words: str) -> dict[str, Any]:
    rows = Reading.objects.filter(run__in=standing_runs(item).values()).select_related("run")
    for word in words.split():
        rows = rows.filter(
            Q(tag__icontains=word) | Q(text__icontains=word) | Q(tool__icontains=word)
        )
    return {"readings": rows[:MOST_ROWS], "found": rows.count()}


_ROWS: dict[str, Callable[[Item, str], dict[str, Any]]] = {
    "runs": _runs,
    "custody": _custody,
    "claims": _claims,
    "appearances": _appearances,
    "relations": _relations,
    "compared": _compared,
    "comments": _comments,
    "likeness": _likeness,
    "readings": _readings,
}
