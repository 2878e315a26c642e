"""What the first look costs beside 25 calls of ffmpeg, one a picture, and beside the scan.

Both sides work on the same clip in the same run, in turn; the ratios are medians over
the rounds. Processor time is that of this process and of all the processes it starts,
sandbox and our own work included. The scan goes at one speed whatever the length, so it
is run on the beginning of the clip and its cost multiplied.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.clips import X264, Like, make_clip, run_ffmpeg
from bench.costs import Row, cost_of, probed, run_step
from media_tools.step import Job
from media_tools.tools import tool_version

LOOKS = 25
CALLS_GOAL = 0.25
SCAN_GOAL = 0.02

LIKES = (
    Like("phone", "1920x1080", 8, f"{X264} ultrafast -g 30 -bf 0 -b:v 8M -maxrate 8M -bufsize 8M"),
    Like("messenger", "848x480", 4, f"{X264} veryfast -g 250 -bf 3 -b:v 1200k"),
)


def one_call_a_picture(clip: Path, seconds: int) -> None:
    """The usual way: a process for each picture, which decodes up to the exact instant."""
    with tempfile.TemporaryDirectory(dir=clip.parent) as folder:
        for number in range(LOOKS):
            at = str(seconds * number / LOOKS)
            run_ffmpeg("-ss", at, "-i", str(clip), "-frames:v", "1", f"{folder}/{number}.jpg")


def scan_cost(clip: Path, like: Like, seconds: int, scanned: int) -> float:
    """Processor seconds that the scan of the whole clip takes, from its beginning."""
    beginning = clip.with_name(f"{like.name}-beginning.mp4")
    run_ffmpeg("-i", str(clip), "-c", "copy", "-t", str(scanned), str(beginning))
    job = probed(beginning)
    return cost_of(lambda: run_step("scan", job)).cpu_s * seconds / scanned


def measure(job: Job, seconds: int, rounds: int, scan_cpu_s: float) -> dict[str, list[float]]:
    """Ratios by round: to 25 calls in processor and wall time, to the scan in processor time."""
    ratios: dict[str, list[float]] = {"cpu": [], "wall": [], "scan": []}
    for number in range(rounds):
        sides: list[tuple[str, Callable[[], object]]] = [
            ("calls", lambda: one_call_a_picture(job.media.path, seconds)),
            ("look", lambda: run_step("first_look", job)),
        ]
        costs = {name: cost_of(work) for name, work in (sides[::-1] if number % 2 else sides)}
        ratios["cpu"].append(costs["look"].cpu_s / costs["calls"].cpu_s)
        ratios["wall"].append(costs["look"].wall_s / costs["calls"].wall_s)
        ratios["scan"].append(costs["look"].cpu_s / scan_cpu_s)
    return ratios


def rows_of(like: Like, seconds: int, folder: Path, rounds: int, scanned: int) -> list[Row]:
    """Make one clip, measure on it, and take it away again."""
    clip = folder / f"{like.name}.mp4"
    make_clip(clip, like, seconds, drawn=10)
    ratios = measure(probed(clip), seconds, rounds, scan_cost(clip, like, seconds, scanned))
    clip.unlink()
    on = f"{like.name}-like {like.size} H.264 of {seconds // 60} min, {rounds} rounds"
    on = f"{on}, {tool_version('ffmpeg')}"
    name, calls = f"{like.name}_{seconds // 60}", f"first_look step / {LOOKS} x ffmpeg -ss T -i X"
    whole = f"first_look step / scan step ({scanned} s of it, multiplied), CPU"
    return [
        Row(f"{name}_cpu", ratios["cpu"], CALLS_GOAL, f"{calls}, CPU", on),
        Row(f"{name}_wall", ratios["wall"], CALLS_GOAL, f"{calls}, wall", on),
        Row(f"{name}_of_scan", ratios["scan"], SCAN_GOAL, whole, on),
    ]


def main() -> int:
    """Measure and print. The exit code is 1 if a goal was missed."""
    parser = argparse.ArgumentParser(description="Compares the first look with 25 ffmpeg calls.")
    parser.add_argument("--quick", action="store_true", help="10-minute clips, under a minute")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args()
    lengths, rounds, scanned = ([600], 1, 5) if asked.quick else ([600, 3600], 3, 60)
    met = True
    with tempfile.TemporaryDirectory(prefix="bench-first-look-") as folder:
        for seconds in lengths:
            for like in LIKES:
                for row in rows_of(like, seconds, Path(folder), rounds, scanned):
                    print(row.told(as_json=asked.json), flush=True)
                    met = met and row.met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
