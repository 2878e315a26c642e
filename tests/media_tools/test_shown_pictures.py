"""Stills, key frames and light copies show what was recorded, however it is stored."""

import subprocess
import uuid
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from media_tools.findings import Findings
from media_tools.step import Job, all_steps
from media_tools.tools import tool_path
from tests.media_tools.making import as_media, make_clip
from tests.media_tools.running import measured, probed_frames
from tests.media_tools.test_scan_pictures import RED_LEFT_BLUE_RIGHT, turn
from tests.waiting import PATIENCE_S

Pixels = NDArray[np.int16]
SHOWING = ("first_look", "scan", "proxy")
EXACT = ("-c:v", "ffv1")


class Shown:
    """One clip, looked at by every step that shows its pictures."""

    def __init__(self, path: Path) -> None:
        self.path, media = path, as_media(path)
        self.found: dict[str, Findings] = {}
        for step in ("probe", *SHOWING):
            folder = path.parent / f"{step}-{uuid.uuid4().hex[:8]}"
            folder.mkdir()
            self.found[step] = all_steps()[step].run(Job(media, folder, self.found))

    def frame(self, step: str) -> Pixels:
        """The first frame that the step shows."""
        if step == "proxy":
            return first_frame(self.found[step].artefact("proxy").path)
        with Image.open(self.found[step].stills[0].path) as image:
            return np.asarray(image.convert("RGB"), dtype=np.int16)

    def said(self, step: str, words: str) -> bool:
        """Whether a warning of the step has these words."""
        return any(words in warning for warning in self.found[step].warnings)


def first_frame(path: Path) -> Pixels:
    """The first frame that ffmpeg shows of a file, turned as its header says."""
    picture = path.with_suffix(".png")
    read = [tool_path("ffmpeg"), "-v", "error", "-y", "-i", str(path), "-frames:v", "1"]
    subprocess.run([*read, str(picture)], check=True, timeout=PATIENCE_S)
    with Image.open(picture) as image:
        return np.asarray(image.convert("RGB"), dtype=np.int16)


def at(frame: Pixels, x: float, y: float) -> tuple[int, ...]:
    height, width, _ = frame.shape
    return tuple(int(value) for value in frame[int(y * height), int(x * width)])


# Greys of 0, 50, 203 and 1,000 cd/m2, and the red of BT.709 at 50 cd/m2, as the formulas
# of BT.2100 and the matrix of BT.2087 code them.
PATCHES: dict[str, tuple[tuple[float, ...], ...]] = {
    "smpte2084": ((0,), (0.44028,), (0.58069,), (0.75183,), (0.39692, 0.22255, 0.14007)),
    "arib-std-b67": ((0,), (0.49712,), (0.74988,), (1,), (0.44799, 0.14867, 0.07243)),
}


def hdr(path: Path, transfer: str) -> Path:
    """Five patches side by side, coded as HDR in 10 bits."""
    colours = [np.broadcast_to(patch, 3) for patch in PATCHES[transfer]]
    row = np.repeat(np.array(colours), 16, axis=0)
    raw = path.with_suffix(".raw")
    raw.write_bytes((np.broadcast_to(row, (48, 80, 3)) * 65535).astype("<u2").tobytes() * 3)
    return make_clip(
        path,
        *("-f", "rawvideo", "-pix_fmt", "rgb48le", "-s", "80x48", "-r", "10", "-i", str(raw)),
        *(
            "-vf",
            "scale=out_color_matrix=bt2020:out_range=tv:flags=accurate_rnd,format=yuv420p10le,"
            f"setparams=color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc",
        ),
        *EXACT,
    )


@pytest.fixture(scope="module", params=sorted(PATCHES))
def bright(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """The patches in PQ and in HLG."""
    return Shown(hdr(tmp_path_factory.mktemp("hdr") / f"{request.param}.mkv", request.param))


def test_hdr_is_tone_mapped_and_said_to_be(bright: Shown) -> None:
    name = "PQ" if "2084" in bright.path.name else "HLG"
    for step in SHOWING:
        frame = bright.frame(step)
        black, grey, white, glare, red = (at(frame, x, 0.5) for x in (0.1, 0.3, 0.5, 0.7, 0.9))
        assert max(black) <= 4, step
        # 50 of 203 cd/m2 on a screen of gamma 2.4; white is kept apart from what is brighter.
        assert grey == pytest.approx((142,) * 3, abs=5), step
        assert white == pytest.approx((230,) * 3, abs=5), step
        assert min(glare) >= 250, step
        assert red == pytest.approx((142, 0, 0), abs=12), step
        assert bright.said(step, f"HDR ({name})"), step


def test_the_brightness_of_hdr_is_measured_as_coded(bright: Shown) -> None:
    coded = [np.broadcast_to(patch, 3) for patch in PATCHES[bright.path.stem]]
    expected = 255 * float(np.mean(np.array(coded) @ (0.2627, 0.678, 0.0593)))
    assert measured(bright.found["scan"], "mean_luma") == pytest.approx(expected, abs=1)
    assert bright.said("scan", "Brightness and grey frames are of the HDR pictures as coded.")


def test_a_copy_of_hdr_does_not_claim_to_be_hdr(bright: Shown) -> None:
    copy = bright.found["proxy"].artefact("proxy").path
    fields = "stream=color_transfer,color_primaries,color_space"
    said = subprocess.run(
        [tool_path("ffprobe"), "-v", "error", "-show_entries", fields, str(copy)],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_S,
    ).stdout
    assert said.count("=bt709") == 3


def test_ten_bits_are_shown_and_measured_like_eight(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "deep.mkv",
        *("-f", "lavfi", "-i", "color=0x406080:size=64x48:rate=5:duration=0.6,format=rgb24"),
        *("-vf", "scale=out_color_matrix=bt709,format=yuv420p10le,setparams=colorspace=bt709"),
        *EXACT,
    )
    shown = Shown(path)
    for step in SHOWING:
        assert at(shown.frame(step), 0.5, 0.5) == pytest.approx((64, 96, 128), abs=4), step
        assert not shown.found[step].warnings
    brightness = 0.2126 * 64 + 0.7152 * 96 + 0.0722 * 128
    assert measured(shown.found["scan"], "mean_luma") == pytest.approx(brightness, abs=1)


def comb(frame: Pixels) -> float:
    """How much lines differ from the mean of the two beside them."""
    inner, beside = frame[1:-1, :, 1], (frame[:-2, :, 1] + frame[2:, :, 1]) / 2
    return float(np.abs(inner - beside).mean())


@pytest.mark.parametrize("first", ["top", "bottom"])
def test_interlaced_frames_lose_their_comb_and_keep_their_times(first: str, tmp_path: Path) -> None:
    order = {"top": "tff", "bottom": "bff"}[first]
    path = make_clip(
        tmp_path / "fields.ts",
        *("-f", "lavfi", "-i", "color=black:size=160x96:rate=50:duration=1.2"),
        *("-f", "lavfi", "-i", "color=white:size=24x96:rate=50:duration=1.2"),
        "-filter_complex",
        f"[0][1]overlay=x='mod(11*n,136)',tinterlace=interleave_{first},setfield={order}",
        *("-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-q:v", "2", "-g", "5"),
        *("-pix_fmt", "yuv420p"),
    )
    shown, times = Shown(path), probed_frames(path)
    assert comb(first_frame(path)) > 20
    for step in SHOWING:
        assert comb(shown.frame(step)) < 4, step
        assert shown.said(step, f"interlaced ({first} field shown first)"), step
    assert {still.pts for still in shown.found["scan"].stills} <= set(times)
    assert [still.pts for still in shown.found["first_look"].stills] == times[:1]
    assert len(probed_frames(shown.found["proxy"].artefact("proxy").path)) == len(times)


@pytest.mark.parametrize(
    ("cells", "size", "red_at", "blue_at"),
    [
        ((0, 1, -1, 0), (48, 64), (0.5, 0.2), (0.5, 0.8)),
        ((-1, 0, 0, -1), (64, 48), (0.8, 0.5), (0.2, 0.5)),
        ((0, -1, 1, 0), (48, 64), (0.5, 0.8), (0.5, 0.2)),
        ((-1, 0, 0, 1), (64, 48), (0.8, 0.5), (0.2, 0.5)),
    ],
)
def test_every_step_turns_and_mirrors_as_the_display_matrix_says(
    cells: tuple[int, ...],
    size: tuple[int, int],
    red_at: tuple[float, float],
    blue_at: tuple[float, float],
    tmp_path: Path,
) -> None:
    coded = ("-c:v", "mpeg4", "-q:v", "2", "-g", "5")
    shown = Shown(turn(make_clip(tmp_path / "turned.mp4", *RED_LEFT_BLUE_RIGHT, *coded), *cells))
    for step in SHOWING:
        frame = shown.frame(step)
        assert frame.shape[1::-1] == size, step
        assert np.argmax(at(frame, *red_at)) == 0, step
        assert np.argmax(at(frame, *blue_at)) == 2, step


def test_a_repacked_copy_is_turned_like_the_original(tmp_path: Path) -> None:
    coded = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    path = turn(make_clip(tmp_path / "phone.mov", *RED_LEFT_BLUE_RIGHT, *coded), 0, 1, -1, 0)
    shown = Shown(path)
    assert shown.found["proxy"].artefact("proxy").details["pictures"] == "copied unchanged"
    assert np.array_equal(shown.frame("proxy"), first_frame(path))
    assert shown.frame("proxy").shape[1::-1] == (48, 64)


def test_pixels_that_are_not_square_become_so(tmp_path: Path) -> None:
    source = ("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=0.2")
    shown = Shown(make_clip(tmp_path / "wide.mkv", *source, "-vf", "setsar=2", *EXACT))
    assert {shown.frame(step).shape[1::-1] for step in SHOWING} == {(128, 48)}


def test_transparent_pictures_are_set_on_black_and_said_to_be(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "clear.mov",
        *("-f", "lavfi", "-i", "color=red:size=64x48:rate=5:duration=0.6"),
        *(
            "-vf",
            "format=yuva444p10le,geq=lum='p(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)'"
            ":a='if(lt(X,32),1023,0)'",
        ),
        *("-c:v", "prores_ks", "-profile:v", "4444"),
    )
    shown = Shown(path)
    for step in SHOWING:
        frame = shown.frame(step)
        assert at(frame, 0.2, 0.5) == pytest.approx((254, 0, 0), abs=14), step
        assert max(at(frame, 0.8, 0.5)) <= 8, step
        assert shown.said(step, "set on black"), step


def test_transparency_in_a_layer_of_its_own_is_said_to_be_left_out(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "layer.webm",
        *("-f", "lavfi", "-i", "color=red:size=64x48:rate=5:duration=0.6,format=yuva420p"),
        *("-c:v", "libvpx-vp9", "-deadline", "realtime", "-pix_fmt", "yuva420p"),
    )
    found = Shown(path).found
    for step in ("first_look", "scan"):
        assert [w for w in found[step].warnings if "which" in w and "leave out" in w], step


BLUE = ("-f", "lavfi", "-i", "color=blue:size=64x48:rate=5:duration=0.6")


@pytest.mark.parametrize(
    ("red_size", "dispositions"),
    [
        ("32x24", ("-disposition:v", "default")),
        ("96x72", ("-disposition:v:0", "0", "-disposition:v:1", "default")),
    ],
)
def test_of_several_tracks_the_default_and_then_the_largest_is_shown(
    red_size: str, dispositions: tuple[str, ...], tmp_path: Path
) -> None:
    source = ("-f", "lavfi", "-i", f"color=red:size={red_size}:rate=5:duration=0.6")
    both = ("-map", "0", "-map", "1", "-c:v", "mpeg4", "-g", "1", *dispositions)
    shown = Shown(make_clip(tmp_path / "two.mkv", *source, *BLUE, *both))
    for step in SHOWING:
        assert np.argmax(at(shown.frame(step), 0.5, 0.5)) == 2, step
    width, height = red_size.split("x")
    assert shown.found["probe"].warnings == [
        "There are 2 tracks of moving pictures: stream 1 (mpeg4, 64 x 48) is taken; "
        f"left aside: stream 0 (mpeg4, {width} x {height})."
    ]


@pytest.mark.parametrize("size", ["8x8", "2x2", "35x27"])
def test_tiny_odd_and_single_frames_are_shown(size: str, tmp_path: Path) -> None:
    source = ("-f", "lavfi", "-i", f"testsrc=size={size}:rate=10:duration=1")
    shown = Shown(
        make_clip(tmp_path / "tiny.mkv", *source, "-frames:v", "1", "-pix_fmt", "yuv444p", *EXACT)
    )
    width, height = (int(side) for side in size.split("x"))
    for step in ("first_look", "scan"):
        assert shown.frame(step).shape == (height, width, 3)
    assert shown.frame("proxy").shape == (height + height % 2, width + width % 2, 3)


def test_subtitles_data_and_files_in_a_clip_change_nothing(tmp_path: Path) -> None:
    captions = tmp_path / "captions.srt"
    captions.write_text("1\n00:00:00,000 --> 00:00:01,000\nWords\n")
    note = tmp_path / "note.txt"
    note.write_text("A file in the clip.")
    inputs = (*BLUE, "-i", str(captions), "-map", "0", "-map", "1", "-attach", str(note))
    path = make_clip(tmp_path / "more.mkv", *inputs, "-metadata:s:t", "mimetype=text/plain", *EXACT)
    shown = Shown(path)
    for step in SHOWING:
        assert np.argmax(at(shown.frame(step), 0.5, 0.5)) == 2, step
        assert not shown.found[step].warnings
