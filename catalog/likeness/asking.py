"""Reading what a search is to be like: an item, one of its frames, or hashes."""

import re
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from django.utils.translation import gettext, gettext_noop
from numpy.typing import NDArray

from catalog.facts import standing_runs
from catalog.models import Artefact, Item
from catalog.models.item import ItemQuerySet
from catalog.storage.derived import derived_path
from media_tools.likeness.asked import AskedFrame, asked_frames, read
from media_tools.likeness.look import NOTHING_TO_COMPARE

HASHES = "pdq:"
# Of a clip so many frames, evenly spread, are looked at to choose from.
_LOOKED_AT = 60
_REF = re.compile(r"(?P<ref>[A-Za-z][A-Za-z0-9]{1,7}-\d{1,9})(@(?P<time>[0-9:.]{1,20}))?")
_FORM = gettext_noop(
    "an item such as KRM-0007, a frame of it such as KRM-0007@12.48, or pdq: and hashes"
)


class CannotAsk(ValueError):
    """What is to be found again cannot be looked for. The message is a sentence."""


def checked(text: str) -> str:
    """The text if it can be read at all, in one spelling. Raises ``CannotAsk``."""
    if text.lower().startswith(HASHES):
        try:
            read(text[len(HASHES) :])
        except ValueError as error:
            raise CannotAsk(str(error)) from error
        return text.lower()
    found = _REF.fullmatch(text)
    if not found:
        raise CannotAsk(gettext("Write %(form)s.") % {"form": gettext(_FORM)})
    if found["time"]:
        _seconds(found["time"])
        return f"{found['ref'].upper()}@{found['time']}"
    return found["ref"].upper()


def asked_by(text: str, visible: ItemQuerySet) -> tuple[tuple[AskedFrame, ...], Item | None]:
    """The frames that checked text asks for, and the item they are of.

    Raises ``CannotAsk``; for an item that is not visible it says the same as for none.
    """
    if text.startswith(HASHES):
        return read(text[len(HASHES) :]), None
    ref, _, time = text.partition("@")
    item = visible.filter(ref=ref).select_related("original").first()
    if item is None:
        raise CannotAsk(
            gettext("There is no item %(ref)s in the cases you may see.") % {"ref": ref}
        )
    frames = _frames_of(item, _seconds(time) if time else None)
    if not frames:
        raise CannotAsk(f"{ref}: {NOTHING_TO_COMPARE}")
    return frames, item


def _frames_of(item: Item, at_s: Fraction | None) -> tuple[AskedFrame, ...]:
    made = Artefact.objects.filter(
        run__in=standing_runs(item).values(), name__in=("grey", "grey_frames", "frame_times")
    )
    by_name = {one.name: one for one in made}
    if "grey" not in by_name:
        raise CannotAsk(
            gettext("%(ref)s has no frames: it is not scanned yet, or holds no picture.")
            % {"ref": item.ref}
        )
    greys = _array(by_name["grey"])
    times = _times(by_name)
    if at_s is None:
        chosen = np.linspace(0, len(greys) - 1, min(_LOOKED_AT, len(greys))).round().astype(int)
    else:
        apart = [abs(time - at_s) for time in times]
        chosen = np.array([apart.index(min(apart))])
    is_timed = "frame_times" in by_name
    seconds = [times[number] for number in chosen] if is_timed else None
    return asked_frames(np.ascontiguousarray(greys[chosen]), seconds)


def _times(made: Mapping[str, Artefact]) -> list[Fraction]:
    """Seconds from the first frame shown; of pages their number."""
    numbers = _array(made["grey_frames"])
    if "frame_times" not in made:
        return [Fraction(int(number)) for number in numbers]
    table = made["frame_times"]
    base = Fraction(str(table.details["time_base"]))
    first = int(table.details["first_pts"])
    return [(int(pts) - first) * base for pts in _array(table)[numbers]]


def _array(artefact: Artefact) -> NDArray[np.generic]:
    try:
        array: NDArray[np.generic] = np.load(
            derived_path(artefact.sha256), mmap_mode="r", allow_pickle=False
        )
    except FileNotFoundError as error:
        raise CannotAsk(
            gettext("The small frames of this item are gone from the disk: scan it again.")
        ) from error
    return array


def _seconds(text: str) -> Fraction:
    """``12.48`` or ``0:00:12.480``."""
    seconds = Fraction(0)
    parts = text.split(":")
    try:
        for part in parts:
            seconds = seconds * 60 + Fraction(part)
    except (ValueError, ZeroDivisionError) as error:
        raise CannotAsk(
            gettext("“%(text)s” is no moment: write seconds, or 0:00:12.480.") % {"text": text}
        ) from error
    if len(parts) > 3:
        raise CannotAsk(
            gettext("“%(text)s” is no moment: write seconds, or 0:00:12.480.") % {"text": text}
        )
    return seconds
