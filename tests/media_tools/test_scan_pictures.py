"""The scan's stills and brightness show what is in the clip."""

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media_tools.decoding.graph import STILL_LIMIT, passthrough
from media_tools.findings import Findings
from tests.media_tools.golden import golden
from tests.media_tools.making import make_clip
from tests.media_tools.running import findings_of, measured

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
EXACT = ("-c:v", "ffv1")
RED_LEFT_BLUE_RIGHT = (
    *("-f", "lavfi", "-i", "color=red:size=32x48:rate=10:duration=0.5"),
    *("-f", "lavfi", "-i", "color=blue:size=32x48:rate=10:duration=0.5"),
    *("-filter_complex", "hstack"),
)


def luma(findings: Findings) -> list[float]:
    loaded: list[float] = np.load(findings.artefact("luma").path).tolist()
    return loaded


def colour_at(findings: Findings, x: float, y: float) -> str:
    with Image.open(findings.stills[0].path) as image:
        pixel = image.convert("RGB").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(pixel, tuple)
    return "rgb"[int(np.argmax(pixel))]


def turn(path: Path, *cells: int) -> Path:
    """Write a display matrix (a b c d of the first two rows) into the only track of an MP4."""
    content = bytearray(path.read_bytes())
    at = content.index(b"tkhd") + 4 + 40
    a, b, c, d = (cell * 65536 for cell in cells)
    content[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("cells", "size", "red_at", "blue_at"),
    [
        ((1, 0, 0, 1), (64, 48), (0.2, 0.5), (0.8, 0.5)),
        ((0, 1, -1, 0), (48, 64), (0.5, 0.2), (0.5, 0.8)),
        ((-1, 0, 0, -1), (64, 48), (0.8, 0.5), (0.2, 0.5)),
        ((0, -1, 1, 0), (48, 64), (0.5, 0.8), (0.5, 0.2)),
        ((-1, 0, 0, 1), (64, 48), (0.8, 0.5), (0.2, 0.5)),
        ((0, 1, 1, 0), (48, 64), (0.5, 0.2), (0.5, 0.8)),
    ],
)
def test_stills_are_upright_and_mirrored_as_the_display_matrix_says(
    cells: tuple[int, ...],
    size: tuple[int, int],
    red_at: tuple[float, float],
    blue_at: tuple[float, float],
    tmp_path: Path,
) -> None:
    path = turn(make_clip(tmp_path / "turned.mp4", *RED_LEFT_BLUE_RIGHT, *X264), *cells)
    found = findings_of("scan", path)
    assert (found.stills[0].width, found.stills[0].height) == size
    assert colour_at(found, *red_at) == "r"
    assert colour_at(found, *blue_at) == "b"


def test_a_cut_gives_a_still_at_exactly_its_frame(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "cut.mkv",
        *("-f", "lavfi", "-i", "color=black:size=64x48:rate=20:duration=0.7"),
        *("-f", "lavfi", "-i", "color=white:size=64x48:rate=20:duration=0.7"),
        *("-filter_complex", "concat", *EXACT),
    )
    found = findings_of("scan", path)
    assert [still.pts for still in found.stills if still.reason == "scene"] == [700]
    assert luma(found) == pytest.approx([0] * 14 + [255] * 14, abs=0.5)


def test_the_brightness_curve_is_the_mean_of_each_frame(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "ramp.mkv",
        *("-f", "lavfi", "-i", "color=black:size=70x50:rate=10:duration=1,format=gray"),
        *("-vf", "geq=lum='25*N'", *EXACT),
    )
    found = findings_of("scan", path)
    assert luma(found) == pytest.approx([25 * n for n in range(10)], abs=0.6)
    assert measured(found, "mean_luma") == pytest.approx(112.5, abs=0.6)


@pytest.mark.parametrize(
    ("size", "aspect", "still"),
    [
        ("36x27", "1", (36, 27)),
        ("35x27", "1", (35, 27)),
        ("64x48", "2", (128, 48)),
        ("1600x40", "1", (1280, 32)),
        ("2x2", "1", (2, 2)),
    ],
)
def test_stills_have_square_pixels_and_a_bounded_size(
    size: str, aspect: str, still: tuple[int, int], tmp_path: Path
) -> None:
    path = make_clip(
        tmp_path / "odd.mkv",
        *("-f", "lavfi", "-i", f"testsrc=size={size}:rate=10:duration=0.2"),
        *("-vf", f"setsar={aspect},format=yuv444p", *EXACT),
    )
    found = findings_of("scan", path)
    assert (found.stills[0].width, found.stills[0].height) == still


def test_a_long_clip_gives_a_bounded_number_of_stills_over_its_whole_length(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "long.mkv",
        *("-f", "lavfi", "-i", "testsrc2=size=16x16:rate=1:duration=3000", *X264),
    )
    found = findings_of("scan", path)
    even = [float(still.seconds) for still in found.stills if still.reason == "even"]
    assert STILL_LIMIT / 2 <= len(even) <= STILL_LIMIT
    assert even == pytest.approx(np.arange(len(even)) * 64, abs=1)
    assert len(list(found.stills[0].path.parent.glob("*.jpg"))) == len(found.stills)


def test_flicker_gives_a_bounded_number_of_stills(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "flicker.mkv",
        *("-f", "lavfi", "-i", "color=black:size=16x16:rate=10:duration=60"),
        *("-vf", "geq=lum='255*mod(floor(N/2),2)':cb=128:cr=128", *EXACT),
    )
    found = findings_of("scan", path)
    sudden = [still for still in found.stills if still.reason == "scene"]
    assert len(sudden) == STILL_LIMIT
    assert sudden[-1].seconds > 58


def test_colours_of_a_high_definition_clip_are_kept(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "red.mkv",
        *("-f", "lavfi", "-i", "color=0xC02040:size=64x48:rate=5:duration=0.4,format=rgb24"),
        *("-vf", "scale=out_color_matrix=bt709,format=yuv420p", "-colorspace", "bt709"),
        *("-color_primaries", "bt709", "-color_trc", "bt709", *X264),
    )
    found = findings_of("scan", path)
    with Image.open(found.stills[0].path) as image:
        assert image.convert("RGB").getpixel((32, 24)) == pytest.approx((192, 32, 64), abs=6)


@pytest.mark.parametrize(
    ("version", "option"),
    [
        ("ffmpeg 4.4.2-0ubuntu0.22.04.1", "vsync"),
        ("ffmpeg 5.0.1", "vsync"),
        ("ffmpeg 5.1.9-0+deb12u1", "fps_mode"),
        ("ffmpeg 6.0-static", "fps_mode"),
        ("ffmpeg n7.1", "fps_mode"),
        ("ffmpeg N-113007-g8d24a28d06", "fps_mode"),
    ],
)
def test_every_version_of_ffmpeg_is_asked_in_its_own_words_to_keep_all_frames(
    version: str, option: str
) -> None:
    assert passthrough(version) == {option: "passthrough"}


@golden("scan", 3)
def test_the_golden_clip_gives_what_it_gave(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "golden.mkv",
        *("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1.5"),
        *("-f", "lavfi", "-i", "color=white:size=64x48:rate=10:duration=0.5"),
        *("-f", "lavfi", "-i", "sine=frequency=440:duration=2"),
        *("-filter_complex", "[0][1]concat", "-pix_fmt", "yuv420p", *EXACT, "-c:a", "pcm_s16le"),
    )
    found = findings_of("scan", path)
    seen = {
        "stills": [(still.pts, still.reason, still.width) for still in found.stills],
        "luma": [round(value) for value in luma(found)[::5]],
        "measured": {one.name: round(one.value or 0, 2) for one in found.measurements},
        "artefacts": [(one.name, one.mime) for one in found.artefacts],
        "samples": found.artefact("sound").details["samples"],
    }
    known = {
        "stills": [
            *[(pts, "even", 64) for pts in (0, 300, 500, 800, 1000, 1300)],
            (1500, "scene", 64),
            (1800, "even", 64),
        ],
        "luma": [125, 125, 125, 255],
        "measured": {
            "frames_counted": 20,
            "duration": 2.0,
            "mean_luma": 157.48,
            "sound_start": 0.0,
        },
        "artefacts": [
            *[
                (name, "application/x-npy")
                for name in ("frame_times", "luma", "tiles", "change", "cut_score")
            ],
            ("grey", "application/x-npy"),
            ("grey_frames", "application/x-npy"),
            ("sound", "audio/x-wav"),
        ],
        "samples": 32000,
    }
    assert seen == known
