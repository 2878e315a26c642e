"""The part files of uploads on their way in, each held by one process at a time.

The kernel's lock goes with the process: whoever is killed holds nothing. A request
holds it only while it writes, never while it waits for a slow or vanished browser.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from catalog.models import Upload

# What a killed server loses at most, and what one request keeps in memory.
CHUNK_BYTES = 4 * 1024 * 1024


class Busy(Exception):
    """Another request is at work on this upload. Try again in a moment."""


class WrongOffset(Exception):
    """The piece does not begin where the last one ended. Ask where to go on."""


class NoRoom(Exception):
    """The disk of the server is full. Nothing that arrived is lost; go on once there is room."""


def folder() -> Path:
    """Where the parts lie."""
    return Path(settings.DATA_DIR) / "incoming" / "uploads"


def room_for(size_bytes: int, *, copies: int) -> bool:
    """Whether the disk has room for that many copies: the part and then the original."""
    return shutil.disk_usage(settings.DATA_DIR).free > copies * size_bytes


@contextmanager
def hold(upload_id: UUID) -> Iterator[BinaryIO]:
    """The part file of an upload, made if there is none, held until the end. Raises ``Busy``."""
    folder().mkdir(parents=True, exist_ok=True)
    handle = os.open(folder() / str(upload_id), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    # Unbuffered: after a full disk nothing must be left to be written at the end.
    with os.fdopen(handle, "r+b", buffering=0) as part:
        try:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(str(Busy.__doc__)) from error
        yield part


def forget(upload_id: UUID) -> None:
    """Remove the part file."""
    with suppress(FileNotFoundError):
        (folder() / str(upload_id)).unlink()


def append(upload: Upload, offset: int, read: Callable[[int], bytes]) -> int:
    """Add what ``read`` gives, at most what is missing, from ``offset`` on.

    Returns how many bytes have now arrived for good: written, synced and noted in the
    row. Raises ``WrongOffset``, ``Busy`` or ``NoRoom``.
    """
    _check_offset(upload, offset)
    while offset < upload.size_bytes:
        chunk = read(min(CHUNK_BYTES, upload.size_bytes - offset))
        if not chunk:
            break
        offset = _write(upload, offset, chunk)
    return offset


def check_whole(upload: Upload, part: BinaryIO) -> None:
    """Start anew if the part is shorter than the row says; a hole must not become evidence."""
    if os.fstat(part.fileno()).st_size >= upload.offset_bytes:
        return
    Upload.objects.filter(pk=upload.pk).update(offset_bytes=0)
    raise WrongOffset(str(WrongOffset.__doc__))


def _check_offset(upload: Upload, offset: int) -> None:
    upload.refresh_from_db(fields=["offset_bytes", "outcome"])
    if offset != upload.offset_bytes or upload.outcome:
        raise WrongOffset(str(WrongOffset.__doc__))


def _write(upload: Upload, offset: int, chunk: bytes) -> int:
    with hold(upload.pk) as part:
        _check_offset(upload, offset)
        check_whole(upload, part)
        try:
            # Whatever lies beyond the noted offset came from a process that was killed.
            part.truncate(offset)
            part.seek(offset)
            rest = memoryview(chunk)
            while rest:
                rest = rest[part.write(rest) :]
            os.fsync(part.fileno())
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise
            raise NoRoom(str(NoRoom.__doc__)) from error
        arrived = offset + len(chunk)
        noted = Upload.objects.filter(pk=upload.pk, offset_bytes=offset, outcome="").update(
            offset_bytes=arrived, active_at=timezone.now()
        )
    if not noted:
        raise WrongOffset(str(WrongOffset.__doc__))
    return arrived
