"""What a conclusion may rest on: readings, measurements, claims and comparisons, found by words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from catalog import formats
from catalog.assessments.assess import Evidence
from catalog.claims.words import said_by, value_in_words
from catalog.models import (
    Claim,
    ComparedItem,
    ComparisonVersion,
    Incident,
    Item,
    LinkStatus,
    Measurement,
    Reading,
    Run,
    State,
)
from catalog.models.claim import ClaimQuerySet
from catalog.pages.asked import whole_number

MOST_OF_A_KIND = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """One row to choose: ``key`` names it in the form, ``kind`` is its kind of fact."""

    key: str
    kind: str
    ref: str
    says: str
    origin: str


def found(about: Claim | Incident, words: str, but: Iterable[str] = ()) -> list[Piece]:
    """What holds all the words, at most so many of each kind, without the pieces in ``but``."""
    left_out = set(but)
    rows: list[Evidence] = [
        *_claims(about, words),
        *_comparisons(about, words),
        *_measurements(about, words),
        *_readings(about, words),
    ]
    return [piece for piece in map(_piece, rows) if piece.key not in left_out]


def named(about: Claim | Incident, keys: Iterable[str]) -> list[Evidence]:
    """The rows of these keys that belong to the question; others are left out."""
    wanted: dict[str, list[int]] = {
        name: [] for name in ("claim", "comparison", "measurement", "reading")
    }
    for key in dict.fromkeys(keys):
        kind, _, words = key.partition("-")
        number = whole_number(words)
        if kind in wanted and number is not None:
            wanted[kind].append(number)
    return [
        *_claims_of(about).filter(pk__in=wanted["claim"]),
        *_comparisons_of(about).filter(pk__in=wanted["comparison"]),
        *_measurements_of(about).filter(pk__in=wanted["measurement"]),
        *_readings_of(about).filter(pk__in=wanted["reading"]),
    ]


def pieces(rows: Sequence[Evidence]) -> list[Piece]:
    """The rows as they are shown."""
    return [_piece(row) for row in rows]


def items_of(about: Claim | Incident) -> QuerySet[Item]:
    """The item that a claim is about; of an incident all that were not rejected."""
    if isinstance(about, Claim) and about.item_id:
        return Item.objects.filter(pk=about.item_id)
    incident = about.incident if isinstance(about, Claim) else about
    links = incident.links.exclude(status=LinkStatus.REJECTED) if incident else ()
    return Item.objects.filter(incident_links__in=links)


def _claims(about: Claim | Incident, words: str) -> QuerySet[Claim]:
    rows = _claims_of(about).standing()
    for word in words.split():
        rows = rows.filter(
            Q(quote__icontains=word)
            | Q(translation__icontains=word)
            | Q(asserted_by__name__icontains=word)
            | Q(item__ref__icontains=word)
        )
    return rows[:MOST_OF_A_KIND]


def _comparisons(about: Claim | Incident, words: str) -> QuerySet[ComparisonVersion]:
    later = ComparisonVersion.objects.filter(
        comparison=OuterRef("comparison"), number__gt=OuterRef("number")
    )
    rows = _comparisons_of(about).filter(~Exists(later))
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(note__icontains=word))
    return rows.order_by("-pk")[:MOST_OF_A_KIND]


def _measurements(about: Claim | Incident, words: str) -> QuerySet[Measurement]:
    rows = _measurements_of(about)
    for word in words.split():
        rows = rows.filter(
            Q(name__icontains=word.replace(" ", "_"))
            | Q(method__icontains=word)
            | Q(run__item__ref__icontains=word)
        )
    return rows[:MOST_OF_A_KIND]


def _readings(about: Claim | Incident, words: str) -> QuerySet[Reading]:
    rows = _readings_of(about)
    for word in words.split():
        rows = rows.filter(
            Q(tag__icontains=word) | Q(text__icontains=word) | Q(run__item__ref__icontains=word)
        )
    # What was understood stands first: it is what most conclusions rest on.
    return rows.order_by("-meaning", "pk")[:MOST_OF_A_KIND]


def _claims_of(about: Claim | Incident) -> ClaimQuerySet:
    incident = about.incident if isinstance(about, Claim) else about
    of_incident = Q(incident=incident) if incident else Q()
    rows = Claim.objects.filter(Q(item__in=items_of(about)) | of_incident)
    if isinstance(about, Claim):
        rows = rows.exclude(pk=about.pk)
    return rows.select_related("item", "incident", "asserted_by")


def _comparisons_of(about: Claim | Incident) -> QuerySet[ComparisonVersion]:
    """Versions in the same case that hold one of the items."""
    case = about.about.case_id if isinstance(about, Claim) else about.case_id
    held = ComparedItem.objects.filter(version=OuterRef("pk"), item__in=items_of(about))
    rows = ComparisonVersion.objects.filter(Exists(held), comparison__case=case)
    return rows.select_related("comparison").prefetch_related("compared__item")


def _measurements_of(about: Claim | Incident) -> QuerySet[Measurement]:
    runs = _standing(about)
    return Measurement.objects.filter(run__in=runs).select_related("run__item")


def _readings_of(about: Claim | Incident) -> QuerySet[Reading]:
    return Reading.objects.filter(run__in=_standing(about)).select_related("run__item")


def _standing(about: Claim | Incident) -> list[int]:
    runs = Run.objects.filter(item__in=items_of(about), state=State.DONE).order_by("version")
    newest = {(item, step): pk for pk, item, step in runs.values_list("pk", "item", "step")}
    return list(newest.values())


def _piece(row: Evidence) -> Piece:
    if isinstance(row, Claim):
        says = " · ".join(part for part in (f"“{row.quote}”", value_in_words(row)) if part)
        ref = row.item.ref if row.item else gettext("incident")
        origin = gettext("%(kind)s, said by %(said_by)s") % {
            "kind": row.get_kind_display(),
            "said_by": said_by(row),
        }
        return Piece(f"claim-{row.pk}", "claimed", ref, says, origin)
    if isinstance(row, ComparisonVersion):
        refs = ", ".join(one.item.ref for one in row.compared.all())
        origin = gettext("comparison, version %(number)s, saved by %(saved_as)s") % {
            "number": row.number,
            "saved_as": row.saved_as,
        }
        return Piece(f"comparison-{row.pk}", "assessed", refs, row.name, origin)
    by = f"{row.run.step} {row.run.version}"
    if isinstance(row, Reading):
        origin = f"{row.tag}, {row.tool}, {by}"
        return Piece(f"reading-{row.pk}", "embedded", row.run.item.ref, row.text, origin)
    says = row.cannot_tell and gettext("cannot tell: %(cannot_tell)s") % {
        "cannot_tell": row.cannot_tell
    }
    if row.value is not None:
        says = formats.measured(row.value, row.uncertainty or 0, row.unit)
    origin = f"{row.name.replace('_', ' ')}: {row.method}, {by}"
    return Piece(f"measurement-{row.pk}", "measured", row.run.item.ref, says, origin)
