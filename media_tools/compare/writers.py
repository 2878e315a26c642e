"""Marks that a file's writers left: messengers, programs that re-encode, editing programs.

A mark says through whose hands a file went. Very many honest files carry one, so a mark is a
hint, at most a tension, and never a proof.
"""

import re
from collections.abc import Iterable
from typing import Any

from media_tools.findings import Meaning, Reading
from media_tools.text import visible

# Names of the writers that the recorder itself leaves.
_RECORDERS = re.compile(r"“[^”]*(?:Core Media|VideoHandle|SoundHandle)[^”]*”", re.IGNORECASE)
# Habits of file names, by ``media_tools/embedded/file_names.py``, of programs that send and save.
_MESSENGERS = re.compile(r"WhatsApp|Telegram|Signal|Viber|Facebook|WeChat export", re.IGNORECASE)
_EDITORS = re.compile(
    r"photoshop|lightroom|premiere|after effects|media encoder|adobe|gimp|darktable|snapseed|vsco"
    r"|picsart|capcut|inshot|kinemaster|final cut|imovie|davinci|resolve|vegas|filmora|avidemux"
    r"|shotcut|kdenlive|openshot|affinity|capture one|paint\.net|photoscape|picasa|acdsee|canva"
    r"|faceapp|remini|meitu|luminar|pixelmator|photopea|instagram|tiktok|snapchat|handbrake",
    re.IGNORECASE,
)


def marks_in(readings: Iterable[Reading]) -> list[str]:
    """A sentence part for each mark that somebody other than the camera wrote the file."""
    kept = list(readings)
    marks = [
        one.text.rstrip(".")
        for one in kept
        if one.tag.startswith("sign:") and not _RECORDERS.search(one.text)
    ]
    for reading in kept:
        shown = visible(reading.text, 100)
        if reading.meaning is Meaning.NAMED:
            value: Any = reading.value
            if _MESSENGERS.search(value["pattern"]):
                marks.append(f"“{shown}”: named as {value['pattern']} names what it saves")
        elif reading.meaning in (Meaning.SOFTWARE, Meaning.ENCODER) and _EDITORS.search(
            reading.text
        ):
            marks.append(f"“{shown}” ({reading.tag}): a program that edits or converts")
    return list(dict.fromkeys(marks))


def names_of_device(readings: Iterable[Reading]) -> list[str]:
    """Every make, model, software and encoder that the file names, best first."""
    meanings = (Meaning.MAKE, Meaning.MODEL, Meaning.SOFTWARE, Meaning.ENCODER)
    kept = [one for one in readings if one.meaning in meanings]
    kept.sort(key=lambda one: meanings.index(one.meaning) if one.meaning else 0)
    return list(dict.fromkeys(str(one.value) for one in kept))
