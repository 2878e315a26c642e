"""The lanes under the player: brightness, sound and cuts of a stretch of a clip.

However long the clip, an answer holds at most ``MOST_COLUMNS`` columns and ``MOST_CUTS`` cuts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from django.utils.translation import gettext, gettext_noop
from numpy.typing import NDArray

from catalog.models import FINAL_STATES, Artefact, Frame, Item, Run
from catalog.review.film_frames import array_of

MOST_COLUMNS = 2000
MOST_CUTS = 200
_DEFAULT_COLUMNS = 600
_FULL_SCALE = 32768
NO_SOUND = gettext_noop("no sound")
NOT_YET = gettext_noop("not made yet")
NOT_MADE = gettext_noop("could not be made, see Runs")
NOT_PLANNED = gettext_noop("not made: the item is older than this step, see above")

Lane = dict[str, list[float | None]]
Seconds = NDArray[np.float64]


class NotAStretch(ValueError):
    """The stretch asked for makes no sense; the message says why."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds from the first frame shown, cut into columns of equal length."""

    starts_s: float
    ends_s: float
    columns: int = _DEFAULT_COLUMNS

    @classmethod
    def from_params(cls, params: Mapping[str, str], duration_s: float) -> "Stretch":
        """Read ``from``, ``to`` and ``columns``; the whole clip where they are not given."""
        try:
            starts_s = float(params.get("from", 0))
            ends_s = float(params.get("to", duration_s))
            columns = int(params.get("columns", _DEFAULT_COLUMNS))
        except ValueError as error:
            raise NotAStretch(
                gettext("Give from and to in seconds, and columns as a number.")
            ) from error
        if not (np.isfinite([starts_s, ends_s]).all() and starts_s < ends_s):
            raise NotAStretch(gettext("The stretch must end after it begins."))
        if not 1 <= columns <= MOST_COLUMNS:
            raise NotAStretch(
                gettext("A stretch is drawn in 1 to %(most_columns)s columns.")
                % {"most_columns": MOST_COLUMNS}
            )
        return cls(starts_s, ends_s, columns)

    @property
    def edges(self) -> Seconds:
        """The beginnings of all columns and the end of the last."""
        return np.linspace(self.starts_s, self.ends_s, self.columns + 1)


def lanes_of(
    item: Item, stretch: Stretch, artefacts: Mapping[str, Artefact], standing: Mapping[str, Run]
) -> dict[str, Any]:
    """What the lanes draw; a lane for which nothing was measured is ``None``."""
    sound = _sound(stretch, artefacts)
    return {
        "starts_s": stretch.starts_s,
        "ends_s": stretch.ends_s,
        "columns": stretch.columns,
        "luma": _luma(stretch, artefacts),
        "sound": sound,
        "sound_said": "" if sound else gettext(why_silent(item, standing, "waveform")),
        "cuts": _cuts(standing),
    }


def why_silent(item: Item, standing: Mapping[str, Run], step: str) -> str:
    """Why a lane of the sound is empty, which this step would have filled."""
    if step in standing:
        return NO_SOUND
    newest = item.runs.planned().filter(step=step).order_by("version").last()
    if newest is None:
        return NOT_PLANNED
    return NOT_MADE if newest.state in FINAL_STATES else NOT_YET


def _luma(stretch: Stretch, artefacts: Mapping[str, Artefact]) -> Lane | None:
    if not {"frame_times", "luma"} <= artefacts.keys():
        return None
    table = artefacts["frame_times"]
    ticks = array_of(table) - int(table.details["first_pts"])
    order = np.argsort(ticks, kind="stable")
    seconds = ticks[order] * float(Fraction(str(table.details["time_base"])))
    luma = array_of(artefacts["luma"])[order]
    return _lane(stretch, seconds, luma, luma, digits=1)


def _sound(stretch: Stretch, artefacts: Mapping[str, Artefact]) -> Lane | None:
    if not {"sound", "waveform"} <= artefacts.keys():
        return None
    swings = array_of(artefacts["waveform"])
    seconds = heard_at(artefacts["sound"].details, artefacts["waveform"].details, len(swings))
    # Where the track overlaps itself, times go back: the drawing needs them in order.
    order = np.argsort(seconds, kind="stable")
    shares = swings[order] / _FULL_SCALE
    return _lane(stretch, seconds[order], shares[:, 0], shares[:, 1], digits=3)


def heard_at(sound: Mapping[str, Any], outline: Mapping[str, Any], columns: int) -> Seconds:
    """Seconds from the first frame at which each column of such an outline begins."""
    rate = int(sound["sample_rate"])
    pieces = np.array([[0, sound["start_pts"]], *sound["jumps"]], np.int64)
    samples = np.arange(columns, dtype=np.int64) * (rate // int(outline["columns_per_s"]))
    piece = pieces[np.searchsorted(pieces[:, 0], samples, side="right") - 1]
    ticks = piece[:, 1] + samples - piece[:, 0] - int(sound["start_pts"])
    return ticks / rate + float(sound.get("starts_after_first_frame_s", 0.0))


def _lane(
    stretch: Stretch,
    seconds: Seconds,
    lowest: NDArray[Any],
    highest: NDArray[Any],
    *,
    digits: int,
) -> Lane:
    """The extremes within each column, ``None`` where it holds nothing."""
    at = np.searchsorted(seconds, stretch.edges)
    filled = np.flatnonzero(np.diff(at))
    lane: Lane = {"lowest": [None] * stretch.columns, "highest": [None] * stretch.columns}
    if filled.size:
        inside = slice(at[0], at[-1])
        for name, reduce, values in (
            ("lowest", np.minimum, lowest),
            ("highest", np.maximum, highest),
        ):
            extremes = reduce.reduceat(values[inside], at[filled] - at[0])
            for column, extreme in zip(filled.tolist(), extremes.tolist(), strict=True):
                lane[name][column] = round(extreme, digits)
    return lane


def _cuts(standing: Mapping[str, Run]) -> list[float]:
    """Exact seconds of the sudden changes at which the scan kept a still, of the whole clip."""
    kept = Frame.objects.filter(run__in=list(standing.values()), reason="scene")
    return [float(frame.seconds) for frame in kept.order_by("pts")[:MOST_CUTS]]
