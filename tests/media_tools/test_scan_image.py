"""A picture gives one still: upright, bounded, as far as its data go."""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms

from media_tools.errors import Unreadable
from media_tools.findings import Findings
from tests.media_tools.golden import golden
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


def coded(tmp_path: Path, image: Image.Image, suffix: str = "tif", **options: Any) -> Image.Image:
    """The still of this picture."""
    path = tmp_path / f"picture.{suffix}"
    image.save(path, **options)
    return still_of(findings_of("scan", path))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "LAB", "YCbCr", "I;16", "F"])
def test_pictures_of_every_mode_are_shown(mode: str, tmp_path: Path) -> None:
    if mode == "I;16":
        white = Image.fromarray(np.full((20, 20), 65_535, np.uint16))
    elif mode == "LAB":
        white = Image.new("LAB", (20, 20), (255, 128, 128))
    elif mode == "CMYK":
        white = Image.new("CMYK", (20, 20), (0, 0, 0, 0))
    else:
        white = Image.new("RGBA", (20, 20), "white").convert("RGB").convert(mode.rstrip("A"))
        white = white.convert(mode)
    seen = coded(tmp_path, white, "tif").getpixel((9, 9))
    assert seen == pytest.approx((255, 255, 255), abs=3)


@pytest.mark.parametrize("suffix", ["jpg", "png", "heic"])
def test_the_colour_profile_of_a_phone_is_kept(suffix: str, tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = tmp_path / f"wide.{suffix}"
    image = Image.new("RGB", (700, 500), "olive")
    if suffix == "heic":
        pillow_heif.from_pillow(image).save(path, icc_profile=profile)
    else:
        image.save(path, icc_profile=profile)
    found = findings_of("scan", path)
    shown = [found.stills[0].path, found.artefact("poster").path, found.artefact("sprites0").path]
    for made in shown:
        with Image.open(made) as still:
            assert still.info["icc_profile"] == profile


def test_a_profile_that_does_not_fit_is_left_out(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = tmp_path / "grey.png"
    Image.new("L", (20, 20)).save(path, icc_profile=profile)
    with Image.open(findings_of("scan", path).stills[0].path) as still:
        assert "icc_profile" not in still.info


@pytest.mark.parametrize(
    ("curve", "primaries", "words"),
    [(16, 9, "HDR screens (PQ)"), (18, 9, "HDR screens (HLG)"), (13, 12, "wider"), (13, 1, "")],
)
def test_a_heic_whose_colours_the_still_cannot_show_says_so(
    curve: int, primaries: int, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "wide.heic"
    coded = {"transfer_characteristics": curve, "color_primaries": primaries}
    pillow_heif.from_pillow(Image.new("RGB", (64, 64), "olive")).save(path, **coded)
    said = " ".join(findings_of("scan", path).warnings)
    assert words in said
    assert bool(words) == bool(said)


def test_what_is_transparent_in_a_heic_is_shown_white(tmp_path: Path) -> None:
    path = tmp_path / "clear.heic"
    clear = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    pillow_heif.from_pillow(clear).save(path, quality=-1)
    assert still_of(findings_of("scan", path)).getpixel((9, 9)) == (255, 255, 255)


def test_the_small_grey_picture_is_the_mean_of_each_share(tmp_path: Path) -> None:
    """At a size that neither 64 nor the halvings divide."""
    pixels = np.random.default_rng(2).integers(0, 255, (777, 1391), np.uint8)
    path = tmp_path / "noise.png"
    Image.fromarray(pixels).save(path)
    grey = np.load(findings_of("scan", path).artefact("grey").path)
    assert grey.shape == (1, 64, 64)
    truth = _weights(777) @ pixels @ _weights(1391).T
    assert np.abs(grey[0] - truth).mean() < 2
    assert grey.mean() == pytest.approx(pixels.mean(), abs=0.5)


def _weights(size: int) -> NDArray[np.float64]:
    """For each of 64 shares how much each row counts, by exact area."""
    edges = np.arange(65) * size / 64
    rows = np.arange(size)
    overlap = np.minimum(edges[1:, None], rows + 1) - np.maximum(edges[:-1, None], rows)
    shares: NDArray[np.float64] = np.clip(overlap, 0, 1) * 64 / size
    return shares


@golden("scan", 3)
def test_the_golden_picture_gives_what_it_gave(tmp_path: Path) -> None:
    path = tmp_path / "golden.png"
    corners().resize((800, 600)).save(path)
    found = findings_of("scan", path)
    seen = {
        "stills": [(one.pts, one.reason, one.width, one.height) for one in found.stills],
        "measured": {one.name: round(one.value or 0, 1) for one in found.measurements},
        "artefacts": {one.name: one.mime for one in found.artefacts},
        "grey": np.load(found.artefact("grey").path)[0, ::40, ::40].tolist(),
        "tiles": found.artefact("sprites0").details["tiles"],
    }
    known = {
        "stills": [(0, "image", 800, 600)],
        "measured": {"frames_counted": 1, "mean_luma": 127.5},
        "artefacts": {
            "poster": "image/jpeg",
            "thumbnail0": "image/jpeg",
            "sprites0": "image/jpeg",
            "grey": "application/x-npy",
            "grey_frames": "application/x-npy",
        },
        "grey": [[76, 150], [29, 255]],
        "tiles": [[0, 0, 0]],
    }
    assert seen == known
