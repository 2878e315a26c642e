"""The spectrogram shows a tone in its own band, at its own time, as loud as it is."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from media_tools.findings import Findings
from media_tools.steps.spectrogram import BANDS, COLUMNS_PER_S, band_edges_hz
from tests.media_tools.golden import golden
from tests.media_tools.making import make_clip
from tests.media_tools.running import findings_of

# A tone that climbs 1,000 Hz a second from 200 Hz on, for 7 s; then none.
_PHASE = "2*PI*(200*t+500*t*t)"
SWEEP = f"aevalsrc='if(lt(t,7),0.5*sin({_PHASE}),0)':sample_rate=16000:duration=34"


def levels_of(findings: Findings) -> NDArray[np.uint8]:
    levels: NDArray[np.uint8] = np.load(findings.artefact("spectrogram").path, allow_pickle=False)
    return levels


def wav(folder: Path, source: str) -> Path:
    return make_clip(folder / "tone.wav", "-f", "lavfi", "-i", source)


def test_a_climbing_tone_is_found_in_its_band_at_its_time(tmp_path: Path) -> None:
    levels = levels_of(findings_of("spectrogram", wav(tmp_path, SWEEP)))
    assert levels.shape == (34 * COLUMNS_PER_S, BANDS)
    for column in range(4, 7 * COLUMNS_PER_S - 4):
        hz = 200 + 1000 * (column + 0.5) / COLUMNS_PER_S
        band = int(np.searchsorted(band_edges_hz(), hz)) - 1
        assert abs(int(levels[column].argmax()) - band) <= 1, f"{hz} Hz"
    # Over the seam of two blocks too there is nothing where nothing is.
    assert levels[7 * COLUMNS_PER_S + 2 :].max() == 1


def test_a_click_is_seen_in_the_columns_around_it_alone(tmp_path: Path) -> None:
    click = "aevalsrc='if(eq(n,480000+200),1,0)':sample_rate=16000:duration=31"
    levels = levels_of(findings_of("spectrogram", wav(tmp_path, click)))
    heard = np.flatnonzero(levels.max(axis=1) > 1)
    assert heard.tolist() == [1199, 1200, 1201]
    assert levels[1200].max() >= levels[[1199, 1201]].max()


@pytest.mark.parametrize(("amplitude", "decibels"), [(1.0, 0.0), (0.1, -20.0), (0.001, -60.0)])
def test_a_tone_is_as_loud_as_it_is(amplitude: float, decibels: float, tmp_path: Path) -> None:
    edges = band_edges_hz()
    hz = (edges[55] + edges[56]) / 2
    tone = f"aevalsrc='{amplitude}*sin(2*PI*{hz}*t)':sample_rate=16000:duration=1"
    levels = levels_of(findings_of("spectrogram", wav(tmp_path, tone)))
    assert (float(levels[20, 55]) - 255) * 0.4 == pytest.approx(decibels, abs=0.5)


def test_every_band_has_room_for_a_tone() -> None:
    # A bin of the transform is 15.6 Hz wide: each band must hold one of its own.
    assert np.diff(band_edges_hz()).min() > 16000 / 1024


def test_a_last_column_of_few_samples_is_kept(tmp_path: Path) -> None:
    tone = ("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=16000", "-t", "1.0055")
    found = findings_of("spectrogram", make_clip(tmp_path / "tone.wav", *tone))
    assert len(levels_of(found)) == 41


def test_a_clip_without_sound_has_no_spectrogram(tmp_path: Path) -> None:
    pictures = ("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=0.5")
    found = findings_of("spectrogram", make_clip(tmp_path / "mute.mkv", *pictures, "-c:v", "ffv1"))
    assert found == Findings()


@golden("spectrogram", 1)
def test_two_tones_give_what_they_gave(tmp_path: Path) -> None:
    tones = "aevalsrc='0.5*sin(2*PI*440*t)+0.05*sin(2*PI*3000*t)':sample_rate=16000:duration=0.1"
    levels = levels_of(findings_of("spectrogram", wav(tmp_path, tones)))
    assert levels.shape == (4, BANDS)
    assert [int(levels[1, band]) for band in (14, 15, 16, 51, 52, 53)] == [
        *(215, 239, 163, 1, 190, 1)
    ]
