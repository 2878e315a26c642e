"""Whether a browser can play a file, and what a copy that it can play must change."""

from dataclasses import dataclass

_MP4 = {"video/mp4", "video/x-m4v", "audio/mp4"}
_WEBM = {"video/webm"}

_MP4_PICTURES = {"h264", "av1", "vp9"}
_MP4_SOUND = {"aac", "mp3", "opus", "flac"}
_COPIED_SOUND = _MP4_SOUND - {"flac"}  # ffmpeg 5 calls FLAC in MP4 an experiment and refuses
_WEBM_PICTURES = {"vp8", "vp9", "av1"}
_WEBM_SOUND = {"vorbis", "opus"}

_SOUND_FILES: dict[str, set[str]] = {
    "audio/mpeg": {"mp3"},
    "audio/aac": {"aac"},
    "audio/ogg": {"vorbis", "opus", "flac"},
    "audio/flac": {"flac"},
    "audio/x-wav": {"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le"},
    "audio/mp4": _MP4_SOUND,
}

_EIGHT_BIT_420 = {"yuv420p", "yuvj420p"}


@dataclass(frozen=True, slots=True)
class Coding:
    """How a file is coded: its MIME type from the bytes, ffprobe's codec and pixel names.

    ``pictures`` and ``sound`` are ``None`` where there is no such track.
    """

    mime: str
    pictures: str | None
    pixels: str | None
    sound: str | None


@dataclass(frozen=True, slots=True)
class Copy:
    """What a playable MP4 copy does with each track: take it as it is, or code it anew."""

    keep_pictures: bool
    keep_sound: bool


def copy_needed(coding: Coding) -> Copy | None:
    """The cheapest copy that any current browser plays, ``None`` if the original will do."""
    pictures_fit = coding.pictures is None or coding.pixels in _EIGHT_BIT_420
    if pictures_fit and _plays_as_it_is(coding):
        return None
    return Copy(
        keep_pictures=coding.pictures is not None
        and pictures_fit
        and coding.pictures in _MP4_PICTURES,
        keep_sound=coding.sound in _COPIED_SOUND,
    )


def coded_anew(coding: Coding) -> Copy:
    """The copy for a file that plays, but not frame by frame."""
    return Copy(keep_pictures=False, keep_sound=coding.sound in _COPIED_SOUND)


def _plays_as_it_is(coding: Coding) -> bool:
    if coding.pictures is None:
        return coding.sound in _SOUND_FILES.get(coding.mime, set())
    if coding.mime in _MP4:
        return coding.pictures in _MP4_PICTURES and coding.sound in {None, *_MP4_SOUND}
    if coding.mime in _WEBM:
        return coding.pictures in _WEBM_PICTURES and coding.sound in {None, *_WEBM_SOUND}
    return False
