"""What the scanning ffmpeg tells while it works: times of frames and stills."""

import os
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from media_tools.decoding.graph import FRAME_KEY, LOG_NAME, SCORE_KEY, WRITTEN_KEY

_PAIR = re.compile(rb"frame:(\d+) *pts:(\S+)[^\n]*\n([\w.]+)=([^\n]*)\n")
_READ_BYTES = 65536


class ScanLog:
    """Reads the lines of ffmpeg's ``metadata=print`` as they come, from the pipe.

    Of each pair of lines the first holds the integer ``pts`` (its ``pts_time`` is
    rounded to six digits and not used), the second says what was seen there.
    What was read is taken out of the queues by whoever follows: ``times`` of frames,
    ``None`` where a frame has none; ``chosen`` frames with their scene scores;
    ``written`` stills. ``graphs`` counts how often ffmpeg built its graph anew.
    """

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._rest = b""
        self.times: deque[int | None] = deque()
        self.chosen: deque[tuple[int | None, float]] = deque()
        self.written: deque[int | None] = deque()
        self.graphs = 0

    def read(self) -> None:
        """Take in what has been written by now."""
        while True:
            try:
                piece = os.read(self._pipe, _READ_BYTES)
            except BlockingIOError:
                return
            self._feed(piece)

    def _feed(self, piece: bytes) -> None:
        lines, end = self._rest + piece, 0
        for pair in _PAIR.finditer(lines):
            end = pair.end()
            number, shown, key, value = pair.groups()
            pts = None if shown == b"NOPTS" else int(shown)
            if key == FRAME_KEY.encode():
                self.times.append(pts)
                self.graphs += number == b"0"
            elif key == SCORE_KEY.encode():
                self.chosen.append((pts, float(value)))
            elif key == WRITTEN_KEY.encode():
                self.written.append(pts)
        self._rest = lines[end:]


@contextmanager
def log_in(folder: Path) -> Iterator[ScanLog]:
    """The log of an ffmpeg that runs in this folder.

    It writes into a named pipe: into a file it would begin anew, over the first lines,
    when the pictures change their size. We hold the pipe open for writing too, so that it
    never ends.
    """
    path = folder / LOG_NAME
    os.mkfifo(path)
    pipe = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    try:
        yield ScanLog(pipe)
    finally:
        os.close(pipe)
        path.unlink()
