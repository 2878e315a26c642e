"""How HDR pictures are shown on an ordinary screen: a table of colours for ffmpeg's ``lut3d``.

The table turns coded R'G'B' of BT.2020 (PQ or HLG) into that of BT.709. Light is decoded
as ITU-R BT.2100 defines it, HLG for a display of 1,000 cd/m2. White for ordinary content
is 203 cd/m2 (ITU-R BT.2408), and what is brighter, up to 1,000 cd/m2, is squeezed below it
by the curve of ITU-R BT.2390, by the brightest of the three colours so that hues stay.
Colours outside BT.709 are clipped. One table for all builds of ffmpeg: ``zscale`` is not
in every one, and it ends the whole process where a header leaves something out.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TABLE_NAME = "tone_map.cube"
PEAK_NITS = 1000.0
WHITE_NITS = 203.0

_SIDE = 33  # finer ones differ by less than one level of 255
_M1, _M2 = 2610 / 16384, 2523 / 32
_C1, _C2, _C3 = 107 / 128, 2413 / 128, 2392 / 128
_A, _B, _C = 0.17883277, 0.28466892, 0.55991073

# ITU-R BT.2087, inverted.
_TO_BT709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
)
_LUMINANCE = np.array([0.2627, 0.6780, 0.0593])

Colours = NDArray[np.float64]


def write_table(folder: Path, transfer: str) -> None:
    """Write the table for ``smpte2084`` (PQ) or ``arib-std-b67`` (HLG), ffprobe's names."""
    steps = np.linspace(0, 1, _SIDE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")  # red runs fastest
    coded = np.stack([red, green, blue], axis=-1).reshape(-1, 3)
    rows = (f"{r:.5f} {g:.5f} {b:.5f}\n" for r, g, b in shown_as(coded, transfer).tolist())
    (folder / TABLE_NAME).write_text(f"LUT_3D_SIZE {_SIDE}\n{''.join(rows)}")


def shown_as(coded: Colours, transfer: str) -> Colours:
    """Rows of coded BT.2020 colours from 0 to 1 as coded BT.709 colours from 0 to 1."""
    nits = _from_pq(coded) if transfer == "smpte2084" else _from_hlg(coded)
    brightest = nits.max(axis=1, keepdims=True)
    squeezed = np.divide(_squeezed(brightest), brightest, where=brightest > 0, out=0 * brightest)
    light = nits * squeezed / WHITE_NITS @ _TO_BT709.T
    return np.asarray(np.clip(light, 0, 1) ** (1 / 2.4))  # BT.1886


def _squeezed(nits: Colours) -> Colours:
    """The EETF of BT.2390: a straight line, then a Hermite spline up to the new white."""
    peak = _to_pq(np.array(PEAK_NITS))
    given, most = np.minimum(_to_pq(nits) / peak, 1), _to_pq(np.array(WHITE_NITS)) / peak
    knee = 1.5 * most - 0.5
    t = np.maximum(0, (given - knee) / (1 - knee))
    spline = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee)
    spline += (3 * t**2 - 2 * t**3) * most
    return _from_pq(np.where(given < knee, given, spline) * peak)


def _from_pq(coded: Colours) -> Colours:
    root = coded ** (1 / _M2)
    return np.asarray(10_000 * (np.maximum(root - _C1, 0) / (_C2 - _C3 * root)) ** (1 / _M1))


def _to_pq(nits: Colours) -> Colours:
    power = (nits / 10_000) ** _M1
    return np.asarray(((_C1 + _C2 * power) / (1 + _C3 * power)) ** _M2)


def _from_hlg(coded: Colours) -> Colours:
    scene = np.where(coded <= 0.5, coded**2 / 3, (np.exp((coded - _C) / _A) + _B) / 12)
    luminance = (scene @ _LUMINANCE)[:, np.newaxis]
    return np.asarray(PEAK_NITS * scene * luminance**0.2)
