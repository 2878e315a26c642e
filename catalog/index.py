"""Keeping what search and lists read in step with the facts it comes from."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from catalog import due, presence
from catalog.facts import readings_by_meaning, standing_runs
from catalog.models import (
    Artefact,
    Basis,
    Claim,
    ClaimKind,
    Document,
    Extent,
    Facet,
    IncidentItem,
    IncidentRole,
    Item,
    LinkStatus,
    Measurement,
    State,
    Words,
)
from catalog.words.parts import RELATED, parts
from media_tools.findings import Meaning
from media_tools.places import Place, box_around
from media_tools.text import visible
from media_tools.times import format_media_seconds

# Derived columns of an item that filters and counts go by.
TRAITS = ("kind", "device", "codec", "has_sound", "has_gps")


def refresh(item: Item) -> None:
    """Write the item's rows of the index anew, and mark that its checks are to follow.

    Call in the transaction that changes a fact.
    """
    extents = [*_claimed(item), *_embedded(item), *_assessed(item)]
    Extent.objects.filter(item=item).delete()
    Extent.objects.bulk_create(Extent(item=item, **fields) for fields in extents)
    presence.write(item.pk)
    # As the scan measured it: a header may claim any length, and a list has no room to
    # say whose word it is.
    measured = Measurement.objects.filter(run__in=standing_runs(item).values(), name="duration")
    item.duration_s = measured.values_list("value", flat=True).first()
    item.poster_sha256 = _poster(item)
    _note_traits(item)
    item.save(update_fields=["duration_s", "poster_sha256", *TRAITS])
    refresh_words(item)
    due.mark(item)


def _note_traits(item: Item) -> None:
    """What the filters of a search go by, as the file says it."""
    found = readings_by_meaning(item)

    def said(meaning: Meaning) -> str:
        return next((str(reading.value) for reading in found.get(meaning, [])), "")

    item.kind = item.original.kind
    item.device = visible(device_name(said(Meaning.MAKE), said(Meaning.MODEL)))[:200]
    item.codec = visible(said(Meaning.VIDEO_CODEC) or said(Meaning.AUDIO_CODEC))[:100]
    item.has_sound = Meaning.AUDIO_CODEC in found
    item.has_gps = Meaning.POSITION in found or Meaning.TRACK in found


def device_name(make: str, model: str) -> str:
    """``Canon EOS R5``: makers often begin the model with their own name."""
    make, model = make.strip(), model.strip()
    return model if model.casefold().startswith(make.casefold()) else f"{make} {model}".strip()


def refresh_words(item: Item) -> None:
    """Write anew by which words the item is found."""
    Words.objects.filter(pk=item.pk).delete()
    fresh = Item.objects.prefetch_related(*RELATED).get(pk=item.pk)
    texts = (part.text for part in parts(fresh))
    Words.objects.create(pk=item.pk, document=Document.of(item.case_id, texts))


def _claimed(item: Item) -> Iterator[dict[str, Any]]:
    for claim in Claim.objects.standing().filter(item=item).select_related("asserted_by"):
        origin = f"“{claim.quote}”" + (f" {claim.asserted_by}" if claim.asserted_by else "")
        if claim.kind == ClaimKind.TIME:
            yield _time(Basis.CLAIMED, origin, claim.earliest, claim.latest)
        elif claim.viewpoint:
            facet = Facet.CAMERA if claim.kind == ClaimKind.VIEWPOINT else Facet.THING_SEEN
            yield _disc(
                Basis.CLAIMED,
                facet,
                origin,
                claim.viewpoint.place,
                claim.heading_deg,
                claim.field_of_view_deg,
            )


def _embedded(item: Item) -> Iterator[dict[str, Any]]:
    found = readings_by_meaning(item)
    for reading in found.get(Meaning.CAPTURED, []):
        value: Any = reading.value
        ends = [datetime.fromisoformat(value[end]) for end in ("earliest", "latest")]
        yield _time(Basis.EMBEDDED, f"{reading.tag} {reading.text}", *ends)
    heading: Any = next((r.value for r in found.get(Meaning.HEADING, [])), None)
    # Only a heading from true north can be drawn; for others the reference is not known well.
    is_true = heading is not None and heading["reference"] == "true"
    view: Any = next((r.value for r in found.get(Meaning.FIELD_OF_VIEW, [])), None)
    for reading in found.get(Meaning.POSITION, []):
        value = reading.value
        place = Place(value["latitude"], value["longitude"], value.get("radius_m"))
        yield _disc(
            Basis.EMBEDDED,
            Facet.CAMERA,
            reading.tag,
            place,
            heading["degrees"] if is_true else None,
            view["horizontal_deg"] if is_true and view else None,
        )
    for reading in found.get(Meaning.TRACK, []):
        value = reading.value
        for stretch in value["stretches"]:
            clocks = (format_media_seconds(max(0, stretch[end])) for end in ("starts_s", "ends_s"))
            place = Place(stretch["latitude"], stretch["longitude"], stretch["radius_m"])
            origin = f"{reading.tag} {' – '.join(clocks)}"
            yield _disc(Basis.EMBEDDED, Facet.CAMERA, origin, place, None, None)


def _assessed(item: Item) -> Iterator[dict[str, Any]]:
    links = IncidentItem.objects.filter(
        item=item, role=IncidentRole.SHOWS, status=LinkStatus.CONFIRMED
    )
    for link in links.select_related("incident").order_by("pk"):
        incident = link.incident
        if incident.earliest or incident.latest:
            yield _time(Basis.ASSESSED, incident.title, incident.earliest, incident.latest)
        if incident.latitude is not None and incident.longitude is not None:
            place = Place(incident.latitude, incident.longitude, incident.radius_m)
            yield _disc(Basis.ASSESSED, Facet.THING_SEEN, incident.title, place, None, None)


def _time(
    basis: Basis, origin: str, earliest: datetime | None, latest: datetime | None
) -> dict[str, Any]:
    return {
        "basis": basis,
        "facet": Facet.TIME,
        "origin": origin[:300],
        "earliest": earliest,
        "latest": latest,
    }


def _disc(
    basis: Basis,
    facet: Facet,
    origin: str,
    place: Place,
    heading_deg: float | None,
    field_of_view_deg: float | None,
) -> dict[str, Any]:
    box = box_around(place)
    return {
        "basis": basis,
        "facet": facet,
        "origin": origin[:300],
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_m": place.radius_m,
        "heading_deg": heading_deg,
        "field_of_view_deg": field_of_view_deg,
        "south": box.south,
        "north": box.north,
        "west": box.west,
        "east": box.east,
    }


def _poster(item: Item) -> str:
    """The chosen poster, or the middle still of the first look until there is one."""
    chosen = Artefact.objects.filter(run__item=item, run__state=State.DONE, name="poster")
    if poster := chosen.order_by("-run__version").first():
        return poster.sha256
    for run in item.runs.filter(state=State.DONE).order_by("id"):
        stills = list(run.frames.values_list("sha256", flat=True))
        if stills:
            return stills[len(stills) // 2]
    return ""
