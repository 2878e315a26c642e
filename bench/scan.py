"""What the scan costs beside a bare decode, and how soon the first look is there.

Both sides work on the same clip in the same run, in turn; the ratios are medians
over the rounds. Processor time is that of this process and of all the processes it
starts, so our own sandbox, parsing and numpy work is in it.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from media_tools.media import Kind, Media
from media_tools.step import Job, all_steps
from media_tools.tools import tool_path, tool_version

CPU_GOAL = 1.3
WALL_GOAL = 1.3
FIRST_LOOK_GOAL = 0.1


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


def make_clip(path: Path, seconds: int, *, drawn: int) -> None:
    """1080p at 30 frames a second like a phone's: grain, movement, cuts, stereo sound."""
    part = path.with_name("part.mp4")
    scene = (
        f"testsrc2=size=1920x1080:rate=30:duration={drawn},"
        "noise=alls=14:allf=t,hue=h='60*floor(t/4)'"
    )
    make = [tool_path("ffmpeg"), "-nostdin", "-v", "error", "-y"]
    coded = "-c:v libx264 -preset veryfast -g 60 -b:v 12M -pix_fmt yuv420p -c:a aac -ac 2"
    tone = f"sine=frequency=440:sample_rate=48000:duration={drawn}"
    inputs = ["-f", "lavfi", "-i", scene, "-f", "lavfi", "-i", tone]
    subprocess.run([*make, *inputs, *coded.split(), str(part)], check=True)
    loop = ["-stream_loop", str(-(-seconds // drawn) - 1), "-i", str(part)]
    subprocess.run([*make, *loop, "-c", "copy", "-t", str(seconds), str(path)], check=True)
    part.unlink()


def bare_decode(clip: Path) -> None:
    """The floor: decode all tracks and throw them away."""
    argv = [tool_path("ffmpeg"), "-nostdin", "-v", "error", "-i", str(clip), "-f", "null", "-"]
    subprocess.run(argv, check=True)


def probe(clip: Path) -> Job:
    """The clip with what every step needs first; this is not counted."""
    media = Media(clip, "0" * 64, Kind.VIDEO, "video/mp4")
    with tempfile.TemporaryDirectory(dir=clip.parent) as folder:
        findings = all_steps()["probe"].run(Job(media, Path(folder)))
    return Job(media, clip.parent, {"probe": findings})


def run_step(name: str, job: Job) -> None:
    """One step in a folder of its own."""
    with tempfile.TemporaryDirectory(dir=job.folder) as folder:
        all_steps()[name].run(replace(job, folder=Path(folder)))


def measure(clip: Path, rounds: int, *, look: bool) -> dict[str, list[float]]:
    """Ratios by round: scan to decode in processor and wall time, first look to scan."""
    ratios: dict[str, list[float]] = {"cpu": [], "wall": [], "look": []}
    job = probe(clip)
    for number in range(rounds):
        sides: list[tuple[str, Callable[[], object]]] = [
            ("decode", lambda: bare_decode(clip)),
            ("scan", lambda: run_step("scan", job)),
        ]
        costs = {name: cost_of(work) for name, work in (sides[::-1] if number % 2 else sides)}
        ratios["cpu"].append(costs["scan"].cpu_s / costs["decode"].cpu_s)
        ratios["wall"].append(costs["scan"].wall_s / costs["decode"].wall_s)
        if look:
            first = cost_of(lambda: run_step("first_look", job))
            ratios["look"].append(first.wall_s / costs["scan"].wall_s)
    return ratios


def main() -> int:
    """Measure and print. The exit code is 1 if a goal was missed."""
    parser = argparse.ArgumentParser(description="Compares the scan with a bare decode by ffmpeg.")
    parser.add_argument("--quick", action="store_true", help="20 seconds of clip, under a minute")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args()
    seconds, rounds = (20, 2) if asked.quick else (600, 3)
    with tempfile.TemporaryDirectory(prefix="bench-scan-") as folder:
        clip = Path(folder) / "clip.mp4"
        make_clip(clip, seconds, drawn=5 if asked.quick else 20)
        ratios = measure(clip, rounds, look=not asked.quick)
    on = f"1080p30 H.264 clip of {seconds} s, {rounds} rounds, {tool_version('ffmpeg')}"
    rows = [
        _row("scan_cpu", ratios["cpu"], CPU_GOAL, "scan step / ffmpeg -i CLIP -f null -, CPU", on),
        _row(
            "scan_wall", ratios["wall"], WALL_GOAL, "scan step / ffmpeg -i CLIP -f null -, wall", on
        ),
    ]
    if not asked.quick:  # no grid is ever waited for in a clip of 20 s
        compared = "first_look step / scan step, wall"
        rows.append(_row("first_look_wall", ratios["look"], FIRST_LOOK_GOAL, compared, on))
    for row in rows:
        print(json.dumps(row) if asked.json else _told(row))
    return 0 if all(row["met"] for row in rows) else 1


def _row(name: str, ratios: list[float], goal: float, compared: str, on: str) -> dict[str, object]:
    ratio = round(statistics.median(ratios), 3)
    return {
        "name": name,
        "ratio": ratio,
        "goal": goal,
        "met": ratio <= goal,
        "compared": compared,
        "on": on,
        "rounds": [round(one, 3) for one in ratios],
    }


def _told(row: dict[str, object]) -> str:
    met = "met" if row["met"] else "MISSED"
    ratio = f"{row['ratio']} (goal {row['goal']}, {met})"
    return f"{row['name']:<16} {ratio}: {row['compared']}; {row['on']}"


if __name__ == "__main__":
    sys.exit(main())
