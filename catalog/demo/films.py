"""Writing the demo's files: frames and sound through ffmpeg, with their metadata.

Everything written is set here and nothing comes from the clock or the machine, so
one version of ffmpeg gives the same bytes every time.
"""

import struct
import subprocess
import wave
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from PIL.TiffImagePlugin import IFDRational

from catalog.demo.frames import Bytes
from catalog.demo.scene import frames, photograph
from catalog.demo.sound import RATE_HZ, track
from catalog.demo.truth import Cut, Photograph, Recording
from media_tools.tools import tool_path

_QUIETLY = ("-nostdin", "-v", "error", "-y")
_SAME_BYTES = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact")
_PICTURE = ("-c:v", "libx264", "-threads", "2", "-preset", "veryfast", "-pix_fmt", "yuv420p")
# Cameras do not name an encoder in the stream as x264 does, in a unit of type 6.
_NO_ENCODER_NAME = ("-bsf:v", "filter_units=remove_types=6")


class RenderingFailed(RuntimeError):
    """ffmpeg could not write a file of the demo; the message is its own."""


def write_film(
    recording: Recording,
    file: Path,
    *,
    tags: Mapping[str, str],
    handler: str,
    upside_down: bool = False,
) -> None:
    """Film ``recording`` into a QuickTime or MP4 file with these container tags.

    ``upside_down`` stores the frames turned by 180 degrees, with the note in the
    header that turns them back, as a phone held the other way does.
    """
    sound = file.with_suffix(".wav")
    with wave.open(str(sound), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(track(recording).tobytes())
    size = f"{recording.camera.width}x{recording.camera.height}"
    named = [f"-metadata:s:{stream} handler_name={handler}" for stream in ("v", "a")]
    pictures = (frame[::-1, ::-1] if upside_down else frame for frame in frames(recording))
    _ffmpeg(
        [
            *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size),
            *("-framerate", str(recording.rate), "-i", "pipe:0", "-i", str(sound)),
            *(*_PICTURE, "-crf", "22", *_NO_ENCODER_NAME, "-c:a", "aac", "-b:a", "96k"),
            *(word for tag in tags.items() for word in ("-metadata", "=".join(tag))),
            *(word for pair in named for word in pair.split(" ", 1)),
            *("-metadata:s:v", "encoder=H.264", "-metadata:s:v", "vendor_id=none"),
            *("-movflags", "+use_metadata_tags", *_SAME_BYTES, str(file)),
        ],
        pictures,
    )
    sound.unlink()
    if upside_down:
        _turn_by_180(file, recording.camera.width, recording.camera.height)


def write_repost(clip: Path, cut: Cut, file: Path, watermark: str) -> None:
    """Cut, crop, shrink and compress ``clip`` again, as a channel does; no metadata stays."""
    mark = file.with_suffix(".png")
    font = ImageFont.load_default_imagefont()
    image = Image.new("RGBA", (8 * len(watermark), 14), (0, 0, 0, 0))
    ImageDraw.Draw(image).text((1, 1), watermark, fill=(255, 255, 255, 120), font=font)
    image.save(mark)
    graph = (
        f"[0:v]crop=iw*{cut.kept}:ih*{cut.kept},scale={cut.width}:{cut.height},"
        f"fps={cut.rate}[picture];[picture][1:v]overlay=W-w-10:10"
    )
    _ffmpeg(
        [
            *("-ss", str(cut.begins_s), "-t", str(cut.lasts_s), "-i", str(clip), "-i", str(mark)),
            *("-filter_complex", graph, *_PICTURE, "-profile:v", "main", "-crf", "30"),
            *("-g", "50", "-c:a", "aac", "-b:a", "48k", "-ar", "44100"),
            *("-map_metadata", "-1", "-movflags", "+faststart", str(file)),
        ]
    )
    mark.unlink()


def write_photograph(still: Photograph, file: Path, exif: Image.Exif) -> None:
    """Take a still into a JPEG file."""
    Image.fromarray(photograph(still)).save(file, quality=88, exif=exif)


def degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    """Whole degrees, whole minutes and seconds to a hundredth, as EXIF keeps them."""
    hundredths = round(abs(value) * 360_000)
    whole, rest = divmod(hundredths, 360_000)
    minutes, seconds = divmod(rest, 6_000)
    return IFDRational(whole), IFDRational(minutes), IFDRational(seconds, 100)


def decimal(value: float, places: int = 2) -> IFDRational:
    """A number as EXIF's fraction, rounded to so many decimal places."""
    fraction = Fraction(round(value * 10**places), 10**places)
    return IFDRational(fraction.numerator, fraction.denominator)


def _ffmpeg(arguments: list[str], pictures: Iterable[Bytes] = ()) -> None:
    with subprocess.Popen(
        [tool_path("ffmpeg"), *_QUIETLY, *arguments],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdin is not None
        assert child.stderr is not None
        try:
            for picture in pictures:
                child.stdin.write(np.ascontiguousarray(picture).data)
            child.stdin.close()
        except BrokenPipeError:
            pass  # ffmpeg has given up; it says why below
        except BaseException:
            child.kill()
            raise
        said = child.stderr.read().decode("utf-8", "replace").strip()
    if child.returncode:
        raise RenderingFailed(f"The demo's media could not be made. ffmpeg said: {said}")


def _turn_by_180(file: Path, width: int, height: int) -> None:
    """Write the display matrix of a half turn into the first track's header."""
    content = bytearray(file.read_bytes())
    matrix = content.index(b"tkhd") + 4 + 40
    turned = (-0x10000, 0, 0, 0, -0x10000, 0, width << 16, height << 16, 0x40000000)
    struct.pack_into(">9i", content, matrix, *turned)
    file.write_bytes(content)
