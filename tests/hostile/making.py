"""Files made to break, fool or misuse whoever reads them. None comes from elsewhere."""

import random
import struct
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageSequence
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from media_tools.tools import tool_path
from tests.waiting import PATIENCE_S

# No honest file of the set shows it: a still of this colour is the canary's.
CANARY_COLOUR = (255, 0, 255)


@dataclass(frozen=True, slots=True)
class Bait:
    """What a hostile file may try to reach: a clip on disk, a listener, a place to write."""

    clip: Path
    port: int
    escape: Path


Maker = Callable[[Path, Bait], object]


def ffmpeg(*arguments: str) -> None:
    """Let ffmpeg write a file."""
    argv = [tool_path("ffmpeg"), "-nostdin", "-v", "error", "-y", *arguments]
    subprocess.run(argv, check=True, timeout=PATIENCE_S)


def canary(path: Path) -> Path:
    """Half a second of the canary's colour."""
    colour = "#{:02x}{:02x}{:02x}".format(*CANARY_COLOUR)
    ffmpeg("-f", "lavfi", "-i", f"color={colour}:size=128x96:rate=10:duration=0.5", str(path))
    return path


def clip(path: Path, *options: str, picture: str = "testsrc=size=96x64:rate=10:duration=1") -> None:
    """A short clip, coded with these options."""
    ffmpeg("-f", "lavfi", "-i", picture, *options, str(path))


def playlist(path: Path, target: str) -> None:
    """An HLS playlist under a clip's name."""
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{target}\n#EXT-X-ENDLIST\n")


def behind_a_tag(path: Path, words: bytes) -> None:
    """A script behind the tag of an MP3, which demuxers pass over before they look."""
    path.write_bytes(b"ID3\x04\0\0" + bytes([0, 0, 0, 20]) + bytes(20) + words)


def manifest(path: Path, target: str) -> None:
    """A DASH manifest under a clip's name."""
    path.write_text(
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'mediaPresentationDuration="PT1S" profiles="urn:mpeg:dash:profile:isoff-main:2011">'
        '<Period><AdaptationSet><Representation id="0" mimeType="video/mp4" bandwidth="1">'
        f"<BaseURL>{target}</BaseURL></Representation></AdaptationSet></Period></MPD>"
    )


def script(path: Path, target: str) -> None:
    """A concat script under a clip's name."""
    path.write_text(f"ffconcat version 1.0\nfile '{target}'\n")


def box(kind: bytes, *bodies: bytes) -> bytes:
    """One box of MP4 and its kin."""
    content = b"".join(bodies)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def outside_media(path: Path, bait: Bait) -> None:
    """QuickTime whose samples are said to lie in another file, named by its data reference."""
    clip(path, "-f", "mov")
    content = path.read_bytes()
    own = box(b"url ", bytes([0, 0, 0, 1]))
    name = str(bait.clip).encode()
    there = box(b"url ", bytes(4), b"file://", name, b"\0")
    at = content.index(own)
    # Every box around the reference grows by as much; the samples stand before them all.
    content = content[:at] + there + content[at + len(own) :]
    for kind in (b"dref", b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        start = content.rindex(kind, 0, at) - 4
        size = int.from_bytes(content[start : start + 4], "big") + len(there) - len(own)
        content = content[:start] + size.to_bytes(4, "big") + content[start + 4 :]
    path.write_bytes(content)


def film_elsewhere(path: Path, bait: Bait) -> None:
    """QuickTime that says no more than in which file the film lies."""
    name = bytes(bait.clip) + b"\0"
    place = box(b"rdrf", bytes(4), b"url ", struct.pack(">I", len(name)), name)
    path.write_bytes(
        box(b"ftyp", b"qt  ", bytes(4)) + box(b"moov", box(b"rmra", box(b"rmda", place)))
    )


def attachment(path: Path, bait: Bait) -> None:
    """Matroska with an attached file whose name leads out of any folder."""
    inside = path.with_name("inside.txt")
    inside.write_text("escaped")
    name = f"filename=../../../../../../../../{bait.escape}"
    kind = ("-metadata:s:t", "mimetype=text/plain", "-metadata:s:t", name)
    clip(path, "-attach", str(inside), *kind, "-f", "matroska")
    inside.unlink()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG with its checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(path: Path, width: int, height: int, *before: bytes, rows: int | None = None) -> None:
    """A black 1-bit PNG of any size, with these chunks before its pixels."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    squeezer, squeezed = zlib.compressobj(9), b""
    row = bytes(1 + (width + 7) // 8)
    for _ in range(height if rows is None else rows):
        squeezed += squeezer.compress(row)
    squeezed += squeezer.flush()
    parts = [(b"IHDR", header), (b"IDAT", squeezed), (b"IEND", b"")]
    chunks = [png_chunk(*part) for part in parts]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunks[0] + b"".join(before) + b"".join(chunks[1:]))


def text_bomb(path: Path) -> None:
    """A kilobyte a megabyte: texts that unfold to a gigabyte."""
    squeezed = zlib.compress(bytes(100_000_000), 9)
    texts = [png_chunk(b"zTXt", b"Comment\0\0" + squeezed) for _ in range(10)]
    png(path, 16, 16, *texts)


def many_pictures(path: Path) -> None:
    """A GIF of thousands of pictures on a large screen."""
    frames = [Image.new("P", (1, 1), n % 2) for n in range(2)]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=10)
    content = path.read_bytes()
    first = content.index(b"\x21\xf9")
    pictures = content[first:-1]
    large = content[:6] + struct.pack("<HH", 8000, 8000) + content[10:first]
    path.write_bytes(large + pictures * 4000 + b"\x3b")


def looping_tiff(path: Path) -> None:
    """A TIFF whose last directory names its first as the next."""
    Image.new("L", (16, 16)).save(path, "TIFF")
    content = bytearray(path.read_bytes())
    first = int.from_bytes(content[4:8], "little")
    entries = int.from_bytes(content[first : first + 2], "little")
    at = first + 2 + 12 * entries
    content[at : at + 4] = first.to_bytes(4, "little")
    path.write_bytes(content)


def looping_exif(path: Path) -> None:
    """A photo whose EXIF directories name each other in a circle."""
    tiff = b"II*\0" + struct.pack("<I", 8)
    tiff += struct.pack("<HHHIII", 1, 0x8769, 4, 1, 8, 8)
    photo(path, exif=b"Exif\0\0" + tiff)


def photo(path: Path, exif: bytes | Image.Exif = b"", xmp: bytes = b"") -> None:
    """A small photo with this EXIF and XMP."""
    more = {"xmp": xmp} if xmp else {}
    noise = random.Random(6).randbytes(64 * 48)
    Image.frombytes("L", (64, 48), noise).convert("RGB").save(path, "JPEG", exif=exif, **more)


def spiteful_words(path: Path) -> None:
    """A photo whose texts are markup, formulas, commands, NUL and direction overrides."""
    exif = Image.Exif()
    exif[0x010F] = "<script>alert(1)</script>"
    exif[0x0110] = '=HYPERLINK("http://127.0.0.1/","x")'
    exif[0x0131] = "$(touch /tmp/escaped); `id` | cat"
    exif[0x013B] = "gpj.\u202eexe\0hidden\x1b[2J"
    exif[0x0132] = "2023:99:99 99:99:99"
    photo(path, exif)


def laughing_xmp(path: Path) -> None:
    """XMP whose entities unfold into each other."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    words = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]><x>&l11;</x>'
    photo(path, xmp=words.encode())


def rare_frames(path: Path) -> None:
    """Matroska with twenty frames a day apart."""
    late = "testsrc=size=64x48:rate=1:duration=20,setpts=N*86400/TB"
    clip(path, "-fps_mode", "passthrough", "-c:v", "libx264", "-f", "matroska", picture=late)


def many_tracks(path: Path) -> None:
    """Two hundred tracks of sound beside the pictures."""
    sound = ("-f", "lavfi", "-i", "sine=duration=0.2")
    maps = ["-map", "0:v", *(["-map", "1:a"] * 200)]
    clip(path, *sound, *maps, "-c:a", "pcm_s16le", "-f", "matroska")


def lying_header(path: Path, name: bytes, at: int, value: bytes) -> None:
    """A clip in whose box of this name the bytes at this place are others."""
    clip(path, "-pix_fmt", "yuv420p", "-f", "mp4")
    content = bytearray(path.read_bytes())
    start = content.index(name) + 4 + at
    content[start : start + len(value)] = value
    path.write_bytes(content)


def nested_boxes(path: Path) -> None:
    """Twenty thousand boxes, each in the one before."""
    inner = b""
    for _ in range(20_000):
        inner = box(b"moov", inner)
    path.write_bytes(box(b"ftyp", b"isom", bytes(4)) + inner)


def endless_box(path: Path) -> None:
    """A box of size zero bytes behind its own head, over and over."""
    path.write_bytes(box(b"ftyp", b"isom", bytes(4)) + struct.pack(">I4s", 1, b"moov") * 50_000)


def size_changes(path: Path) -> None:
    """A stream whose pictures change their size at every key frame."""
    parts = []
    for number in range(40):
        part = path.with_name(f"part{number}.ts")
        side = 64 + 32 * (number % 12)
        source = f"testsrc=size={side}x{side}:rate=25:duration=0.2"
        clip(part, "-c:v", "mpeg2video", "-f", "mpegts", picture=source)
        parts.append(part.read_bytes())
        part.unlink()
    path.write_bytes(b"".join(parts))


def flipped(path: Path, seed: int) -> None:
    """A clip with a hundred bytes changed anywhere, its index too."""
    sound = ("-f", "lavfi", "-i", "sine=duration=1")
    clip(path, *sound, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "mp4")
    content, chance = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(100):
        content[chance.randrange(32, len(content))] = chance.randrange(256)
    path.write_bytes(content)


def markup_in_a_gif(path: Path) -> None:
    """A GIF that is a script to whoever takes it for one."""
    frames = ImageSequence.all_frames(Image.new("P", (8, 8)))
    frames[0].save(path, "GIF", comment=b"*/=alert(1)//<script src=//127.0.0.1/x></script>")


def broken_directory(path: Path) -> None:
    """A TIFF that claims strips of four gigabytes."""
    tags = ImageFileDirectory_v2()
    tags[279] = 0xFFFFFFF0
    Image.new("L", (16, 16)).save(path, "TIFF", tiffinfo=tags)


# Every one, by the name it is handed in under.
HOSTILE: dict[str, Maker] = {
    "playlist of a file.mp4": lambda path, bait: playlist(path, str(bait.clip)),
    "playlist of a file url.mp4": lambda path, bait: playlist(path, f"file:{bait.clip}"),
    "playlist of an address.mp4": lambda path, bait: playlist(
        path, f"http://127.0.0.1:{bait.port}/a.ts"
    ),
    "playlist of a chain.mov": lambda path, bait: playlist(
        path, f"concat:{bait.clip}|subfile,,start,0,end,9,,:{bait.clip}"
    ),
    "manifest.mp4": lambda path, bait: manifest(path, bait.clip.name),
    "manifest of an address.webm": lambda path, bait: manifest(
        path, f"http://127.0.0.1:{bait.port}/a.mp4"
    ),
    "concat script.mkv": lambda path, bait: script(path, str(bait.clip)),
    "tagged playlist.mp3": lambda path, bait: behind_a_tag(
        path, f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{bait.clip}\n".encode()
    ),
    "tagged concat script.mp3": lambda path, bait: behind_a_tag(
        path, f"ffconcat version 1.0\nfile '{bait.clip}'\n".encode()
    ),
    "session of a stream.mp4": lambda path, bait: path.write_text(
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
        f"m=video {bait.port} RTP/AVP 96\na=rtpmap:96 H264/90000\n"
    ),
    "film of another film.mov": film_elsewhere,
    "samples elsewhere.mov": outside_media,
    "attachment.mkv": attachment,
    "drawing.jpg": lambda path, bait: path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{bait.clip}"/>'
        f'<image href="http://127.0.0.1:{bait.port}/"/></svg>'
    ),
    "pixels that are not there.png": lambda path, _: png(path, 60_000, 60_000, rows=1),
    "many black pixels.png": lambda path, _: png(path, 15_000, 15_000),
    "texts that unfold.png": lambda path, _: text_bomb(path),
    "pictures without end.gif": lambda path, _: many_pictures(path),
    "directories in a circle.tif": lambda path, _: looping_tiff(path),
    "strips of gigabytes.tif": lambda path, _: broken_directory(path),
    "exif in a circle.jpg": lambda path, _: looping_exif(path),
    "spiteful words.jpg": lambda path, _: spiteful_words(path),
    "laughing xmp.jpg": lambda path, _: laughing_xmp(path),
    "a frame a day.mkv": lambda path, _: rare_frames(path),
    "two hundred tracks.mkv": lambda path, _: many_tracks(path),
    "forty sizes.ts": lambda path, _: size_changes(path),
    "ten thousand hours.mp4": lambda path, _: lying_header(
        path, b"mvhd", 16, (36_000_000_000 >> 4).to_bytes(4, "big")
    ),
    "sixty thousand wide.mp4": lambda path, _: lying_header(
        path, b"avc1", 24, struct.pack(">HH", 65_535, 65_535)
    ),
    "a billion samples.mp4": lambda path, _: lying_header(path, b"stts", 8, b"\x3f\xff\xff\xff"),
    "boxes in boxes.mp4": lambda path, _: nested_boxes(path),
    "boxes without length.mp4": lambda path, _: endless_box(path),
    "script in a picture.gif": lambda path, _: markup_in_a_gif(path),
    "zeros.mp4": lambda path, _: path.write_bytes(bytes(5_000_000)),
    "noise.mov": lambda path, _: path.write_bytes(
        box(b"ftyp", b"qt  ", bytes(4)) + random.Random(5).randbytes(200_000)
    ),
    "flipped bytes 1.mp4": lambda path, _: flipped(path, 1),
    "flipped bytes 2.mp4": lambda path, _: flipped(path, 2),
    "flipped bytes 3.mp4": lambda path, _: flipped(path, 3),
    "-i $(touch escaped) | \u202egpj.mp4": lambda path, _: clip(Path(f"file:{path}")),
}
