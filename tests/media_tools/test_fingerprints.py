"""Hashes of frames: copies are near, strangers are not, and dark frames never meet by accident."""

import hashlib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageOps

from media_tools.findings import Findings
from media_tools.likeness.asked import Lookup, asked_frames, read, written
from media_tools.likeness.pdq import RADIUS, Turn, distances, hashes_of, turned
from media_tools.likeness.picture import SIDE, believed_radius, inside_bars, structures_of
from media_tools.likeness.rows import rows_of
from media_tools.steps.fingerprints import TOO_LITTLE
from tests.media_tools.alike import (
    again,
    at_night,
    by_day,
    cropped,
    grey_of,
    letterboxed,
    with_logo,
)
from tests.media_tools.golden import golden
from tests.media_tools.making import make_clip
from tests.media_tools.running import findings_of


def rows_in(image: Image.Image) -> NDArray[np.void]:
    return rows_of(grey_of(image)[None], np.array([0]))


def least_distance(asked: Image.Image, held: Image.Image) -> tuple[int, Turn] | None:
    """The nearest that a search would believe, and how the copy lies."""
    return nearest(lookups_of(grey_of(asked)), rows_in(held))


def lookups_of(grey: NDArray[np.uint8]) -> list[Lookup]:
    return [lookup for frame in asked_frames(grey[None]) for lookup in frame.lookups()]


def nearest(asked: list[Lookup], rows: NDArray[np.void]) -> tuple[int, Turn] | None:
    found = [
        (int(distance), lookup.turn)
        for lookup in asked
        for distance, radius in zip(
            distances(lookup.hash, rows["hash"]), believed_radius(rows["structure"]), strict=True
        )
        if distance <= min(lookup.radius, radius)
    ]
    return min(found, key=lambda one: one[0], default=None)


def that_meet(scenes: list[Image.Image]) -> list[tuple[int, int]]:
    """The numbers of the scenes of which one would be found when the other is asked for."""
    greys = [grey_of(scene) for scene in scenes]
    asked = [lookups_of(grey) for grey in greys]
    held = [rows_of(grey[None], np.array([0])) for grey in greys]
    pairs = combinations(range(len(scenes)), 2)
    return [(one, other) for one, other in pairs if nearest(asked[one], held[other])]


def pictures(findings: Findings) -> NDArray[np.void]:
    rows: NDArray[np.void] = np.load(findings.artefact("fingerprints").path, allow_pickle=False)
    return rows


@pytest.mark.parametrize(
    "change",
    [
        again,
        lambda image: image.resize((80, 45)),
        lambda image: cropped(image, 0.1),
        lambda image: cropped(image, 0.2),
        letterboxed,
        with_logo,
        lambda image: ImageEnhance.Brightness(image).enhance(1.3),
    ],
)
def test_a_changed_copy_is_found_and_lies_as_the_first(change: object) -> None:
    for seed in range(5):
        image = by_day(seed)
        assert callable(change)
        for one, other in ((change(image), image), (image, change(image))):
            found = least_distance(one, other)
            assert found, seed
            assert found[1] is Turn.NONE


@pytest.mark.parametrize(
    ("change", "turn"),
    [
        (ImageOps.mirror, Turn.MIRRORED),
        (lambda image: ImageOps.flip(image), Turn.UPSIDE_DOWN),
        (lambda image: image.rotate(180), Turn.HALF),
        (lambda image: image.transpose(Image.Transpose.ROTATE_90), Turn.LEFT),
        (lambda image: image.transpose(Image.Transpose.ROTATE_270), Turn.RIGHT),
        (lambda image: again(ImageOps.mirror(cropped(image, 0.1))), Turn.MIRRORED),
    ],
)
def test_a_turned_copy_is_found_and_how_it_lies_is_said(change: object, turn: Turn) -> None:
    for seed in range(5):
        image = by_day(seed, 200, 200)
        assert callable(change)
        found = least_distance(image, change(image))
        assert found
        assert found[1] is turn


def test_the_hash_of_a_turned_picture_follows_from_its_hash() -> None:
    greys = np.stack([grey_of(by_day(seed)) for seed in range(20)])
    straight, _ = hashes_of(greys)
    mirrored, _ = hashes_of(np.ascontiguousarray(greys[:, :, ::-1]))
    transposed, _ = hashes_of(np.ascontiguousarray(greys.swapaxes(1, 2)))
    ways = [turned(one) for one in straight]
    wrong = [
        int(distances(way[Turn.MIRRORED], one)) for way, one in zip(ways, mirrored, strict=True)
    ]
    assert max(wrong) <= 24
    assert sum(wrong) / len(wrong) <= 10
    for way, one in zip(ways, transposed, strict=True):
        assert distances(way[Turn.LEFT_MIRRORED], one) == 0


def test_strangers_are_not_found_by_day_or_night() -> None:
    scenes = [by_day(seed) for seed in range(12)] + [at_night(seed, 14) for seed in range(12)]
    assert that_meet(scenes) == []


def test_a_night_with_many_lights_is_found_again() -> None:
    for seed in range(10):
        image = at_night(seed, 14)
        assert least_distance(again(image, 60), image), seed
        assert least_distance(ImageEnhance.Brightness(image).enhance(1.8), image), seed


@pytest.mark.parametrize(
    "scene",
    [
        Image.new("RGB", (320, 180)),
        Image.new("RGB", (320, 180), (250, 250, 250)),
        Image.linear_gradient("L").convert("RGB"),
        at_night(1, 1, houses=False),
    ],
)
def test_frames_with_too_little_in_them_are_kept_and_compared_with_nothing(
    scene: Image.Image,
) -> None:
    assert len(rows_in(scene)) == 1
    assert asked_frames(grey_of(scene)[None]) == ()
    assert least_distance(scene, scene) is None


def test_two_nights_with_one_lamp_each_never_meet() -> None:
    scenes = [at_night(seed, 1, houses=seed % 2 == 0) for seed in range(40)]
    assert that_meet(scenes) == []


def test_bars_are_told_from_a_dark_sky() -> None:
    image = by_day(3)
    assert inside_bars(grey_of(image)[None]) is None
    box = inside_bars(grey_of(letterboxed(image))[None])
    assert box
    assert (box[2], box[3]) == (0, SIDE)
    assert abs(box[0] - 9) <= 1
    sky = Image.new("RGB", (320, 180))
    sky.paste(image.resize((320, 90)), (0, 90))
    assert inside_bars(grey_of(sky)[None]) is None


def test_structure_does_not_go_by_brightness() -> None:
    image = by_day(4)
    dark = image.point(lambda level: level // 6)
    structures = structures_of(np.stack([grey_of(image), grey_of(dark)]))
    assert structures.min() >= 16


def test_what_is_looked_for_survives_being_written() -> None:
    frames = asked_frames(np.stack([grey_of(letterboxed(by_day(seed))) for seed in range(9)]))
    assert read(written(frames)) == frames
    assert sum(len(frame.hashes) for frame in frames) <= 48


@pytest.mark.parametrize("line", ["", "abc", "0" * 63, "0" * 64 + "~32", ",".join(["0" * 64] * 49)])
def test_what_is_no_hash_is_refused_with_a_sentence(line: str) -> None:
    with pytest.raises(ValueError, match=r"hash.*\."):
        read(line)


def test_a_clip_and_a_picture_out_of_it_have_one_hash(tmp_path: Path) -> None:
    for second in range(3):
        by_day(second).save(tmp_path / f"scene{second}.png")
    clip = make_clip(
        tmp_path / "clip.mp4",
        *("-framerate", "1", "-i", str(tmp_path / "scene%d.png")),
        *("-r", "25", "-c:v", "libx264", "-pix_fmt", "yuv420p"),
    )
    still = tmp_path / "scene1.png"
    found, alone = findings_of("fingerprints", clip), findings_of("fingerprints", still)
    rows = pictures(found)
    apart = distances(pictures(alone)["hash"][0], rows["hash"])
    nearest = rows[apart.argmin()]
    base = found.artefact("fingerprints").details["time_base"]
    assert apart.min() <= 6
    assert base == "1/12800"
    assert abs(int(nearest["pts"]) - 12800) <= 2 * 512


def test_a_black_clip_stays_and_says_that_it_cannot_be_compared(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "black.mp4", "-f", "lavfi", "-i", "color=black:s=64x48:d=1")
    found = findings_of("fingerprints", clip)
    assert found.warnings == [TOO_LITTLE]
    assert found.measurements[0].cannot_tell == TOO_LITTLE
    assert len(pictures(found)) == 1


@golden("fingerprints", 1)
def test_a_picture_gives_the_rows_it_always_gave(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    letterboxed(by_day(7)).save(path)
    rows = pictures(findings_of("fingerprints", path))
    assert [tuple(row)[1:4] for row in rows] == [
        (0, 48, 100),
        (1, 48, 100),
        (2, 64, 100),
        (3, 64, 100),
    ]
    assert hashlib.sha256(rows.tobytes()).hexdigest()[:16] == "42405e435efedd3e"
    assert RADIUS == 31
