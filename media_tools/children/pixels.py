"""Pictures decoded to pixels and made small, in the folder that the child runs in."""

import io
import math
import signal
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageFile

from media_tools.children.pillow_limits import prepare_pillow

MAX_ICC_BYTES = 1_000_000
COUNT_LIMIT_S = 10

# What turns a picture upright, by the orientation that EXIF numbers.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def make_still(path: str, pillow_format: str, side: int, name: str) -> dict[str, Any]:
    """The first picture of the file, upright, its longer side at most ``side`` pixels."""
    prepare_pillow(pillow_format)
    image, complaints = _decode(Path(path), pillow_format, side)
    pictures = _count(image, complaints) if getattr(image, "is_animated", False) else 1
    small = _opaque(image)
    small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    try:
        number = image.getexif().get(ExifTags.Base.Orientation)
    except Exception as error:  # noqa: BLE001 - hostile tags raise anything; it is told
        complaints.append(f"Its orientation cannot be read: {error}.")
        number = None
    turned = small.transpose(_TURNS[number]) if number in _TURNS else small
    profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
    keep_profile = isinstance(profile, bytes) and len(profile) <= MAX_ICC_BYTES
    turned.save(name, "JPEG", quality=88, icc_profile=profile if keep_profile else None)
    return {
        "width": turned.width,
        "height": turned.height,
        "pictures": pictures,
        "complaints": complaints,
    }


def _decode(path: Path, pillow_format: str, side: int) -> tuple[Image.Image, list[str]]:
    """Decode as far as the data go. Raises the decoder's own error if nothing came of them."""
    image = Image.open(path, formats=[pillow_format])
    image.draft("RGB", (side, side))
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
        rows = _rows_decoded(image)
        if rows:
            share = f"about {math.ceil(100 * rows / image.height)} % of its height"
            return image, [f"The picture is damaged: {share} was read ({error})."]
        if pillow_format != "JPEG":
            raise
        # A progressive JPEG gives nothing until its end; with an end it gives what it has.
        image = Image.open(io.BytesIO(path.read_bytes() + b"\xff\xd9"), formats=["JPEG"])
        image.draft("RGB", (side, side))
        image.load()
        return image, [f"The picture is damaged: only what came before is shown ({error})."]
    return image, []


def _rows_decoded(image: ImageFile.ImageFile) -> int:
    """Down to which row a decoder that gave up has filled the picture."""
    image.tile = []
    try:
        box = image.convert("RGB").getbbox()
    except Exception:  # noqa: BLE001 - the decoder's own error is the one to tell
        return 0
    return box[3] if box else 0


def _count(image: Image.Image, complaints: list[str]) -> int | None:
    def give_up(number: int, frame: object) -> None:
        del number, frame
        raise TimeoutError

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(COUNT_LIMIT_S)
    try:
        return int(getattr(image, "n_frames", 1))
    except Exception as error:  # noqa: BLE001 - hostile bytes raise anything; it is told
        why = str(error) or type(error).__name__
        complaints.append(f"The number of its pictures cannot be counted: {why}.")
        return None
    finally:
        signal.alarm(0)


def _opaque(image: Image.Image) -> Image.Image:
    """The picture in RGB or grey: 16 bits scaled and not clipped, transparency over white."""
    if image.mode.startswith("I") or image.mode == "F":
        lowest, highest = (float(str(end)) for end in image.getextrema())
        is_sixteen_bit = image.mode != "F" and lowest >= 0 and 255 < highest <= 65_535
        top = 65_535 if is_sixteen_bit else highest or 1
        return image.convert("F").point(lambda value: value * (255 / top)).convert("L")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return image.copy() if image.mode in ("RGB", "L") else image.convert("RGB")


def make_sheets(
    stills: list[tuple[int, str]], poster: int, sizes: dict[str, int]
) -> dict[str, Any]:
    """Thumbnails, contact sheets and the poster from our own stills."""
    prepare_pillow("JPEG")
    thumbnails: list[list[int]] = []
    tiles: list[Image.Image] = []
    for pts, path in stills:
        with Image.open(path, formats=["JPEG"]) as image:
            image.draft("RGB", (sizes["poster"], sizes["poster"]))
            picture = image.convert("RGB")
        if pts == poster:
            _fit(picture, sizes["poster"]).save("poster.jpg", "JPEG", quality=85)
        thumbnail = _fit(picture, sizes["thumbnail"])
        thumbnail.save(f"thumbnail{pts}.jpg", "JPEG", quality=80)
        thumbnails.append([pts, *thumbnail.size])
        tiles.append(_fit(thumbnail, sizes["tile"]))
    width, height = max(t.width for t in tiles), max(t.height for t in tiles)
    columns, a_sheet = sizes["columns"], sizes["columns"] * sizes["rows"]
    sheets: list[list[list[int]]] = []
    for first in range(0, len(tiles), a_sheet):
        some = tiles[first : first + a_sheet]
        sheet = Image.new(
            "RGB", (width * min(columns, len(some)), height * -(-len(some) // columns))
        )
        places = []
        for at, tile in enumerate(some):
            x, y = at % columns * width, at // columns * height
            sheet.paste(tile, (x + (width - tile.width) // 2, y + (height - tile.height) // 2))
            places.append([stills[first + at][0], x, y])
        sheet.save(f"sprites{len(sheets)}.jpg", "JPEG", quality=75)
        sheets.append(places)
    return {"thumbnails": thumbnails, "tile": [width, height], "sheets": sheets}


def _fit(picture: Image.Image, side: int) -> Image.Image:
    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return small


ACTIONS = {"still": make_still, "sheets": make_sheets}
