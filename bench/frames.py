"""Whether the grid, the stills and the player's steps name the frame that is on screen.

Every frame of the clips carries its number as a bar code. ffprobe, which has no part in the
product, tells the pts of every frame: the frame with the n-th pts is the one with number n on
it. Read back are: each still of the grid against its time, stills of every pixel that were
ordered by pts, and screenshots of the player after a step against what it says of the frame.
"""

import argparse
import io
import json
import random
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import FloatRect, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.costs import Row
from bench.drift import BITS, HEIGHT, WIDTH, read
from media_tools.times import format_media_seconds
from media_tools.tools import tool_path, tool_version
from tests.journeys import chromium
from tests.journeys.conftest import QUIET, QUIETER, Installation, installed, sign_in

FRAMES = 300
LEAST = 300
PATIENCE_S = 20
# The scrubber counts in milliseconds; no frame of these clips is shorter than this.
_INSIDE_S = 0.005
_H264 = "-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 50"
# Frames that last 30, 60 or 150 ms and more, in no regular order; no two at one time.
_UNEVEN = "settb=1/90000,setpts='2700*(N+floor(N/3)+4*floor(N/11))'"
_UPRIGHT = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)
# Shown a quarter with the clock from how it is coded.
_TURNED = struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30)
_SOURCE = "-f rawvideo -pix_fmt gray"


@dataclass(frozen=True, slots=True)
class Like:
    """A kind of clip: its frame rate, how ffmpeg codes the numbered frames, and the file's end."""

    name: str
    coded: str
    rate: str = "25"
    ending: str = "mp4"
    is_turned: bool = False


LIKES = (
    Like("25", f"{_H264} -bf 0"),
    Like("29.97", _H264, rate="30000/1001"),
    Like("variable", f"-vf {_UNEVEN} {_H264} -fps_mode passthrough -enc_time_base 1:90000"),
    Like("b-frames", f"{_H264} -bf 3 -x264-params open-gop=1:b-pyramid=normal"),
    Like("late", f"{_H264} -output_ts_offset 3.2", ending="mkv"),
    Like("rotated", _H264, is_turned=True),
    Like("10-bit", "-c:v libx264 -preset veryfast -pix_fmt yuv420p10le -g 50"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked, and whether it named the drawn number."""

    way: str
    said: int | None
    drawn: int | None

    @property
    def is_right(self) -> bool:
        """Nothing said is not right either."""
        return self.drawn is not None and self.said == self.drawn


def make(folder: Path, like: Like) -> Path:
    """Draw the numbers, code them, and have the whole shown turned if it is to be."""
    path = folder / f"numbered-{like.name}.{like.ending}"
    size = f"{HEIGHT}x{WIDTH}" if like.is_turned else f"{WIDTH}x{HEIGHT}"
    source = [*_SOURCE.split(), "-s", size, "-r", like.rate, "-i", "-"]
    argv = [tool_path("ffmpeg"), "-v", "error", "-y", *source, *like.coded.split(), str(path)]
    body = b"".join(numbered(number, turned=like.is_turned) for number in range(FRAMES))
    subprocess.run(argv, input=body, check=True)
    if like.is_turned:
        # The last matrix is the track's, the one before it the whole movie's.
        before, after = path.read_bytes().rsplit(_UPRIGHT, 1)
        path.write_bytes(before + _TURNED + after)
    return path


def numbered(number: int, *, turned: bool) -> bytes:
    """The number's bits above, their opposites below; turned so that a player turns it back."""
    bits = np.array([number >> bit & 1 for bit in range(BITS)], np.uint8) * 219 + 16
    half = np.tile(np.repeat(bits, WIDTH // BITS), (HEIGHT // 2, 1))
    whole = np.vstack([half, 251 - half])
    return np.ascontiguousarray(np.rot90(whole) if turned else whole).tobytes()


def pts_of(path: Path) -> tuple[list[int], Fraction]:
    """The pts of all frames in the order shown, and their time base, by ffprobe."""
    asked = "stream=time_base:frame=pts"
    argv = [tool_path("ffprobe"), "-v", "error", "-select_streams", "v:0", "-of", "json"]
    done = subprocess.run(
        [*argv, "-show_entries", asked, str(path)], capture_output=True, check=True
    )
    told = json.loads(done.stdout)
    pts = sorted(int(frame["pts"]) for frame in told["frames"])
    return pts, Fraction(told["streams"][0]["time_base"])


def drawn_in(body: bytes) -> int | None:
    """The number in a picture."""
    picture = Image.open(io.BytesIO(body))
    box: FloatRect = {"x": 0, "y": 0, "width": picture.width, "height": picture.height}
    return read(picture, box)


def of_grid(page: Page, ref: str, pts: list[int], base: Fraction) -> Iterator[Answer]:
    """Each still of the grid: its ticks and its clock against the number in its picture."""
    page.goto(f"/items/{ref}/frames?which=all&show=1")
    for cell in page.locator(".fgrid .fr").all():
        shown: dict[str, str] = cell.evaluate("(cell) => ({...cell.dataset})")
        ticks = int(shown["exact"].split()[1])
        number = pts.index(ticks) if ticks in pts else None
        if number is not None:
            clock = format_media_seconds((ticks - pts[0]) * base)
            number = number if shown["clock"] == clock else None
        yield Answer("grid", number, drawn_in(page.request.get(shown["src"]).body()))


def of_stills(page: Page, ref: str, pts: list[int], numbers: list[int]) -> Iterator[Answer]:
    """Stills with every pixel, ordered by pts as the page orders them."""
    token = page.locator("body").evaluate("(body) => body.getAttribute('hx-headers')")
    headers = {**json.loads(token), "Referer": page.url}
    for number in numbers:
        form: dict[str, Any] = {"first_pts": pts[number], "last_pts": pts[number], "whole": 1}
        address = f"/items/{ref}/orders?show=1"
        told = page.request.post(address, form=form, headers=headers).json()
        ends = time.monotonic() + 6 * PATIENCE_S
        while not (told.get("still") or told.get("error")) and time.monotonic() < ends:
            time.sleep(0.2)
            told = page.request.get(told["ordered"]).json()
        made = told.get("still")
        yield Answer("still", number, drawn_in(page.request.get(made).body()) if made else None)


def of_player(page: Page, seconds: list[float], numbers: list[int]) -> Iterator[Answer]:
    """After a seek and a step by key: what the player says against what it shows."""
    for number in numbers:
        by = 1 if number % 2 else -1
        put = "(bar, to) => { bar.value = to; bar.dispatchEvent(new Event('input')); }"
        page.locator("#scrub").evaluate(put, seconds[number - by] + _INSIDE_S)
        said = wait_for(page, number - by)
        page.locator("h1").first.click()
        page.keyboard.press("ArrowRight" if by > 0 else "ArrowLeft")
        said = wait_for(page, number) if said is not None else None
        box = page.locator("#media").bounding_box()
        picture = Image.open(io.BytesIO(page.screenshot(animations="allow", caret="initial")))
        yield Answer("step", said, read(picture, box) if box else None)


def wait_for(page: Page, number: int) -> int | None:
    """The frame that the player says is on screen, once it is the one that was asked for."""
    ends = time.monotonic() + PATIENCE_S
    words = f"frame {number + 1} of"
    while words not in (page.locator("#exact").text_content() or ""):
        if time.monotonic() > ends:
            return None
        time.sleep(0.03)
    # It says so when the frame is given to be shown; the screen follows within two refreshes.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return number


def answers_of(
    site: Installation, page: Page, path: Path, count: int, chance: random.Random
) -> list[Answer]:
    """Take the clip in and ask for frames in every way."""
    [told] = site.manage_json("ingest", str(path), "--case", "FRM", "--wait")
    ref = told["ref"]
    pts, base = pts_of(path)
    assert len(pts) == FRAMES, f"{path.name} has {len(pts)} frames"
    answers = list(of_grid(page, ref, pts, base))
    page.goto(f"/items/{ref}/?show=1")
    page.wait_for_load_state("networkidle")
    answers += of_stills(page, ref, pts, chance.sample(range(FRAMES), count // 5))
    seconds = [float((one - pts[0]) * base) for one in pts]
    answers += of_player(page, seconds, chance.sample(range(1, FRAMES - 1), count))
    return answers


def main() -> int:
    """Measure and print. The exit code is 1 unless all of at least 300 are right."""
    parser = argparse.ArgumentParser(description="Holds the frames shown against their numbers.")
    parser.add_argument("--quick", action="store_true", help="20 steps a clip instead of 100")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    names = [like.name for like in LIKES]
    parser.add_argument("--like", nargs="+", choices=names, default=names, help="which clips")
    asked = parser.parse_args()
    chance, found = random.Random(6), chromium.find()
    answers: list[Answer] = []
    with (
        tempfile.TemporaryDirectory(prefix="bench-frames-") as name,
        sync_playwright() as driver,
        installed(Path(name) / "site") as site,
    ):
        making = "from catalog.models import Case; Case.objects.create(code='FRM', title='frames')"
        site.manage("shell", "-c", making)
        browser = driver.chromium.launch(
            executable_path=str(found.program), args=[*QUIET, *QUIETER]
        )
        page = browser.new_page(base_url=site.address, viewport={"width": 1440, "height": 900})
        sign_in(page)
        for like in LIKES:
            if like.name not in asked.like:
                continue
            clip = make(Path(name), like)
            came = answers_of(site, page, clip, 20 if asked.quick else 100, chance)
            for one in came:
                if not one.is_right:
                    print(
                        f"{like.name} {one.way}: said {one.said}, drawn {one.drawn}",
                        file=sys.stderr,
                    )
            answers += came
        browser.close()
    ways = ", ".join(
        f"{sum(one.way == way for one in answers)} by {way}" for way in ("grid", "still", "step")
    )
    right = sum(one.is_right for one in answers)
    on = f"{len(answers)} frames of {', '.join(asked.like)}: {ways}; {tool_version('ffmpeg')}"
    wrong = len(answers) / right if right else float("inf")
    print(
        Row("frames", [wrong], 1.0, "frames asked for / frames named right", on).told(
            as_json=asked.json
        )
    )
    return 0 if right == len(answers) >= (LEAST if asked.like == names else 1) else 1


if __name__ == "__main__":
    sys.exit(main())
