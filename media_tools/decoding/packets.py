"""The first packets of a clip: how its frames depend on one another, and who packed them.

Nothing is decoded. Packets come in the order in which they are to be decoded; a frame that
is shown before one already there was predicted from both sides (a B-frame).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from media_tools.decoding.clip import made_with
from media_tools.ffmpeg_args import input_arguments
from media_tools.findings import JSON
from media_tools.media import Media
from media_tools.sandbox import MIB, Limits, run
from media_tools.tools import tool_path

MOST_PACKETS = 1500
_LIMITS = Limits(wall_s=180, cpu_s=30, file_bytes=64 * MIB, stdout_bytes=4 * MIB)
_LONGEST_PATTERN = 300


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet: when its frame is shown, in ticks, and whether it needs no other."""

    pts: int | None
    is_key: bool


def first_packets(media: Media, folder: Path, stream: int) -> tuple[list[Packet], JSON]:
    """Up to 1,500 packets of a stream, in their order in the file, and how they were asked for."""
    argv = [
        tool_path("ffprobe"),
        *input_arguments(media.path, program="ffprobe"),
        *("-select_streams", str(stream), "-read_intervals", f"%+#{MOST_PACKETS}"),
        *("-show_entries", "packet=pts,flags", "-of", "json"),
    ]
    ended = run(argv, folder=folder, limits=_LIMITS, reads=[media.path])
    answer: dict[str, Any] = {} if ended.returncode else json.loads(ended.stdout)
    packets = [
        Packet(packet.get("pts"), "K" in packet.get("flags", ""))
        for packet in answer.get("packets", [])
    ]
    return packets, made_with(argv, media)


def write_first_packet(media: Media, folder: Path, stream: int, name: str) -> JSON:
    """Write a stream's header and first packet, as they lie in the file, to ``folder/name``.

    There is no such file afterwards where ffmpeg could not. Returns how it was made.
    """
    argv = [
        tool_path("ffmpeg"),
        *input_arguments(media.path),
        *("-map", f"0:{stream}", "-c", "copy", "-bsf", "dump_extra=freq=keyframe"),
        *("-frames", "1", "-f", "data", name),
    ]
    run(argv, folder=folder, limits=_LIMITS, reads=[media.path])
    return made_with(argv, media)


def shape_of(packets: Sequence[Packet], time_base: Fraction) -> Iterator[tuple[str, str]]:
    """What the packets tell: how far key frames lie apart, and one group of frames as letters."""
    seen = f"{len(packets):,} packets" + (" and more" if len(packets) == MOST_PACKETS else "")
    keys = [number for number, packet in enumerate(packets) if packet.is_key]
    yield "looked_at", seen
    if len(keys) < 2:
        yield "key_frames", f"{len(keys)} among them, so their distance cannot be told"
    else:
        yield "key_frames", _distances(packets, keys, time_base)
    if keys:
        ends = keys[1] if len(keys) > 1 else len(packets)
        yield "pattern", _pattern(packets, keys[0], ends)


def _distances(packets: Sequence[Packet], keys: Sequence[int], time_base: Fraction) -> str:
    frames = [later - one for one, later in pairwise(keys)]
    told = f"every {median(frames):g} frames ({_spread(frames)})"
    shown = [pts for number in keys if (pts := packets[number].pts) is not None]
    seconds = [float((b - a) * time_base) for a, b in pairwise(shown)]
    return f"{told}, every {median(seconds):.3f} s" if len(seconds) == len(frames) else told


def _spread(frames: Sequence[int]) -> str:
    least, most = min(frames), max(frames)
    return "always" if least == most else f"median; from {least} to {most}"


def _pattern(packets: Sequence[Packet], start: int, end: int) -> str:
    """One group of frames in the order in which they are shown."""
    letters: list[tuple[int, str]] = []
    for packet in packets[start:end]:
        if packet.pts is None:
            return "cannot be told: the file does not say when each frame is shown"
        is_between = bool(letters) and packet.pts < max(pts for pts, _ in letters[-64:])
        letters.append((packet.pts, "I" if packet.is_key else "B" if is_between else "P"))
    return "".join(letter for _, letter in sorted(letters))[:_LONGEST_PATTERN]
