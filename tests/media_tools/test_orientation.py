import io

import pytest
from PIL import Image, ImageOps

from media_tools.children.heif_boxes import primary_picture
from media_tools.orientation import UPRIGHT, Orientation, from_display_matrix, from_exif
from tests.media_tools.making import picture


def applied(image: Image.Image, orientation: Orientation) -> Image.Image:
    turned = image.rotate(-orientation.degrees_clockwise, expand=True)
    return ImageOps.mirror(turned) if orientation.mirrored else turned


@pytest.mark.parametrize("number", range(1, 9))
def test_each_exif_orientation_shows_what_pillow_shows(number: int) -> None:
    image = picture()
    image.getexif()[0x0112] = number
    orientation = from_exif(number)
    assert orientation is not None
    upright = ImageOps.exif_transpose(image)
    assert applied(picture(), orientation).tobytes() == upright.tobytes()
    assert orientation.exif == number


@pytest.mark.parametrize("number", [0, 9, -1])
def test_other_numbers_are_no_orientation(number: int) -> None:
    assert from_exif(number) is None


def test_a_further_turn_after_a_mirror_goes_the_right_way() -> None:
    image = picture()
    step_by_step = ImageOps.mirror(image).rotate(-90, expand=True)
    combined = UPRIGHT.mirrored_left_right().turned(90)
    assert applied(image, combined).tobytes() == step_by_step.tobytes()


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        ([65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30], UPRIGHT),
        ([0, 65536, 0, -65536, 0, 0, 48, 0, 1 << 30], Orientation(90)),
        ([-65536, 0, 0, 0, 65536, 0, 64, 0, 1 << 30], Orientation(0, True)),
        ([0, 65536, 0, 65536, 0, 0, 0, 0, 1 << 30], Orientation(90, True)),
        ([46341, 46341, 0, -46341, 46341, 0, 0, 0, 1 << 30], None),
        ([1, 2], None),
    ],
)
def test_a_display_matrix_is_read(matrix: list[int], expected: Orientation | None) -> None:
    assert from_display_matrix(matrix) == expected


@pytest.mark.parametrize("number", range(1, 9))
def test_an_avif_gives_its_stored_size_and_the_turn_in_its_boxes(number: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = number
    stream = io.BytesIO()
    picture(64, 48).save(stream, "AVIF", exif=exif)
    found = primary_picture(stream.getvalue())
    assert (found.width, found.height) == (64, 48)
    assert found.orientation.exif == number


@pytest.mark.parametrize("content", [b"", b"\0\0\0\x04meta", b"\0\0\0\x10meta\0\0\0\0\0\0\0\0"])
def test_boxes_that_do_not_fit_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        primary_picture(content)
