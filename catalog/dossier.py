"""Everything known about one item, as ``manage.py show --json`` gives it.

Documented in ``docs/cli.md`` and kept stable: other tools read it.
"""

from typing import Any

from catalog.checks import checks_told
from catalog.facts import readings_by_meaning, standing_runs
from catalog.models import (
    Appearance,
    Check,
    Claim,
    Frame,
    Item,
    Measurement,
    Reading,
    Relation,
    RelationKind,
    Run,
)
from media_tools.compare.verdicts import RULES_VERSION
from media_tools.findings import Meaning
from media_tools.orientation import Orientation

Dossier = dict[str, Any]
CLAIM_NEEDS = ("asserted_by", "appearance", "superseded_by")
POST_NEEDS = ("source", "forwarded_from__item")


def dossier(item: Item) -> Dossier:
    """The item's runs, embedded, measured and claimed facts, frames and warnings."""
    found = readings_by_meaning(item)
    standing = list(standing_runs(item).values())
    measured = Measurement.objects.filter(run__in=standing)
    return {
        "ref": item.ref,
        "title": item.title,
        "case": item.case.code,
        "sha256": item.original_id,
        "size_bytes": item.original.size_bytes,
        "kind": item.original.kind,
        "mime": item.original.mime,
        "state": item.state,
        "runs": [_run(run) for run in item.runs.all()],
        "named": [_named(reading) for reading in found.get(Meaning.NAMED, [])],
        "embedded": _embedded(found),
        "media": _media(found, list(measured)),
        "measured": [_measurement(one) for one in measured],
        "workflow": item.workflow,
        "claims": [claim_told(claim) for claim in item.claims.select_related(*CLAIM_NEEDS)],
        "checks": checks_told(Check.objects.filter(item=item)),
        "checks_due": item.checks_version < RULES_VERSION,
        "appearances": [_appearance(one) for one in item.appearances.select_related(*POST_NEEDS)],
        "relations": [_relation(one, item) for one in Relation.objects.of(item)],
        "frames": [_frame(frame) for frame in frames_of(item)],
        "warnings": [warning for run in standing for warning in run.warnings],
    }


def frames_of(item: Item) -> list[Frame]:
    """The stills of the scan, or those of the first look while the scan still runs."""
    for run in sorted(standing_runs(item).values(), key=lambda run: run.pk, reverse=True):
        frames = list(run.frames.all())
        if frames:
            return frames
    return []


def _run(run: Run) -> Dossier:
    return {
        "step": run.step,
        "version": run.version,
        "status": run.state,
        "error": run.error,
        "attempts": run.attempts,
        "seconds": run.seconds,
        "made_with": run.made_with,
    }


def _first(found: dict[Meaning, list[Reading]], meaning: Meaning) -> Any:
    return next((reading.value for reading in found.get(meaning, [])), None)


def _embedded(found: dict[Meaning, list[Reading]]) -> Dossier:
    heading = _first(found, Meaning.HEADING)
    position = next(iter(found.get(Meaning.POSITION, [])), None)
    return {
        "captured": [_time(reading) for reading in found.get(Meaning.CAPTURED, [])],
        "modified": [_time(reading) for reading in found.get(Meaning.MODIFIED, [])],
        "position": _position(position) if position else {},
        "heading_deg": heading["degrees"] if heading else None,
        "heading_reference": heading["reference"] if heading else None,
        "track": _first(found, Meaning.TRACK),
        "field_of_view": _first(found, Meaning.FIELD_OF_VIEW),
        "make": _first(found, Meaning.MAKE),
        "model": _first(found, Meaning.MODEL),
        "software": _first(found, Meaning.SOFTWARE),
        "encoder": _first(found, Meaning.ENCODER),
        "provenance": _first(found, Meaning.PROVENANCE),
    }


def _time(reading: Reading) -> Dossier:
    value: Any = reading.value
    return {
        "earliest": value["earliest"],
        "latest": value["latest"],
        "text": value.get("text", reading.text),
        "offset": value["offset"],
        "zone": value["zone"],
        "tag": reading.tag,
    }


def _named(reading: Reading) -> Dossier:
    value: Any = reading.value
    return _time(reading) | {"pattern": value["pattern"], "of": value["of"]}


def _position(reading: Reading) -> Dossier:
    value: Any = reading.value
    return {
        "latitude": value["latitude"],
        "longitude": value["longitude"],
        "altitude_m": value.get("altitude_m"),
        "altitude_reference": value.get("altitude_reference"),
        "tag": reading.tag,
    }


def _media(found: dict[Meaning, list[Reading]], measured: list[Measurement]) -> Dossier:
    """What the headers claim, and the number of frames that were counted."""
    rate = _first(found, Meaning.FRAME_RATE)
    turn = _first(found, Meaning.ROTATION) or {"degrees_clockwise": 0, "mirrored": False}
    counted = next((one.value for one in measured if one.name == "frames_counted"), None)
    return {
        "width": _first(found, Meaning.WIDTH),
        "height": _first(found, Meaning.HEIGHT),
        "rotation": turn["degrees_clockwise"],
        "mirrored": turn["mirrored"],
        "exif_orientation": Orientation(turn["degrees_clockwise"], turn["mirrored"]).exif,
        "duration_s": _first(found, Meaning.DURATION),
        "codec": _first(found, Meaning.VIDEO_CODEC),
        "frame_rate": rate["numerator"] / rate["denominator"] if rate else None,
        "audio_codec": _first(found, Meaning.AUDIO_CODEC),
        "frames_counted": int(counted) if counted is not None else None,
    }


def _measurement(one: Measurement) -> Dossier:
    return {
        "name": one.name,
        "value": one.value,
        "unit": one.unit,
        "uncertainty": one.uncertainty,
        "method": one.method,
        "cannot_tell": one.cannot_tell,
    }


def claim_told(claim: Claim) -> Dossier:
    """A claim as ``show`` and ``claim`` give it: the words, who said them, what they amount to."""
    given: Dossier = {
        "id": claim.pk,
        "kind": claim.kind,
        "quote": claim.quote,
        "language": claim.language or None,
        "translation": claim.translation or None,
        "asserted_by": claim.asserted_by.name if claim.asserted_by else None,
        "asserted_at": claim.asserted_at.isoformat() if claim.asserted_at else None,
        "asserted_in": claim.appearance.url or None if claim.appearance else None,
        "recorded_at": claim.recorded_at.isoformat(),
        "superseded": hasattr(claim, "superseded_by"),
        "supersedes": claim.supersedes_id,
        "reason": claim.reason or None,
    }
    if claim.interval:
        given |= {
            "earliest": claim.earliest.isoformat() if claim.earliest else None,
            "latest": claim.latest.isoformat() if claim.latest else None,
            "zone": claim.zone_text or None,
            "zone_basis": claim.zone_basis,
        }
    if claim.viewpoint:
        given |= {
            "latitude": claim.latitude,
            "longitude": claim.longitude,
            "radius_m": claim.radius_m,
            "height_m": claim.height_m,
            "heading_deg": claim.heading_deg,
            "heading_error_deg": claim.heading_error_deg,
            "field_of_view_deg": claim.field_of_view_deg,
        }
    return given


def _appearance(one: Appearance) -> Dossier:
    origin = one.forwarded_from
    return {
        "source": one.source.name if one.source else None,
        "url": one.url or None,
        **{
            name: moment.isoformat() if (moment := getattr(one, name)) else None
            for name in ("published_earliest", "published_at", "edited_earliest", "edited_at")
        },
        "file_dated_at": one.file_dated_at.isoformat() if one.file_dated_at else None,
        "collected_at": one.collected_at.isoformat(),
        "forwarded_from": {"ref": origin.item.ref, "url": origin.url or None} if origin else None,
    }


def _relation(relation: Relation, item: Item) -> Dossier:
    holds = relation.kind == RelationKind.CONTAINED_IN and relation.second_id == item.pk
    by, at = relation.decided_by, relation.decided_at
    return {
        "kind": "contains" if holds else relation.kind,
        "ref": relation.other(item).ref,
        "status": relation.status,
        "method": relation.method,
        "method_version": relation.method_version,
        "details": relation.details,
        "decided_by": by.get_username() if by else None,
        "decided_at": at.isoformat() if at else None,
        "reason": relation.reason,
    }


def _frame(frame: Frame) -> Dossier:
    is_page = frame.reason == "page"
    return {
        "pts": frame.pts,
        "page": frame.pts + 1 if is_page else None,
        "time_base": None if is_page else frame.time_base,
        "seconds": None if is_page else float(frame.seconds),
        "clock": None if is_page else frame.clock,
        "reason": frame.reason,
        "sha256": frame.sha256,
    }
