"""What is told where two things that a file says cannot both be."""

import pytest

from media_tools.embedded.collected import Collected
from media_tools.embedded.contradictions import contradictions
from media_tools.embedded.exif_tags import understand_exif
from media_tools.embedded.exif_values import ExifTag
from media_tools.embedded.xmp import understand_xmp
from tests.media_tools.understanding import POSITION, of_container, of_exif


def test_a_receiver_a_day_off_the_camera_is_a_contradiction() -> None:
    found = of_exif(
        {
            "EXIF DateTimeOriginal": ExifTag("2008:10:22 16:28:39"),
            "GPS GPSDate": ExifTag("2008:10:23"),
            "GPS GPSTimeStamp": ExifTag("[14, 27, 7]", [14, 27, 7]),
        }
    )
    told = contradictions(found.readings, 0)
    assert len(told) == 1
    assert "2008:10:22 16:28:39" in told[0]
    assert "2008:10:23 14:27:07" in told[0]


def test_a_receiver_some_hours_off_is_only_another_time_zone() -> None:
    found = of_exif(
        {
            "EXIF DateTimeOriginal": ExifTag("2018:04:28 21:23:12"),
            "GPS GPSDate": ExifTag("2018:04:29"),
            "GPS GPSTimeStamp": ExifTag("[1, 22, 57]", [1, 22, 57]),
        }
    )
    assert contradictions(found.readings, 0) == []


def test_dates_that_agree_with_the_best_and_not_with_each_other_are_told() -> None:
    into = Collected()
    # The camera's clock without a zone may be either; a program took it for UTC.
    tags = {
        "EXIF DateTimeOriginal": ExifTag("2023:05:03 02:27:01"),
        "GPS GPSDate": ExifTag("2023:05:02"),
        "GPS GPSTimeStamp": ExifTag("[23, 27, 0]", [23, 27, 0]),
    }
    understand_exif(tags, "ExifRead", into)
    assert contradictions(into.findings().readings, 0) == []
    understand_xmp({"photoshop:DateCreated": "2023-05-03T02:27:01Z"}, "Pillow", into)
    (told,) = contradictions(into.findings().readings, 0)
    assert "GPS GPSDate, GPSTimeStamp says “2023:05:02 23:27:00”, XMP photoshop:DateCreated" in told
    assert "at least 3 hours" in told


@pytest.mark.parametrize(("written", "told"), [("08:25:57", 0), ("09:25:57", 0), ("08:48:30", 1)])
def test_header_times_minutes_off_the_stated_date_are_told(written: str, told: int) -> None:
    found = of_container(
        com__apple__quicktime__creationdate="2019-07-24T09:25:40+0100",
        creation_time=f"2019-07-24T{written}.000000Z",
    )
    assert len(contradictions(found.readings, 4.0)) == told


def test_a_scan_made_years_after_the_picture_is_no_contradiction() -> None:
    found = of_exif(
        {
            "EXIF DateTimeOriginal": ExifTag("1987:10:22 16:28:39"),
            "EXIF DateTimeDigitized": ExifTag("2008:10:22 16:28:39"),
        }
    )
    assert contradictions(found.readings, 0) == []


def test_a_change_before_the_taking_is_a_contradiction() -> None:
    found = of_exif(
        {
            "EXIF DateTimeOriginal": ExifTag("2013:01:20 18:54:08"),
            "Image DateTime": ExifTag("2011:01:20 18:54:08"),
        }
    )
    assert "changed before it was taken" in contradictions(found.readings, 0)[0]


def test_positions_far_apart_are_a_contradiction() -> None:
    into = Collected()
    understand_exif(POSITION, "ExifRead", into)
    understand_xmp({"exif:GPSLatitude": "49,0.0N", "exif:GPSLongitude": "2,17.7W"}, "Pillow", into)
    assert "16.6 km apart" in contradictions(into.findings().readings, 0)[0]
