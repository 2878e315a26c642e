"""What the scan costs beside a bare decode.

Both sides work on the same clip in the same run, in turn; the ratios are medians
over the rounds. Processor time is that of this process and of all the processes it
starts, so our own sandbox, parsing and numpy work is in it.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.costs import Row, cost_of, probed, run_step
from media_tools.tools import tool_path, tool_version

CPU_GOAL = 1.3
WALL_GOAL = 1.3


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


def measure(clip: Path, rounds: int) -> dict[str, list[float]]:
    """Ratios by round: scan to decode in processor and wall time."""
    ratios: dict[str, list[float]] = {"cpu": [], "wall": []}
    job = probed(clip)
    for number in range(rounds):
        sides: list[tuple[str, Callable[[], object]]] = [
            ("decode", lambda: bare_decode(clip)),
            ("scan", lambda: run_step("scan", job)),
        ]
        costs = {name: cost_of(work) for name, work in (sides[::-1] if number % 2 else sides)}
        ratios["cpu"].append(costs["scan"].cpu_s / costs["decode"].cpu_s)
        ratios["wall"].append(costs["scan"].wall_s / costs["decode"].wall_s)
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
        ratios = measure(clip, rounds)
    on = f"1080p30 H.264 clip of {seconds} s, {rounds} rounds, {tool_version('ffmpeg')}"
    compared = "scan step / ffmpeg -i CLIP -f null -"
    rows = [
        Row("scan_cpu", ratios["cpu"], CPU_GOAL, f"{compared}, CPU", on),
        Row("scan_wall", ratios["wall"], WALL_GOAL, f"{compared}, wall", on),
    ]
    for row in rows:
        print(row.told(as_json=asked.json))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
