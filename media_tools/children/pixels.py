"""Pictures decoded to pixels and made small, in the folder that the child runs in."""

import io
from pathlib import Path
from typing import Any

from PIL import Image

from media_tools.children.every_picture import Film, Picture
from media_tools.children.pillow_limits import RAW, prepare_pillow
from media_tools.children.small_pictures import SmallPictures, averaged, small_grey

# A poster darker than this shows nothing, if there is another to take.
_DARK = 16


def decode_pictures(
    path: str,
    pillow_format: str,
    side: int,
    most: int,
    grey_name: str,
    grey_side: int,
    sizes: dict[str, int],
) -> dict[str, Any]:
    """Every picture of the file: stills of at most ``most``, small ones, all of them in grey.

    A still is written for the first and evenly over all, upright and at most ``side`` long;
    ``grey_name`` gets ``grey_side`` x ``grey_side`` bytes for each that was decoded.
    """
    note, turn = "", None
    source: Path | io.BytesIO = Path(path)
    if pillow_format == RAW:
        source, pillow_format, turn, note = _of_raw(Path(path))
    prepare_pillow(pillow_format)
    film = Film(source, pillow_format, side, most)
    small = SmallPictures(sizes)
    stills: dict[int, list[Any]] = {}
    starts: list[int] = []
    poster, poster_luma = 0, -1.0
    with Path(grey_name).open("wb") as greys:
        for picture in film.pictures(turn):
            through = averaged(picture.pixels, sizes["poster"])
            grey = small_grey(picture.pixels, grey_side, through)
            greys.write(grey)
            starts.append(picture.pts)
            if picture.is_wanted and picture.pts not in stills:
                luma = sum(grey) / len(grey)
                is_poster = poster_luma < min(luma, _DARK) or (picture.is_first and luma >= _DARK)
                if is_poster:
                    poster, poster_luma = picture.pts, luma
                stills[picture.pts] = _still(picture)
                small.add(
                    picture.pts, picture.pixels, picture.profile, through, is_poster=is_poster
                )
    clock = film.clock
    return {
        "stills": list(stills.values()),
        "starts": starts,
        "poster": poster,
        "pictures": film.count,
        "time_base": clock and clock.time_base.as_integer_ratio(),
        "end": clock.starts[-1] if clock and film.is_whole else None,
        "small": small.finish(),
        "complaints": [note, *film.complaints] if note else film.complaints,
    }


def _of_raw(path: Path) -> tuple[Path | io.BytesIO, str, int | None, str]:
    """What is shown of a raw file: its source, format, orientation, and what to say of it."""
    from media_tools.children.raw_files import claims_of, largest_preview  # few files need it

    data = path.read_bytes()
    turn, preview = claims_of(data).orientation, largest_preview(data)
    if preview is None:
        note = "The camera put no JPEG into this raw file; shown is the first picture in it."
        return path, "TIFF", turn, note
    size = f"{preview.width:,} x {preview.height:,} pixels"
    note = f"The still is the camera's embedded preview of {size}, not the sensor's data."
    return io.BytesIO(data[preview.start :]), "JPEG", turn, note


def _still(picture: Picture) -> list[Any]:
    """Written, and described: pts, name, width, height."""
    name = f"still{picture.pts}.jpg"
    picture.pixels.save(name, "JPEG", quality=88, icc_profile=picture.profile)
    return [picture.pts, name, *picture.pixels.size]


def make_sheets(
    stills: list[tuple[int, str]], poster: int, sizes: dict[str, int]
) -> dict[str, Any]:
    """Thumbnails, contact sheets and the poster from our own stills."""
    prepare_pillow("JPEG")
    small = SmallPictures(sizes)
    for pts, path in stills:
        with Image.open(path, formats=["JPEG"]) as image:
            image.draft("RGB", (sizes["poster"], sizes["poster"]))
            picture = image.convert("RGB")
        small.add(pts, picture, image.info.get("icc_profile"), is_poster=pts == poster)
    return small.finish()


ACTIONS = {"pictures": decode_pictures, "sheets": make_sheets}
