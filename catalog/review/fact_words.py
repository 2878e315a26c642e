"""One fact as it is shown, and the questions that facts answer."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop

from media_tools.places import Place


class Question(StrEnum):
    """The rows of the table of facts, in their order."""

    TIME = gettext_noop("Time")
    CAMERA = gettext_noop("Camera")
    VIEW = gettext_noop("View")
    THING_SEEN = gettext_noop("Thing seen")
    AUTHOR = gettext_noop("Author")
    MANIFEST = gettext_noop("Signed manifest")
    DEVICE = gettext_noop("Device")
    LENGTH = gettext_noop("Length")
    RATE = gettext_noop("Frame rate")
    SIZE = gettext_noop("Size")
    CODING = gettext_noop("Coding")
    OTHER = gettext_noop("Other")


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
