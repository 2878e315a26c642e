"""What a match of hashes is in words: never a number alone."""

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext, gettext_noop

from catalog.likeness.search import AlikeInList, Pair
from media_tools.likeness.pdq import BITS, Turn
from media_tools.text import visible
from media_tools.times import format_media_seconds

# Up to so many bits, and what that is taken for; see docs/likeness.md for how often it is wrong.
_NEARNESS = (
    (8, gettext_noop("the same picture")),
    (20, gettext_noop("very much the same")),
    (31, gettext_noop("probably the same, altered")),
)

TURNS = {
    Turn.MIRRORED: gettext_noop("mirrored"),
    Turn.UPSIDE_DOWN: gettext_noop("upside down"),
    Turn.HALF: gettext_noop("turned by half"),
    Turn.LEFT: gettext_noop("turned left"),
    Turn.RIGHT: gettext_noop("turned right"),
}


def nearness(distance: int) -> str:
    """``6 of 256 bits differ: the same picture``."""
    said = next(words for most, words in _NEARNESS if distance <= most)
    return gettext("%(distance)s of %(bits)s bits differ: %(said)s") % {
        "distance": distance,
        "bits": BITS,
        "said": gettext(said),
    }


def clock(seconds: Fraction | None) -> str:
    """The moment of a frame, empty for a picture."""
    return "" if seconds is None else format_media_seconds(seconds)


def alterations(pair: Pair) -> Iterator[str]:
    """In what else the two frames differ, as far as the search can tell."""
    if pair.turn is not Turn.NONE:
        yield gettext(TURNS[pair.turn])
    if pair.is_cropped:
        yield gettext("one is cropped")
    if pair.has_bars:
        yield gettext("one has black bars")


def of_pair(pair: Pair) -> str:
    """One line: both moments, how near, and what else."""
    times = " = ".join(filter(None, (clock(pair.asked_s), clock(pair.found_s))))
    return " · ".join(filter(None, (times, nearness(pair.distance), *alterations(pair))))


def of_listed(one: AlikeInList) -> str:
    """One line about a hash of a list: its maker's words for the file, the moment, how near."""
    seconds = one.listed.seconds
    moment = "" if seconds is None else format_media_seconds(Fraction(seconds))
    turn = "" if one.turn is Turn.NONE else gettext(TURNS[one.turn])
    parts = (visible(one.listed.label), moment, nearness(one.distance), turn)
    return " · ".join(filter(None, parts))
