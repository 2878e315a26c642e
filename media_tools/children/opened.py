"""What Pillow says of a picture that it has opened and not decoded."""

import signal

from PIL import ExifTags, Image

# Of the processor: a busy machine does not make a file of many pictures one.
COUNT_LIMIT_S = 10


def count_pictures(image: Image.Image) -> int:
    """How many pictures the file holds. Raises ``TimeoutError`` where that takes too long."""

    def give_up(number: int, frame: object) -> None:
        del number, frame
        raise TimeoutError("there are too many to count")

    signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, COUNT_LIMIT_S)
    try:
        return int(getattr(image, "n_frames", 1))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def orientation_of(image: Image.Image) -> int | None:
    """The number by which EXIF says how to turn the picture."""
    number = image.getexif().get(ExifTags.Base.Orientation)
    return number if isinstance(number, int) else None
