"""Which pitches are in the sound and how loud, for drawing: 80 bands, 40 columns a second."""

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

BANDS = 80
COLUMNS_PER_S = 40
STEP_DB = 0.4
HIGHEST = 255  # of a full-scale sine; each level below is ``STEP_DB`` less
_WINDOW = 1024
_SAMPLES = SOUND_RATE // COLUMNS_PER_S
_BEFORE = (_WINDOW - _SAMPLES) // 2
_AFTER = _WINDOW - _SAMPLES - _BEFORE
_BLOCK_COLUMNS = 30 * COLUMNS_PER_S

Samples = NDArray[np.int16]


def spectrogram(job: Job) -> Findings:
    """The loudness of each band in each column. Without sound there is nothing to see.

    The artefact has the shape [columns, bands]; column n lies around the samples from 400 n to
    400 n + 399, with a Hann window of 1024 (64 ms). 255 is as loud as a full-scale sine, each
    level below 0.4 dB less, 1 is -101.6 dB or less, digital silence too. A tone between two
    bands shows in both, each up to 3 dB too quiet. Where columns belong on the clip's clock is
    said by the details of the scan's artefact ``sound``.
    """
    sounds = [one for one in job.upstream["scan"].artefacts if one.name == "sound"]
    if not sounds:
        return Findings()
    array = GrowingArray(job.folder / "spectrogram.npy", "|u1", (BANDS,))
    edges = band_edges_hz()
    for samples in _blocks(sounds[0].path):
        array.append(_levels(samples, edges))
    array.settle()
    array.close()
    details: dict[str, JSON] = {
        "dtype": array.dtype.str,
        "shape": [array.count, BANDS],
        "columns_per_s": COLUMNS_PER_S,
        "edges_hz": [round(edge, 1) for edge in edges.tolist()],
        "highest": HIGHEST,
        "step_db": STEP_DB,
        "meaning": "loudness of each band of mel: 255 that of a full-scale sine, 1 the least told",
    }
    return Findings(artefacts=[Artefact("spectrogram", array.path, "application/x-npy", details)])


def band_edges_hz() -> NDArray[np.float64]:
    """The edges of the bands, even in mel (O'Shaughnessy 1987): 2595 log10(1 + f / 700 Hz)."""
    most = 2595 * np.log10(1 + SOUND_RATE / 2 / 700)
    edges: NDArray[np.float64] = 700 * (10 ** (np.linspace(0, most, BANDS + 1) / 2595) - 1)
    return edges


def _blocks(path: Path) -> Iterator[Samples]:
    """Stretches of whole columns with what their windows reach over at both ends."""
    with wave.open(str(path), "rb") as file:
        held = np.zeros(_BEFORE, np.int16)
        left = -(-file.getnframes() // _SAMPLES)
        while left:
            columns = min(left, _BLOCK_COLUMNS)
            needed = columns * _SAMPLES + _BEFORE + _AFTER
            read = np.frombuffer(file.readframes(needed - len(held)), "<i2")
            block = np.concatenate([held, read])
            block = np.pad(block, (0, needed - len(block)))
            yield block
            held, left = block[columns * _SAMPLES :], left - columns


def _levels(samples: Samples, edges_hz: NDArray[np.float64]) -> NDArray[np.uint8]:
    """[columns, bands]. A band's power is the sum over its bins, by Parseval's theorem."""
    hann = np.hanning(_WINDOW + 1)[:-1]
    windows = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[::_SAMPLES]
    found = np.fft.rfft(windows * (hann / 32768), axis=1)
    power = found.real**2 + found.imag**2
    bins_hz = np.arange(_WINDOW // 2 + 1) * (SOUND_RATE / _WINDOW)
    starts = np.searchsorted(bins_hz, edges_hz[:-1])
    # Both halves of the spectrum, and twice that again: a full-scale sine has the power 1/2.
    of_bands = np.add.reduceat(power, starts, axis=1) * (4 / (_WINDOW * np.sum(hann**2)))
    decibels = 10 * np.log10(np.maximum(of_bands, 1e-12))
    levels: NDArray[np.uint8] = np.clip(np.rint(HIGHEST + decibels / STEP_DB), 1, HIGHEST).astype(
        np.uint8
    )
    return levels


STEP = Step(
    name="spectrogram",
    version=1,
    summary="Tells how loud each pitch of the scan's sound is, for drawing any stretch of it.",
    kinds=frozenset({Kind.VIDEO, Kind.AUDIO}),
    run=spectrogram,
    time_limit_s=1200,
    tools=(),
    needs=("scan",),
)
