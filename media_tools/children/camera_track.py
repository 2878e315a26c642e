"""Where the camera was while it recorded: the fixes in a movie's tracks and blocks."""

import time
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from media_tools.children import camm, dji, free_gps, gpmf, nmea
from media_tools.children.boxes import body_of, boxes
from media_tools.children.fixes import MOST_FIXES, Fixes
from media_tools.children.movie_tracks import Sample, Span, movie_of, samples_of, tracks_of

_CAPTIONS = {b"tx3g", b"text"}
_PICTURES_AND_SOUND = {b"vide", b"soun"}
_MOST_BYTES = 512 * 1024 * 1024
# A payload of GPMF holds a second of every sensor; everything else is a few lines.
_MOST_PAYLOAD_BYTES = 8 * 1024 * 1024
_MOST_PACKET_BYTES = 256 * 1024
_MOST_LOGS = 4
_MOST_LOG_BYTES = 32 * 1024 * 1024
# Twelve hours of a GoPro take 15 s.
_MOST_PROCESSOR_S = 25.0
# A track in which none of the first samples is understood holds something else.
_GIVE_UP_AFTER = 500


class _Budget:
    """How much is still read, of all tracks together."""

    def __init__(self) -> None:
        self._bytes = _MOST_BYTES
        self._until = time.process_time() + _MOST_PROCESSOR_S
        self.is_spent = False

    def takes(self, size: int) -> bool:
        """Whether a sample of this size is read."""
        self._bytes -= size
        self.is_spent |= self._bytes < 0 or time.process_time() > self._until
        return not self.is_spent


def read_track(path: str, header_utc_s: float | None) -> dict[str, Any]:
    """The fixes of the source with most of them, as rows of float64 in ``fixes.f64``.

    Only the ``camera`` that the header names where no source is recognised, nothing where
    there is no header. ``header_utc_s`` is the time in the header, in seconds since 1970.
    """
    budget = _Budget()
    complaints: list[str] = []
    found: list[tuple[str, Fixes]] = []
    camera = ""
    with Path(path).open("rb") as file:
        movie = movie_of(file)
        if not movie:
            return {}
        for track in tracks_of(file, movie):
            if track.handler in _PICTURES_AND_SOUND:
                continue
            fixes = Fixes()
            _read(file, samples_of(file, track), track.coding, header_utc_s, fixes, budget)
            if fixes.source:
                found.append((track.coding.decode("latin-1"), fixes))
                if track.pieces > 1:
                    complaints.append(
                        f"An edit list puts the track of positions together from {track.pieces} "
                        "pieces; behind the first of them its times may be off."
                    )
        camera = _camera(file, movie)
        for listed in islice(_gps_boxes(file, movie), _MOST_LOGS):
            fixes = Fixes()
            if nmea.holds_sentences(listed):
                nmea.read_log(listed, fixes)
            else:
                _read(file, _blocks(listed), b"gps ", header_utc_s, fixes, budget)
            found += [("gps ", fixes)] if fixes.source else []
    return {"camera": camera} | _answer(found, complaints, budget)


def read_packets(tracks: list[dict[str, str]], header_utc_s: float | None) -> dict[str, Any]:
    """The same out of tracks whose packets were written behind one another.

    Each has its ``coding``, the length of a tick as ``time_base``, the path of its
    ``packets``, and of a file ``times`` with a line of pts, duration and size for each.
    """
    budget = _Budget()
    found: list[tuple[str, Fixes]] = []
    for track in tracks:
        fixes, coding = Fixes(), track["coding"]
        with Path(track["packets"]).open("rb") as file, Path(track["times"]).open() as times:
            samples = _listed(times, Fraction(track["time_base"]))
            _read(file, samples, coding.encode(), header_utc_s, fixes, budget)
        found += [(coding, fixes)] if fixes.source else []
    return _answer(found, [], budget)


def _listed(times: Iterable[str], tick: Fraction) -> Iterator[Sample]:
    """Packets that carry no time are stepped over."""
    start = 0
    for line in times:
        pts, duration, size = [*line.strip().split(","), "", "", ""][:3]
        if not size.isdecimal():
            return
        if pts.lstrip("-").isdecimal():
            length = int(duration) if duration.isdecimal() else 0
            yield Sample(float(int(pts) * tick), float(length * tick), start, int(size))
        start += int(size)


def _answer(
    found: list[tuple[str, Fixes]], complaints: list[str], budget: "_Budget"
) -> dict[str, Any]:
    if not found:
        return {}
    if budget.is_spent or any(len(fixes) == MOST_FIXES for _, fixes in found):
        complaints.append("It holds more positions than are read; those at its end are left out.")
    coding, best = max(found, key=lambda pair: len(pair[1]))
    with Path("fixes.f64").open("wb") as out:
        best.rows.tofile(out)
    return {
        "coding": coding,
        "source": best.source,
        "others": [fixes.source for _, fixes in found if fixes is not best and len(fixes)],
        "heights": best.heights,
        "device": best.device,
        "local_clock": best.local_clock,
        "unlocked": best.unlocked,
        "impossible": best.impossible,
        "damaged": best.damaged,
        "is_cut": best.is_cut,
        "complaints": complaints,
    }


def _read(
    file: BinaryIO,
    samples: Iterator[Sample],
    coding: bytes,
    header_utc_s: float | None,
    into: Fixes,
    budget: _Budget,
) -> None:
    length = file.seek(0, 2)
    for number, sample in enumerate(samples):
        if number == _GIVE_UP_AFTER and not into.source:
            return
        if sample.size > (_MOST_PAYLOAD_BYTES if coding == b"gpmd" else _MOST_PACKET_BYTES):
            continue
        if not budget.takes(sample.size) or len(into) == MOST_FIXES:
            return
        held = min(sample.size, length - sample.start)
        if held > 0:
            data = body_of(file, sample.start, sample.start + held, most=held)
            _understand(data, sample, coding, header_utc_s, into)
        if held < sample.size:
            into.is_cut = True
            return


def _understand(
    data: bytes, sample: Sample, coding: bytes, header_utc_s: float | None, into: Fixes
) -> None:
    """By what the bytes are: under one coding cameras write different things."""
    if coding == b"gpmd" and data[:4] == b"DEVC":
        gpmf.read_payload(data, sample.seconds, sample.duration_s, into)
    elif free_gps.is_block(data):
        free_gps.read_block(data, sample.seconds, into)
    elif nmea.holds_sentences(data):
        nmea.read_sentences(data, sample.seconds, sample.duration_s, into)
    elif coding == b"camm":
        camm.read_packets(data, sample.seconds, header_utc_s, into)
    else:
        # The length of a caption stands before it, and may look like one more digit.
        text = data[2 if coding in _CAPTIONS else 0 :].decode("utf-8", "replace")
        if dji.holds_telemetry(text):
            dji.read_caption(text, sample.seconds, into)


def _camera(file: BinaryIO, movie: Span) -> str:
    """The camera that the header names in GoPro's own block."""
    for kind, *span in boxes(file, *movie):
        for name, *inner in boxes(file, *span) if kind == b"udta" else ():
            if name == b"GPMF":
                return gpmf.camera_of(body_of(file, *inner, most=_MOST_PAYLOAD_BYTES))
    return ""


def _gps_boxes(file: BinaryIO, movie: Span) -> Iterator[bytes]:
    """What the boxes hold in which dash cameras list or log their fixes.

    Novatek's lists where the blocks lie and stands in the header, BlackVue's is a log and
    stands in a free box beside it.
    """
    frees = [span for kind, *span in boxes(file, 0, file.seek(0, 2)) if kind == b"free"]
    for place in (movie, *frees):
        for kind, *span in boxes(file, *place):
            if kind == b"gps ":
                yield body_of(file, *span, most=_MOST_LOG_BYTES)


def _blocks(listed: bytes) -> Iterator[Sample]:
    """The blocks of a list of places and sizes. They carry no time; they come once a second."""
    for number, at in enumerate(range(8, len(listed) - 7, 8)):
        start = int.from_bytes(listed[at : at + 4], "big")
        yield Sample(float(number), 1.0, start, int.from_bytes(listed[at + 4 : at + 8], "big"))


ACTIONS = {"read": read_track, "packets": read_packets}
