"""One fact as it is shown, and the questions that facts answer."""

from dataclasses import dataclass
from enum import StrEnum

from media_tools.places import Place


class Question(StrEnum):
    """The rows of the table of facts, in their order."""

    TIME = "Time"
    CAMERA = "Camera"
    VIEW = "View"
    THING_SEEN = "Thing seen"
    AUTHOR = "Author"
    MANIFEST = "Signed manifest"
    DEVICE = "Device"
    LENGTH = "Length"
    RATE = "Frame rate"
    SIZE = "Size"
    CODING = "Coding"
    OTHER = "Other"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it answers, its value, and below it who or what says so.

    ``tag`` is the raw tag it was read from; ``lines`` may hold foreign words; ``place`` is
    the position it tells, to be copied in other notations. ``verdict`` is what the checks of a
    claim came to; ``where`` is the address of the page that tells more of it.
    """

    question: Question
    value: str
    lines: tuple[str, ...] = ()
    tag: str = ""
    is_superseded: bool = False
    place: Place | None = None
    where: str = ""
    verdict: str = ""
