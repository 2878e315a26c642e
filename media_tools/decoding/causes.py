"""What the decoder complained of, in plain words."""

import re

from media_tools.text import visible

# The first that fits is told; each is what ffmpeg 5 and 6 print.
_PLAIN = (
    (r"moov atom not found", "The file is cut off: its index (moov) is missing."),
    (r"Stream map '[^']*' matches no streams", "The file holds no track of that kind."),
    (r"matches no streams", "The file holds no picture or sound that can be decoded."),
    (
        r"[Dd]ecoder .*not found|Unknown decoder|Codec not on whitelist|Decoding requested, but",
        "The picture or sound is coded in a way that is not accepted here.",
    ),
    (r"Cannot allocate memory|max_alloc|malloc", "Decoding it needs more memory than is allowed."),
    (
        r"Picture size .* is invalid|max_pixels|dimensions not set|Invalid frame dimensions",
        "The size of its pictures is missing, impossible or larger than is allowed.",
    ),
    (r"Format not on whitelist", "Its container is not accepted here."),
    (
        r"EBML header parsing failed|Invalid data found|could not find codec parameters",
        "The data are damaged or cut off.",
    ),
)

_REPEATED = re.compile(r"Last message repeated \d+ times")
# Of "[mov,mp4,m4a @ 0x55d0]" and "[graph 0 input @ 0x55d0]" the first word names the speaker.
_SPEAKER = re.compile(r"\[([\w#:/]+)[^]]* @ 0x[0-9a-f]+\] ")

# Our folders may have blanks in their names.
_OUR_PATH = re.compile(r"file:/.*?(?=: |'|$)")


def complaints(stderr: str) -> list[str]:
    """The lines of a decoder's complaint without addresses and paths, each once."""
    lines = (_SPEAKER.sub(r"\1: ", line) for line in stderr.splitlines())
    lines = (visible(line.removeprefix("NULL: ").strip(" ."), 300) for line in lines)
    lines = (line for line in lines if line and not _REPEATED.fullmatch(line))
    own = (_OUR_PATH.sub("the file", line) for line in lines)
    return list(dict.fromkeys(own))


def plain_cause(stderr: str) -> str:
    """One sentence on why nothing could be read, then the decoder's own last words."""
    said = complaints(stderr)
    known = next((words for pattern, words in _PLAIN if re.search(pattern, stderr)), "")
    if not known:
        known = "It ends before the first frame." if not said else "It cannot be decoded."
    return f"{known} ffmpeg said: {said[-1]}." if said else known
