"""A second reader beside the first: what it adds, where the two part, and doing without it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from media_tools.embedded.second_opinion import disagreements
from media_tools.findings import JSON, Findings, Meaning, Reading
from media_tools.step import Job
from media_tools.steps.second_reader import STEP
from media_tools.tools import ToolMissing, tool_path, tool_version
from tests.media_tools.golden import golden
from tests.media_tools.making import as_media, jpeg_bytes

Take = Callable[[str], None]


@pytest.fixture
def exiftool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Take]:
    """Takes another program for exiftool, for as long as the test runs."""

    def take(program: str) -> None:
        monkeypatch.setenv("EXIFTOOL_BINARY", program)
        tool_path.cache_clear()
        tool_version.cache_clear()

    yield take
    monkeypatch.undo()
    tool_path.cache_clear()
    tool_version.cache_clear()


def photo(tmp_path: Path) -> Path:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Pear", "pPhone 9", 6
    exif.get_ifd(0x8769)[0x9003] = "2023:05:03 02:27:11"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (46.0, 38.0, 12.5), "W", (32.0, 36.0, 30.0)
    path = tmp_path / "upload"
    path.write_bytes(jpeg_bytes(exif))
    return path


def standing_in(tmp_path: Path, version: str, answer: str) -> str:
    """A program that says of every file what it is told to: only for what no real one does."""
    program = tmp_path / "stand-in"
    program.write_text(
        f"#!/bin/sh\n[ \"$1\" = -ver ] && echo {version} && exit\ncat <<'END'\n{answer}\nEND\n"
    )
    program.chmod(0o755)
    return str(program)


def second(tmp_path: Path, first: Findings | None = None) -> Findings:
    folder = tmp_path / "work"
    folder.mkdir(exist_ok=True)
    upstream = {"exif": first} if first else {}
    return STEP.run(Job(as_media(photo(tmp_path)), folder, upstream=upstream))


def reading(meaning: Meaning, value: JSON, text: str = "x", tag: str = "EXIF Tag") -> Reading:
    return Reading(tag, text, "ExifRead 3", meaning, value)


def clock(text: str) -> Reading:
    value: JSON = {"text": text}
    return reading(Meaning.CAPTURED, value, text, "EXIF DateTimeOriginal")


def told(first: list[Reading], tags: dict[str, str], mime: str = "image/jpeg") -> list[str]:
    return list(disagreements(first, tags, mime=mime, second="exiftool 12.57"))


def test_two_readers_of_one_picture_agree_or_the_second_is_not_there(tmp_path: Path) -> None:
    first = Findings(
        readings=[
            clock("2023:05:03 02:27:11"),
            reading(Meaning.POSITION, {"latitude": 46.636806, "longitude": -32.608333}),
            reading(Meaning.MAKE, "Pear"),
            reading(Meaning.MODEL, "pPhone 9"),
            reading(Meaning.WIDTH, 32),
            reading(Meaning.HEIGHT, 24),
            reading(Meaning.ROTATION, {"degrees_clockwise": 90, "mirrored": False}),
        ]
    )
    found = second(tmp_path, first)
    assert found.warnings == []
    assert all(one.meaning is None for one in found.readings)
    try:
        version = tool_version("exiftool")
    except ToolMissing as missing:
        assert found.made_with == [{"not_done": str(missing)}]
        return
    texts = {one.tag: one.text for one in found.readings}
    assert texts["IFD0:Model"] == "pPhone 9"
    assert texts["ExifIFD:DateTimeOriginal"] == "2023:05:03 02:27:11"
    assert {one.tool for one in found.readings} == {version}
    assert str(tmp_path) not in str((found.readings, found.made_with))


def test_a_first_reader_that_erred_is_found_out_where_there_is_a_second(tmp_path: Path) -> None:
    first = Findings(readings=[clock("2021:01:01 00:00:00"), reading(Meaning.MAKE, "Peach")])
    found = second(tmp_path, first)
    try:
        version = tool_version("exiftool")
    except ToolMissing:
        assert found.warnings == []
        return
    assert found.warnings == [
        "The readers disagree on the date: ExifRead 3 says EXIF DateTimeOriginal “2021:01:01 "
        f"00:00:00”, {version} says ExifIFD:DateTimeOriginal “2023:05:03 02:27:11”.",
        f"{version} reads a position that the first reader does not: GPS:GPSLatitude "
        "“46.6368055555556 -32.6083333333333”.",
        "The readers disagree on the make: ExifRead 3 says EXIF Tag “x”, "
        f"{version} says IFD0:Make “Pear”.",
        f"{version} reads a model that the first reader does not: IFD0:Model “pPhone 9”.",
    ]


def test_where_the_first_reader_came_to_no_end_nothing_is_held_against_it(tmp_path: Path) -> None:
    assert second(tmp_path).warnings == []


def test_without_exiftool_the_step_ends_well_and_says_so(tmp_path: Path, exiftool: Take) -> None:
    exiftool("no-such-program-anywhere")
    found = second(tmp_path)
    assert (found.readings, found.warnings) == ([], [])
    assert "no such program can be run" in str(found.made_with)


def test_an_exiftool_that_would_run_code_in_files_is_not_used(
    tmp_path: Path, exiftool: Take
) -> None:
    exiftool(standing_in(tmp_path, "11.88", '[{"IFD0:Make": "Pear"}]'))
    found = second(tmp_path)
    assert found.readings == []
    assert "exiftool 11.88 is not used" in str(found.made_with)


@pytest.mark.parametrize("answer", ["", "Segmentation fault", "[]", "{}", "[7]", '[{"a": '])
def test_an_answer_that_is_rubbish_is_told_and_harms_nothing(
    tmp_path: Path, exiftool: Take, answer: str
) -> None:
    exiftool(standing_in(tmp_path, "12.57", answer))
    found = second(tmp_path)
    assert found.readings == []
    assert found.warnings == ["exiftool 12.57 read nothing. It gave no answer that can be read."]


def test_numbers_stay_as_written_and_hidden_characters_are_shown(
    tmp_path: Path, exiftool: Take
) -> None:
    answer = r'[{"XMP:A": 1.10, "XMP:B": "\u202egpj", "XMP:C": {"D": [1, "x"]}}]'
    exiftool(standing_in(tmp_path, "12.57", answer))
    texts = {one.tag: one.text for one in second(tmp_path).readings}
    assert texts == {"XMP:A": "1.10", "XMP:B": "[U+202E]gpj", "XMP:C": '{"D": ["1", "x"]}'}


def test_more_tags_than_are_kept_are_counted(tmp_path: Path, exiftool: Take) -> None:
    many = ", ".join(f'"A:B{number}": 1' for number in range(2100))
    exiftool(standing_in(tmp_path, "12.57", "[{" + many + "}]"))
    found = second(tmp_path)
    assert len(found.readings) == 2000
    assert found.warnings == ["There are 100 more tags than are kept."]


@pytest.mark.parametrize(
    ("ours", "tags", "agree"),
    [
        ("2023:05:03 02:27:11", {"ExifIFD:DateTimeOriginal": "2023:05:03 02:27:11"}, True),
        ("2023-05-03T02:27:11Z", {"QuickTime:CreateDate": "2023:05:03 02:27:11"}, True),
        ("2023:05:03 02:27", {"XMP:CreateDate": "2023:05:03 02:27:11+03:00"}, True),
        ("2023:05:03 02:27:12", {"ExifIFD:DateTimeOriginal": "2023:05:03 02:27:11"}, False),
        ("2023:05:03 02:27:11", {"System:FileName": "x"}, True),
    ],
)
def test_dates_agree_by_the_face_of_the_clock(ours: str, tags: dict[str, str], agree: bool) -> None:
    assert bool(told([clock(ours)], tags)) is not agree


def test_a_date_that_only_the_first_reader_knows_is_no_disagreement() -> None:
    first = [clock("2016:05:31 17:01:35"), clock("2025:08:14 13:06:12")]
    assert told(first, {"Matroska:DateTimeOriginal": "2025:08:14 13:06:12Z"}) == []


@pytest.mark.parametrize("value", ["0000:00:00 00:00:00", "1904:01:01 00:00:00"])
def test_a_clock_that_was_never_set_is_no_second_date(value: str) -> None:
    assert told([], {"QuickTime:CreateDate": value}) == []


def test_a_position_is_signed_by_its_reference_and_zero_is_none() -> None:
    here = reading(Meaning.POSITION, {"latitude": -46.6, "longitude": 32.6})
    south = {"GPS:GPSLatitude": "46.6", "GPS:GPSLatitudeRef": "S", "GPS:GPSLongitude": "32.6"}
    assert told([here], south) == []
    north = south | {"GPS:GPSLatitudeRef": "N"}
    assert "says GPS:GPSLatitude “46.6 32.6”" in told([here], north)[0]
    assert told([here], {"Keys:GPSCoordinates": "-46.6 32.6 20"}) == []
    assert told([], {"GPS:GPSLatitude": "0", "GPS:GPSLongitude": "0"}) == []


def test_sizes_of_thumbnails_are_not_the_pictures() -> None:
    width = reading(Meaning.WIDTH, 4032)
    tags = {"IFD1:ImageWidth": "160", "File:ImageWidth": "4032"}
    assert told([width], tags) == []
    assert len(told([width], tags | {"File:ImageWidth": "4000"})) == 1


def test_durations_agree_within_a_tenth_of_a_second() -> None:
    length = reading(Meaning.DURATION, 4.0)
    assert told([length], {"QuickTime:Duration": "4.09"}, "video/mp4") == []
    assert len(told([length], {"QuickTime:Duration": "5.2"}, "video/mp4")) == 1
    assert told([length], {"M2TS:Duration": "5.2"}, "video/mp2t") == []
    assert told([length], {"Composite:Duration": "5.2"}, "audio/mpeg") == []


def test_turns_agree_in_exif_and_in_degrees() -> None:
    turn = reading(Meaning.ROTATION, {"degrees_clockwise": 90, "mirrored": False})
    assert told([turn], {"IFD0:Orientation": "6"}) == []
    assert len(told([turn], {"IFD0:Orientation": "8"})) == 1
    assert told([turn], {"IFD0:Orientation": "8"}, "image/heic") == []
    assert told([turn], {"Composite:Rotation": "90"}, "video/mp4") == []
    assert len(told([turn], {"Composite:Rotation": "270"}, "video/mp4")) == 1


@golden("second_reader", 2)
def test_the_golden_answer_reads_as_it_did(tmp_path: Path, exiftool: Take) -> None:
    answer = '[{"SourceFile": "x", "ExifTool:ExifToolVersion": 12.57, "IFD0:Make": "Pear"}]'
    exiftool(standing_in(tmp_path, "12.57", answer))
    assert second(tmp_path).readings == [Reading("IFD0:Make", "Pear", "exiftool 12.57")]
