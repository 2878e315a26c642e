"""A file of many pictures shows them all: frames with their exact times, pages by number."""

import struct
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from media_tools.findings import Findings
from tests.media_tools.making import PICTURES, make_clip
from tests.media_tools.running import findings_of, measured, probed_frames

COLOURS = ("red", "lime", "blue", "white")
LASTS_MS = [100, 250, 40, 600]
STARTS = [Fraction(n, 1000) for n in (0, 100, 350, 390)]


def pictures(count: int = 4, side: int = 48) -> list[Image.Image]:
    return [Image.new("RGB", (side, side), COLOURS[n % 4]) for n in range(count)]


def save(path: Path, images: list[Image.Image], **options: Any) -> Path:
    images[0].save(path, save_all=True, append_images=images[1:], **options)
    return path


def colours(found: Findings) -> list[str]:
    """The nearest of ``COLOURS`` in the middle of each still."""
    seen = []
    for still in found.stills:
        with Image.open(still.path) as image:
            red, green, blue = np.asarray(image.convert("RGB"))[image.height // 2, image.width // 2]
        seen.append(
            {(1, 0, 0): 0, (0, 1, 0): 1, (0, 0, 1): 2, (1, 1, 1): 3}[
                red > 128, green > 128, blue > 128
            ]
        )
    return [COLOURS[number] for number in seen]


def has(found: Findings, artefact: str) -> bool:
    return any(one.name == artefact for one in found.artefacts)


@pytest.mark.parametrize("suffix", ["gif", "png", "webp", "avif"])
def test_every_frame_of_an_animation_has_its_exact_time(suffix: str, tmp_path: Path) -> None:
    path = save(tmp_path / f"moving.{suffix}", pictures(), duration=LASTS_MS)
    found = findings_of("scan", path)
    assert [still.seconds for still in found.stills] == STARTS
    assert [still.pts * still.time_base for still in found.stills] == STARTS
    assert {still.reason for still in found.stills} == {"even"}
    assert colours(found) == list(COLOURS)
    assert measured(found, "frames_counted") == 4
    assert measured(found, "duration") == pytest.approx(0.99, abs=1e-9)
    grey = np.load(found.artefact("grey").path)
    assert grey.shape[1:] == (64, 64)
    assert grey[0].mean() == pytest.approx(76, abs=2)  # red
    assert np.load(found.artefact("frame_times").path).tolist() == [s.pts for s in found.stills]


def test_times_of_a_gif_are_those_that_ffprobe_reads(tmp_path: Path) -> None:
    path = save(tmp_path / "moving.gif", pictures(7), duration=[70, 30, 500, 20, 1000, 110, 90])
    assert [still.pts for still in findings_of("scan", path).stills] == probed_frames(path)


def test_a_clock_finer_than_a_millisecond_is_kept(tmp_path: Path) -> None:
    path = save(tmp_path / "thirds.png", pictures(), duration=1000 / 30)
    assert findings_of("scan", path).stills[3].seconds == Fraction(3, 30)


def test_a_long_animation_is_shown_evenly_over_its_whole_length(tmp_path: Path) -> None:
    path = save(tmp_path / "long.gif", pictures(300, side=8), duration=50)
    found = findings_of("scan", path)
    assert measured(found, "frames_counted") == 300
    assert [still.pts for still in found.stills] == [n * 5 * 5 for n in range(60)]
    assert np.load(found.artefact("luma").path).size == 300


def test_the_poster_of_an_animation_that_begins_black_is_not_black(tmp_path: Path) -> None:
    images = [Image.new("RGB", (20, 20), colour) for colour in ("black", "#080808", "yellow")]
    found = findings_of("scan", save(tmp_path / "dawn.gif", images, duration=100))
    assert found.artefact("poster").details["pts"] == 20


def test_frames_without_times_are_pages(tmp_path: Path) -> None:
    found = findings_of("scan", save(tmp_path / "still.gif", pictures(3)))
    assert [(still.pts, still.reason) for still in found.stills] == [(n, "page") for n in range(3)]
    assert not has(found, "frame_times")


def test_what_an_apng_shows_to_programs_that_do_not_know_it_is_shown_apart(tmp_path: Path) -> None:
    path = save(tmp_path / "two-faced.png", pictures(3), duration=100, default_image=True)
    found = findings_of("scan", path)
    shown = [(still.pts, still.seconds, still.reason) for still in found.stills]
    tenth = Fraction(1, 10)
    nought = Fraction(0)
    assert shown == [(-1, nought, "image"), (0, nought, "even"), (shown[2][0], tenth, "even")]
    assert colours(found) == ["red", "lime", "blue"]


def test_pages_of_a_tiff_have_numbers_and_no_times(tmp_path: Path) -> None:
    found = findings_of("scan", save(tmp_path / "pages.tif", pictures()))
    shown = [(still.pts, still.seconds, still.reason) for still in found.stills]
    assert shown == [(number, Fraction(0), "page") for number in range(4)]
    assert colours(found) == list(COLOURS)
    assert measured(found, "frames_counted") == 4
    assert not has(found, "frame_times")
    assert all(one.name != "duration" for one in found.measurements)


def test_of_four_hundred_pages_sixty_are_shown(tmp_path: Path) -> None:
    found = findings_of("scan", save(tmp_path / "many.tif", pictures(400, side=8)))
    assert measured(found, "frames_counted") == 400
    assert [still.pts for still in found.stills] == [n * 400 // 60 for n in range(60)]


def test_the_second_view_of_a_stereo_picture_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "stereo.jpg"
    save(path, pictures(2), format="MPO")
    assert colours(findings_of("scan", path)) == ["red", "lime"]


def test_every_picture_of_a_heic_is_shown_and_its_primary_one_is_the_poster(tmp_path: Path) -> None:
    path = tmp_path / "burst.heic"
    first, *rest = pictures(3)
    burst = pillow_heif.from_pillow(first)
    for image in rest:
        burst.add_from_pillow(image)
    burst.save(path, quality=95, primary_index=1)
    found = findings_of("scan", path)
    assert colours(found) == ["red", "lime", "blue"]
    assert found.artefact("poster").details["pts"] == 1


def test_a_sequence_of_heif_pictures_has_the_times_of_its_track(tmp_path: Path) -> None:
    coded = ("-c:v", "libx264", "-pix_fmt", "yuv420p")
    clip = make_clip(tmp_path / "clip.mp4", *PICTURES, *coded)
    content = bytearray(clip.read_bytes())
    content[8:12] = b"msf1"
    handler = content.index(b"hdlr") + 12
    content[handler : handler + 4] = b"pict"
    path = tmp_path / "burst.heics"
    path.write_bytes(content)
    found = findings_of("scan", path)
    assert measured(found, "frames_counted") == 10
    assert {still.pts for still in found.stills} <= set(probed_frames(clip))


def test_a_later_page_of_too_many_pixels_ends_the_file_and_says_so(tmp_path: Path) -> None:
    path = save(tmp_path / "bomb.tif", pictures(3))
    content = bytearray(path.read_bytes())
    second = struct.unpack("<I", content[4:8])[0]
    count = struct.unpack("<H", content[second : second + 2])[0]
    link = second + 2 + 12 * count
    second = struct.unpack("<I", content[link : link + 4])[0]
    for number in range(struct.unpack("<H", content[second : second + 2])[0]):
        at = second + 2 + 12 * number
        if struct.unpack("<H", content[at : at + 2])[0] in (256, 257):
            content[at : at + 12] = content[at : at + 2] + struct.pack("<HII", 4, 1, 60_000)
    path.write_bytes(content)
    found = findings_of("scan", path)
    assert colours(found) == ["red"]
    assert any("Picture 2 of 3 cannot be decoded" in warning for warning in found.warnings)


def test_an_animation_that_breaks_off_shows_what_came_before(tmp_path: Path) -> None:
    noise = np.random.default_rng(5).integers(0, 255, (6, 60, 60, 3), dtype=np.uint8)
    stream = BytesIO()
    first, *rest = (Image.fromarray(one) for one in noise)
    first.save(stream, "GIF", save_all=True, append_images=rest, duration=100)
    path = tmp_path / "cut.gif"
    path.write_bytes(stream.getvalue()[: len(stream.getvalue()) // 2])
    found = findings_of("scan", path)
    assert 1 <= len(found.stills) < 6
    assert found.warnings
