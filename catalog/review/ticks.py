"""The times of frames as a browser takes them: exact ticks, packed, small for hours of frames."""

from fractions import Fraction

import numpy as np
from django.http import HttpResponse
from numpy.typing import NDArray

from catalog.models import Artefact
from catalog.storage.derived import derived_path


def ticks_of(table: Artefact) -> NDArray[np.int64]:
    """The pts of every frame by its number in the scan, as the file's clock has them."""
    pts: NDArray[np.int64] = np.load(derived_path(table.sha256), allow_pickle=False)
    return pts


def packed(table: Artefact, pts: NDArray[np.int64]) -> HttpResponse:
    """The times of these frames in order, as little-endian numbers of 64 bits.

    Three integers: the time base's two, and the pts of the first frame shown. Then for each
    frame the ticks since the one before, the first counted from the first frame shown. Most
    clips step evenly, so that gzip leaves next to nothing. The steps are floating point, exact
    up to 2^53, since that is what a browser counts in.
    """
    base = Fraction(str(table.details["time_base"]))
    first = int(table.details["first_pts"])
    head = np.array([base.numerator, base.denominator, first], "<i8").tobytes()
    steps = np.diff(np.sort(pts) - first, prepend=0).astype("<f8")
    return HttpResponse(head + steps.tobytes(), content_type="application/octet-stream")
