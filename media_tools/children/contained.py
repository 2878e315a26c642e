"""Finds other media that lie whole in or behind a picture, and copies them out.

A claim of the picture's counts for nothing until the bytes bear it out. Pieces never
overlap, so what is copied is at most the file; a picture is cut at its own end mark, so
what was taken out of a file holds nothing more to take out, but for one clip in a box.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from media_tools.children.contained_claims import Claim, claims
from media_tools.children.extents import BOXED_CLIPS, BOXED_PICTURES, end_of
from media_tools.media import Kind
from media_tools.sniff import HEAD_BYTES, sniff

_PIECE_BYTES = 1024 * 1024
_CLIP = re.compile(rb"\0\0[\0\1].ftyp", re.DOTALL)
_SAMSUNG_CLIP = b"MotionPhoto_Data"
_SAMSUNG_END = b"SEFT"
# Pictures for the camera's own screen: their bytes are accounted for, they are no evidence.
_PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Piece:
    """A medium found in the file."""

    role: str
    start: int
    end: int
    mime: str


@dataclass(slots=True)
class Search:
    """One file being looked through. ``end`` is where the picture itself ends, if that is known."""

    file: BinaryIO
    size: int
    end: int | None
    most: int
    most_bytes: int
    is_boxes: bool
    pieces: list[Piece] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def weigh(self, claim: Claim) -> None:
        """Keep what the claim names, if it is there."""
        what = claim.role.replace("_", " ")
        said = f"{claim.by} names a {what} of {claim.length:,} bytes"
        if claim.length <= 0:
            self.complaints.append(f"{said}, which is none.")
            return
        found = next(filter(None, (self._looks_right(claim, at) for at in claim.starts)), None)
        if found is None:
            self.complaints.append(f"{said}, but none lies where it should.")
            return
        start, mime = found
        end = end_of(self.file, mime, start, start + claim.length)
        if end is None and mime.startswith("image/"):
            self.complaints.append(f"{said}, but what lies there is not whole.")
            return
        if end is None and mime in BOXED_CLIPS:
            self.complaints.append(f"{said}; it is cut off or damaged, and kept as it is.")
        self.keep(Piece(claim.role, start, end or start + claim.length, mime), said)

    def _looks_right(self, claim: Claim, start: int) -> tuple[int, str] | None:
        # In a picture made of boxes the clip is in one of them; in any other it lies behind.
        least = 2 if self.is_boxes or self.end is None else self.end
        if not least <= start or start + claim.length > self.size:
            return None
        kind, mime = self.look(start, start + claim.length)
        wanted = {Kind.VIDEO} if claim.role == "motion_photo" else {Kind.IMAGE}
        wanted = {Kind.IMAGE, Kind.VIDEO, Kind.AUDIO} if claim.role == "appended" else wanted
        return (start, mime) if kind in wanted else None

    def look(self, start: int, end: int) -> tuple[Kind, str]:
        """What the bytes between the two begin like."""
        self.file.seek(start)
        return sniff(self.file.read(min(HEAD_BYTES, end - start)))

    def keep(self, piece: Piece, said: str) -> bool:
        """Add the piece, unless it is there already or must not be. Returns whether it was."""
        clash = [one for one in self.pieces if one.start < piece.end and piece.start < one.end]
        if any(one.start == piece.start for one in clash):
            return False
        size = piece.end - piece.start
        if clash:
            self.complaints.append(f"{said}, but it overlaps another; it is left where it is.")
        elif size > self.most_bytes:
            self.complaints.append(f"{said}, more than is taken out: {self.most_bytes:,} bytes.")
        elif len(self.pieces) >= self.most:
            self.complaints.append(f"{said}, but only the first {self.most} media are taken out.")
        else:
            self.pieces.append(piece)
            return True
        return False

    def behind(self) -> Iterator[tuple[int, int]]:
        """The stretches behind the picture that nothing found so far accounts for."""
        at = self.size if self.end is None else self.end
        for piece in sorted(self.pieces, key=lambda piece: piece.start):
            if piece.start > at:
                yield at, piece.start
            at = max(at, piece.end)
        if at < self.size:
            yield at, self.size

    def search_behind(self) -> list[tuple[int, int]]:
        """Keep the media nobody named, and return the stretches that are none."""
        unknown = []
        for first, end in list(self.behind()):
            at = first
            while at < end:
                start, piece = self._next_medium(at, end)
                if start > at:
                    unknown.append((at, start))
                if piece is None:
                    break
                if not self.keep(piece, f"{piece.mime} lies at offset {start:,}"):
                    unknown.append((start, end))
                    break
                at = piece.end
        return unknown

    def _next_medium(self, at: int, end: int) -> tuple[int, Piece | None]:
        """Where the next medium begins, and it; ``end`` and nothing if there is none."""
        for start in dict.fromkeys((at, self.past_zeros(at, end))):
            kind, mime = self.look(start, end)
            own_end = end_of(self.file, mime, start, end)
            if own_end is None and kind in (Kind.VIDEO, Kind.AUDIO) and mime not in BOXED_CLIPS:
                own_end = end
            if kind is not Kind.OTHER and own_end is not None:
                return start, Piece("appended", start, own_end, mime)
        for start in self._clips(at, end):
            _, mime = self.look(start, end)
            if own_end := end_of(self.file, mime, start, end):
                self.file.seek(max(0, start - len(_SAMSUNG_CLIP)))
                is_motion = self.file.read(len(_SAMSUNG_CLIP)) == _SAMSUNG_CLIP
                role = "motion_photo" if is_motion else "appended"
                return start, Piece(role, start, own_end, mime)
        return end, None

    def past_zeros(self, at: int, end: int) -> int:
        """The first byte between the two that is not zero, ``end`` if all of them are."""
        while at < end:
            self.file.seek(at)
            piece = self.file.read(min(_PIECE_BYTES, end - at))
            if rest := piece.lstrip(b"\0"):
                return at + len(piece) - len(rest)
            at += len(piece)
        return end

    def _clips(self, at: int, end: int) -> Iterator[int]:
        """Where the head of an MP4 stands between the two."""
        told = 0
        while at < end and told < self.most:
            self.file.seek(at)
            piece = self.file.read(min(_PIECE_BYTES, end - at))
            if found := _CLIP.search(piece):
                yield at + found.start()
                told, at = told + 1, at + found.start() + 1
            else:
                at += max(1, len(piece) - 7) if at + len(piece) < end else len(piece)


def find(path: str, mime: str, most: int, most_bytes: int) -> dict[str, Any]:
    """The media in the picture, each copied to a file of its own in the folder.

    At most ``most`` of them, none larger than ``most_bytes``.
    """
    with Path(path).open("rb") as file:
        size = file.seek(0, 2)
        end = end_of(file, mime, 0, size)
        search = Search(file, size, end, most, most_bytes, mime in BOXED_PICTURES)
        try:
            for claim in claims(file, mime, size, end):
                search.weigh(claim)
        except ValueError as error:
            search.complaints.append(f"What its XMP names cannot be told: {error}")
        notes = _left(search, search.search_behind())
        pieces = [
            {
                "role": piece.role,
                "mime": piece.mime,
                "start": piece.start,
                "length": piece.end - piece.start,
                "name": "" if piece.role == _PREVIEW else _copy(file, piece, number),
            }
            for number, piece in enumerate(sorted(search.pieces, key=lambda one: one.start))
        ]
    return {"pieces": pieces, "notes": notes, "complaints": search.complaints}


def _left(search: Search, unknown: list[tuple[int, int]]) -> list[str]:
    """What is said of the bytes behind the picture that are no media."""
    full = [(at, end) for at, end in unknown if search.past_zeros(at, end) < end]
    if not full:
        return []
    count, start = sum(end - at for at, end in full), full[0][0]
    search.file.seek(max(0, search.size - len(_SAMSUNG_END)))
    if search.file.read() == _SAMSUNG_END:
        return [f"Samsung's own data: {count:,} bytes, the first at offset {start:,}"]
    _, mime = search.look(start, full[0][1])
    like = "" if mime == "application/octet-stream" else f" and begin like {mime}"
    search.complaints.append(
        f"{count:,} bytes follow the end of the picture{like}: the first at offset {start:,}. "
        "They are no medium that is known here; look at them by hand."
    )
    return []


def _copy(file: BinaryIO, piece: Piece, number: int) -> str:
    name = f"{piece.role}{number}"
    file.seek(piece.start)
    left = piece.end - piece.start
    with Path(name).open("wb") as out:
        while left and (chunk := file.read(min(_PIECE_BYTES, left))):
            out.write(chunk)
            left -= len(chunk)
    return name


ACTIONS = {"find": find}
