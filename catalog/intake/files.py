"""Reading evidence from a disk that somebody else may be writing to."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BufferedIOBase
from pathlib import Path
from typing import BinaryIO, cast

from catalog.storage.originals import Refused

_NOT_FILES = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


class _Watched(BufferedIOBase):
    """A file that refuses to end if it was changed while it was being read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._before = os.fstat(stream.fileno())

    def fileno(self) -> int:
        """The number of the open file."""
        return self._stream.fileno()

    def read(self, size: int | None = -1, /) -> bytes:
        chunk = self._stream.read(-1 if size is None else size)
        if not chunk:
            after = os.fstat(self._stream.fileno())
            if (after.st_size, after.st_mtime_ns) != (
                self._before.st_size,
                self._before.st_mtime_ns,
            ):
                raise Refused("The file changed while it was being read. Hand it in again.")
        return chunk


@contextmanager
def open_evidence(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be handed in. Raises ``Refused`` for whatever is not a plain file.

    It is opened first and looked at then, so that nothing can be swapped in between;
    without blocking, so that a pipe cannot hold us up.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise Refused("There is no such file.") from error
    except OSError as error:
        raise Refused(f"The file cannot be opened: {error.strerror}.") from error
    kind = stat.S_IFMT(os.fstat(handle).st_mode)
    if kind != stat.S_IFREG:
        os.close(handle)
        raise Refused(f"This is {_NOT_FILES.get(kind, 'something else')}, not a file.")
    with os.fdopen(handle, "rb") as stream:
        yield cast(BinaryIO, _Watched(stream))


def dated(stream: BinaryIO) -> datetime | None:
    """When an open file was last changed, as the disk says; ``None`` where it knows no date."""
    changed_s = os.fstat(stream.fileno()).st_mtime
    return datetime.fromtimestamp(changed_s, UTC) if changed_s > 0 else None


def files_under(path: Path) -> Iterator[Path]:
    """The file itself, or every file in the folder and its folders, in a fixed order."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            yield Path(folder) / name
