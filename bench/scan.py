"""What the scan costs beside a bare decode, a scene detector, and one process for each output.

All sides work on the same clip in the same run, in turn; the ratios are medians over the
rounds. Processor time is that of this process and of all the processes it starts, so our
own sandbox, parsing and numpy work is in it. Times on the wall mean something on a quiet
machine only.
"""

import argparse
import importlib.util
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.clips import X264, X265, Like, make_clip, run_ffmpeg
from bench.costs import Cost, Row, cost_of, probed, run_step
from media_tools.step import Job
from media_tools.tools import tool_version

CPU_GOAL = 1.10
WALL_GOAL = 1.15
DETECTOR_GOAL = 1.0
PROCESSES_GOAL = 0.25
WORKER_MIB = 400

LIKES = (
    Like("phone", "1920x1080", 10, f"{X265} log-level=error:keyint=60 -b:v 12M", rate=60),
    Like("messenger", "848x480", 4, f"{X264} fast -g 250 -bf 3 -b:v 1200k"),
    Like("cctv", "1280x720", 3, f"{X264} fast -g 600 -bf 0 -b:v 1200k", rate=15, sound=False),
    Like("4k", "3840x2160", 6, f"{X265} log-level=error:keyint=60 -b:v 35M"),
)
# To code the others takes longer than to measure.
QUICK = ("messenger", "cctv")


@dataclass(frozen=True, slots=True)
class Side:
    """One way to do the work. Slow ones are measured in the first round only."""

    name: str
    work: Callable[[], object]
    slow: bool = False


def bare_decode(clip: Path) -> None:
    """The floor: decode all tracks and throw them away."""
    run_ffmpeg("-i", str(clip), "-f", "null", "-")


def scene_detector(clip: Path) -> None:
    """PySceneDetect, which finds the cuts and nothing else. A peer: no part of the set-up."""
    if importlib.util.find_spec("scenedetect") is None:
        sys.exit("PySceneDetect is missing: pip install scenedetect opencv-python-headless")
    argv = [sys.executable, "-m", "scenedetect", "-q", "-i", str(clip), "detect-content"]
    subprocess.run(argv, check=True, capture_output=True)


def a_process_each(clip: Path, seconds: int) -> None:
    """The usual way to the same outputs: a call for each still, and a pass for each curve."""
    with tempfile.TemporaryDirectory(dir=clip.parent) as folder:
        stills = min(30, max(1, seconds))
        for number in range(stills):
            at = str(seconds * number / stills)
            run_ffmpeg("-ss", at, "-i", str(clip), "-frames:v", "1", f"{folder}/{number}.jpg")
        for chosen in ("select='gt(scene,0.1)',metadata=print:file=-", "signalstats"):
            run_ffmpeg("-i", str(clip), "-an", "-vf", chosen, "-f", "null", "-")
        small = ("-vf", "scale=64:64:flags=area,format=gray", "-f", "rawvideo")
        run_ffmpeg("-i", str(clip), "-an", *small, f"{folder}/grey")
        mono = ("-map", "0:a?", "-ac", "1", "-ar", "16000", "-f", "wav")
        if "audio" in str(probed(clip).upstream["probe"].readings):
            run_ffmpeg("-i", str(clip), *mono, f"{folder}/sound.wav")


def measure(job: Job, seconds: int, rounds: int, *, peers: bool) -> dict[str, list[Cost]]:
    """What each side costs, by round."""
    clip = job.media.path
    sides = [
        Side("decode", lambda: bare_decode(clip)),
        Side("scan", lambda: run_step("scan", job)),
        Side("detector", lambda: scene_detector(clip), slow=True),
        Side("processes", lambda: a_process_each(clip, seconds), slow=True),
    ]
    sides = [side for side in sides if peers or not side.slow]
    costs: dict[str, list[Cost]] = {side.name: [] for side in sides}
    for number in range(rounds):
        for side in sides[::-1] if number % 2 else sides:
            if not (side.slow and number):
                costs[side.name].append(cost_of(side.work))
    return costs


def rows_of(like: Like, seconds: int, folder: Path, rounds: int, *, peers: bool) -> list[Row]:
    """Make one clip, measure on it, and take it away again."""
    clip = folder / f"{like.name}.mp4"
    make_clip(clip, like, seconds, drawn=2 if "265" in like.coded else 20)
    costs = measure(probed(clip), seconds, rounds, peers=peers)
    clip.unlink()
    length = f"{seconds // 60} min" if seconds >= 60 else f"{seconds} s"
    on = f"{like.name}-like {like.size} at {like.rate}/s of {length}, {rounds} rounds"
    on = f"{on}, {tool_version('ffmpeg')}"

    def cpu(other: str) -> list[float]:
        return [a.cpu_s / b.cpu_s for a, b in zip(costs["scan"], costs[other], strict=False)]

    wall = [a.wall_s / b.wall_s for a, b in zip(costs["scan"], costs["decode"], strict=True)]
    rss_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = f"{like.name}_{length.replace(' ', '')}"
    floor = "scan step / ffmpeg -i CLIP -f null -"
    rows = [
        Row(f"{name}_cpu", cpu("decode"), CPU_GOAL, f"{floor}, CPU", on),
        Row(f"{name}_wall", wall, WALL_GOAL, f"{floor}, wall", on),
        Row(
            f"{name}_memory",
            [rss_mib / WORKER_MIB],
            1.0,
            f"most memory this process ever had / {WORKER_MIB} MiB",
            on,
        ),
    ]
    if peers:
        detector = "scan step / PySceneDetect detect-content, CPU"
        each = "scan step / a process for each still, curve and sound, CPU"
        rows.append(Row(f"{name}_detector", cpu("detector"), DETECTOR_GOAL, detector, on))
        rows.append(Row(f"{name}_processes", cpu("processes"), PROCESSES_GOAL, each, on))
    return rows


def main() -> int:
    """Measure and print. The exit code is 1 if a goal was missed."""
    parser = argparse.ArgumentParser(
        description="Compares the scan with a bare decode, a scene detector and many processes."
    )
    parser.add_argument("--quick", action="store_true", help="20 seconds of two clips")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--minutes", type=int, nargs="+", default=[1, 10, 60], help="how long clips are"
    )
    names = [like.name for like in LIKES]
    parser.add_argument("--like", nargs="+", choices=names, default=names, help="which clips")
    parser.add_argument(
        "--no-peers", action="store_true", help="beside the bare decode only, which is quicker"
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often each side works")
    asked = parser.parse_args()
    likes = [like for like in LIKES if like.name in asked.like]
    lengths, rounds = [60 * minutes for minutes in asked.minutes], asked.rounds
    if asked.quick:
        likes, lengths, rounds = [like for like in likes if like.name in QUICK], [20], 2
    met = True
    with tempfile.TemporaryDirectory(prefix="bench-scan-") as folder:
        for like in likes:
            for seconds in lengths:
                peers = not asked.no_peers
                for row in rows_of(like, seconds, Path(folder), rounds, peers=peers):
                    print(row.told(as_json=asked.json), flush=True)
                    met = met and row.met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
