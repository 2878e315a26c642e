"""Media found in items become items themselves, once in effect, whoever is killed when."""

import logging

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from catalog import index, pipeline, relations, tasks
from catalog.custody.chain import WORKER, append
from catalog.intake import parts
from catalog.intake.receive import appear, enter
from catalog.intake.sheet import ClaimSheet
from catalog.models import Case, Contained, CustodyAct, Item, LinkStatus, Relation, RelationKind
from catalog.storage.derived import derived_path
from catalog.storage.originals import Arrival, Refused, write

logger = logging.getLogger(__name__)


def take_from(run_id: int) -> None:
    """Take in what this run found, if it landed and found anything."""
    _take_all(Contained.objects.untaken().filter(run=run_id))


def take_left_behind() -> None:
    """Take in what a worker that was killed behind its landing left untaken."""
    _take_all(Contained.objects.untaken())


def _take_all(untaken: QuerySet[Contained]) -> None:
    for contained in untaken.select_related("run__item"):
        try:
            _take(contained)
        except Exception as error:
            # One that fails must not keep the others waiting; the chore tries it again.
            logger.exception("%s could not be taken in: %s", contained, error)


def _take(contained: Contained) -> None:
    if not parts.room_for(contained.size_bytes, copies=1):
        logger.warning("The disk has no room to take in the %s; it is tried again.", contained)
        return
    try:
        with derived_path(contained.sha256).open("rb") as stream:
            arrival = write(stream, limit_bytes=settings.MAX_UPLOAD_BYTES)
    except (Refused, FileNotFoundError) as error:
        gone = "Its bytes are gone from the derived files. Run the step again."
        why = str(error) if isinstance(error, Refused) else gone
        Contained.objects.untaken().filter(pk=contained.pk).update(refused=why)
        return
    with transaction.atomic():
        # The case first, as whoever hands a file in does: else each could wait for the other.
        Case.objects.select_for_update(no_key=True).get(pk=contained.run.item.case_id)
        if Contained.objects.untaken().filter(pk=contained.pk).exists():
            _enter(contained, arrival)


def _enter(contained: Contained, arrival: Arrival) -> None:
    outer = Item.objects.select_for_update(no_key=True).get(pk=contained.run.item_id)
    found_inside = f"inside {outer.ref}, {contained.where}"
    name = contained.suggested_name
    sheet = ClaimSheet(
        title=f"{outer.title}: {contained.words}"[:300], sensitivity=outer.sensitivity
    )
    item, is_new = enter(arrival, outer.case, name, WORKER, sheet)
    known = Relation.objects.filter(kind=RelationKind.CONTAINED_IN, first=item, second=outer)
    if not known.exists():
        if is_new:
            appear(item, name, WORKER, sheet, found_inside=found_inside)
            tasks.send_on_commit(pipeline.plan(item))
        append(
            CustodyAct.RECEIVED if is_new else CustodyAct.RECEIVED_AGAIN,
            WORKER,
            item=item,
            details={
                "file_name": name,
                "size_bytes": arrival.size_bytes,
                "found": found_inside,
                "as": contained.words,
            },
        )
        relations.relate(
            RelationKind.CONTAINED_IN,
            item,
            outer,
            method=contained.run.step,
            version=contained.run.version,
            details={
                "role": contained.role,
                "start": contained.start,
                "size_bytes": contained.size_bytes,
            },
            status=LinkStatus.CONFIRMED,
        )
        relations.cover_contained(outer, WORKER)
        index.refresh(item)
    Contained.objects.filter(pk=contained.pk).update(item=item)
