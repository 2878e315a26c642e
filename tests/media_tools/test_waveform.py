"""The outline of the sound shows every swing of it, and nothing that is not there."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media_tools.findings import Findings
from tests.media_tools.golden import golden
from tests.media_tools.making import make_clip
from tests.media_tools.running import findings_of

SILENCE_THEN_CLICK = (
    "aevalsrc='if(eq(n,2400),0.5,if(eq(n,40000),-0.25,0))':sample_rate=16000:duration=70"
)


def outline(findings: Findings) -> NDArray[np.int16]:
    columns: NDArray[np.int16] = np.load(findings.artefact("waveform").path, allow_pickle=False)
    return columns


def test_one_sample_stands_out_in_its_column_and_nowhere_else(tmp_path: Path) -> None:
    found = findings_of(
        "waveform", make_clip(tmp_path / "click.wav", "-f", "lavfi", "-i", SILENCE_THEN_CLICK)
    )
    columns = outline(found)
    assert columns.shape == (7000, 2)
    assert columns[15].tolist() == [0, 16384]
    assert columns[250].tolist() == [-8192, 0]
    assert np.count_nonzero(columns) == 2


def test_a_last_column_of_few_samples_is_kept(tmp_path: Path) -> None:
    tone = ("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=16000", "-t", "1.0055")
    columns = outline(findings_of("waveform", make_clip(tmp_path / "tone.wav", *tone)))
    assert len(columns) == 101
    assert columns[100, 1] > 0


def test_a_clip_without_sound_has_no_outline(tmp_path: Path) -> None:
    pictures = ("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=0.5")
    found = findings_of("waveform", make_clip(tmp_path / "mute.mkv", *pictures, "-c:v", "ffv1"))
    assert found == Findings()


@golden("waveform", 1)
def test_a_ramp_is_outlined_as_it_was(tmp_path: Path) -> None:
    ramp = "aevalsrc='n/16000':sample_rate=16000:duration=0.03"
    columns = outline(
        findings_of("waveform", make_clip(tmp_path / "ramp.wav", "-f", "lavfi", "-i", ramp))
    )
    assert columns.tolist() == [[0, 326], [328, 653], [655, 981]]
