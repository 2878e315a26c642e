"""The light of the demo's files, held against the night that is claimed for all of them."""

import shutil
from pathlib import Path

import pytest

from catalog.demo.exhibits import (
    DAYLIGHT_FILE,
    HARBOUR_FIRST_FILE,
    PHONE_FILE,
)
from catalog.demo.truth import FIRST, SILO
from media_tools.compare.sky.check import check_light
from media_tools.compare.sky.light import LightSeen, Seen, kept_numbers, light_seen
from media_tools.compare.verdicts import Verdict
from media_tools.places import Place
from media_tools.times import TimeInterval
from tests.media_tools.running import findings_of

TOWN = Place(55.300, 44.020, 1000)
CLAIMED = TimeInterval(FIRST.time, FIRST.time)


def _light_of(file: Path, folder: Path) -> LightSeen:
    """Worked out in a folder of its own, so that the shared files stay alone."""
    found = findings_of("light", Path(shutil.copy(file, folder)))
    numbers = kept_numbers({one.name: one.value for one in found.measurements})
    assert numbers is not None
    return light_seen(numbers)


def test_the_old_daylight_clip_cannot_be_of_the_claimed_night(
    demo_files: dict[str, Path], tmp_path: Path
) -> None:
    light = _light_of(demo_files[DAYLIGHT_FILE], tmp_path)
    assert light.seen is Seen.DAY_LIKE
    false = check_light(CLAIMED, TOWN, light)
    assert false.verdict is Verdict.IMPOSSIBLE
    assert false.sentence.startswith(
        "At the claimed time and place the sun stood 12.7 to 12.8 degrees below the horizon; "
        "the clip shows daylight. The claim cannot be right. By the sun daylight is possible there "
        "until 2023-05-02 17:"
    )
    assert check_light(TimeInterval(SILO.time, SILO.time), TOWN, light).verdict is Verdict.FITS


@pytest.mark.parametrize(
    ("name", "verdict"),
    [(HARBOUR_FIRST_FILE, Verdict.FITS), (PHONE_FILE, Verdict.CANNOT_TELL)],
)
def test_nothing_is_held_against_the_honest_clips(
    name: str, verdict: Verdict, demo_files: dict[str, Path], tmp_path: Path
) -> None:
    checked = check_light(CLAIMED, TOWN, _light_of(demo_files[name], tmp_path))
    assert checked.verdict is verdict
