"""What a picture costs beside Pillow's own thumbnail of it.

Medians over the rounds, both sides in turn, processor time:

*Listed work*, which has the goal: header, tags, and an upright still of 512 pixels, poster,
thumbnail, grey picture and its hashes of a JPEG of 12 megapixels, against Pillow that reads
the file, decodes it by ``draft`` and makes one thumbnail of 512 pixels. *In one process*: the
same with the still of 2,000 pixels that analysts look at, against that thumbnail, and *like
for like* against one as large as our still. Libraries are loaded.

*As it runs*: the steps ``probe``, ``scan`` and ``exif``, each with a process and a sandbox
of its own, against a fresh Python that makes the thumbnail of 512 pixels. The start of
Python and of Pillow is most of both sides, and we start three times: a hostile tag must
not cost the picture.

48 megapixels and HEIC are reported and have no goal.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pillow_heif
from PIL import Image

from bench import pillow_thumbnail
from bench.costs import cost_of
from media_tools.children.start import answer_to
from media_tools.findings import Findings
from media_tools.likeness.rows import rows_of
from media_tools.media import Kind, Media
from media_tools.pictures import GREY_NAME, GREY_SIDE, IMAGE_SIDE, MOST_STILLS, SHEET_SIZES
from media_tools.step import Job, all_steps

GOAL = 1.3
SMALL, LIKE_OURS = 512, 2000
STEPS = ("probe", "scan", "exif")


def make_photo(path: Path, width: int, height: int) -> None:
    """A scene with edges, slopes and the grain of a sensor, about as large as a phone's."""
    random = np.random.default_rng(7)
    across, down = np.meshgrid(np.arange(width), np.arange(height))
    slopes = np.stack([across * 160 / width, down * 160 / height, (across + down) % 160], -1)
    edges = 50 * ((across // 97 + down // 61) % 2)[..., None]
    grain = random.normal(20, 5, (height, width, 1))
    image = Image.fromarray(np.clip(slopes + edges + grain, 0, 255).astype(np.uint8))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Bench", "Camera", 6
    exif.get_ifd(0x8769)[0x9003] = "2024:05:06 07:08:09"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 3.0), 3: "E", 4: (35.0, 2.0, 1.0)})
    if path.suffix == ".heic":
        pillow_heif.from_pillow(image).save(path, quality=60, exif=exif.tobytes())
    else:
        image.save(path, quality=88, exif=exif)


def pillow_alone(side: int, path: Path) -> None:
    """The floor, in this process."""
    pillow_thumbnail.thumbnail(str(path), side)


def our_children(side: int, path: Path) -> None:
    """All that our children do with the picture, and its hashes, in this process."""
    name = "HEIF" if path.suffix == ".heic" else "JPEG"
    order = {"path": str(path), "pillow_format": name}
    sides = {"side": side, "most": MOST_STILLS, "sizes": SHEET_SIZES}
    grey = {"grey_name": GREY_NAME, "grey_side": GREY_SIDE}
    for answer in (
        answer_to("picture_header", "header", order),
        answer_to("image_tags", "tags", order),
        answer_to("pixels", "pictures", order | sides | grey),
    ):
        if "failed" in answer:
            raise RuntimeError(answer["words"])
    greys = np.fromfile(GREY_NAME, np.uint8).reshape(-1, GREY_SIDE, GREY_SIDE)
    rows_of(greys, np.arange(len(greys)))


def fresh_pillow(path: Path) -> None:
    """The floor in a process of its own."""
    argv = [sys.executable, "-I", pillow_thumbnail.__file__, str(path), str(SMALL)]
    subprocess.run(argv, check=True)


def our_steps(path: Path) -> None:
    """The steps as a worker runs them, each child in its sandbox."""
    mime = "image/heic" if path.suffix == ".heic" else "image/jpeg"
    media, found = Media(path, "0" * 64, Kind.IMAGE, mime), dict[str, Findings]()
    for name in STEPS:
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            found[name] = all_steps()[name].run(Job(media, Path(folder), found))


def measure(
    path: Path, rounds: int, ours: Callable[[Path], None], floor: Callable[[Path], None]
) -> list[float]:
    """The ratio of processor time in each round, after one that is not counted."""
    ratios = []
    for number in range(rounds + 1):
        order = [floor, ours] if number % 2 else [ours, floor]
        costs = {side: cost_of(partial(side, path)).cpu_s for side in order}
        ratios.append(costs[ours] / costs[floor])
    return ratios[1:]


COMPARED = (
    ("listed_work", partial(our_children, SMALL), partial(pillow_alone, SMALL), SMALL, GOAL),
    (
        "in_one_process",
        partial(our_children, IMAGE_SIDE),
        partial(pillow_alone, SMALL),
        SMALL,
        None,
    ),
    (
        "like_for_like",
        partial(our_children, IMAGE_SIDE),
        partial(pillow_alone, LIKE_OURS),
        LIKE_OURS,
        None,
    ),
    ("as_it_runs", our_steps, fresh_pillow, SMALL, None),
)


def main() -> int:
    """Measure and print. The exit code is 1 if the goal was missed."""
    parser = argparse.ArgumentParser(description="Compares our pictures with a bare thumbnail.")
    parser.add_argument("--quick", action="store_true", help="12 megapixels only, few rounds")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args()
    rounds = 3 if asked.quick else 9
    kinds = [("jpeg_12", "12.jpg", 4000, 3000)]
    if not asked.quick:
        kinds += [("jpeg_48", "48.jpg", 8000, 6000), ("heic_12", "12.heic", 4000, 3000)]
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench-images-") as folder:
        os.chdir(folder)
        for name, file_name, width, height in kinds:
            path = Path(folder) / file_name
            make_photo(path, width, height)
            on = f"{width} x {height}, {path.stat().st_size / 1e6:.1f} MB, {rounds} rounds"
            for what, ours, floor, side, goal in COMPARED:
                ratios = measure(path, rounds, ours, floor)
                met = goal if name == "jpeg_12" else None
                rows.append(_row(f"{name}_{what}", ratios, met, side, on))
    for row in rows:
        print(json.dumps(row) if asked.json else _told(row))
    return 0 if all(row["met"] for row in rows) else 1


def _row(
    name: str, ratios: list[float], goal: float | None, side: int, on: str
) -> dict[str, object]:
    ratio = round(statistics.median(ratios), 3)
    return {
        "name": name,
        "ratio": ratio,
        "goal": goal,
        "met": goal is None or ratio <= goal,
        "compared": f"ours / Pillow's draft thumbnail of {side} pixels, CPU",
        "on": on,
        "rounds": [round(one, 3) for one in ratios],
    }


def _told(row: dict[str, object]) -> str:
    met = "met" if row["met"] else "MISSED"
    goal = f" (goal {row['goal']}, {met})" if row["goal"] else ""
    return f"{row['name']:<24} {row['ratio']}{goal}: {row['compared']}; {row['on']}"


if __name__ == "__main__":
    sys.exit(main())
