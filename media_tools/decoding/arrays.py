"""Arrays on disk that grow while a clip is decoded, as ``.npy`` files that can be mapped."""

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class GrowingArray:
    """A little-endian ``.npy`` file of rows of one shape, which grows at its end.

    It can be read by others after ``settle``. Opened again with the ``count`` that it had
    at some ``settle`` it goes on from there, whatever was written later.
    """

    def __init__(self, path: Path, dtype: str, shape: tuple[int, ...] = (), count: int = 0) -> None:
        self.path, self.dtype, self.shape, self.count = path, np.dtype(dtype), shape, count
        self._row_bytes = self.dtype.itemsize * int(np.prod(shape, dtype=np.int64))
        self._file = path.open("r+b" if count else "w+b")
        size = self._start + count * self._row_bytes
        if self._file.seek(0, os.SEEK_END) < size and count:
            self._file.close()
            raise ValueError(f"{path.name} is shorter than the {count} rows it should hold.")
        self._file.truncate(size)
        self._file.seek(size)

    def append(self, rows: NDArray[np.generic]) -> None:
        """Write rows at the end, converted to the type of the file."""
        self._file.write(np.ascontiguousarray(rows, self.dtype).data)
        self.count += len(rows)

    def rows(self, start: int, stop: int) -> NDArray[Any]:
        """Some of the rows, read into memory."""
        self._file.flush()
        with self.path.open("rb") as file:
            file.seek(self._start + start * self._row_bytes)
            read = file.read((stop - start) * self._row_bytes)
        return np.frombuffer(read, self.dtype).reshape(-1, *self.shape)

    def settle(self) -> None:
        """Make what is there readable, and safe from a crash."""
        header = self._header(self.count)
        end = self._file.tell()
        self._file.seek(0)
        self._file.write(header)
        self._file.seek(end)
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

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
