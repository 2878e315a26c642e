"""The grid's small pictures lie where they say, and the poster shows something."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media_tools.findings import Still
from media_tools.steps.grid import choose_poster
from tests.media_tools.golden import golden
from tests.media_tools.making import make_clip
from tests.media_tools.running import findings_of

EXACT = ("-c:v", "ffv1")


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Black, a flash of three tenths of a second, black again."""
    path = tmp_path_factory.mktemp("clips") / "night.mkv"
    flash = "color=white:size=640x360:rate=10:duration=0.3"
    return make_clip(
        path,
        *("-f", "lavfi", "-i", "color=black:size=640x360:rate=10:duration=3.1"),
        *("-f", "lavfi", "-i", flash),
        *("-f", "lavfi", "-i", "color=black:size=640x360:rate=10:duration=3"),
        *("-filter_complex", "concat=n=3", *EXACT),
    )


def test_the_poster_of_a_night_clip_shows_the_flash(night: Path) -> None:
    poster = findings_of("grid", night).artefact("poster")
    assert poster.details["pts"] == 3100
    with Image.open(poster.path) as image:
        assert image.size == (640, 360)
        assert image.convert("L").getpixel((320, 180)) == 255


def test_every_tile_lies_where_the_sheet_says(night: Path) -> None:
    found = findings_of("grid", night)
    sheet = found.artefact("sprites0")
    tiles = sheet.details["tiles"]
    assert isinstance(tiles, list)
    assert (sheet.details["tile_width"], sheet.details["tile_height"]) == (160, 90)
    with Image.open(sheet.path) as image:
        for tile in tiles:
            assert isinstance(tile, list)
            pts, x, y = (int(str(part)) for part in tile)
            bright = image.convert("L").getpixel((x + 80, y + 45))
            assert bright == (255 if 3100 <= pts < 3400 else 0)


def test_every_still_has_a_thumbnail(night: Path) -> None:
    found = findings_of("grid", night)
    thumbnails = [one for one in found.artefacts if one.name.startswith("thumbnail")]
    assert len(thumbnails) > 10
    for thumbnail in thumbnails:
        assert thumbnail.name == f"thumbnail{thumbnail.details['pts']}"
        with Image.open(thumbnail.path) as image:
            assert image.size == (320, 180)
            assert image.size == (thumbnail.details["width"], thumbnail.details["height"])


def _stills(*pts: int) -> list[Still]:
    base = Fraction(1, 10)
    return [Still(at, base, at * base, Path("unused"), 16, 9, "even") for at in pts]


@pytest.mark.parametrize(
    ("luma", "chosen"),
    [
        ([100] * 60, 30),
        ([100] * 42 + [180] * 18, 50),
        ([3] * 50 + [12] * 10, 50),
        ([0] * 60, 0),
    ],
)
def test_the_poster_is_the_jump_else_the_middle_else_the_brightest(
    luma: list[int], chosen: int
) -> None:
    stills = _stills(0, 10, 20, 30, 40, 50)
    curve = np.array(luma, np.float32)
    assert choose_poster(stills, np.arange(60), curve).pts == chosen


@golden("grid", 2)
def test_the_golden_clip_gives_the_small_pictures_that_it_gave(tmp_path: Path) -> None:
    source = ("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1")
    found = findings_of("grid", make_clip(tmp_path / "golden.mkv", *source, *EXACT))
    seen = [(one.name, one.mime, one.details) for one in found.artefacts]
    size = {"width": 64, "height": 48}
    places = [[0, 0, 0], [300, 64, 0], [500, 128, 0], [800, 192, 0]]
    known = [
        ("poster", "image/jpeg", {"pts": 500}),
        *[(f"thumbnail{n}", "image/jpeg", {"pts": n, **size}) for n in (0, 300, 500, 800)],
        (
            "sprites0",
            "image/jpeg",
            {"tile_width": 64, "tile_height": 48, "columns": 10, "tiles": places},
        ),
    ]
    assert seen == known
