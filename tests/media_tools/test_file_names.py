"""What a file's name hints at: by whose habit, of what, on which clock."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_tools.embedded.collected import Collected
from media_tools.embedded.contradictions import contradictions
from media_tools.embedded.exif_tags import understand_exif
from media_tools.embedded.exif_values import ExifTag
from media_tools.embedded.file_names import HABITS, understand_file_name
from media_tools.findings import Meaning, Reading

LOCAL = ("2023-05-14T08:15:30Z", "2023-05-15T10:15:30.999999Z")
LOCAL_MS = ("2023-05-14T08:15:30.123000Z", "2023-05-15T10:15:30.123999Z")
DAY = ("2023-05-13T10:00:00Z", "2023-05-15T11:59:59.999999Z")
UTC = ("2023-05-14T22:15:30Z", "2023-05-14T22:15:30.999999Z")
UTC_MS = ("2023-05-14T22:15:30.123000Z", "2023-05-14T22:15:30.123999Z")


def hints(name: str) -> list[Reading]:
    into = Collected()
    understand_file_name(name, into)
    found = into.findings()
    assert not found.warnings
    return found.readings


def hint(name: str) -> Any:
    (reading,) = hints(name)
    assert reading.meaning is Meaning.NAMED
    return reading.value


@pytest.mark.parametrize(
    ("name", "pattern", "of", "zone", "ends"),
    [
        ("IMG_20230514_221530.jpg", "phone camera", "made", "unknown", LOCAL),
        ("VID_20230514_221530_123.mp4", "phone camera", "made", "unknown", LOCAL),
        ("BURST20230514221530123.jpg", "phone camera", "made", "unknown", LOCAL_MS),
        ("IMG20230514221530(1).jpg", "phone camera", "made", "unknown", LOCAL),
        ("PXL_20230514_221530123.MP.jpg", "Pixel camera", "made", "utc_by_standard", UTC_MS),
        ("IMG-20230514-WA0001.jpg", "WhatsApp on a phone", "saved", "unknown", DAY),
        (
            *("WhatsApp Image 2023-05-14 at 10.15.30 PM (1).jpeg", "WhatsApp on a computer"),
            *("saved", "unknown", LOCAL),
        ),
        ("photo_2023-05-14_22-15-30.jpg", "Telegram", "saved", "unknown", LOCAL),
        ("video_7@14-05-2023_22-15-30.mp4", "Telegram export", "saved", "unknown", LOCAL),
        ("signal-2023-05-14-22-15-30-123.jpg", "Signal", "saved", "unknown", LOCAL_MS),
        ("signal-2023-05-14-221530.jpg", "Signal", "saved", "unknown", LOCAL),
        ("viber_image_2023-05-14_22-15-30-123.jpg", "Viber", "saved", "unknown", LOCAL_MS),
        ("FB_IMG_1684102530123.jpg", "Facebook", "saved", "utc_by_standard", UTC_MS),
        ("wx_camera_1684102530123.mp4", "WeChat camera", "made", "utc_by_standard", UTC_MS),
        ("mmexport1684102530123.jpg", "WeChat export", "saved", "utc_by_standard", UTC_MS),
        (
            *("1684102530123.jpg", "milliseconds since 1970", "saved", "utc_by_standard"),
            UTC_MS,
        ),
        (
            *("Screenshot_20230514-221530_Telegram.png", "screenshot or screen recording"),
            *("made", "unknown", LOCAL),
        ),
        (
            *("Screenshot 2023-05-14 at 10.15.30\u202fPM.png", "screenshot or screen recording"),
            *("made", "unknown", LOCAL),
        ),
        (
            *("GMT20230514-221530_Recording_1920x1080.mp4", "Zoom in the cloud"),
            *("made", "utc_by_standard", UTC),
        ),
        ("DJI_20230514221530_0001_D.MP4", "DJI", "made", "unknown", LOCAL),
        (
            *("dji_fly_20230514_221530_1_1684200000000_video.mp4", "DJI's app"),
            *("made", "unknown", LOCAL),
        ),
        (
            *("RPReplay_Final1684102530.MP4", "iPhone's screen recording"),
            *("made", "utc_by_standard", UTC),
        ),
        ("WIN_20230514_22_15_30_Pro.mp4", "Windows camera", "made", "unknown", LOCAL),
        ("FILE230514-221530F.MP4", "dash camera", "made", "unknown", LOCAL),
        ("NO20230514-221530-000001F.MP4", "dash camera", "made", "unknown", LOCAL),
        ("WP_20230514_001.jpg", "Windows Phone", "made", "unknown", DAY),
        ("Photo 14-05-2023, 22 15 30.jpg", "Apple's sharing", "saved", "unknown", LOCAL),
        ("20230514_221530_NF.mp4", "a date and a time of day", "saved", "unknown", LOCAL),
        ("2023_0514_221530_001A.MP4", "a date and a time of day", "saved", "unknown", LOCAL),
        (
            *("NVR_ch1_main_20230514221530_20230514231530.mp4", "a date and a time of day"),
            *("saved", "unknown", LOCAL),
        ),
    ],
)
def test_a_name_says_what_its_programs_habit_says(
    name: str, pattern: str, of: str, zone: str, ends: tuple[str, str]
) -> None:
    value = hint(name)
    assert (value["pattern"], value["of"], value["zone"]) == (pattern, of, zone)
    assert (value["earliest"], value["latest"]) == ends


@pytest.mark.parametrize(
    "name",
    [
        *("", "IMG_1234.HEIC", "GX010001.MP4", "DJI_0001.MP4", "received_123456789012345.jpeg"),
        *("IMG_20231314_221530.jpg", "IMG_20230514_991530.jpg", "Kherson 20230514.mp4"),
        *("12345678901234.mp4", "Snapchat-1234567890.jpg"),
    ],
)
def test_a_name_without_a_date_hints_at_nothing(name: str) -> None:
    assert hints(name) == []


def test_a_hint_keeps_the_whole_name_and_shows_what_hides_in_it() -> None:
    (reading,) = hints("IMG_20230514_221530\u202egpj.exe")
    assert reading.text == "IMG_20230514_221530[U+202E]gpj.exe"


@given(st.text(max_size=300) | st.from_regex(HABITS[-1].form, fullmatch=True))
def test_any_name_is_a_hint_or_none(name: str) -> None:
    for reading in hints(name):
        assert reading.meaning is Meaning.NAMED


def told(name: str, taken: str) -> list[str]:
    into = Collected()
    understand_exif({"EXIF DateTimeOriginal": ExifTag(taken)}, "ExifRead", into)
    understand_file_name(name, into)
    return contradictions(into.findings().readings, 0)


def test_a_name_days_off_the_date_inside_is_told() -> None:
    (warning,) = told("IMG_20230514_221530.jpg", "2023:05:18 22:15:30")
    assert "IMG_20230514_221530" in warning
    assert "only hints" in warning


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("IMG_20230514_221530.jpg", "2023:05:15 09:00:00"),
        # A messenger names when it was sent, which may be years later.
        ("IMG-20230514-WA0001.jpg", "2019:01:01 12:00:00"),
    ],
)
def test_a_name_that_may_agree_is_not_told(name: str, taken: str) -> None:
    assert told(name, taken) == []


def test_what_was_sent_before_it_was_taken_is_told() -> None:
    assert len(told("IMG-20230514-WA0001.jpg", "2023:05:20 12:00:00")) == 1
