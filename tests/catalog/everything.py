"""A case that holds a row of everything an address can name, with words that hide something."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.db.models import JSONField, Model

from catalog import checks, immutable
from catalog.assessments import assess, review
from catalog.comments.say import say
from catalog.custody.chain import Actor
from catalog.incidents import tie
from catalog.marks.make import mark_item
from catalog.models import (
    Case,
    ComparedItem,
    Comparison,
    ComparisonVersion,
    Confidence,
    Incident,
    IncidentItem,
    IncidentTie,
    Item,
    Relation,
    SavedSearch,
    State,
    Upload,
    Verdict,
)
from tests.catalog.conftest import items_of

# Turns the direction of writing, stands nowhere, and ends a line for some.
HIDDEN = "\u202e\u200b\u2028"
HOSTILE = f"secret {HIDDEN}words"
SHOWN = "secret [U+202E][U+200B][U+2028]words"
NOW = "2023-05-03T00:00Z"
# What the program reads back by its form, and nobody else writes.
OURS = {
    "asked", "basis", "kind", "meaning", "mime", "one_time_base", "ordered", "other_time_base",
    "outcome", "owner", "place_basis", "step", "tag", "time_base", "time_basis", "worst_check",
    "zone_text", "sheet", "value", "document",
}  # fmt: skip


def hide_something_everywhere() -> set[str]:
    """Put the hostile words into every free text of every row; which models took them."""
    filled = set()
    immutable.lift(connection.alias)
    for model in apps.get_app_config("catalog").get_models():
        for field in free_texts(model):
            try:
                with transaction.atomic():
                    if model._default_manager.update(**{field.name: _hostile(field)}):
                        filled.add(model.__name__)
            except DatabaseError:
                # A rule of the database keeps such words out of this field.
                continue
    return filled


def _hostile(field: Any) -> str | list[str] | dict[str, str]:
    if not isinstance(field, JSONField):
        return HOSTILE
    return [HOSTILE] if field.default is list else {"words": HOSTILE}


def free_texts(model: type[Model]) -> list[Any]:
    """The fields of a model that hold words of others, but those that a row is found by."""
    kinds = ("CharField", "TextField", "URLField", "JSONField")
    texts = [one for one in model._meta.fields if one.get_internal_type() in kinds]
    keys = [one for one in texts if one.unique or one.choices or one.name in OURS]
    return [one for one in texts if one not in keys and not one.name.endswith(("sha256", "hash"))]


def everything_in(case: Case, lead: User, analyst: User) -> dict[str, str]:
    """Make one of each; by the name of a converter what an address is to hold there."""
    item, other = items_of(case, b"clip", b"copy", source="@kar", time="3 May 2023 02:27 UTC+3")
    actor, second = Actor.of(lead), Actor.of(analyst)
    incident = Incident.objects.create(case=case, title="First burst")
    another = Incident.objects.create(case=case, title="Second burst")
    IncidentItem.objects.create(incident=incident, item=item, role="shows", status="confirmed")
    tie(IncidentTie.REPEATS, incident, another, actor)
    claim = item.claims.get()
    reviewed = assess(incident, Verdict.HOLDS, Confidence.HIGH, "Two cameras.", actor)
    review(reviewed, Verdict.HOLDS, Confidence.LOW, "One of them.", second)
    assess(claim, Verdict.HOLDS, Confidence.HIGH, "Its clock.", second)
    checks.make(item)
    found = {"method": "hashes", "method_version": 1}
    relation = Relation.objects.create(kind="same_burst", first=item, second=other, **found)
    comment = say(item, "Look, @lead", second)
    own = say(item, "Seen.", actor)
    mark = mark_item(item, {"label": "flash"}, actor)
    return {
        "ref": item.ref,
        "code": case.code,
        "kind": "item",
        "key": str(item.pk),
        "form": "csv",
        "claim_id": str(claim.pk),
        "incident_id": str(incident.pk),
        "assessment_id": str(reviewed.pk),
        "comment_id": str(own.pk),
        "mention_id": str(comment.mentions.get().pk),
        "mark_id": str(mark.pk),
        "relation_id": str(relation.pk),
        "appearance_id": str(item.appearances.get().pk),
        "comparison_id": str(_compared(case, lead, item, other).pk),
        "pk": str(
            SavedSearch.objects.create(
                person=lead, case=case, name="mine", asked="", looked_at=NOW
            ).pk
        ),
        "upload_id": str(Upload.objects.create(case=case, person=lead, size_bytes=9).pk),
        **_made(item),
    }


def _compared(case: Case, lead: User, *items: Item) -> Comparison:
    kept = Comparison.objects.create(case=case, made_at=NOW)
    said = {"saved_by": lead, "saved_as": "lead", "saved_at": NOW, "view": "tiles"}
    version = ComparisonVersion.objects.create(comparison=kept, number=1, name="both", **said)
    for place, item in enumerate(items):
        ComparedItem.objects.create(
            version=version, place=place, item=item, offset_s=0, basis="none"
        )
    return kept


def _made(item: Item) -> dict[str, str]:
    run = item.runs.create(step="frames", version=1, state=State.DONE, ordered='{"first_pts": 0}')
    still = {"pts": 0, "time_base": "1/25", "start_pts": 0, "width": 1, "height": 1}
    frame = run.frames.create(sha256="a" * 64, reason="even", **still)
    mime = {"mime": "video/mp4", "size_bytes": 1}
    artefact = run.artefacts.create(name="proxy", sha256="b" * 64, **mime)
    run.readings.create(tag="EXIF:ImageDescription", text="words", tool="ExifRead")
    return {"run_id": str(run.pk), "frame_id": str(frame.pk), "artefact_id": str(artefact.pk)}
