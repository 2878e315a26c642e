"""Texts in which numbers belong, written by somebody who wants the reader to break or hang."""

import json

from hypothesis import given
from hypothesis import strategies as st

from media_tools.embedded.collected import Collected
from media_tools.embedded.container_tags import understand_container
from media_tools.embedded.contradictions import contradictions
from media_tools.embedded.picture_texts import understand_iptc, understand_text
from media_tools.embedded.xmp import understand_xmp
from media_tools.findings import Meaning, Reading

XMP_NAMES = (
    *("exif:GPSLatitude", "exif:GPSLongitude", "exif:GPSAltitude", "exif:GPSAltitudeRef"),
    *("exif:GPSImgDirection", "exif:GPSImgDirectionRef", "exif:GPSTimeStamp"),
    *("exif:DateTimeOriginal", "xmp:CreateDate", "xmp:ModifyDate", "GPano:ProjectionType"),
    *("GPano:PoseHeadingDegrees", "GPano:CroppedAreaImageWidthPixels"),
    "GPano:FullPanoWidthPixels",
)
CONTAINER_NAMES = (
    *("creation_time", "date", "com.apple.quicktime.creationdate", "location", "loci", "IDIT"),
    *("com.apple.quicktime.location.ISO6709", "com.apple.quicktime.location.accuracy.horizontal"),
)
# More digits than Python turns into a number, more than a float holds, powers without end.
digits = st.sampled_from(["0", "1", "59", "9" * 40, "9" * 400, "9" * 5000, "²", "٣", "nan", "inf"])
numbers = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "+", "-"]),
        digits,
        st.sampled_from(["", ".", "/", ",", "e", ":", "e-"]),
        digits,
        st.sampled_from(["", "N", "E", "Z", "/", "e999999999", "+020.0/", ",1N", "\0", "\u202e"]),
    ),
)
dates = st.builds("{0:04}-{1:02}-{2:02}T{3:02}:{4:02}:{5:02}{6}".format, *[
    st.integers(0, top) for top in (9999, 13, 32, 25, 61, 61)
], st.sampled_from(["", "Z", "+14:00", "-12:00", "+99:99", ".5", "\0", "+14:00\0"]))  # fmt: skip
texts = numbers | dates | st.text(max_size=40)


def assert_can_be_kept(into: Collected) -> None:
    """What was found can be written down, shown and held against itself."""
    found = into.findings()
    for reading in found.readings:
        json.dumps(reading.value, allow_nan=False)
        if reading.meaning in (Meaning.CAPTURED, Meaning.MODIFIED):
            assert isinstance(reading.value, dict)
            assert str(reading.value["text"]).isprintable()
    assert isinstance(contradictions(found.readings, 0), list)


@given(st.dictionaries(st.sampled_from(XMP_NAMES), texts, min_size=1))
def test_any_numbers_in_xmp_are_understood_or_told(properties: dict[str, str]) -> None:
    into = Collected()
    understand_xmp(properties, "Pillow", into)
    assert_can_be_kept(into)


@given(st.dictionaries(st.sampled_from(CONTAINER_NAMES), texts, min_size=1))
def test_any_numbers_in_a_container_are_understood_or_told(tags: dict[str, str]) -> None:
    into = Collected()
    understand_container(
        [Reading(f"format:tags:{name}", text, "ffprobe") for name, text in tags.items()], into
    )
    assert_can_be_kept(into)


@given(
    st.dictionaries(st.sampled_from(["2:55", "2:60", "2:62", "2:63"]), texts),
    st.dictionaries(st.sampled_from(["Creation Time", "date:modify"]), texts),
)
def test_any_numbers_in_the_texts_of_a_picture_are_understood_or_told(
    records: dict[str, str], words: dict[str, str]
) -> None:
    into = Collected()
    raw = {n: text.encode("utf-8", "surrogatepass").hex() for n, text in records.items()}
    understand_iptc(raw, "Pillow", into)
    understand_text(words, "Pillow", into)
    assert_can_be_kept(into)


def test_a_power_without_end_is_told_at_once() -> None:
    into = Collected()
    understand_xmp({"exif:GPSImgDirection": "1e999999999"}, "Pillow", into)
    (warning,) = into.findings().warnings
    assert warning.startswith("XMP exif:GPSImgDirection holds “1e999999999”. It is not a number")
