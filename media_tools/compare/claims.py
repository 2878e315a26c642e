"""What is claimed of an item or incident, and all that is known to hold it against."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from media_tools.compare.first_known import FirstKnown
from media_tools.compare.sky.light import LightSeen
from media_tools.findings import Reading
from media_tools.places import Place, Viewpoint
from media_tools.times import TimeInterval

# The most that a clip's length may widen a time by.
LONGEST = timedelta(hours=12)


class Says(StrEnum):
    """What a claim is about."""

    TIME = "time"
    PLACE = "place"
    VIEWPOINT = "viewpoint"
    AUTHORSHIP = "authorship"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class ClaimedFact:
    """One standing claim, by the caller's ``key``.

    A time has ``interval``, and ``offsets`` where the offsets from UTC then in force at the
    claimed place are known; a place or viewpoint has ``viewpoint``; all may have words.
    ``said_by`` names the source, empty where none is named.
    """

    key: str
    says: Says
    words: str = ""
    interval: TimeInterval | None = None
    offsets: frozenset[timedelta] | None = None
    viewpoint: Viewpoint | None = None
    said_by: str = ""


class Shows(StrEnum):
    """What an item is linked to an incident as showing."""

    IT = "shows"
    BEFORE = "before"
    AFTERMATH = "aftermath"


@dataclass(frozen=True, slots=True)
class Happening:
    """An incident with which the item was linked: when and where, as assessed, if it was.

    ``offsets`` are those from UTC then in force there, where they are known.
    """

    key: str
    title: str
    shows: Shows
    interval: TimeInterval | None = None
    place: Place | None = None
    offsets: frozenset[timedelta] | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """One posting or hand-over: by whom, and by when it was known.

    ``is_origin`` where a posting of the item is said to forward this one.
    """

    by: str
    known_at: datetime
    is_origin: bool = False


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What is known of an item: its readings, best first, its length and when it was first known.

    ``first_known`` is its earliest posting or hand-over; ``file_dated`` the earliest date that it
    had on a disk it came from; ``offsets`` are those from UTC in force
    at the embedded position when it was made, where they are known; ``light`` is what the
    picture looks like, ``None`` where nothing was measured.
    """

    readings: tuple[Reading, ...]
    duration_s: float | None = None
    first_known: FirstKnown | None = None
    file_dated: datetime | None = None
    offsets: frozenset[timedelta] | None = None
    light: LightSeen | None = None
    is_photograph: bool = False
    postings: tuple[Posting, ...] = ()
    happenings: tuple[Happening, ...] = ()

    @property
    def length(self) -> timedelta:
        """How long it is, at most ``LONGEST``: headers sometimes claim days."""
        return min(timedelta(seconds=max(self.duration_s or 0.0, 0.0)), LONGEST)
