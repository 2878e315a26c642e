"""Each file carries the metadata that the story needs, read by independent tools."""

from dataclasses import replace
from pathlib import Path

import exifread
import numpy as np
import pytest

from catalog.demo.exhibits import (
    DAYLIGHT_FILE,
    HARBOUR_FIRST_FILE,
    HARBOUR_SECOND_FILE,
    PHONE_FILE,
    REPOST_FILE,
    STILL_FILE,
)
from catalog.demo.films import write_film
from catalog.demo.scene import frames
from catalog.demo.truth import PHONE, REPOST
from tests.catalog.demo.media import luma, probed


def test_the_phone_clip_says_when_where_and_with_what(demo_files: dict[str, Path]) -> None:
    shown = probed(demo_files[PHONE_FILE])
    tags = shown["format"]["tags"]
    assert tags["creation_time"].startswith("2023-05-02T23:26:59")
    assert tags["com.apple.quicktime.creationdate"] == "2023-05-03T02:26:59+0300"
    assert tags["com.apple.quicktime.location.ISO6709"] == "+55.29053+044.01171+084.000/"
    assert tags["com.apple.quicktime.make"] == "Halden"
    video, audio = shown["streams"]
    assert (video["width"], video["height"]) == (PHONE.camera.width, PHONE.camera.height)
    assert video["r_frame_rate"] == "30000/1001"
    assert [abs(data["rotation"]) for data in video["side_data_list"]] == [180]
    assert audio["codec_name"] == "aac"


def test_the_phone_clip_is_stored_upside_down_and_shown_upright(
    demo_files: dict[str, Path],
) -> None:
    camera = PHONE.camera
    shown = luma(demo_files[PHONE_FILE], camera.width, camera.height, frames=1)[0]
    rendered = next(frames(PHONE)).mean(axis=2)
    likeness = np.corrcoef(shown.ravel(), rendered.ravel())[0, 1]
    assert likeness > 0.9


@pytest.mark.parametrize(
    ("name", "stamped"),
    [
        # The recorder is 47 s fast and writes its local time, three hours ahead, as UTC.
        (HARBOUR_FIRST_FILE, "2023-05-03T02:27:42"),
        (HARBOUR_SECOND_FILE, "2023-05-03T02:43:44"),
        (DAYLIGHT_FILE, "2021-09-14T09:12:04"),
    ],
)
def test_a_clip_carries_its_devices_clock(
    demo_files: dict[str, Path], name: str, stamped: str
) -> None:
    assert probed(demo_files[name])["format"]["tags"]["creation_time"].startswith(stamped)


def test_the_repost_is_smaller_and_has_lost_its_metadata(demo_files: dict[str, Path]) -> None:
    shown = probed(demo_files[REPOST_FILE])
    said = {key.lower() for key in shown["format"]["tags"]}
    assert not {key for key in said if "creation" in key or "location" in key or "make" in key}
    video = shown["streams"][0]
    assert (video["width"], video["height"]) == (REPOST.width, REPOST.height)
    assert "side_data_list" not in video
    assert demo_files[REPOST_FILE].stat().st_size < demo_files[PHONE_FILE].stat().st_size / 2


def test_the_still_says_when_where_and_which_way(demo_files: dict[str, Path]) -> None:
    with demo_files[STILL_FILE].open("rb") as file:
        tags = {key: str(value) for key, value in exifread.process_file(file).items()}
    assert tags["EXIF DateTimeOriginal"] == "2023:05:03 02:43:06"
    assert tags["EXIF OffsetTimeOriginal"] == "+03:00"
    assert tags["EXIF SubSecTimeOriginal"] == "25"
    assert tags["GPS GPSLatitude"] == "[55, 18, 199/25]"
    assert tags["GPS GPSLongitude"] == "[44, 0, 1879/50]"
    assert (tags["GPS GPSImgDirectionRef"], tags["GPS GPSImgDirection"]) == ("T", "1109/10")
    assert (tags["GPS GPSDate"], tags["GPS GPSTimeStamp"]) == ("2023:05:02", "[23, 43, 5]")


def test_all_files_together_stay_small(demo_files: dict[str, Path]) -> None:
    assert sum(file.stat().st_size for file in demo_files.values()) < 15_000_000


def test_the_same_film_comes_out_with_the_same_bytes(tmp_path: Path) -> None:
    short = replace(PHONE, duration_s=0.4, camera=PHONE.camera.finer(0.25))
    for name in ("one.mov", "two.mov"):
        write_film(short, tmp_path / name, tags={}, handler="H", upside_down=True)
    assert (tmp_path / "one.mov").read_bytes() == (tmp_path / "two.mov").read_bytes()
