"""Thumbnails, contact sheets and the poster, written into the folder the child runs in."""

from typing import Any

from PIL import Image

# Profiles of cameras and screens are this small. One of a printer is not worth its bytes here.
_MOST_ICC_BYTES = 8192


class SmallPictures:
    """Made one by one in order of time; ``sizes`` are ``media_tools.pictures.SHEET_SIZES``."""

    def __init__(self, sizes: dict[str, int]) -> None:
        """Begin with none."""
        self.sizes = sizes
        self._thumbnails: list[list[int]] = []
        self._tiles: list[Image.Image] = []
        self._poster: Image.Image | None = None
        self._profile: bytes | None = None

    def add(
        self,
        pts: int,
        picture: Image.Image,
        profile: bytes | None,
        through: Image.Image | None = None,
        *,
        is_poster: bool,
    ) -> None:
        """Write the thumbnail, and keep the picture small if it is the best poster so far.

        ``through`` is the picture ``averaged`` for the poster, where that was done already.
        """
        if profile and len(profile) <= _MOST_ICC_BYTES:
            self._profile = self._profile or profile
        large = fit(picture, self.sizes["poster"], through)
        thumbnail = fit(large, self.sizes["thumbnail"])
        self._save(thumbnail, f"thumbnail{pts}.jpg", 80)
        self._thumbnails.append([pts, *thumbnail.size])
        self._tiles.append(fit(thumbnail, self.sizes["tile"]))
        if is_poster:
            self._poster = large

    def finish(self) -> dict[str, Any]:
        """Write the poster and the sheets; what was written, and where each tile lies."""
        if self._poster:
            self._save(self._poster, "poster.jpg", 85)
        tiles, columns = self._tiles, self.sizes["columns"]
        width, height = max(t.width for t in tiles), max(t.height for t in tiles)
        a_sheet = columns * self.sizes["rows"]
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
                places.append([self._thumbnails[first + at][0], x, y])
            self._save(sheet, f"sprites{len(sheets)}.jpg", 75)
            sheets.append(places)
        return {"thumbnails": self._thumbnails, "tile": [width, height], "sheets": sheets}

    def _save(self, picture: Image.Image, name: str, quality: int) -> None:
        fits = self._profile if picture.mode == "RGB" else None
        picture.save(name, "JPEG", quality=quality, icc_profile=fits)


def small_grey(picture: Image.Image, side: int, through: Image.Image) -> bytes:
    """``side`` x ``side`` bytes, each the mean of its share of the picture.

    ``through`` is what ``averaged`` made of it. Pillow's own box filter goes by whole
    pixels and is wrong by 1 grey level at these sizes, this by 0.3, most of it rounding.
    """
    across, down = (max(1, round(edge / side)) for edge in through.size)
    even = through.convert("L").resize(
        (across * side, down * side), Image.Resampling.BILINEAR, box=_covered(picture, through)
    )
    return even.reduce((across, down)).tobytes()


def averaged(picture: Image.Image, side: int) -> Image.Image:
    """A copy at least ``side`` long where the picture is, each pixel the mean of a whole square."""
    return picture.reduce(max(1, max(picture.size) // side))


def fit(picture: Image.Image, side: int, through: Image.Image | None = None) -> Image.Image:
    """A copy at most ``side`` long: averaged, and filtered for the last bit."""
    through = through or averaged(picture, side)
    longest = max(side, *picture.size)
    size = (max(1, round(edge * side / longest)) for edge in picture.size)
    return through.resize(
        (next(size), next(size)), Image.Resampling.HAMMING, box=_covered(picture, through)
    )


def _covered(picture: Image.Image, through: Image.Image) -> tuple[float, float, float, float]:
    """Which part of the averaged picture the picture covers: its last squares may be cut."""
    factor = max(-(-picture.width // through.width), -(-picture.height // through.height))
    return (0, 0, picture.width / factor, picture.height / factor)
