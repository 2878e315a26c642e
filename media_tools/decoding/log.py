"""What the scanning ffmpeg tells while it works: times of frames and stills."""

from array import array
from dataclasses import dataclass, field

from media_tools.decoding.graph import LUMA_KEY, SCORE_KEY


@dataclass(slots=True)
class ScanLog:
    """Reads the lines of ffmpeg's ``metadata=print`` as they come.

    Of each pair of lines the first holds the integer ``pts`` (its ``pts_time`` is
    rounded to six digits and not used), the second says what was seen there.
    Frames without a time are counted in ``untimed`` and otherwise left out.
    """

    pts: "array[int]" = field(default_factory=lambda: array("q"))
    luma: "array[float]" = field(default_factory=lambda: array("f"))
    untimed: int = 0
    stills: list[tuple[int | None, float]] = field(default_factory=list)  # pts, scene score
    _pts: int | None = None

    def feed(self, line: str) -> None:
        """Take one line. Lines of any other shape are passed over."""
        if line.startswith("frame:"):
            shown = line.split("pts:", 1)[1].split()[0]
            self._pts = None if shown == "NOPTS" else int(shown)
            return
        key, _, value = line.partition("=")
        if key == LUMA_KEY:
            if self._pts is None:
                self.untimed += 1
            else:
                self.pts.append(self._pts)
                self.luma.append(float(value))
        elif key == SCORE_KEY:
            self.stills.append((self._pts, float(value)))
