"""Files as nobody's camera writes them: whole ones with a few bytes changed, the same each time.

No step may end by our fault: each gives findings, or says in a sentence why it cannot.
"""

import io
import random
from collections.abc import Callable
from pathlib import Path

import pillow_heif
import pytest

from media_tools.errors import Unreadable
from media_tools.findings import Findings
from media_tools.step import Job, all_steps
from tests.media_tools.dating import png_with, sidecar
from tests.media_tools.making import PICTURES, SOUND, as_media, jpeg_bytes, make_clip, picture
from tests.media_tools.test_exif import camera_exif

STEPS = ("probe", "exif", "contained", "provenance", "structure", "track")
XMP = sidecar('xmp:CreateDate="2023-05-14T22:15:30+03:00" exif:GPSImgDirection="1234/10"')
WRITTEN = (
    *("-metadata", "creation_time=2023-05-14T22:15:30Z"),
    *("-metadata", "location=+46.6368+032.6083+041.5/", "-metadata", "date=2023-05-14"),
)


def heic() -> bytes:
    stream = io.BytesIO()
    pillow_heif.from_pillow(picture(64, 48)).save(stream, exif=camera_exif().tobytes())
    return stream.getvalue()


def clip(folder: Path, ending: str) -> bytes:
    return make_clip(folder / f"whole.{ending}", *PICTURES, *SOUND, *WRITTEN).read_bytes()


def changed(whole: bytes, chance: random.Random) -> bytes:
    """With bytes flipped, lengths at their extremes, digits that are none, pieces lost."""
    odd = bytearray(whole)
    for _ in range(chance.choice((1, 2, 4))):
        at = chance.randrange(8, max(9, min(len(odd), chance.choice((600, 4096, 10**9)))))
        match chance.randrange(6):
            case 0:
                odd[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                odd[at : at + 4] = chance.choice((b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff"))
            case 2:
                odd[at:at] = odd[at : at + chance.randrange(1, 99)]
            case 3:
                del odd[at : at + chance.randrange(1, 99)]
            case 4:
                digits = [i for i, byte in enumerate(odd[:20_000]) if 48 <= byte <= 57]
                for i in chance.sample(digits, min(6, len(digits))):
                    odd[i] = chance.choice(b"09eE/:-+ \xff\0")
            case _:
                del odd[max(at, len(odd) // 2) :]
    return bytes(odd)


@pytest.mark.parametrize(
    "kind", ["jpeg", "png", "heic", "sidecar", "mp4", "mov", "mkv", "avi", "wav"]
)
def test_an_odd_file_ends_in_findings_or_in_a_sentence(tmp_path: Path, kind: str) -> None:
    pictures: dict[str, Callable[[], bytes]] = {
        "jpeg": lambda: jpeg_bytes(camera_exif(), XMP),
        "png": lambda: png_with({"Creation Time": "2023-05-14", "XML:com.adobe.xmp": XMP.decode()}),
        "heic": heic,
        "sidecar": lambda: XMP,
    }
    whole = pictures[kind]() if kind in pictures else clip(tmp_path, kind)
    chance = random.Random(f"{kind} 3")
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "upload"
        path.write_bytes(changed(whole, chance))
        media, found = as_media(path), dict[str, Findings]()
        for step in (all_steps()[name] for name in STEPS):
            if media.kind in step.kinds and all(needed in found for needed in step.needs):
                work = folder / step.name
                work.mkdir()
                try:
                    found[step.name] = step.run(Job(media, work, found))
                except Unreadable as fault:
                    assert str(fault).endswith(".")
                else:
                    assert all(told.endswith(".") for told in found[step.name].warnings)
