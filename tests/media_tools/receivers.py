"""Writers of what cameras put beside their pictures, so that the truth of a test is known.

Each follows its format's public description; exiftool -ee reads the same out of them.
"""

import math
import struct
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path

from tests.media_tools.making import make_clip

# A camera that drives north-east from Kherson, at 20 m a second.
START = datetime(2023, 5, 3, 2, 27, 11, tzinfo=UTC)
START_S = START.timestamp()


def where(seconds: float) -> tuple[float, float]:
    """Latitude and longitude of that camera."""
    return 46.6 + 0.000126 * seconds, 32.6 + 0.000185 * seconds


def box(kind: bytes, *bodies: bytes) -> bytes:
    """One box of MP4."""
    content = b"".join(bodies)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def full(kind: bytes, *bodies: bytes) -> bytes:
    """One box with version and flags of zero."""
    return box(kind, bytes(4), *bodies)


def plain_clip(path: Path, seconds: float = 2.0, created: str = "") -> bytes:
    """A small clip whose header is its end."""
    pictures = f"color=size=32x32:rate=5:duration={seconds}"
    stamp = ["-metadata", f"creation_time={created}"] if created else []
    return make_clip(path, "-f", "lavfi", "-i", pictures, *stamp).read_bytes()


def with_boxes(clip: bytes, *added: bytes) -> bytes:
    """The clip with these boxes at the end of its header."""
    at = clip.index(b"moov") - 4
    size = int.from_bytes(clip[at : at + 4], "big") + sum(map(len, added))
    return clip[:at] + struct.pack(">I", size) + clip[at + 4 :] + b"".join(added)


def with_track(
    clip: bytes,
    samples: Sequence[bytes],
    coding: bytes,
    duration_ms: int = 1000,
    delay_ms: int = 0,
) -> bytes:
    """The clip with one more track of these samples, each shown equally long."""
    width = len(with_boxes(clip, _trak(samples, coding, 0, duration_ms, delay_ms)))
    whole = with_boxes(clip, _trak(samples, coding, width + 8, duration_ms, delay_ms))
    return whole + box(b"mdat", *samples)


def _trak(
    samples: Sequence[bytes], coding: bytes, first_at: int, duration_ms: int, delay_ms: int
) -> bytes:
    length = duration_ms * len(samples)
    edits = [(delay_ms, -1)] * bool(delay_ms) + [(length, 0)]
    entries = [struct.pack(">Iii", *edit, 0x10000) for edit in edits]
    tables = [
        full(b"stsd", struct.pack(">I", 1), box(coding, bytes(6), b"\0\1")),
        full(b"stts", struct.pack(">3I", 1, len(samples), duration_ms)),
        full(b"stsc", struct.pack(">4I", 1, 1, len(samples), 1)),
        full(b"stsz", struct.pack(">2I", 0, len(samples)), *(_u32(len(s)) for s in samples)),
        full(b"stco", struct.pack(">2I", 1, first_at)),
    ]
    media = [
        full(b"mdhd", struct.pack(">4I2H", 0, 0, 1000, length, 0x55C4, 0)),
        full(b"hdlr", b"mhlrmeta", bytes(12), b"\0"),
        box(
            b"minf",
            full(b"nmhd"),
            box(b"dinf", full(b"dref", struct.pack(">I", 1), box(b"url ", b"\0\0\0\1"))),
            box(b"stbl", *tables),
        ),
    ]
    return box(
        b"trak",
        full(b"tkhd", struct.pack(">5I", 0, 0, 9, 0, delay_ms + length), bytes(60)),
        box(b"edts", full(b"elst", _u32(len(edits)), *entries)),
        box(b"mdia", *media),
    )


def _u32(number: int) -> bytes:
    return struct.pack(">I", number)


def klv(key: bytes, kind: str, size: int, *values: bytes) -> bytes:
    """One item of GPMF; ``\\0`` as its kind is a nest."""
    body = b"".join(values)
    head = struct.pack(">4sBBH", key, ord(kind), size, len(body) // size)
    return head + body + bytes(-len(body) % 4)


def gps5(
    seconds: float,
    duration_s: float = 1.0,
    count: int = 4,
    lock: int = 3,
    clock: str | None = None,
    at: Sequence[tuple[float, float]] | None = None,
) -> bytes:
    """A payload of a GoPro up to HERO10."""
    places = at or [where(seconds + duration_s * number / count) for number in range(count)]
    rows = [
        struct.pack(">5i", round(lat * 1e7), round(lon * 1e7), 12_345, 20_000, 2_000)
        for lat, lon in places
    ]
    shown = clock or datetime.fromtimestamp(START_S + seconds, UTC).strftime("%y%m%d%H%M%S.%f")[:16]
    stream = klv(
        b"STRM",
        "\0",
        1,
        klv(b"GPSF", "L", 4, struct.pack(">I", lock)),
        klv(b"GPSU", "U", 16, shown.encode()),
        klv(b"GPSP", "S", 2, struct.pack(">H", 154)),
        klv(b"SCAL", "l", 4, struct.pack(">5i", 10_000_000, 10_000_000, 1000, 1000, 100)),
        klv(b"GPS5", "l", 20, *rows),
    )
    return klv(b"DEVC", "\0", 1, klv(b"DVNM", "c", 1, b"Hero9 Black"), stream)


def gps9(seconds: float, locks: Sequence[int] = (3, 3)) -> bytes:
    """A payload of a HERO11 or later, with the older stream beside it."""
    rows = []
    for number, lock in enumerate(locks):
        moment = seconds + number / len(locks)
        since = START_S + moment - datetime(2000, 1, 1, tzinfo=UTC).timestamp()
        lat, lon = (round(degrees * 1e7) for degrees in where(moment))
        clock = (int(since // 86_400), round(since % 86_400 * 1000))
        rows.append(struct.pack(">7i2H", lat, lon, 12_345, 0, 0, *clock, 250, lock))
    scales = struct.pack(">9i", 10_000_000, 10_000_000, 1000, 1000, 100, 1, 1000, 100, 1)
    stream = klv(
        b"STRM",
        "\0",
        1,
        klv(b"GPSA", "F", 4, b"MSLV"),
        klv(b"TYPE", "c", 1, b"lllllllSS"),
        klv(b"SCAL", "l", 4, scales),
        klv(b"GPS9", "?", 32, *rows),
    )
    return gps5(seconds) + klv(b"DEVC", "\0", 1, stream)


def camm5(seconds: float) -> bytes:
    """A position without clock."""
    return struct.pack("<HH3d", 0, 5, *where(seconds), 41.5)


def camm6(seconds: float, clock: float, lock: int = 3) -> bytes:
    """A position with the receiver's clock and its accuracy of 3.5 m."""
    numbers = (clock, lock, *where(seconds), 41.5, 3.5, *(0.0,) * 5)
    return struct.pack("<HHdi2d7f", 0, 6, *numbers)


def nmea(body: str) -> str:
    """A sentence with its checksum."""
    return f"${body}*{reduce(lambda a, b: a ^ b, body.encode()):02X}"


def rmc(seconds: float, state: str = "A") -> str:
    """Position, state and full clock."""
    moment = datetime.fromtimestamp(START_S + seconds, UTC)
    north, east = _in_minutes(seconds)
    return nmea(
        f"GNRMC,{moment:%H%M%S}.00,{state},{north},N,{east},E,38.9,45.0,{moment:%d%m%y},,,A"
    )


def gga(seconds: float, quality: int = 1) -> str:
    """Position, dilution and height."""
    moment = datetime.fromtimestamp(START_S + seconds, UTC)
    north, east = _in_minutes(seconds)
    return nmea(f"GPGGA,{moment:%H%M%S}.00,{north},N,{east},E,{quality},08,0.9,41.5,M,27.1,M,,")


def _in_minutes(seconds: float) -> tuple[str, str]:
    """``ddmm.mmmmm`` and ``dddmm.mmmmm``."""
    latitude, longitude = where(seconds)
    north, east = math.floor(latitude), math.floor(longitude)
    minutes = ((latitude - north) * 60, (longitude - east) * 60)
    return f"{north:02}{minutes[0]:08.5f}", f"{east:03}{minutes[1]:08.5f}"


def novatek(seconds: float, begin: int = 0x30, state: bytes = b"A") -> bytes:
    """A block of a dash camera with one of Novatek's chips."""
    moment = datetime.fromtimestamp(START_S + seconds, UTC)
    clock = (moment.hour, moment.minute, moment.second, moment.year - 2000, moment.month)
    lat, lon = (math.floor(degrees) * 100 + (degrees % 1) * 60 for degrees in where(seconds))
    record = struct.pack("<6I", *clock, moment.day) + state + b"NE\0"
    record += struct.pack("<4f", lat, lon, 38.9, 45.0)
    return box(b"free", (b"GPS " + bytes(begin - 12) + record).ljust(0x200, b"\0"))


def with_blocks(clip: bytes, blocks: Sequence[bytes]) -> bytes:
    """The clip with these blocks behind its header, and the box that lists them."""

    def listed(first_at: int) -> bytes:
        entries, at = [], first_at
        for block in blocks:
            entries.append(struct.pack(">2I", at, len(block)))
            at += len(block)
        return box(b"gps ", struct.pack(">2I", 0x101, len(blocks)), *entries)

    return with_boxes(clip, listed(len(with_boxes(clip, listed(0))))) + b"".join(blocks)


def with_log(clip: bytes, seconds: Sequence[float]) -> bytes:
    """The clip with a log as BlackVue's cameras keep it, in a free box behind the header."""
    lines = [
        f"[{round((START_S + at) * 1000) + later}]{sentence}\r\n"
        for at in seconds
        for later, sentence in ((0, gga(at)), (1, rmc(at)))
    ]
    return clip + box(b"free", box(b"gps ", "".join(lines).encode()))


def with_captions(path: Path, lines: Sequence[str], suffix: str = ".mp4") -> Path:
    """A clip into which ffmpeg muxed these captions, one a second."""
    srt = path.with_suffix(".srt")
    srt.write_text(
        "\n".join(
            f"{at + 1}\n00:00:{at:02},000 --> 00:00:{at + 1:02},000\n{line}\n"
            for at, line in enumerate(lines)
        )
    )
    coding = "mov_text" if suffix in (".mp4", ".mov") else "copy"
    pictures = f"color=size=32x32:rate=5:duration={len(lines)}"
    return make_clip(
        path.with_suffix(suffix),
        *("-f", "lavfi", "-i", pictures, "-i", str(srt), "-c:s", coding),
    )
