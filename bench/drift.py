"""How far apart clips run that the compare page plays on one clock, read from its pictures.

Clips of unequal length and rate carry their frame's number as a bar code, so a screenshot
tells which frame of each is on screen at one instant. A frame stands for the stretch of the
common clock that it fills; what lies between the stretches of two clips, nothing if they
overlap, is how far they are apart. The goals are one frame of the faster clip at 1x, and
150 ms at 4x, in every screenshot.
"""

import argparse
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from PIL import Image
from playwright.sync_api import FloatRect, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.costs import Row
from media_tools.tools import tool_path
from tests.journeys import chromium
from tests.journeys.conftest import QUIET, QUIETER, Installation, installed, sign_in

BITS = 14
WIDTH, HEIGHT = 32 * BITS, 64
GOALS_S = {1: None, 4: 0.15}


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip with a running code in it, and where its first frame stands on the common clock."""

    rate: Fraction
    seconds: int
    offset_s: float

    def stretch(self, frame: int) -> tuple[float, float]:
        """The stretch of the common clock that a frame fills."""
        begins = self.offset_s + float(frame / self.rate)
        return begins, begins + float(1 / self.rate)

    @property
    def frames(self) -> int:
        """How many there are."""
        return int(self.seconds * self.rate)


def clips_for(speed: int, seconds: int) -> list[Clip]:
    """Three clips for so long a play: the second begins later, the third ends earlier."""
    length = speed * (seconds + 4)
    return [
        Clip(Fraction(25), length, 0.0),
        Clip(Fraction(30000, 1001), length, 1.5),
        Clip(Fraction(15), length * 3 // 4, -2.25),
    ]


def make(path: Path, clip: Clip) -> Path:
    """Bits of the frame's number in the upper half, the same turned round in the lower."""
    rate = f"{clip.rate.numerator}/{clip.rate.denominator}"
    source = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", rate]
    coded = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "50"]
    argv = [tool_path("ffmpeg"), "-v", "error", "-y", *source, "-i", "-", *coded, str(path)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE) as process:
        assert process.stdin
        for number in range(clip.frames):
            bits = np.array([number >> bit & 1 for bit in range(BITS)], np.uint8) * 255
            row = np.repeat(bits, WIDTH // BITS)
            half = np.tile(row, (HEIGHT // 2, 1))
            process.stdin.write(np.vstack([half, 255 - half]).tobytes())
        process.stdin.close()
        assert process.wait() == 0
    return path


def read(picture: Image.Image, box: FloatRect) -> int | None:
    """The frame's number in that part of the screenshot; nothing where the halves disagree."""
    height = box["width"] * HEIGHT / WIDTH
    top = box["y"] + (box["height"] - height) / 2
    pixels = np.asarray(picture.convert("L"))
    xs = [int(box["x"] + box["width"] * (bit + 0.5) / BITS) for bit in range(BITS)]
    upper, lower = (pixels[int(top + height * part), xs] > 127 for part in (0.25, 0.75))
    if (upper == lower).any():
        return None
    return sum(1 << bit for bit in range(BITS) if upper[bit])


def play(page: Page, clips: list[Clip], speed: int, seconds: int) -> Iterator[list[int | None]]:
    """What each clip shows, screenshot by screenshot, while they play."""
    page.wait_for_load_state("networkidle")
    boxes = [video.bounding_box() for video in page.locator(".tile video").all()]
    assert len(boxes) == len(clips)
    page.locator("#speed").select_option(str(speed))
    page.locator("#play").focus()
    page.keyboard.press("k")
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        picture = Image.open(io.BytesIO(page.screenshot(animations="allow", caret="initial")))
        yield [read(picture, box) if box else None for box in boxes]
    page.keyboard.press("k")


def apart(clips: list[Clip], shown: list[int | None]) -> Iterator[tuple[float, float]]:
    """For each two that run: seconds apart, and how long a frame of the faster one lasts."""
    running = [
        (clip, clip.stretch(frame))
        for clip, frame in zip(clips, shown, strict=True)
        if frame is not None and 0 < frame < clip.frames - 2
    ]
    for (one, (begin, end)), (other, (start, stop)) in combinations(running, 2):
        yield max(0.0, start - end, begin - stop), float(1 / max(one.rate, other.rate))


def row_of(site: Installation, page: Page, folder: Path, speed: int, seconds: int) -> Row:
    """Take the clips in, play them, and tell the worst screenshot against the goal."""
    clips = clips_for(speed, seconds)
    refs = []
    for number, clip in enumerate(clips):
        path = make(folder / f"{speed}x-{number}.mp4", clip)
        [told] = site.manage_json("ingest", str(path), "--case", "DRF", "--wait")
        refs.append(told["ref"])
    spots = zip(refs, clips, strict=True)
    query = urlencode([("item", f"{ref}@{clip.offset_s:+.6f}~0.001") for ref, clip in spots])
    page.goto(f"/compare/?{query}")
    taken, seen, ratios = 0, 0, []
    for shown in play(page, clips, speed, seconds):
        taken += 1
        seen += all(frame is not None for frame in shown)
        for gap_s, frame_s in apart(clips, shown):
            ratios.append(gap_s / (GOALS_S[speed] or frame_s))
    rates = ", ".join(f"{float(clip.rate):.2f}" for clip in clips)
    goal = "one frame of the faster" if GOALS_S[speed] is None else "150 ms"
    on = f"{len(clips)} clips at {rates} fps, {seconds} s played"
    on = f"{on}, {seen} of {taken} screenshots read"
    worst = f"worst distance / {goal}; median {np.median(ratios):.2f}"
    return Row(f"drift_{speed}x", [max(ratios)], 1.0, worst, on)


def main() -> int:
    """Measure and print. The exit code is 1 if a goal was missed."""
    parser = argparse.ArgumentParser(description="Measures the drift of clips on one clock.")
    parser.add_argument("--quick", action="store_true", help="15 s a speed instead of 60")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--speed", type=int, choices=GOALS_S, help="only this speed")
    asked = parser.parse_args()
    found, met = chromium.find(), True
    with (
        tempfile.TemporaryDirectory(prefix="bench-drift-") as name,
        sync_playwright() as driver,
        installed(Path(name) / "site") as site,
    ):
        making = "from catalog.models import Case; Case.objects.create(code='DRF', title='drift')"
        site.manage("shell", "-c", making)
        browser = driver.chromium.launch(
            executable_path=str(found.program), args=[*QUIET, *QUIETER]
        )
        page = browser.new_page(base_url=site.address, viewport={"width": 1440, "height": 900})
        sign_in(page)
        for speed in [asked.speed] if asked.speed else GOALS_S:
            row = row_of(site, page, Path(name), speed, 15 if asked.quick else 60)
            print(row.told(as_json=asked.json), flush=True)
            met = met and row.met
        browser.close()
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
