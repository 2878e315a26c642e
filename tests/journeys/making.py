"""Media for the journeys, with known content."""

import subprocess
from fractions import Fraction
from pathlib import Path

from PIL import Image

from media_tools.tools import tool_path


def clip(path: Path, *, seconds: int, size: str = "320x240", tone: int = 440, **tags: str) -> Path:
    """A clip with a counting picture and a tone; other tags or tones make other bytes."""
    picture = f"testsrc2=s={size}:r=25:d={seconds},noise=alls=10:allf=t"
    inputs = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", f"sine=f={tone}:d={seconds}"]
    coding = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    labels = [word for key, value in tags.items() for word in ("-metadata", f"{key}={value}")]
    program = [tool_path("ffmpeg"), "-v", "error", "-nostdin", "-y"]
    subprocess.run([*program, *inputs, *coding, *labels, "-shortest", str(path)], check=True)
    return path


def photo(path: Path, *, taken: str, offset: str, latitude: float, longitude: float) -> Path:
    """A photo with EXIF date, offset and position, as a phone writes them."""
    picture = Image.new("RGB", (640, 480), (40, 60, 120))
    exif = picture.getexif()
    exif[0x010F], exif[0x0110] = "Maker", "Phone 1"
    exif.get_ifd(0x8769).update({0x9003: taken, 0x9011: offset})
    exif.get_ifd(0x8825).update(
        {
            1: "N" if latitude >= 0 else "S",
            2: _sexagesimal(abs(latitude)),
            3: "E" if longitude >= 0 else "W",
            4: _sexagesimal(abs(longitude)),
        }
    )
    picture.save(path, exif=exif)
    return path


def _sexagesimal(degrees: float) -> tuple[Fraction, Fraction, Fraction]:
    whole, rest = divmod(degrees, 1)
    minutes, seconds = divmod(rest * 60, 1)
    return (
        Fraction(int(whole)),
        Fraction(int(minutes)),
        Fraction(round(seconds * 60, 4)).limit_denominator(10_000),
    )
