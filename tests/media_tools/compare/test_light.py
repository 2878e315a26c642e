"""What the light in pictures with a known light is taken for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from media_tools.compare.sky.light import LightSeen, Seen, kept_numbers, light_numbers, light_seen
from media_tools.findings import Findings
from media_tools.step import Job, all_steps
from tests.media_tools.compare import scenes
from tests.media_tools.compare.scenes import Picture, luma_of, stills_of
from tests.media_tools.golden import golden
from tests.media_tools.making import as_media
from tests.media_tools.running import findings_of


def _seen(*pictures: Picture) -> LightSeen:
    return light_seen(light_numbers(luma_of(*pictures), stills_of(*pictures)))


def test_a_blue_sky_over_fields_is_daylight() -> None:
    seen = _seen(*[scenes.open_air_by_day()] * 4)
    assert seen.seen is Seen.DAY_LIKE
    assert seen.reason.startswith("4 of 4 stills show a bright blue sky, and the median brightness")


def test_a_dark_town_with_lamps_is_night() -> None:
    assert _seen(*[scenes.town_at_night()] * 4).seen is Seen.NIGHT_LIKE


def test_bursts_of_light_do_not_make_a_night_a_day() -> None:
    night, burst = scenes.town_at_night(), scenes.town_at_night(lit_by_burst=True)
    assert _seen(night, burst, night, burst, night).seen is Seen.NIGHT_LIKE


@pytest.mark.parametrize(
    "scene",
    [
        scenes.overcast,
        scenes.lit_office,
        scenes.warm_living_room,
        scenes.infrared_camera,
        scenes.covered_lens,
        scenes.dark_screenshot,
        scenes.blue_card,
    ],
)
def test_what_could_be_day_or_night_cannot_be_told(scene: Callable[[], Picture]) -> None:
    assert _seen(scene()).seen is Seen.CANNOT_TELL


def test_a_film_cut_together_of_day_and_night_cannot_be_told() -> None:
    day, night = scenes.open_air_by_day(), scenes.town_at_night()
    assert _seen(day, day, day, day, night).seen is Seen.CANNOT_TELL
    assert _seen(night, night, night, night, day).seen is Seen.CANNOT_TELL


def test_daylight_without_its_colours_cannot_be_told() -> None:
    grey = scenes.open_air_by_day().mean(axis=2, keepdims=True).repeat(3, axis=2)
    assert _seen(grey.astype("u1")).seen is Seen.CANNOT_TELL


def test_the_step_measures_a_photograph(tmp_path: Path) -> None:
    for scene, by_day, at_night in (
        (scenes.open_air_by_day(), 1, 0),
        (scenes.town_at_night(), 0, 1),
        (scenes.lit_office(), 0, 0),
    ):
        file = tmp_path / "photograph.jpg"
        large = Image.fromarray(scene).resize((640, 480), Image.Resampling.NEAREST)
        large.save(file, quality=90)
        found = findings_of("light", file)
        kept = kept_numbers({one.name: one.value for one in found.measurements})
        assert kept is not None
        assert (kept.stills, kept.day_like, kept.night_like) == (1, by_day, at_night)
        assert kept.median_luma == pytest.approx(scene.mean(), abs=6)


def test_the_step_says_so_where_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    file = tmp_path / "photograph.jpg"
    Image.fromarray(scenes.lit_office()).save(file)
    job = Job(as_media(file), tmp_path, {"scan": Findings()})
    found = all_steps()["light"].run(job)
    assert found.measurements == []
    assert kept_numbers({}) is None
    assert found.warnings == ["The scan gave no pictures whose light could be measured."]


@golden("light", 1)
def test_the_golden_picture_gives_the_numbers_that_it_gave(tmp_path: Path) -> None:
    path = tmp_path / "day.png"
    Image.fromarray(scenes.open_air_by_day()).save(path)
    numbers = {one.name: one.value for one in findings_of("light", path).measurements}
    assert numbers == {
        "light_median_luma": pytest.approx(141.3, abs=0.1),
        "light_stills": 1,
        "light_stills_by_day": 1,
        "light_stills_at_night": 0,
    }
