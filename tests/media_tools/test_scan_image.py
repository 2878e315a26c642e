"""A picture gives one still: upright, bounded, as far as its data go."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from media_tools.errors import Unreadable
from media_tools.findings import Findings
from tests.media_tools.running import findings_of


def corners() -> Image.Image:
    """Red, green, blue and white corners: no turn or mirror leaves it as it is."""
    image = Image.new("RGB", (80, 60), "black")
    for at, colour in (((0, 0), "red"), ((40, 0), "lime"), ((0, 30), "blue"), ((40, 30), "white")):
        image.paste(colour, (*at, at[0] + 40, at[1] + 30))
    return image


# How a picture must be stored so that the orientation turns it back upright.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def still_of(found: Findings) -> Image.Image:
    with Image.open(found.stills[0].path) as image:
        return image.convert("RGB")


def noise(width: int, height: int) -> Image.Image:
    pixels = np.random.default_rng(3).integers(90, 255, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_is_shown_upright(orientation: int, tmp_path: Path) -> None:
    turn = STORED[orientation]
    stored = corners() if turn is None else corners().transpose(turn)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    path = tmp_path / "turned.jpg"
    stored.save(path, exif=exif, quality=95)
    still = still_of(findings_of("scan", path))
    assert still.size == (80, 60)
    for x, y in ((10, 10), (70, 10), (10, 50), (70, 50)):
        assert still.getpixel((x, y)) == pytest.approx(corners().getpixel((x, y)), abs=12)


def test_a_large_picture_gives_a_still_of_bounded_size(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    Image.new("RGB", (5000, 2500), "teal").save(path)
    still = findings_of("scan", path).stills[0]
    assert (still.width, still.height) == (2500, 1250)
    assert (still.pts, float(still.seconds), still.reason) == (0, 0, "image")


def test_sixteen_bits_are_scaled_and_not_clipped(tmp_path: Path) -> None:
    path = tmp_path / "deep.png"
    Image.fromarray(np.full((20, 20), 32_768, dtype=np.uint16)).save(path)
    assert still_of(findings_of("scan", path)).getpixel((9, 9)) == pytest.approx(
        (128, 128, 128), abs=2
    )


def test_what_is_transparent_is_shown_white(tmp_path: Path) -> None:
    path = tmp_path / "clear.png"
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(path)
    assert still_of(findings_of("scan", path)).getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_that_is_cut_off_shows_what_it_has(progressive: bool, tmp_path: Path) -> None:
    stream = BytesIO()
    noise(320, 240).save(stream, "JPEG", quality=90, progressive=progressive)
    path = tmp_path / "cut.jpg"
    path.write_bytes(stream.getvalue()[: len(stream.getvalue()) * 6 // 10])
    found = findings_of("scan", path)
    assert any(warning.startswith("The picture is damaged") for warning in found.warnings)
    assert still_of(found).getpixel((20, 20)) != (0, 0, 0)


def test_a_png_whose_data_break_off_shows_the_rows_before(tmp_path: Path) -> None:
    stream = BytesIO()
    noise(200, 200).save(stream, "PNG")
    path = tmp_path / "cut.png"
    path.write_bytes(stream.getvalue()[: len(stream.getvalue()) // 2])
    found = findings_of("scan", path)
    assert "of its height was read" in found.warnings[0]


@pytest.mark.parametrize("head", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_garbage_behind_a_good_beginning_is_unreadable(head: bytes, tmp_path: Path) -> None:
    path = tmp_path / "garbage"
    path.write_bytes(head + np.random.default_rng(1).bytes(3000))
    with pytest.raises(Unreadable, match=r"damaged|cannot be|more pixels|Not one row"):
        findings_of("scan", path)
