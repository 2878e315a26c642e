"""The arrays that a scan keeps: exact, little-endian, and the same however the frames came."""

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from media_tools.decoding.arrays import GrowingArray, TooShort
from media_tools.decoding.curves import Before, numbers_of
from media_tools.decoding.gathering import Gathering, Shown
from media_tools.decoding.greys import GREY_SPACING, KeptGreys
from tests.media_tools.golden import golden
from tests.media_tools.making import make_clip
from tests.media_tools.running import findings_of


def noise(frames: int) -> NDArray[np.uint8]:
    """Grey frames without any pattern, always the same; every third is the one before again."""
    mixed = np.arange(frames * 4096, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    greys = (mixed >> np.uint64(56)).astype(np.uint8).reshape(frames, 64, 64)
    greys[2::3] = greys[1::3][: len(greys[2::3])]
    return greys


def in_pieces(rows: NDArray[Any], sizes: list[int]) -> list[NDArray[Any]]:
    return [piece for piece in np.split(rows, np.cumsum(sizes)) if len(piece)]


PIECES = st.lists(st.integers(1, 9), max_size=12)


@given(PIECES)
@settings(max_examples=25)
def test_the_numbers_are_those_of_plain_arithmetic_in_whatever_pieces_frames_come(
    sizes: list[int],
) -> None:
    greys = noise(40)
    parts, before = [], None
    for piece in in_pieces(greys, sizes):
        numbers, before = numbers_of(piece, before)
        parts.append(numbers)
    got = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    plain = greys.astype(float)
    change = np.abs(np.diff(plain, axis=0)).mean(axis=(1, 2))
    np.testing.assert_array_equal(got["luma"], plain.mean(axis=(1, 2)))
    np.testing.assert_array_equal(got["change"], [0, *change])
    np.testing.assert_array_equal(
        got["cut_score"], [0, 0, *np.minimum(change[1:], np.abs(np.diff(change)))]
    )
    np.testing.assert_array_equal(got["tiles"][5][2, 3], plain[5, 16:24, 24:32].sum())
    np.testing.assert_array_equal(got["tiles"].sum(axis=(1, 2)), plain.sum(axis=(1, 2)))


def test_the_brightest_frames_do_not_overflow() -> None:
    numbers, _ = numbers_of(
        np.full((2, 64, 64), 255, np.uint8), Before(np.zeros((64, 64), "u1"), 0)
    )
    assert numbers["tiles"].max() == 255 * 64
    assert numbers["luma"].tolist() == [255, 255]
    assert numbers["change"].tolist() == [255, 0]


def kept(folder: Path, ticks: NDArray[np.int64], sizes: list[int], limit: int) -> KeptGreys:
    """Greys of frames at these times, a thousandth of a second a tick, taken in pieces."""
    greys = KeptGreys(folder, Fraction(1, 1000), limit=limit)
    pictures = noise(len(ticks))
    for piece in in_pieces(np.arange(len(ticks)), sizes):
        greys.add(piece, ticks[piece], pictures[piece])
    for array in greys.files:
        array.settle()
        array.close()
    return greys


@given(PIECES, st.integers(3, 60), st.sampled_from([5, 20, 1000]))
@settings(max_examples=25)
def test_the_greys_that_are_kept_do_not_depend_on_the_pieces(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], apart: int, limit: int
) -> None:
    ticks = np.arange(60, dtype=np.int64) * apart
    one, other = (
        kept(tmp_path_factory.mktemp("greys"), ticks, pieces, limit) for pieces in (sizes, [60])
    )
    frames = np.load(one.frames.path)
    assert len(frames) <= limit
    np.testing.assert_array_equal(frames, np.load(other.frames.path))
    np.testing.assert_array_equal(np.load(one.greys.path), noise(60)[frames])
    assert np.diff(ticks[frames]).min() * 1000 >= 0
    assert frames[0] == 0


def test_a_slow_clip_keeps_every_grey_and_a_fast_one_twelve_and_a_half_a_second(
    tmp_path: Path,
) -> None:
    slow = kept(tmp_path, np.arange(50, dtype=np.int64) * 80, [50], 1000)
    assert slow.count == 50
    fast = kept(tmp_path, np.arange(600, dtype=np.int64) * 1000 // 60, [600], 1000)
    assert fast.count == 10 / GREY_SPACING


def test_frames_whose_time_goes_back_add_no_grey(tmp_path: Path) -> None:
    ticks = np.array([0, 100, 200, 50, 150, 300, 0, 400], np.int64)
    assert np.load(kept(tmp_path, ticks, [8], 100).frames.path).tolist() == [0, 1, 2, 5, 7]


def test_an_array_goes_on_from_any_count_it_once_had(tmp_path: Path) -> None:
    path = tmp_path / "rows.npy"
    array = GrowingArray(path, "<u2", (3,))
    array.append(np.arange(12).reshape(4, 3))
    array.settle()
    array.close()
    again = GrowingArray(path, "<u2", (3,), count=2)
    again.append(np.array([[7, 8, 9]]))
    again.settle()
    again.close()
    loaded = np.load(path, mmap_mode="r")
    assert loaded.tolist() == [[0, 1, 2], [3, 4, 5], [7, 8, 9]]
    assert loaded.dtype == np.dtype("<u2")
    with pytest.raises(TooShort, match="shorter than the 9 rows"):
        GrowingArray(path, "<u2", (3,), count=9)


def test_a_flash_in_one_corner_is_seen_in_its_tile_and_frame(tmp_path: Path) -> None:
    flash = "drawbox=x=48:y=0:w=16:h=12:color=white:t=fill:enable='between(n,7,8)'"
    path = make_clip(
        tmp_path / "flash.mkv",
        *("-f", "lavfi", "-i", "color=gray:size=64x48:rate=10:duration=1.5"),
        *("-vf", flash, "-c:v", "ffv1"),
    )
    found = findings_of("scan", path)
    loaded = {one.name: np.load(one.path, mmap_mode="r") for one in found.artefacts}
    lit = loaded["tiles"][7].astype(int) - loaded["tiles"][6]
    assert np.argwhere(lit > 500).tolist() == [[0, 6], [0, 7], [1, 6], [1, 7]]
    assert np.nonzero(loaded["change"] > 1)[0].tolist() == [7, 9]
    assert np.nonzero(loaded["cut_score"] > 1)[0].tolist() == [7, 9]
    assert loaded["grey_frames"].tolist() == list(range(15))
    for artefact in found.artefacts:
        array = loaded[artefact.name]
        assert artefact.details["layout"] == 1
        assert artefact.details["shape"] == list(array.shape)
        assert np.dtype(str(artefact.details["dtype"])) == array.dtype
        assert artefact.details["count"] == len(array)
        assert artefact.details["meaning"]


@golden("scan", 3)
def test_the_golden_greys_give_the_arrays_that_they_gave(tmp_path: Path) -> None:
    times = [number * number * 10 + 7 for number in range(300)]
    gathered = Gathering(tmp_path, Fraction(1, 90_000), spacing_s=1.0)
    gathered.add(Shown(times, noise(300)))
    gathered.finish()
    gathered.close()
    arrays = [*gathered.curves.values(), *gathered.greys.files]
    seen = {
        one.path.stem: hashlib.sha256(np.load(one.path).tobytes()).hexdigest()[:12]
        for one in arrays
    }
    known = {
        "frame_times": "1bcf1eaf3aea",
        "luma": "b39e9dd146c7",
        "tiles": "48922d3f8ef5",
        "change": "7a549d366a31",
        "cut_score": "93eee28d0024",
        "grey-0": "535d43f9340d",
        "grey_frames-0": "a22ab5292ad7",
    }
    assert seen == known
