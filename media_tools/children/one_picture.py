"""One picture made fit to be shown: decoded as far as its data go, small enough, upright."""

import io
import math
from pathlib import Path

from PIL import Image, ImageFile

from media_tools.children.opened import orientation_of
from media_tools.children.start import attempt, words_of

MAX_ICC_BYTES = 1_000_000

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
# Numbered as in ITU-T H.273.
_HDR_CURVES = {16: "PQ", 18: "HLG"}
_WIDE_COLOURS = {9, 11, 12}
# Pillow averages these as they are; others have to be converted first.
_AVERAGED = {"L", "LA", "RGB", "RGBA", "CMYK", "F"}


def halvings(size: tuple[int, int], side: int) -> int:
    """The power of two by which a picture is made smaller to be at most ``side`` long."""
    factor = 1
    while max(size) > side * factor:
        factor *= 2
    return factor


def decode(image: ImageFile.ImageFile, side: int) -> None:
    """Decode; a JPEG at once by the power of two at which it is to be shown.

    The small pictures that a HEIF holds of itself are not asked for: they need not show
    what the large one shows.
    """
    if image.format in ("JPEG", "MPO"):
        factor = halvings(image.size, side)
        if factor > 1:
            image.draft(None, (max(1, image.width // factor), max(1, image.height // factor)))
    image.load()


def decode_first(
    source: Path | io.BytesIO, pillow_format: str, side: int
) -> tuple[ImageFile.ImageFile, list[str]]:
    """Decode as far as the data go. Raises the decoder's own error if nothing came of them."""
    image = Image.open(source, formats=[pillow_format])
    assert isinstance(image, ImageFile.ImageFile)
    try:
        decode(image, side)
    except (OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
        rows = _rows_decoded(image)
        if rows:
            share = f"about {math.ceil(100 * rows / image.height)} % of its height"
            return image, [f"The picture is damaged: {share} was read ({words_of(str(error))})."]
        if pillow_format != "JPEG":
            raise
        # A progressive JPEG gives nothing until its end; with an end it gives what it has.
        data = source.getvalue() if isinstance(source, io.BytesIO) else source.read_bytes()
        image = Image.open(io.BytesIO(data + b"\xff\xd9"), formats=["JPEG"])
        assert isinstance(image, ImageFile.ImageFile)
        decode(image, side)
        only = "only what came before is shown"
        return image, [f"The picture is damaged: {only} ({words_of(str(error))})."]
    return image, []


def _rows_decoded(image: ImageFile.ImageFile) -> int:
    """Down to which row a decoder that gave up has filled the picture."""
    image.tile = []
    try:
        box = image.convert("RGB").getbbox()
    except Exception:  # noqa: BLE001 - the decoder's own error is the one to tell
        return 0
    return box[3] if box else 0


def shown(
    image: ImageFile.ImageFile, side: int, turn: int | None, complaints: list[str]
) -> tuple[Image.Image, bytes | None]:
    """The decoded picture upright, in RGB or grey, at most ``side`` long, and its profile.

    It is halved as often as need be, each pixel the mean of those it stands for. ``turn``
    is the orientation to go by where the picture has none of its own.
    """
    number = attempt(complaints, "Its orientation", orientation_of, image) or turn
    factor = halvings(image.size, side)
    picture: Image.Image = image
    if factor > 1 and image.mode in _AVERAGED and "transparency" not in image.info:
        picture, factor = image.reduce(factor), 1
    picture, profile = _in_colours(picture, image.info.get("icc_profile"), complaints)
    picture = picture.reduce(factor) if factor > 1 else picture
    return picture.transpose(_TURNS[number]) if number in _TURNS else picture, profile


def said_of_colours(image: Image.Image) -> list[str]:
    """What has to be said where the still cannot show what the file holds."""
    coded = image.info.get("nclx_profile")
    if not isinstance(coded, dict) or image.info.get("icc_profile"):
        return []
    if curve := _HDR_CURVES.get(coded.get("transfer_characteristics", 0)):
        return [
            f"Its brightness is coded for HDR screens ({curve}); the still shows the numbers "
            "as they are, flatter and paler than the picture is meant to look."
        ]
    if coded.get("color_primaries") in _WIDE_COLOURS:
        return ["Its colours are wider than the still's; there they look paler."]
    return []


def _in_colours(
    image: Image.Image, profile: object, complaints: list[str]
) -> tuple[Image.Image, bytes | None]:
    """RGB or grey, with the profile that still describes it."""
    known = profile if isinstance(profile, bytes) and len(profile) <= MAX_ICC_BYTES else b""
    if image.mode == "CMYK" and known[16:20] == b"CMYK":
        printed = attempt(complaints, "Its colour profile", _printed, (image, known))
        return printed or image.convert("RGB"), None
    seen = _opaque(image)
    fits = known[16:20] == {"RGB": b"RGB ", "L": b"GRAY"}[seen.mode]
    return seen, known if fits else None


def _printed(inks: tuple[Image.Image, bytes]) -> Image.Image | None:
    from PIL import ImageCms  # few files need it

    image, profile = inks
    return ImageCms.profileToProfile(
        image,
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
        outputMode="RGB",
    )


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
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("RGB", "L") else image.convert("RGB")
