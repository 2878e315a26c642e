"""The layers that can hide this machine from a child, and which of them to try."""

import os
from enum import StrEnum

VARIABLE = "SIGHTLINE_CONTAINMENT"
BEST = "best"


class Layer(StrEnum):
    """What stands between a child and other files, other processes and the network."""

    BUBBLEWRAP = "bubblewrap"
    LANDLOCK = "landlock"
    NONE = "none"


# The better one first: behind bubblewrap nothing else exists, Landlock only forbids.
HIDING = (Layer.BUBBLEWRAP, Layer.LANDLOCK)


def wanted() -> tuple[Layer, ...]:
    """The layers to try, in this order: all, or the one that ``SIGHTLINE_CONTAINMENT`` names.

    Raises ``ValueError`` for a name that is none of theirs.
    """
    named = os.environ.get(VARIABLE, "").strip() or BEST
    if named == BEST:
        return HIDING
    if named not in list(Layer):
        raise ValueError(f"{VARIABLE} is {named!r}: write one of {BEST}, {', '.join(Layer)}.")
    return () if named == Layer.NONE else (Layer(named),)
