"""The lane of pitches under the player: how loud each band of the sound is over a stretch.

However long the clip, an answer holds at most as many columns as were asked for.
"""

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np
from django.utils.translation import gettext
from numpy.typing import NDArray

from catalog.models import Artefact, Item, Run
from catalog.review.film_frames import array_of
from catalog.review.lanes import Seconds, Stretch, heard_at, why_silent

STEP = "spectrogram"


def spectrum_of(
    item: Item, stretch: Stretch, artefacts: Mapping[str, Artefact], standing: Mapping[str, Run]
) -> dict[str, Any]:
    """``spectrum`` for the page to draw, or ``None`` and the reason in ``spectrum_said``.

    ``levels`` are bytes, band after band in each column: 0 where there is no sound at all,
    else as in the artefact, of which the loudest within each column is told.
    """
    if not {"sound", STEP} <= artefacts.keys():
        return {"spectrum": None, "spectrum_said": gettext(why_silent(item, standing, STEP))}
    made = artefacts[STEP]
    details: dict[str, Any] = made.details
    levels = _within(
        stretch,
        array_of(made),
        heard_at(artefacts["sound"].details, details, details["shape"][0]),
        1 / details["columns_per_s"],
    )
    told = {name: details[name] for name in ("edges_hz", "highest", "step_db")}
    written = base64.b64encode(levels.tobytes()).decode()
    return {"spectrum": {**told, "levels": written}, "spectrum_said": ""}


def _within(
    stretch: Stretch, levels: NDArray[np.uint8], seconds: Seconds, length_s: float
) -> NDArray[np.uint8]:
    """[columns, bands]. Where columns are narrower than those kept, each shows what is heard."""
    # Where the track overlaps itself, times go back.
    order = np.argsort(seconds, kind="stable")
    seconds = seconds[order]
    at = np.searchsorted(seconds, stretch.edges)
    shown = np.zeros((stretch.columns, levels.shape[1]), np.uint8)
    filled = np.diff(at) > 0
    if filled.any():
        inside = levels[order[at[0] : at[-1]]]
        shown[filled] = np.maximum.reduceat(inside, at[:-1][filled] - at[0], axis=0)
    before = at[:-1] - 1
    held = ~filled & (before >= 0)
    held[held] = seconds[before[held]] + length_s > stretch.edges[:-1][held]
    shown[held] = levels[order[before[held]]]
    return shown
