"""The rendered picture and sound agree with the positions and times in the truth."""

import math
from pathlib import Path

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from catalog.demo.exhibits import HARBOUR_FIRST_FILE, HARBOUR_SECOND_FILE, PHONE_FILE, REPOST_FILE
from catalog.demo.geometry import Camera, Point
from catalog.demo.scene import sway_px
from catalog.demo.truth import (
    FIRST,
    HARBOUR_FIRST,
    HARBOUR_SECOND,
    PHONE,
    REPOST,
    SECOND,
    STILL,
    Burst,
    Recording,
)
from tests.catalog.demo.media import luma, sound

RATE_HZ = 16_000
FILMED = [
    (HARBOUR_FIRST_FILE, HARBOUR_FIRST, FIRST),
    (HARBOUR_SECOND_FILE, HARBOUR_SECOND, SECOND),
    (PHONE_FILE, PHONE, FIRST),
]
filmed = pytest.mark.parametrize(
    ("name", "recording", "burst"), FILMED, ids=lambda it: str(it)[:14]
)


def _bearing_deg(camera: Camera, point: Point) -> float:
    here, there = camera.stands.place, point.place
    line = Geodesic.WGS84.Inverse(here.latitude, here.longitude, there.latitude, there.longitude)
    return float(line["azi1"]) % 360


@pytest.mark.parametrize("camera", [HARBOUR_FIRST.camera, PHONE.camera, STILL.camera])
@pytest.mark.parametrize("burst", [FIRST, SECOND])
def test_a_bursts_column_follows_from_its_geodesic_bearing(camera: Camera, burst: Burst) -> None:
    aside = math.radians(_bearing_deg(camera, burst.at) - camera.heading_deg)
    half_angle = math.radians(camera.field_of_view_deg) / 2
    expected = camera.width / 2 * (1 + math.tan(aside) / math.tan(half_angle))
    assert camera.pixel_of(burst.at)[0] == pytest.approx(expected, abs=0.1)


def test_the_second_burst_is_sixteen_minutes_after_the_first() -> None:
    assert (SECOND.time - FIRST.time).total_seconds() == 16 * 60
    assert f"{FIRST.time:%Y-%m-%dT%H:%M:%S.%f}" == "2023-05-02T23:27:04.100000"


@filmed
def test_the_light_comes_at_its_frame_and_column(
    demo_files: dict[str, Path], name: str, recording: Recording, burst: Burst
) -> None:
    camera = recording.camera
    pictures = luma(demo_files[name], camera.width, camera.height).astype(np.float32)
    assert len(pictures) == recording.frames
    means = pictures.mean(axis=(1, 2))
    lit = recording.first_lit_frame(burst)
    assert means[lit - 1] < means[lit - 10 : lit].mean() + 1
    assert means[lit] > means[lit - 1] + 10
    assert means[lit + 1] > means[lit - 1] + 40


@filmed
def test_the_light_is_brightest_in_the_column_of_its_bearing(
    demo_files: dict[str, Path], name: str, recording: Recording, burst: Burst
) -> None:
    camera, lit = recording.camera, recording.first_lit_frame(burst) + 1
    picture = luma(demo_files[name], camera.width, camera.height)[lit].astype(np.float32)
    right, down = sway_px(recording, float(lit / recording.rate))
    aside = math.radians(_bearing_deg(camera, burst.at) - camera.heading_deg)
    half_angle = math.radians(camera.field_of_view_deg) / 2
    expected = camera.width / 2 * (1 + math.tan(aside) / math.tan(half_angle)) + right
    # Only the sky above it: below, roofs may stand in front.
    row = int(camera.pixel_of(burst.at)[1] + down)
    above = picture[row - 24 : row].mean(axis=0)
    bright = np.clip(above - above.max() + 12, 0, None)
    centre = float((bright * (np.arange(camera.width) + 0.5)).sum() / bright.sum())
    assert centre == pytest.approx(expected, abs=2)


@filmed
def test_the_light_is_mostly_gone_after_a_second(
    demo_files: dict[str, Path], name: str, recording: Recording, burst: Burst
) -> None:
    camera, rate = recording.camera, float(recording.rate)
    means = luma(demo_files[name], camera.width, camera.height).mean(axis=(1, 2))
    lit = recording.first_lit_frame(burst)
    before = means[lit - 20 : lit].mean()
    peak = means[lit : lit + 4].max() - before
    assert means[lit + round(0.5 * rate)] - before < 0.6 * peak
    assert means[lit + round(1.5 * rate)] - before < 0.25 * peak
    assert means[-1] - before < 0.05 * peak


@filmed
def test_the_bang_comes_late_by_the_way_it_has_to_go(
    demo_files: dict[str, Path], name: str, recording: Recording, burst: Burst
) -> None:
    heard = np.abs(sound(demo_files[name], RATE_HZ))
    arrived_s = float((heard > 0.5 * heard.max()).argmax()) / RATE_HZ
    line = Geodesic.WGS84.Inverse(
        recording.camera.stands.place.latitude,
        recording.camera.stands.place.longitude,
        burst.at.place.latitude,
        burst.at.place.longitude,
    )
    way_m = math.hypot(line["s12"], burst.at.height_m - recording.camera.stands.height_m)
    sound_m_s = 331.3 * math.sqrt(1 + 8 / 273.15)
    late_s = arrived_s - recording.seconds_at(burst.time)
    assert late_s == pytest.approx(way_m / sound_m_s, abs=0.003)


def test_the_phone_stands_across_the_river_and_hears_the_bang_after_3_6_seconds() -> None:
    late_s = PHONE.bang_s(FIRST) - PHONE.seconds_at(FIRST.time)
    assert late_s == pytest.approx(3.64, abs=0.02)


def test_the_repost_shows_the_phones_burst_at_its_own_time(demo_files: dict[str, Path]) -> None:
    means = luma(demo_files[REPOST_FILE], REPOST.width, REPOST.height).mean(axis=(1, 2))
    shown_s = float(np.diff(means).argmax() + 1) / float(REPOST.rate)
    assert shown_s == pytest.approx(PHONE.seconds_at(FIRST.time) - REPOST.begins_s, abs=0.06)
