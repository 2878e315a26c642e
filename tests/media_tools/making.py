"""Media with known truth, made at test time, and the steps run on them by hand."""

import hashlib
import io
import struct
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from PIL import Image

from media_tools.findings import Findings
from media_tools.media import Kind, Media
from media_tools.sniff import HEAD_BYTES, TAIL_BYTES, sniff
from media_tools.step import Job
from media_tools.steps.exif import STEP as EXIF
from media_tools.steps.probe import STEP as PROBE
from media_tools.tools import tool_path
from tests.waiting import PATIENCE_S

PICTURES = ("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=0.4")
SOUND = ("-f", "lavfi", "-i", "sine=frequency=440:duration=0.4")


def make_clip(path: Path, *arguments: str) -> Path:
    """Let ffmpeg write ``path``; pictures and sound come from its own generators.

    What comes of nothing else is the same each time, and made once.
    """
    if arguments.count("-i") == arguments.count("lavfi") and "-attach" not in arguments:
        path.write_bytes(_generated(path.suffix, arguments))
        return path
    return _written(path, arguments)


@cache
def _generated(suffix: str, arguments: tuple[str, ...]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return _written(Path(folder) / f"clip{suffix}", arguments).read_bytes()


def _written(path: Path, arguments: tuple[str, ...]) -> Path:
    argv = [tool_path("ffmpeg"), "-nostdin", "-v", "error", "-y", *arguments, str(path)]
    subprocess.run(argv, check=True, timeout=PATIENCE_S)
    return path


def picture(width: int = 32, height: int = 24) -> Image.Image:
    """A small picture in which no two corners are alike."""
    image = Image.new("RGB", (width, height), (40, 90, 160))
    image.putpixel((0, 0), (255, 0, 0))
    return image


def jpeg_bytes(exif: Image.Exif | bytes = b"", xmp: bytes = b"") -> bytes:
    """A JPEG with this EXIF and XMP."""
    stream = io.BytesIO()
    picture().save(stream, "JPEG", exif=exif, **({"xmp": xmp} if xmp else {}))
    return stream.getvalue()


def segment(marker: int, body: bytes) -> bytes:
    """One JPEG segment, for files that no library writes."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def with_segments(jpeg: bytes, *segments: bytes) -> bytes:
    """The JPEG with these segments right behind its start."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def as_media(path: Path) -> Media:
    """The file as intake would hand it on."""
    content = path.read_bytes()
    kind, mime = sniff(content[:HEAD_BYTES], content[-TAIL_BYTES:])
    return Media(path, hashlib.sha256(content).hexdigest(), kind, mime)


def probe_of(path: Path) -> Findings:
    """What the probe step finds in the file."""
    return PROBE.run(Job(as_media(path), _folder(path)))


def exif_of(path: Path, file_name: str = "") -> Findings:
    """What the exif step finds in the file, after the probe, told this name by its uploader."""
    media = as_media(path)
    upstream = {}
    if media.kind is not Kind.OTHER:
        upstream["probe"] = PROBE.run(Job(media, _folder(path)))
    return EXIF.run(Job(media, _folder(path), upstream, file_name=file_name))


def _folder(path: Path) -> Path:
    folder = path.parent / "work"
    folder.mkdir(exist_ok=True)
    return folder
