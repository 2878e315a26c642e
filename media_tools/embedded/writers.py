"""Which program wrote a file, as it names itself, and what such a name says and does not."""

import re
from collections.abc import Iterable, Iterator, Mapping

from media_tools.findings import Reading
from media_tools.text import visible

_ENCODER_TAG = re.compile(r"(?:format|stream:\d+):tags:encoder", re.IGNORECASE)
# What some cameras and programs write where their own name should stand.
_NAME_OF_A_CODING = re.compile(r"(?:H\.?26[345]|HEVC|AVC|MPEG-4)(?: Coding)?", re.IGNORECASE)
_NAMES_OF_WRITERS = re.compile(r".*:tags:(?:encoder|handler_name|major_brand)", re.IGNORECASE)

# Names that say through whose hands a file went: never that it was tampered with.
_SIGNS = {
    r"Lavf": "written by ffmpeg's muxer: re-muxed or re-encoded, as very many programs and "
    "services do",
    r"Lavc|x264|x265|LAME": "packed by an encoder that ffmpeg and very many programs use",
    r"HandBrake": "written by HandBrake, a program that re-encodes",
    r"mkvmerge|libmatroska": "written by mkvmerge, a program that re-muxes",
    r"ISO Media file produced by Google": "handed out by a service of Google, such as YouTube",
    r"GPAC|Bento4": "re-muxed by a program that prepares clips for streaming",
    r"Mainconcept": "packed by an encoder that editing programs use",
    r"Core Media": "written by Apple's media library, on a device or by a program",
    r"VideoHandle$|SoundHandle$": "named as Android's own recorder names its tracks",
    r"gd-jpeg": "packed by the GD library, which web services use",
}


def writers_in(probe: Iterable[Reading]) -> Iterator[tuple[str, str]]:
    """Tag and name of each encoder that the container's own tags name, streams first."""
    named = [r for r in probe if _ENCODER_TAG.fullmatch(r.tag)]
    for reading in sorted(named, key=lambda r: r.tag.startswith("format")):
        if not _NAME_OF_A_CODING.fullmatch(reading.text):
            yield reading.tag, reading.text


def signs(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """For each known sign, the tag that carries it, and a sentence on what it says."""
    for pattern, says in _SIGNS.items():
        for tag, text in names.items():
            if re.search(pattern, text, re.IGNORECASE):
                yield tag, f"“{visible(text, 100)}”: {says}."
                break


def names_in(probe: Iterable[Reading]) -> dict[str, str]:
    """Every container tag in which a writer may have left its name, by tag."""
    return {r.tag: r.text for r in probe if _NAMES_OF_WRITERS.fullmatch(r.tag)}
