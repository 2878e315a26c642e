"""Writing so that a name is only ever seen on a whole file."""

import hashlib
import os
from pathlib import Path

CHUNK_BYTES = 1024 * 1024


def path_for(root: Path, sha256: str) -> Path:
    """``root/ab/cd/<sha256>``: two levels keep folders small at a million files."""
    return root / sha256[:2] / sha256[2:4] / sha256


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def settle(temporary: Path, final: Path) -> None:
    """Give a fully written, synced file its final, read-only name.

    If the name is taken the bytes are the same, and the temporary file goes.
    """
    if final.exists():
        temporary.unlink()
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary.chmod(0o444)
    temporary.rename(final)
    sync_folder(final.parent)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, read anew."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
