"""The lanes show every extreme of any stretch, in as many columns as were asked for."""

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client

from catalog.models import Artefact, Frame, Item, Run, State
from catalog.storage.derived import keep
from tests.catalog.review.conftest import FRAME_TICKS, finish

pytestmark = pytest.mark.django_db
FRAMES = 50  # of the fixture, a tenth of a second apart


def add_array(run: Run, folder: Path, name: str, values: Any, details: dict[str, Any]) -> None:
    path = folder / f"{name}.npy"
    np.save(path, values)
    kept = keep(path)
    Artefact.objects.create(
        run=run,
        name=name,
        sha256=kept.sha256,
        size_bytes=kept.size_bytes,
        mime="application/x-npy",
        details=details,
    )


@pytest.fixture
def measured(clip: Item, tmp_path: Path) -> Item:
    """The clip with a flash in frame 20, and a bang 2.5 s into a sound that starts at 0.25 s."""
    scan = clip.runs.get(step="scan")
    luma = np.full(FRAMES, 6, "<f4")
    luma[20] = 250
    add_array(scan, tmp_path, "luma", luma, {})
    swings = np.zeros((400, 2), "<i2")
    swings[225] = -16384, 8192
    sound = {
        "sample_rate": 16000,
        "start_pts": 4000,
        "starts_after_first_frame_s": 0.25,
        "jumps": [],
    }
    add_array(scan, tmp_path, "sound", np.zeros(1), sound)
    add_array(finish(clip, "waveform"), tmp_path, "waveform", swings, {"columns_per_s": 100})
    clip.duration_s = FRAMES / 10
    clip.save(update_fields=["duration_s"])
    return clip


def lanes(client: Client, item: Item, **params: object) -> dict[str, Any]:
    answer = client.get(f"/items/{item.ref}/lanes.json", {k: str(v) for k, v in params.items()})
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def test_a_flash_of_one_frame_is_seen_in_the_fewest_columns(
    as_analyst: Client, measured: Item
) -> None:
    told = lanes(as_analyst, measured, columns=2)
    assert told["luma"] == {"lowest": [6, 6], "highest": [250, 6]}
    assert told["sound"]["lowest"] == [pytest.approx(0), pytest.approx(-0.5)]
    assert told["sound"]["highest"] == [0, 0.25]


def test_each_extreme_stands_in_its_own_column(as_analyst: Client, measured: Item) -> None:
    told = lanes(as_analyst, measured, columns=50)
    assert told["luma"]["highest"].index(250) == 20
    assert told["sound"]["lowest"].index(-0.5) == 25
    # Before the sound begins there is none, which is not the same as silence.
    assert told["sound"]["lowest"][:3] == [None, None, 0]


def test_a_stretch_between_two_frames_holds_none(as_analyst: Client, measured: Item) -> None:
    told = lanes(as_analyst, measured, **{"from": 1.95, "to": 2.05, "columns": 10})
    assert told["luma"]["highest"] == [None] * 5 + [250] + [None] * 4


def test_the_cuts_are_those_at_which_the_scan_kept_a_still(
    as_analyst: Client, measured: Item
) -> None:
    # Whatever is in view: the next cut may lie outside.
    Frame.objects.filter(pts=900 + 3 * FRAME_TICKS).update(reason="scene")
    assert lanes(as_analyst, measured, to=0.2)["cuts"] == [pytest.approx(0.3)]


def test_what_was_not_measured_is_no_flat_line(as_analyst: Client, clip: Item) -> None:
    clip.duration_s = 5
    clip.save(update_fields=["duration_s"])
    told = lanes(as_analyst, clip)
    assert (told["luma"], told["sound"], told["cuts"]) == (None, None, [])


def test_the_loudest_of_each_band_is_told_where_it_is_heard(
    as_analyst: Client, measured: Item, tmp_path: Path
) -> None:
    levels = np.ones((160, 2), "|u1")
    levels[90] = 7, 200
    details = {
        "columns_per_s": 40,
        "shape": [160, 2],
        "edges_hz": [0, 2000, 8000],
        "highest": 255,
        "step_db": 0.4,
    }
    add_array(finish(measured, "spectrogram"), tmp_path, "spectrogram", levels, details)

    def shown(**params: object) -> list[list[int]]:
        told = lanes(as_analyst, measured, **params)["spectrum"]
        assert told["edges_hz"] == [0, 2000, 8000]
        return np.frombuffer(base64.b64decode(told["levels"]), "|u1").reshape(-1, 2).tolist()

    # Its sound begins at 0.25 s: the column is heard at 2.5 s. None is not the same as silence.
    assert shown(columns=50)[25] == [7, 200]
    assert shown(columns=50)[:4] == [[0, 0], [0, 0], [1, 1], [1, 1]]
    assert shown(columns=2) == [[1, 1], [7, 200]]
    # Closer than the columns that are kept, each lasts until the next.
    close = shown(**{"from": 2.497, "to": 2.537, "columns": 8})
    assert close == [[7, 200]] * 5 + [[1, 1]] * 3


def test_no_sound_and_no_spectrogram_yet_are_told_apart(as_analyst: Client, measured: Item) -> None:
    assert lanes(as_analyst, measured)["spectrum_said"] == "not made yet"
    finish(measured, "spectrogram", state=State.BROKEN)
    assert "could not be made" in lanes(as_analyst, measured)["spectrum_said"]
    finish(measured, "spectrogram")
    assert lanes(as_analyst, measured)["spectrum_said"] == "no sound"
    measured.runs.filter(step="spectrogram").delete()
    assert "older than this step" in lanes(as_analyst, measured)["spectrum_said"]


def test_an_outline_of_the_sound_that_is_still_to_come_is_not_called_silence(
    as_analyst: Client, clip: Item
) -> None:
    clip.duration_s = 5
    clip.save(update_fields=["duration_s"])
    assert lanes(as_analyst, clip)["sound_said"] == "not made yet"
    finish(clip, "waveform")
    assert lanes(as_analyst, clip)["sound_said"] == "no sound"


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"from": "x"}, "seconds"),
        ({"from": "2", "to": "1"}, "end after"),
        ({"to": "nan"}, "end after"),
        ({"columns": "0"}, "1 to 2000"),
        ({"columns": "99999"}, "1 to 2000"),
    ],
)
def test_a_stretch_that_makes_no_sense_is_refused_with_a_sentence(
    as_analyst: Client, measured: Item, params: dict[str, str], said: str
) -> None:
    answer = as_analyst.get(f"/items/{measured.ref}/lanes.json", params)
    assert answer.status_code == 400
    assert said in answer.json()["error"]
