"""All pictures of one file in turn: pages, views, and the frames of an animation."""

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from media_tools.children.one_picture import decode, decode_first, said_of_colours, shown
from media_tools.children.opened import count_pictures
from media_tools.children.pillow_limits import MAX_IMAGE_PIXELS
from media_tools.children.start import attempt, words_of

if TYPE_CHECKING:
    from media_tools.children.picture_clocks import Clock

# Of the processor: a busy machine does not hide a picture.
WALK_LIMIT_S = 20
MOST_DECODED = 20_000
# The pts of the picture that programs show which do not know of the animation.
COVER = -1


class Picture(NamedTuple):
    """One decoded picture, upright. ``pts`` counts ticks, or pages from 0."""

    pts: int
    pixels: Image.Image
    profile: bytes | None
    is_wanted: bool
    is_first: bool


class Film:
    """The pictures of one file.

    ``count`` is how many there are, ``None`` if that cannot be counted; ``clock`` is
    ``None`` where they have no times; ``first`` is the number of the one that a program
    shows which shows but one; ``complaints`` grow while they are decoded.
    """

    def __init__(self, source: Path | io.BytesIO, pillow_format: str, side: int, most: int) -> None:
        """Decode the first picture. Raises the decoder's own error if nothing came of it."""
        self._side, self._most = side, most
        self._image, self.complaints = decode_first(source, pillow_format, side)
        self.count: int | None = 1
        self.clock: Clock | None = None
        self._there = 1
        if not self.complaints and getattr(self._image, "is_animated", False):
            what = "The number of its pictures"
            self.count = attempt(self.complaints, what, count_pictures, self._image)
            self._there = self.count or 1
        if self._there > 1:
            from media_tools.children.picture_clocks import clock_of  # few files need it

            data = source.getvalue() if isinstance(source, io.BytesIO) else source.read_bytes()
            self.clock = clock_of(data, pillow_format)
        self.first = self._image.tell() if self._there > 1 else 0
        self.complaints += said_of_colours(self._image)
        self.decoded = 0

    @property
    def is_whole(self) -> bool:
        """Whether every picture of the animation was decoded."""
        return self.decoded == self.count

    def pictures(self, turn: int | None) -> Iterator[Picture]:
        """Each picture in order; of pages only those that are wanted are decoded."""
        give_up_at = time.process_time() + WALK_LIMIT_S
        most = min(self._most, self._there)
        wanted = {self.first, *(number * self._there // most for number in range(most))}
        for number in range(self._there) if self.clock else sorted(wanted):
            if self.decoded == MOST_DECODED or time.process_time() > give_up_at:
                self.complaints.append(
                    f"It holds {self._there:,} pictures; there was time for {self.decoded:,}."
                )
                return
            if number != self._image.tell() and not self._go_to(number):
                return
            pixels, profile = shown(self._image, self._side, turn, self.complaints)
            self.decoded += 1
            is_first = number == self.first
            yield Picture(self._pts(number), pixels, profile, number in wanted, is_first)

    def _go_to(self, number: int) -> bool:
        image = self._image
        try:
            image.seek(number)
            if image.width * image.height > MAX_IMAGE_PIXELS:
                raise Image.DecompressionBombError("it claims more pixels than any camera takes")
            decode(image, self._side)
        except Exception as error:  # noqa: BLE001 - hostile bytes raise anything; it is told
            self.complaints.append(
                f"Picture {number + 1:,} of {self._there:,} cannot be decoded, and what lies "
                f"behind it is not shown: {words_of(error)}."
            )
            return False
        return True

    def _pts(self, number: int) -> int:
        if self.clock is None:
            return number
        if number < self.clock.has_cover:
            return COVER
        return self.clock.starts[min(number - self.clock.has_cover, len(self.clock.starts) - 1)]
