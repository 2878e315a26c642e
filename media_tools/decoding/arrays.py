"""Arrays on disk that grow while a clip is decoded, as ``.npy`` files that can be mapped."""

import io
import os
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray


class TooShort(Exception):
    """A file does not hold the rows that it should."""


class GrowingArray:
    """A little-endian ``.npy`` file of rows of one shape, which grows at its end.

    It can be read by others after ``settle``. Opened again with the ``count`` that it had
    at some ``settle`` it goes on from there, whatever was written later. Raises ``TooShort``
    if it is shorter than that by now.
    """

    def __init__(self, path: Path, dtype: str, shape: tuple[int, ...] = (), count: int = 0) -> None:
        self.path, self.dtype, self.shape, self.count = path, np.dtype(dtype), shape, count
        self._row_bytes = self.dtype.itemsize * int(np.prod(shape, dtype=np.int64))
        size = self._start + count * self._row_bytes
        if count and not (path.is_file() and path.stat().st_size >= size):
            raise TooShort(f"{path.name} is shorter than the {count} rows it should hold.")
        self._size = size
        self._file: BinaryIO | None = None

    def append(self, rows: NDArray[np.generic]) -> None:
        """Write rows at the end, converted to the type of the file."""
        self._opened().write(np.ascontiguousarray(rows, self.dtype).data)
        self.count += len(rows)

    def rows(self, start: int, stop: int) -> NDArray[Any]:
        """Some of the rows, read into memory."""
        if start == stop:
            return np.empty((0, *self.shape), self.dtype)
        if self._file:
            self._file.flush()
        with self.path.open("rb") as file:
            file.seek(self._start + start * self._row_bytes)
            read = file.read((stop - start) * self._row_bytes)
        return np.frombuffer(read, self.dtype).reshape(-1, *self.shape)

    def settle(self) -> None:
        """Make what is there readable, and safe from a crash."""
        file = self._opened()
        file.seek(0)
        file.write(self._header(self.count))
        file.seek(0, os.SEEK_END)
        file.flush()
        os.fsync(file.fileno())

    def close(self) -> None:
        """Let go of the file."""
        if self._file:
            self._file.close()

    def _opened(self) -> BinaryIO:
        if self._file is None:
            self._file = self.path.open("r+b" if self.count else "w+b")
            self._file.truncate(self._size)
            self._file.seek(self._size)
        return self._file

    @property
    def _start(self) -> int:
        return len(self._header(0))

    def _header(self, count: int) -> bytes:
        # numpy leaves room for any count, so the header never changes its length.
        header = io.BytesIO()
        described = {
            "descr": np.lib.format.dtype_to_descr(self.dtype),
            "fortran_order": False,
            "shape": (count, *self.shape),
        }
        np.lib.format.write_array_header_1_0(header, described)
        return header.getvalue()
