"""Derived files: content-addressed, so that making one twice is harmless."""

import os
import shutil
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from catalog.storage.disk import hash_of, path_for, settle


@dataclass(frozen=True, slots=True)
class Kept:
    """A derived file as kept."""

    sha256: str
    size_bytes: int


def derived_path(sha256: str) -> Path:
    """Where the derived file of that hash lies."""
    return path_for(settings.DATA_DIR / "derived", sha256)


def keep(path: Path) -> Kept:
    """Keep a copy of a file that a step made. The step's own file may then go."""
    incoming = settings.DATA_DIR / "derived" / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    temporary = incoming / uuid.uuid4().hex
    try:
        shutil.copyfile(path, temporary)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        kept = Kept(hash_of(temporary), temporary.stat().st_size)
        settle(temporary, derived_path(kept.sha256))
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    return kept
