"""What the benches share: counting what work costs, running a step, telling the ratios."""

import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from media_tools.media import Kind, Media
from media_tools.step import Job, all_steps
from media_tools.tools import tool_version


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time (user and system) and on the wall."""

    cpu_s: float
    wall_s: float


def cost_of(work: Callable[[], object]) -> Cost:
    """What this work costs, in this process and in the children it waits for."""
    began, before = time.monotonic(), _cpu_s()
    work()
    return Cost(_cpu_s() - before, time.monotonic() - began)


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def probed(clip: Path) -> Job:
    """The clip, an MP4, with what every step needs first; this is not counted."""
    tool_version("ffmpeg")  # asked once in the life of a worker
    media = Media(clip, "0" * 64, Kind.VIDEO, "video/mp4")
    with tempfile.TemporaryDirectory(dir=clip.parent) as folder:
        findings = all_steps()["probe"].run(Job(media, Path(folder)))
    return Job(media, clip.parent, {"probe": findings})


def run_step(name: str, job: Job) -> None:
    """One step in a folder of its own."""
    with tempfile.TemporaryDirectory(dir=job.folder) as folder:
        all_steps()[name].run(replace(job, folder=Path(folder)))


@dataclass(frozen=True, slots=True)
class Row:
    """One compared thing: its ratio in each round, and the most it should be.

    One without a goal is told beside the others and holds nobody to it.
    """

    name: str
    ratios: Sequence[float]
    goal: float | None
    compared: str
    on: str

    @property
    def ratio(self) -> float:
        """The median over the rounds."""
        return round(statistics.median(self.ratios), 4)

    @property
    def met(self) -> bool:
        """Whether the goal was met."""
        return self.goal is None or self.ratio <= self.goal

    def told(self, *, as_json: bool) -> str:
        """One line: a JSON object, or words."""
        if as_json:
            shown = {name: getattr(self, name) for name in ("name", "ratio", "goal", "met")}
            rounds = [round(one, 4) for one in self.ratios]
            return json.dumps({**shown, "compared": self.compared, "on": self.on, "rounds": rounds})
        met = "met" if self.met else "MISSED"
        held = "no goal" if self.goal is None else f"goal {self.goal}, {met}"
        ratio = f"{self.ratio} ({held})"
        return f"{self.name:<22} {ratio}: {self.compared}; {self.on}"
