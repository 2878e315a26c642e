"""Which of a container's tracks are looked at and listened to, and which are left aside."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from media_tools.text import visible

Stream = dict[str, Any]

_STILL = ("attached_pic", "timed_thumbnails", "still_image")
_MOST_TOLD = 8


@dataclass(frozen=True, slots=True)
class Taken:
    """The track of moving pictures and the track of sound that are taken."""

    pictures: Stream | None
    sound: Stream | None


def take(streams: list[Stream]) -> Taken:
    """The tracks marked as default before all others; of pictures the largest; else the first.

    Cover art, thumbnails and still pictures are never taken for moving ones, nor is a
    track whose coding is not known.
    """
    return Taken(
        max(_default(_pictures(streams)), key=_area, default=None),
        next(iter(_default(_sounds(streams))), None),
    )


def left_aside(streams: list[Stream], taken: Taken) -> list[str]:
    """A sentence for each kind of track that the file holds more than one of."""
    told = []
    for kind, all_of_it, chosen in (
        ("tracks of moving pictures", _pictures(streams), taken.pictures),
        ("sound tracks", _sounds(streams), taken.sound),
    ):
        others = [_name(stream) for stream in all_of_it if stream is not chosen]
        if chosen and others:
            more = f" and {len(others) - _MOST_TOLD} more" if len(others) > _MOST_TOLD else ""
            told.append(
                f"There are {len(others) + 1} {kind}: {_name(chosen)} is taken; left aside: "
                f"{', '.join(others[:_MOST_TOLD])}{more}."
            )
    return told


def counted(streams: list[Stream]) -> dict[str, int]:
    """How many tracks of each kind there are, by ffprobe's name; still pictures apart."""
    kinds = ("still picture" if _is_still(s) else str(s.get("codec_type")) for s in streams)
    return dict(sorted(Counter(kinds).items()))


def _pictures(streams: list[Stream]) -> list[Stream]:
    moving = (s for s in streams if s.get("codec_type") == "video" and not _is_still(s))
    return [s for s in moving if s.get("width") and s.get("height") and s.get("codec_name")]


def _sounds(streams: list[Stream]) -> list[Stream]:
    return [s for s in streams if s.get("codec_type") == "audio" and s.get("codec_name")]


def _default(streams: list[Stream]) -> list[Stream]:
    marked = [s for s in streams if s.get("disposition", {}).get("default")]
    return marked or streams


def _is_still(stream: Stream) -> bool:
    disposition = stream.get("disposition", {})
    return any(disposition.get(mark) for mark in _STILL)


def _area(stream: Stream) -> int:
    return int(stream["width"]) * int(stream["height"])


def _name(stream: Stream) -> str:
    language = stream.get("tags", {}).get("language", "und")
    words = [stream["codec_name"], *([language] if language != "und" else [])]
    if "width" in stream:
        words.append(f"{stream['width']} x {stream['height']}")
    return visible(f"stream {stream['index']} ({', '.join(words)})", 200)
