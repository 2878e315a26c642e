#!/usr/bin/env python3
"""Make altered copies of a corpus' pictures and frames, and count which are found again.

    .ci/likeness.py FOLDER

The originals are the pictures and five frames of each clip of the corpus, and night scenes that
are drawn here. Of each a copy of every kind is made. Each copy is looked for among all originals,
through the product's own hashing and rules. Printed are the table of ``docs/likeness.md``: how many
copies find their original, and among all pairs of unrelated originals and copies how many are
wrongly said to be alike. Which originals are of one picture is the corpus' ``relations.json``,
and frames of one clip count as related. Exit code 1 if there are more false matches than
``MOST_FALSE``, or a kind is found less often than ``LEAST_RECALL`` says.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from media_tools.likeness.asked import asked_frames
from media_tools.likeness.pdq import Turn, distances
from media_tools.likeness.picture import LEAST_STRUCTURE, believed_radius
from media_tools.likeness.rows import WHOLE, rows_of
from tests.media_tools.alike import (
    again,
    at_night,
    cropped,
    grey_of,
    letterboxed,
    with_logo,
)

SIDE = 1280
FRAMES = 5
NIGHTS = 40
MOST_FALSE = 0
LEAST_RECALL = {"resized": 0.97, "recompressed, quality 30": 0.95, "mirrored": 0.95}

# One clip of a man before a wall, coded in many ways: looked at, relations.json does not say so.
LOOKED_AT = [
    ["videos/androidx__media/sample.flv", "videos/androidx__media/sample.mkv"]
    + [
        f"videos/androidx__media/sample_{how}.mp4"
        for how in ("av1", "empty_track", "fragmented", "rotate_and_reflect")
    ]
]

Picture = Image.Image


def corner(image: Picture) -> Picture:
    """A tenth of each edge cut off, all of it on one side."""
    return image.crop((0, 0, round(image.width * 0.9), round(image.height * 0.9)))


KINDS: dict[str, Callable[[Picture], Picture]] = {
    "resized": lambda image: image.resize((max(1, image.width // 4), max(1, image.height // 4))),
    "recompressed, quality 30": again,
    "cropped 10 %, evenly": lambda image: cropped(image, 0.1),
    "cropped 20 %, evenly": lambda image: cropped(image, 0.2),
    "cropped 10 %, at one corner": corner,
    "mirrored": ImageOps.mirror,
    "turned by a quarter": lambda image: image.transpose(Image.Transpose.ROTATE_90),
    "letterboxed": letterboxed,
    "logo in a corner": with_logo,
    "brightened by 40 %": lambda image: ImageEnhance.Brightness(image).enhance(1.4),
    "blurred": lambda image: image.filter(ImageFilter.GaussianBlur(4)),
    "cropped 10 %, mirrored, quality 30": lambda image: again(ImageOps.mirror(cropped(image, 0.1))),
}


def main() -> int:
    """Make, look for, count and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    pillow_heif.register_heif_opener()
    named, same = dict(originals(folder)), groups_of(folder)
    groups = [same.get(name.split("#")[0], name.split("#")[0]) for name in named]
    pictures = list(named.values())
    rows = [
        rows_of(grey_of(picture)[None], np.array([number]))
        for number, picture in enumerate(pictures)
    ]
    held = np.concatenate(rows)
    told = [bool((one["structure"][one["view"] == WHOLE] >= LEAST_STRUCTURE).all()) for one in rows]
    print(f"{len(pictures)} originals, {sum(told)} with enough in them to be compared.\n")
    print("| what was done | found again | of the nights | false matches | unrelated pairs |")
    print("| --- | --- | --- | --- | --- |")
    faults, bad = 0, []
    for kind, change in {"nothing": lambda image: image, **KINDS}.items():
        counts = Counter[str]()
        for number, picture in enumerate(pictures):
            if not told[number]:
                continue
            found = found_by(change(picture), held)
            when = "nights" if list(named)[number].startswith("night") else "days"
            counts[when] += 1
            counts[f"found {when}"] += number in found
            others = [other for other in range(len(pictures)) if groups[other] != groups[number]]
            wrong = [other for other in found if groups[other] != groups[number]]
            counts["pairs"] += len(others)
            counts["false"] += len(wrong)
            bad += [(kind, list(named)[number], list(named)[other]) for other in wrong]
        recall, dark = (counts[f"found {when}"] / counts[when] for when in ("days", "nights"))
        faults += recall < LEAST_RECALL.get(kind, 0)
        shown = (f"{recall:.1%}", f"{dark:.1%}", str(counts["false"]), f"{counts['pairs']:,}")
        print(f"| {kind} | {' | '.join(shown)} |")
    for kind, one, other in bad:
        print(f"FALSE {kind}: {one} finds {other}")
    return 1 if faults or len(bad) > MOST_FALSE else 0


def found_by(picture: Picture, held: np.ndarray) -> dict[int, Turn]:
    """The numbers of the originals that a search by this picture gives."""
    found: dict[int, Turn] = {}
    radii = believed_radius(held["structure"])
    for frame in asked_frames(grey_of(picture)[None]):
        for lookup in frame.lookups():
            near = distances(lookup.hash, held["hash"]) <= np.minimum(radii, lookup.radius)
            for number in held["pts"][near]:
                found.setdefault(int(number), lookup.turn)
    return found


def originals(folder: Path) -> Iterator[tuple[str, Picture]]:
    """Every picture that opens, frames of every clip, and nights, by path and number."""
    for path in sorted((folder / "images").rglob("*")):
        if not path.is_file():
            continue
        try:
            image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
        except (OSError, ValueError, SyntaxError) as error:
            print(f"left out: {path.relative_to(folder)}: {error}", file=sys.stderr)
            continue
        image.thumbnail((SIDE, SIDE))
        yield str(path.relative_to(folder)), image
    for path in sorted((folder / "videos").rglob("*")):
        if path.is_file():
            for number, image in enumerate(frames_of(path)):
                yield f"{path.relative_to(folder)}#{number}", image
    for seed in range(NIGHTS):
        yield f"night {seed}", at_night(seed, 4 + seed % 20, 640, 360, houses=seed % 3 > 0)


def frames_of(path: Path) -> Iterator[Picture]:
    """Frames that are evenly spread over the first half minute."""
    scale = f"scale=w={SIDE}:h={SIDE}:force_original_aspect_ratio=decrease"
    argv = ["ffmpeg", "-v", "quiet", "-i", str(path), "-t", "30", "-vf", f"fps=1,{scale}"]
    made = subprocess.run(
        [*argv, "-f", "image2pipe", "-c:v", "png", "-"], capture_output=True, check=False
    ).stdout
    images = [b"\x89PNG" + part for part in made.split(b"\x89PNG")[1:]]
    for place in sorted(
        {round(x) for x in np.linspace(0, len(images) - 1, min(FRAMES, len(images)))}
    ):
        yield Image.open(BytesIO(images[place])).convert("RGB")


def groups_of(folder: Path) -> dict[str, str]:
    """For each file that shows what another shows, the name of the first of them."""
    related = json.loads((folder / "relations.json").read_text())
    names: dict[str, str] = {}
    for files in [*(group["files"] for group in related["same_picture"]), *LOOKED_AT]:
        # A file may stand in two groups: then both are one.
        first = min(names.get(path, path) for path in files)
        joined = {names[path] for path in files if path in names}
        names |= {path: first for path, name in names.items() if name in joined}
        names |= dict.fromkeys(files, first)
    return names


if __name__ == "__main__":
    sys.exit(main())
