"""Whether a decode that begins in the middle gives the very frames of the one before."""

import hashlib

import numpy as np
from numpy.typing import NDArray

from media_tools.decoding.gathering import Shown

SEAM_FRAMES = 16


class SeamBroken(Exception):
    """The clip, decoded from a key frame on, is not what it was when decoded from the start."""


def digest(grey: bytes) -> str:
    """A short name for exactly this picture."""
    return hashlib.blake2b(grey, digest_size=16).hexdigest()


class Seam:
    """Lets frames by until the known ones have come again, each exactly as it was."""

    def __init__(self, known: list[tuple[int, str]]) -> None:
        self._known = known
        self._seen = 0

    @property
    def is_passed(self) -> bool:
        """Whether all the known frames have come again."""
        return self._seen == len(self._known)

    def let_by(self, shown: Shown) -> tuple[Shown, NDArray[np.uint8] | None]:
        """The frames behind the seam, and the last of it if it was passed here.

        Raises ``SeamBroken`` at the first frame that is not as it was.
        """
        for place, pts in enumerate(shown.times):
            wanted, was = self._known[self._seen]
            if pts != wanted:
                if self._seen or (pts is not None and pts > wanted):
                    raise SeamBroken(f"After a seek the frame at {wanted} came as {pts}.")
                continue
            if digest(shown.greys[place].tobytes()) != was:
                raise SeamBroken(f"After a seek the frame at {wanted} looks different.")
            self._seen += 1
            if self.is_passed:
                behind = Shown(shown.times[place + 1 :], shown.greys[place + 1 :])
                return behind, shown.greys[place]
        return Shown([], shown.greys[:0]), None
