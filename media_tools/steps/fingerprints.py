"""Hashes by which frames are found again, from the small grey frames of the scan."""

from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from media_tools.findings import JSON, Artefact, Findings, Measurement
from media_tools.likeness.picture import LEAST_STRUCTURE
from media_tools.likeness.rows import LAYOUT, WHOLE, rows_of
from media_tools.media import Kind
from media_tools.step import Job, Step

_METHOD = (
    "different frames with structure in at least "
    f"{LEAST_STRUCTURE} of 64 tiles, of the small grey frames of the scan"
)
TOO_LITTLE = (
    "No frame has enough in it to be compared: all are dark, even or nearly empty. "
    "Whether this was seen before cannot be told by likeness."
)


def fingerprints(job: Job) -> Findings:
    """Hash every different frame. Where none can be compared it says so."""
    scan = job.upstream["scan"]
    names = {artefact.name for artefact in scan.artefacts}
    if "grey" not in names:
        return Findings(warnings=["The scan gave no pictures that could be compared."])
    greys = np.load(scan.artefact("grey").path, mmap_mode="r", allow_pickle=False)
    pts, clock = _times(scan, names)
    rows = rows_of(greys, pts)
    path = job.folder / "fingerprints.npy"
    np.save(path, rows)
    details: dict[str, JSON] = {
        **clock,
        "layout": LAYOUT,
        "count": len(rows),
        "columns": list(rows.dtype.names or ()),
    }
    whole = rows[rows["view"] == WHOLE]
    comparable = int((whole["structure"] >= LEAST_STRUCTURE).sum())
    return Findings(
        artefacts=[Artefact("fingerprints", path, "application/x-npy", details)],
        measurements=[_comparable(comparable)],
        warnings=[] if comparable else [TOO_LITTLE],
        made_with=[{"tool": "pdqhash", "version": version("pdqhash"), "argv": []}],
    )


def _times(scan: Findings, names: set[str]) -> tuple[NDArray[np.int64], dict[str, JSON]]:
    """The pts of each grey frame, and the clock they count by; a page has its number."""
    numbers: NDArray[Any] = np.load(scan.artefact("grey_frames").path, allow_pickle=False)
    if "frame_times" not in names:
        return numbers.astype(np.int64), {}
    table = scan.artefact("frame_times")
    times: NDArray[np.int64] = np.load(table.path, mmap_mode="r", allow_pickle=False)
    return times[numbers], {name: table.details[name] for name in ("time_base", "first_pts")}


def _comparable(count: int) -> Measurement:
    if count:
        return Measurement("comparable_frames", count, "frames", 0, _METHOD)
    return Measurement("comparable_frames", None, "frames", None, _METHOD, TOO_LITTLE)


STEP = Step(
    name="fingerprints",
    version=1,
    summary="Hashes frames (PDQ) so that pictures and clips are found again by likeness.",
    kinds=frozenset({Kind.IMAGE, Kind.VIDEO}),
    run=fingerprints,
    time_limit_s=600,
    tools=("pdqhash",),
    needs=("scan",),
)
