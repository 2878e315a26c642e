"""Taking one file in: keep the bytes, write the row, note the custody, plan the work.

Evidence first: whatever is not empty, is within the size limit and can be read to
its end is kept, whether or not anything can make sense of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalog import due, index, pipeline, tasks
from catalog.claims.reading import moment_of
from catalog.custody.chain import Actor, append
from catalog.intake.claims import record_claims
from catalog.intake.sheet import ClaimSheet
from catalog.models import Appearance, Case, CustodyAct, Item, Original, Source
from catalog.sources import link_forwards
from catalog.storage.originals import Arrival, Refused, write
from media_tools.sniff import sniff
from media_tools.text import visible


class Outcome(StrEnum):
    """How a hand-over ended."""

    QUEUED = "queued"
    ALREADY_HELD = "already_held"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person who hands a file in is told."""

    outcome: Outcome
    item: Item | None = None
    reason: str = ""


def receive(
    stream: BinaryIO,
    *,
    case: Case,
    file_name: str,
    actor: Actor,
    sheet: ClaimSheet,
    note: Callable[[Receipt], None] | None = None,
) -> Receipt:
    """Take the bytes of ``stream`` into ``case``. ``file_name`` is text, never a path.

    ``note`` is told the receipt in the transaction that makes it true, so that a caller
    who may be killed and start again hands nothing in twice.
    """
    try:
        arrival = write(stream, limit_bytes=settings.MAX_UPLOAD_BYTES)
    except Refused as refusal:
        with transaction.atomic():
            reason = str(refusal)
            receipt = refuse(case=case, file_name=file_name, actor=actor, reason=reason)
            if note:
                note(receipt)
        return receipt
    with transaction.atomic():
        item, is_new = enter(arrival, case, file_name, actor, sheet)
        appearance = appear(item, file_name, actor, sheet)
        append(
            CustodyAct.RECEIVED if is_new else CustodyAct.RECEIVED_AGAIN,
            actor,
            item=item,
            details={
                "file_name": visible(file_name),
                "size_bytes": arrival.size_bytes,
                "source": sheet.source,
                "url": sheet.url,
                **({"forwarded_from": sheet.forwarded_from} if sheet.forwarded_from else {}),
                **({"file_dated": sheet.file_dated_at.isoformat()} if sheet.file_dated_at else {}),
            },
        )
        record_claims(item, appearance, sheet, actor)
        if is_new:
            tasks.send_on_commit(pipeline.plan(item))
        index.refresh(item)
        if not is_new:
            due.mark_and_make(item)
        receipt = Receipt(Outcome.QUEUED if is_new else Outcome.ALREADY_HELD, item)
        if note:
            note(receipt)
    return receipt


def refuse(*, case: Case, file_name: str, actor: Actor, reason: str) -> Receipt:
    """Note that a file was not kept, and why."""
    append(
        CustodyAct.REFUSED,
        actor,
        case=case,
        details={"file_name": visible(file_name), "reason": reason},
    )
    return Receipt(Outcome.REFUSED, reason=reason)


def enter(
    arrival: Arrival, case: Case, file_name: str, actor: Actor, sheet: ClaimSheet
) -> tuple[Item, bool]:
    """The item for these bytes in this case, made if there is none yet, and whether it was.

    Call inside a transaction.
    """
    # The case's row is locked first, so that two hand-overs of one file take turns.
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    held = Item.objects.filter(case=case, original_id=arrival.sha256).first()
    if held:
        return held, False
    now = timezone.now()
    kind, mime = sniff(arrival.head)
    original, _ = Original.objects.get_or_create(
        sha256=arrival.sha256,
        defaults={
            "size_bytes": arrival.size_bytes,
            "kind": kind.value,
            "mime": mime,
            "received_at": now,
        },
    )
    number = case.next_number()
    item = Item.objects.create(
        case=case,
        number=number,
        ref=f"{case.code}-{number:04d}",
        original=original,
        title=(sheet.title or visible(file_name))[:300],
        added_at=now,
        added_by=actor.person,
        sensitivity=sheet.sensitivity,
    )
    return item, True


def appear(
    item: Item, file_name: str, actor: Actor, sheet: ClaimSheet, *, found_inside: str = ""
) -> Appearance:
    """One more appearance of the item. ``found_inside``: out of what it was taken, and where."""
    source = None
    if sheet.source:
        source, _ = Source.objects.get_or_create(case=item.case, name=sheet.source[:200])
    appearance = Appearance.objects.create(
        item=item,
        source=source,
        url=sheet.url[:2000],
        file_name=visible(file_name)[:1000],
        caption=sheet.caption,
        found_inside=found_inside,
        published_earliest=sheet.published.earliest if sheet.published else None,
        published_at=sheet.published_at,
        edited_earliest=sheet.edited.earliest if sheet.edited else None,
        edited_at=moment_of(sheet.edited) if sheet.edited else None,
        file_dated_at=sheet.file_dated_at,
        collected_at=timezone.now(),
        collected_by=actor.person,
        forwarded_words=sheet.forwarded_from,
    )
    link_forwards(appearance)
    return appearance
