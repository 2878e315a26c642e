"""Pictures that a phone stores as a grid of tiles: shown as one, in the right order."""

import struct
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from media_tools.errors import Unreadable
from media_tools.findings import Meaning
from media_tools.media import Kind
from tests.hostile.making import box
from tests.media_tools.making import as_media, probe_of
from tests.media_tools.running import findings_of, measured

SIDE = 64
TILES = ("red", "lime", "blue", "white", "black", "yellow")


def coded(colour: str, folder: Path) -> tuple[bytes, bytes]:
    """The HEVC data of a picture of one colour, and the box with its decoder's settings."""
    path = folder / "tile.heic"
    pillow_heif.from_pillow(Image.new("RGB", (SIDE, SIDE), colour)).save(path, quality=90)
    content = path.read_bytes()
    settings = content.index(b"hvcC") - 4
    length = int.from_bytes(content[settings : settings + 4], "big")
    data = content[content.index(b"mdat") + 4 :]
    return data, content[settings : settings + length]


def full_box(kind: bytes, version: int, flags: int, *bodies: bytes) -> bytes:
    """A box that begins with its version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *bodies)


def grid(folder: Path, columns: int, width: int, height: int) -> bytes:
    """A HEIC of tiles as phones write it: the primary item is made of the others, which hide."""
    tiles = [coded(colour, folder) for colour in TILES]
    assert len({settings for _, settings in tiles}) == 1
    rows = len(tiles) // columns
    derived = struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, width, height)
    datas = [derived, *(data for data, _ in tiles)]
    kinds = [b"grid", *([b"hvc1"] * len(tiles))]
    numbers = range(1, len(datas) + 1)
    entries = [
        full_box(b"infe", 2, number > 1, struct.pack(">HH", number, 0), kind, b"\0")
        for number, kind in zip(numbers, kinds, strict=True)
    ]
    # Which of the properties each has, counted from 1: settings, which are vital, and size.
    links = [struct.pack(">HBB", 1, 1, 3)]
    links += [struct.pack(">HBBB", number, 2, 0x80 | 1, 2) for number in numbers[1:]]
    properties = box(
        b"ipco",
        tiles[0][1],
        full_box(b"ispe", 0, 0, struct.pack(">II", SIDE, SIDE)),
        full_box(b"ispe", 0, 0, struct.pack(">II", width, height)),
    )
    parts = struct.pack(f">HH{len(tiles)}H", 1, len(tiles), *numbers[1:])
    head = box(b"ftyp", b"heic", bytes(4), b"mif1heic")

    def meta(first: int) -> bytes:
        places, at = [], first
        for number, data in zip(numbers, datas, strict=True):
            places.append(struct.pack(">HHHII", number, 0, 1, at, len(data)))
            at += len(data)
        return full_box(
            b"meta",
            0,
            0,
            full_box(b"hdlr", 0, 0, bytes(4), b"pict", bytes(13)),
            full_box(b"pitm", 0, 0, struct.pack(">H", 1)),
            full_box(b"iloc", 0, 0, b"\x44\0", struct.pack(">H", len(datas)), *places),
            full_box(b"iinf", 0, 0, struct.pack(">H", len(entries)), *entries),
            full_box(b"iref", 0, 0, box(b"dimg", parts)),
            box(
                b"iprp",
                properties,
                full_box(b"ipma", 0, 0, struct.pack(">I", len(links)), *links),
            ),
        )

    first = len(head) + len(meta(0)) + 8
    return head + meta(first) + box(b"mdat", *datas)


def test_tiles_make_one_picture_cut_to_the_size_it_claims(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(grid(tmp_path, columns=3, width=180, height=120))
    assert as_media(path).kind is Kind.IMAGE
    header = probe_of(path)
    assert (header.value(Meaning.WIDTH), header.value(Meaning.HEIGHT)) == (180, 120)
    found = findings_of("scan", path)
    assert (measured(found, "frames_counted"), found.warnings) == (1, [])
    [still] = found.stills
    assert (still.width, still.height) == (180, 120)
    with Image.open(still.path) as image:
        seen = np.asarray(image.convert("RGB"))[32:120:64, 32:180:64].reshape(-1, 3)
    wanted = [Image.new("RGB", (1, 1), colour).getpixel((0, 0)) for colour in TILES]
    assert seen.astype(int) == pytest.approx(np.array(wanted), abs=12)


def test_a_grid_that_claims_more_pixels_than_its_tiles_is_not_made_up(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(grid(tmp_path, columns=3, width=60_000, height=60_000))
    with pytest.raises(Unreadable, match="more pixels than any camera takes"):
        probe_of(path)
