"""From the first byte a browser announces to the receipt: begin, take, finish, give up."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from catalog.custody.chain import Actor
from catalog.intake import parts
from catalog.intake.receive import Receipt, receive, refuse
from catalog.intake.sheet import ClaimSheet
from catalog.models import Act, Case, Upload
from media_tools.text import visible

logger = logging.getLogger(__name__)

STRANDED_AFTER = timedelta(minutes=1)
GIVEN_UP_AFTER = timedelta(days=7)


def begin(
    *,
    case: Case,
    person: User,
    file_name: str,
    size_bytes: int,
    words: Mapping[str, str],
    fingerprint: str = "",
) -> Upload:
    """Announce a file, or find the upload that the same file left unfinished.

    ``words`` are the claims as typed; those of the last announcement count. A file
    larger than the limit gets an upload that is already refused. Raises
    ``SheetError`` or ``parts.NoRoom``.
    """
    ClaimSheet.from_words(words)
    if left := _left_behind(case, person, fingerprint, size_bytes):
        left.sheet, left.active_at = dict(words), timezone.now()
        left.save(update_fields=["sheet", "active_at"])
        return left
    upload = Upload(
        case=case,
        person=person,
        file_name=visible(file_name)[:1000],
        fingerprint=fingerprint,
        size_bytes=size_bytes,
        sheet=dict(words),
    )
    if size_bytes > settings.MAX_UPLOAD_BYTES:
        why = f"The file is larger than the limit of {settings.MAX_UPLOAD_BYTES:,} bytes."
        with transaction.atomic():
            actor = Actor.of(person)
            _settle(upload, refuse(case=case, file_name=file_name, actor=actor, reason=why))
        return upload
    if not parts.room_for(size_bytes, copies=2):
        raise parts.NoRoom(
            f"The disk of the server has no room for {size_bytes:,} bytes more. Nothing was sent. "
            "Ask who runs this installation to make room, then start again."
        )
    upload.save()
    return upload


def hand_in(
    stream: BinaryIO,
    *,
    case: Case,
    person: User,
    file_name: str,
    size_bytes: int,
    words: Mapping[str, str],
) -> Upload:
    """Take in a file that came in one piece, and keep the receipt for its person."""
    upload = Upload(
        case=case,
        person=person,
        file_name=visible(file_name)[:1000],
        size_bytes=size_bytes,
        offset_bytes=size_bytes,
        sheet=dict(words),
    )
    receive(
        stream,
        case=case,
        file_name=file_name,
        actor=Actor.of(person),
        sheet=ClaimSheet.from_words(words),
        note=lambda receipt: _settle(upload, receipt),
    )
    return upload


def take(upload: Upload) -> None:
    """Hand a complete upload to intake, once, and note the outcome in the row.

    May be called again after any crash: the outcome is written in the transaction
    that enters the item. Raises ``parts.Busy`` while another process is at it,
    ``parts.WrongOffset`` if bytes are missing and ``parts.NoRoom``.
    """
    with parts.hold(upload.pk) as part:
        upload.refresh_from_db()
        if not upload.outcome:
            parts.check_whole(upload, part)
            if not upload.is_complete:
                raise parts.WrongOffset(str(parts.WrongOffset.__doc__))
            _receive(upload, part)
    parts.forget(upload.pk)


def cancel(upload: Upload) -> None:
    """Forget an upload at its person's wish; a receipt stays. Raises ``parts.Busy``."""
    with parts.hold(upload.pk):
        Upload.objects.unfinished().filter(pk=upload.pk).delete()
        parts.forget(upload.pk)


def finish_stranded() -> int:
    """Take what arrived whole but was left untaken by a crash. Returns how many."""
    now, taken = timezone.now(), 0
    left = Upload.objects.unfinished().complete().filter(active_at__lt=now - STRANDED_AFTER)
    for upload in left.select_related("case", "person"):
        try:
            take(upload)
            taken += 1
        except parts.Busy:
            continue
        except Exception as error:
            # One bad upload must not keep the others waiting; it is tried again in a while.
            logger.exception("%s could not be taken in: %s", upload, error)
            Upload.objects.filter(pk=upload.pk).update(active_at=now)
    return taken


def forget_abandoned() -> int:
    """Remove what got no byte for a week and is not waiting to be taken, and stray parts.

    Receipts older than that go as well: items, appearances and custody keep what counts.
    Returns how many uploads were forgotten.
    """
    past = timezone.now() - GIVEN_UP_AFTER
    # Listed before the rows are asked for: a part is never older than its row.
    lying = [UUID(part.name) for part in parts.folder().glob("*-*")]
    old = Upload.objects.filter(active_at__lt=past)
    kept = Upload.objects.unfinished().complete().values("pk")
    forgotten, _ = old.exclude(pk__in=kept).delete()
    wanted = set(Upload.objects.unfinished().filter(pk__in=lying).values_list("pk", flat=True))
    for upload_id in set(lying) - wanted:
        parts.forget(upload_id)
    return forgotten


def _left_behind(case: Case, person: User, fingerprint: str, size_bytes: int) -> Upload | None:
    if not fingerprint:
        return None
    mine = Upload.objects.of(person).unfinished()
    return mine.filter(case=case, fingerprint=fingerprint, size_bytes=size_bytes).first()


def _receive(upload: Upload, part: BinaryIO) -> None:
    actor = Actor.of(upload.person)
    if not Case.objects.allowing(upload.person, Act.UPLOAD).filter(pk=upload.case_id).exists():
        why = f"{actor.name} may no longer upload into this case."
        with transaction.atomic():
            receipt = refuse(case=upload.case, file_name=upload.file_name, actor=actor, reason=why)
            _settle(upload, receipt)
        return
    if not parts.room_for(upload.size_bytes, copies=1):
        raise parts.NoRoom(str(parts.NoRoom.__doc__))
    part.seek(0)
    receive(
        part,
        case=upload.case,
        file_name=upload.file_name,
        actor=actor,
        sheet=ClaimSheet.from_words(upload.sheet),
        note=lambda receipt: _settle(upload, receipt),
    )


def _settle(upload: Upload, receipt: Receipt) -> None:
    upload.outcome, upload.reason, upload.item = receipt.outcome, receipt.reason, receipt.item
    upload.active_at = timezone.now()
    upload.save()
