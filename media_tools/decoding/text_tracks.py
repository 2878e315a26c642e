"""The packets of captions and data in containers whose tables we do not walk ourselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from media_tools.decoding.clip import made_with
from media_tools.ffmpeg_args import input_arguments
from media_tools.findings import JSON, Findings
from media_tools.media import Media
from media_tools.sandbox import MIB, Limits, run
from media_tools.tools import tool_path

_MOST_TRACKS = 4
_LIMITS = Limits(wall_s=120, cpu_s=60, file_bytes=512 * MIB, stdout_bytes=64 * MIB)
# Captions that are pictures of letters.
_DRAWN = {"hdmv_pgs_subtitle", "dvd_subtitle", "dvb_subtitle", "xsub"}
_KIND = re.compile(r"stream:(\d+):codec_type")


@dataclass(frozen=True, slots=True)
class TextTrack:
    """One track: its packets behind one another, and a line of pts, duration and size for each.

    ``time_base`` is the length of a tick, as "1/1000".
    """

    coding: str
    time_base: str
    packets: Path
    times: Path


def text_tracks(probe: Findings) -> Iterator[int]:
    """The stream indices of written captions and data, at most four."""
    said = {one.tag: one.text for one in probe.readings}
    kinds = ((_KIND.fullmatch(tag), kind) for tag, kind in said.items())
    found = [int(tag[1]) for tag, kind in kinds if tag and kind in ("subtitle", "data")]
    written = [one for one in found if said.get(f"stream:{one}:codec_name") not in _DRAWN]
    yield from written[:_MOST_TRACKS]


def write_track(
    media: Media, folder: Path, probe: Findings, stream: int
) -> tuple[TextTrack | None, list[JSON]]:
    """Write the packets of one stream as they lie in the file, ``None`` where that fails."""
    said = {one.tag: one.text for one in probe.readings}
    at = f"stream:{stream}"
    packets, times = (folder.absolute() / f"{kind}-{stream}" for kind in ("packets", "times"))
    listing = [
        *(tool_path("ffprobe"), *input_arguments(media.path, program="ffprobe")),
        *("-select_streams", str(stream), "-show_entries", "packet=pts,duration,size"),
        *("-of", "csv=p=0"),
    ]
    copying = [
        *(tool_path("ffmpeg"), *input_arguments(media.path), "-map", f"0:{stream}"),
        *("-c", "copy", "-f", "data", packets.name),
    ]
    listed = run(listing, folder=folder, limits=_LIMITS, reads=[media.path])
    run(copying, folder=folder, limits=_LIMITS, reads=[media.path])
    made = [made_with(listing, media), made_with(copying, media)]
    if not packets.is_file() or f"{at}:time_base" not in said:
        return None, made
    times.write_bytes(listed.stdout)
    coding = said.get(f"{at}:codec_name", "data")
    return TextTrack(coding, said[f"{at}:time_base"], packets, times), made
