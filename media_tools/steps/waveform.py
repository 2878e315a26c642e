"""The outline of the sound, for drawing: how far it swings in each hundredth of a second."""

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media_tools.decoding.arrays import GrowingArray
from media_tools.decoding.graph import SOUND_RATE
from media_tools.findings import JSON, Artefact, Findings
from media_tools.media import Kind
from media_tools.step import Job, Step

COLUMNS_PER_S = 100
_SAMPLES = SOUND_RATE // COLUMNS_PER_S
_BLOCK_S = 60


def waveform(job: Job) -> Findings:
    """The lowest and highest sample of each column. Without sound there is nothing to outline.

    The artefact has the shape [columns, 2]; column n holds the samples from 160 n on. Where
    they belong on the clip's clock is said by the details of the scan's artefact ``sound``.
    """
    sounds = [one for one in job.upstream["scan"].artefacts if one.name == "sound"]
    if not sounds:
        return Findings()
    outline = GrowingArray(job.folder / "waveform.npy", "<i2", (2,))
    for samples in _blocks(sounds[0].path):
        outline.append(_swings(samples))
    outline.settle()
    outline.close()
    details: dict[str, JSON] = {
        "dtype": outline.dtype.str,
        "shape": [outline.count, 2],
        "columns_per_s": COLUMNS_PER_S,
        "meaning": "lowest and highest sample of each column",
        "unit": "1/32768 of full scale",
    }
    return Findings(artefacts=[Artefact("waveform", outline.path, "application/x-npy", details)])


def _blocks(path: Path) -> Iterator[NDArray[np.int16]]:
    with wave.open(str(path), "rb") as file:
        while read := file.readframes(_BLOCK_S * SOUND_RATE):
            yield np.frombuffer(read, "<i2")


def _swings(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """[columns, 2]; the last column may stand for fewer samples."""
    starts = np.arange(0, len(samples), _SAMPLES)
    lowest, highest = np.minimum.reduceat(samples, starts), np.maximum.reduceat(samples, starts)
    swings: NDArray[np.int16] = np.stack((lowest, highest), axis=1)
    return swings


STEP = Step(
    name="waveform",
    version=1,
    summary="Outlines the scan's sound, so that any stretch of it can be drawn at once.",
    kinds=frozenset({Kind.VIDEO, Kind.AUDIO}),
    run=waveform,
    time_limit_s=600,
    tools=(),
    needs=("scan",),
)
