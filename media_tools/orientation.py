"""What shows a stored picture upright: a turn and perhaps a mirror."""

from dataclasses import dataclass

from media_tools.findings import JSON


@dataclass(frozen=True, slots=True)
class Orientation:
    """Turn clockwise by 0, 90, 180 or 270 degrees, then mirror left to right or not."""

    degrees_clockwise: int = 0
    mirrored: bool = False

    def turned(self, degrees_clockwise: int) -> "Orientation":
        """This, followed by a further turn."""
        further = -degrees_clockwise if self.mirrored else degrees_clockwise
        return Orientation((self.degrees_clockwise + further) % 360, self.mirrored)

    def mirrored_left_right(self) -> "Orientation":
        """This, followed by a mirror from left to right."""
        return Orientation(self.degrees_clockwise, not self.mirrored)

    def as_value(self) -> dict[str, JSON]:
        """The shape of ``Meaning.ROTATION``."""
        return {"degrees_clockwise": self.degrees_clockwise, "mirrored": self.mirrored}

    @property
    def exif(self) -> int:
        """The number that EXIF gives this orientation."""
        return _EXIF.index(self) + 1


UPRIGHT = Orientation()

# Decoders turn these by the container's boxes and ignore what EXIF says.
TURNED_BY_BOXES = frozenset({"image/heic", "image/heif", "image/avif", "image/heic-sequence"})

_EXIF = (
    UPRIGHT,
    Orientation(0, True),
    Orientation(180),
    Orientation(180, True),
    Orientation(90, True),
    Orientation(90),
    Orientation(270, True),
    Orientation(270),
)


def from_exif(number: int) -> Orientation | None:
    """The orientation that EXIF numbers 1 to 8; ``None`` for any other number."""
    return _EXIF[number - 1] if 1 <= number <= 8 else None


def from_display_matrix(matrix: list[int]) -> Orientation | None:
    """The orientation in the 3 by 3 display matrix of MP4 and QuickTime, row by row.

    ``None`` where the matrix is not a turn by a quarter and perhaps a mirror.
    """
    if len(matrix) != 9:
        return None
    a, b, c, d = (_sign(matrix[at]) for at in (0, 1, 3, 4))
    return _MATRICES.get((a, b, c, d))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


# x' = a x + c y, y' = b x + d y, with y counted downwards.
_MATRICES = {
    (1, 0, 0, 1): UPRIGHT,
    (0, 1, -1, 0): Orientation(90),
    (-1, 0, 0, -1): Orientation(180),
    (0, -1, 1, 0): Orientation(270),
    (-1, 0, 0, 1): Orientation(0, True),
    (0, 1, 1, 0): Orientation(90, True),
    (1, 0, 0, -1): Orientation(180, True),
    (0, -1, -1, 0): Orientation(270, True),
}
