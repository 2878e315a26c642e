"""The sound that the scan wrote, and where it lies on the clip's clock."""

import wave
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from media_tools.decoding.graph import SOUND_NAME, SOUND_RATE, SOUND_TIMES_NAME
from media_tools.findings import JSON, Artefact

# Less than this is rounding and clock drift; more is a hole or an overlap in the track.
_JUMP_SAMPLES = SOUND_RATE // 50
_MOST_JUMPS = 1000


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono samples at ``SOUND_RATE``. Times count in samples on the file's own clock.

    ``jumps`` holds [sample, pts] wherever the track's times leave the even count:
    the sample with that number belongs at that time, as do those that follow it.
    """

    path: Path
    samples: int
    start_pts: int
    jumps: list[tuple[int, int]]

    @property
    def starts_at(self) -> Fraction:
        """Seconds on the file's clock at which the first sample is heard."""
        return Fraction(self.start_pts, SOUND_RATE)

    @property
    def ends_at(self) -> Fraction:
        """Seconds on the file's clock after the last sample."""
        sample, pts = self.jumps[-1] if self.jumps else (0, self.start_pts)
        return Fraction(pts + self.samples - sample, SOUND_RATE)

    def artefact(self, first_frame_at: Fraction | None) -> Artefact:
        """The sound as kept. ``first_frame_at`` is the clock time of the first frame."""
        details: dict[str, JSON] = {
            "sample_rate": SOUND_RATE,
            "samples": self.samples,
            "start_pts": self.start_pts,
            "time_base": f"1/{SOUND_RATE}",
            "jumps": [[sample, pts] for sample, pts in self.jumps],
        }
        if first_frame_at is not None:
            details["starts_after_first_frame_s"] = float(self.starts_at - first_frame_at)
        return Artefact("sound", self.path, "audio/x-wav", details)


def read_sound(folder: Path) -> Sound | None:
    """The sound in this folder, ``None`` if not one sample of it could be decoded."""
    path = folder / SOUND_NAME
    try:
        with wave.open(str(path), "rb") as written:
            samples = written.getnframes()
    except (FileNotFoundError, EOFError, wave.Error):
        return None
    times = _times(folder / SOUND_TIMES_NAME)
    if not samples or not times:
        return None
    jumps: list[tuple[int, int]] = []
    sample, pts = 0, times[0][1]
    for at, heard in times:
        if abs(heard - (pts + at - sample)) > _JUMP_SAMPLES and len(jumps) < _MOST_JUMPS:
            sample, pts = at, heard
            jumps.append((at, heard))
    return Sound(path, samples, times[0][1], jumps)


def written_seconds(folder: Path) -> float:
    """How much sound has been written so far."""
    path = folder / SOUND_NAME
    return path.stat().st_size / (2 * SOUND_RATE) if path.is_file() else 0.0


def _times(path: Path) -> list[tuple[int, int]]:
    """Number and pts of the first sample in each second, as ffmpeg's framecrc lists them."""
    times, sample = [], 0
    for line in path.read_text().splitlines() if path.is_file() else []:
        if not line.startswith("#"):
            _, _, pts, length, *_ = (part.strip() for part in line.split(","))
            times.append((sample, int(pts)))
            sample += int(length)
    return times
