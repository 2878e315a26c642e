"""One EXIF tag as the child read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class ExifTag:
    """The text of one tag and its numbers: integers, or ratios as [numerator, denominator].

    ``raw_hex`` holds the bytes of a text, in hexadecimal, where the child could get them.
    """

    text: str = ""
    numbers: Sequence[int | list[int]] = ()
    raw_hex: str = ""

    def ratios(self) -> list[Fraction | None]:
        """The numbers as fractions; ``None`` for one that divides by zero."""
        pairs = (number if isinstance(number, list) else [number, 1] for number in self.numbers)
        return [Fraction(top, bottom) if bottom else None for top, bottom in pairs]

    def ratio(self) -> Fraction | None:
        """The first number as a fraction; ``None`` if there is none or it divides by zero."""
        return next(iter(self.ratios()), None)

    @property
    def raw(self) -> bytes | None:
        """The bytes of its text, ``None`` if they are not known."""
        return bytes.fromhex(self.raw_hex) if self.raw_hex else None


# By name as ExifRead gives it, such as ``EXIF DateTimeOriginal``.
Tags = Mapping[str, ExifTag]
NOTHING = ExifTag()


def text_of(tags: Tags, name: str) -> str:
    """The text of a tag, empty if there is none."""
    return tags.get(name, NOTHING).text
