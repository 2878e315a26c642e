"""The arguments that every ffmpeg and ffprobe child gets before an untrusted input.

A playlist, manifest or concat script under a media name makes a plain
``ffmpeg -i upload`` read other files; limiting the protocol alone does not stop
it. Naming the demuxers does, and naming the decoders keeps rarely tested ones
away from hostile bytes. Still pictures are read by Pillow, so no image demuxer
is named. All names exist in ffmpeg 5.1 and 6.0, or are ignored where they do not.
"""

from pathlib import Path
from typing import Literal

DEMUXERS = (
    *("mov", "matroska", "webm", "avi", "flv", "mpegts", "mpeg", "ogg"),
    *("wav", "mp3", "aac", "amr", "amrnb", "amrwb", "flac"),
)

DECODERS = (
    # Pictures: phones, messengers, web, television, dash cams and CCTV recorders.
    *("h264", "hevc", "av1", "libdav1d", "libaom-av1", "vp8", "vp9", "libvpx-vp9", "libvpx"),
    *("mpeg4", "mpeg1video", "mpeg2video", "h261", "h263", "h263p", "h263i", "flv", "theora"),
    *("mjpeg", "mjpegb", "msmpeg4v1", "msmpeg4v2", "msmpeg4", "wmv1", "wmv2", "wmv3", "vc1"),
    *("prores", "dnxhd", "dvvideo", "svq1", "svq3", "cinepak", "rawvideo", "png"),
    *("ffv1", "huffyuv", "ffvhuff", "utvideo"),
    # Sound.
    *("aac", "aac_fixed", "aac_latm", "mp3float", "mp3", "mp2float", "mp2", "mp1float", "mp1"),
    *("ac3", "ac3_fixed", "eac3", "dca", "truehd", "mlp", "vorbis", "libvorbis"),
    *("opus", "libopus", "flac", "alac", "amrnb", "amrwb"),
    *("libopencore_amrnb", "libopencore_amrwb", "speex", "libspeex", "nellymoser", "qdm2"),
    *("gsm", "gsm_ms", "wmav1", "wmav2", "wmapro", "g723_1", "g729"),
    *("adpcm_ima_wav", "adpcm_ima_qt", "adpcm_ms", "adpcm_swf", "adpcm_yamaha"),
    *("g722", "g726", "g726le", "evrc", "qcelp"),
    *("pcm_s8", "pcm_u8", "pcm_alaw", "pcm_mulaw", "pcm_bluray", "pcm_dvd"),
    *("pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be"),
    *("pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_f64be", "pcm_u16le", "pcm_u16be"),
    # Text tracks and cover art are not shown, but ffprobe gives up on a file whose decoder it may
    # not open.
    *("mov_text", "ass", "ssa", "subrip", "srt", "webvtt", "text", "cc_dec"),
    *("pgssub", "dvdsub", "dvbsub", "xsub", "libzvbi_teletextdec"),
    *("bmp", "gif", "tiff", "webp"),
)

MAX_STREAMS = 64
MAX_PIXELS = 50_000_000
MAX_ALLOC_BYTES = 512 * 1024 * 1024


def input_arguments(
    path: Path, *, program: Literal["ffmpeg", "ffprobe"] = "ffmpeg", verbosity: str = "error"
) -> list[str]:
    """Everything up to and with ``-i file:PATH`` for one input.

    Options for the same input, such as ``-ss``, go before or between; the path is
    our own name for the original, never the uploader's.
    """
    return [
        *(["-nostdin"] if program == "ffmpeg" else []),
        "-hide_banner",
        *("-v", verbosity),
        *("-max_alloc", str(MAX_ALLOC_BYTES)),
        *("-protocol_whitelist", "file"),
        *("-format_whitelist", ",".join(DEMUXERS)),
        *("-codec_whitelist", ",".join(DECODERS)),
        *("-max_streams", str(MAX_STREAMS)),
        *("-max_pixels", str(MAX_PIXELS)),
        *("-i", f"file:{path.absolute()}"),
    ]
