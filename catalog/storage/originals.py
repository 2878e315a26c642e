"""Originals: written once, made read-only, never altered or deleted by any code path."""

import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from catalog.storage.disk import CHUNK_BYTES, path_for, settle

HEAD_BYTES = 4096


class Refused(Exception):
    """These bytes are not kept. The message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that has arrived whole, on disk under its own hash."""

    sha256: str
    size_bytes: int
    head: bytes


def original_path(sha256: str) -> Path:
    """Where the original of that hash lies."""
    return path_for(settings.DATA_DIR / "originals", sha256)


@contextmanager
def local_original(sha256: str) -> Iterator[Path]:
    """The original as a file on this machine, for as long as it is needed."""
    yield original_path(sha256)


def write(stream: BinaryIO, *, limit_bytes: int) -> Arrival:
    """Keep the bytes of ``stream``: hash them as they come, sync, rename to the hash.

    Raises ``Refused`` when the stream is empty, larger than the limit, or cannot be
    read to its end, and when the disk is full; then nothing is left behind.
    """
    incoming = settings.DATA_DIR / "originals" / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    temporary = incoming / uuid.uuid4().hex
    try:
        arrival = _copy(stream, temporary, limit_bytes)
        settle(temporary, original_path(arrival.sha256))
    except OSError as error:
        raise Refused(
            f"The file could not be read or kept to its end: {error.strerror}."
        ) from error
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    return arrival


def _copy(stream: BinaryIO, temporary: Path, limit_bytes: int) -> Arrival:
    digest, size, head = hashlib.sha256(), 0, b""
    with temporary.open("xb") as out:
        while chunk := stream.read(CHUNK_BYTES):
            size += len(chunk)
            if size > limit_bytes:
                raise Refused(f"The file is larger than the limit of {limit_bytes:,} bytes.")
            if len(head) < HEAD_BYTES:
                head = (head + chunk)[:HEAD_BYTES]
            digest.update(chunk)
            out.write(chunk)
        if size == 0:
            raise Refused("The file is empty: 0 bytes arrived. Ask the sender for it again.")
        out.flush()
        os.fsync(out.fileno())
    return Arrival(digest.hexdigest(), size, head)
