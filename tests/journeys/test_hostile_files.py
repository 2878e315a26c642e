"""Every hostile file, handed to the running product as an analyst would hand it in."""

import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from media_tools.tools import tool_path
from tests.hostile.making import CANARY_COLOUR, HOSTILE, Bait, canary, clip, playlist
from tests.journeys.conftest import Installation
from tests.ports import free_port
from tests.waiting import until

pytestmark = pytest.mark.journey

# By the wall clock, on however busy a machine: what went off would take hours.
MOST_SECONDS_A_RUN = 600
MOST_BYTES_MADE = 200_000_000
# Python, shells and decoders speak so; a sentence for an analyst does not.
NOT_A_SENTENCE = ("Traceback", "Errno", "Error:", "0x", "None", "{", "/data/", "/tmp/")


@pytest.fixture(scope="module")
def heard() -> Iterator[tuple[int, list[str]]]:
    """A port on which somebody listens, and what came in there."""
    came: list[str] = []
    with (
        socket.create_server(("127.0.0.1", free_port())) as server,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
    ):
        port = server.getsockname()[1]
        datagrams.bind(("127.0.0.1", port))

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                came.append("a connection")
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield port, came
        server.shutdown(socket.SHUT_RDWR)
        datagrams.setblocking(False)
        with pytest.raises(BlockingIOError):
            datagrams.recv(1)


@pytest.fixture(scope="module")
def bait(heard: tuple[int, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Bait:
    folder = tmp_path_factory.mktemp("bait")
    return Bait(canary(folder / "canary.ts"), heard[0], folder / "escaped.txt")


@pytest.fixture(scope="module")
def handed_in(
    installation: Installation, bait: Bait, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """What became of each hostile file, by its name."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, make in HOSTILE.items():
        make(folder / name, bait)
    lines = installation.manage_json("ingest", str(folder), "--case", "HOSTILE", "--wait")
    return {Path(line["path"]).name: line for line in lines}


def is_canary(path: Path) -> bool:
    """Whether most of a picture has the canary's colour."""
    with Image.open(path) as image:
        small = image.convert("RGB").resize((8, 8))
    near = sum(
        all(abs(a - b) < 60 for a, b in zip(small.getpixel((x, y)), CANARY_COLOUR, strict=True))  # type: ignore[arg-type]
        for x in range(8)
        for y in range(8)
    )
    return near > 32


def test_the_bait_is_taken_by_a_plain_ffmpeg(bait: Bait, tmp_path: Path) -> None:
    """Else the tests below would prove nothing."""
    playlist(tmp_path / "upload.mp4", str(bait.clip))
    taken = tmp_path / "taken.png"
    argv = [tool_path("ffmpeg"), "-v", "error", "-i", str(tmp_path / "upload.mp4"), str(taken)]
    subprocess.run([*argv[:-1], "-frames:v", "1", argv[-1]], check=True, timeout=60)
    assert is_canary(taken)


def test_every_file_ends_in_a_stated_way_and_none_breaks_the_engine(
    handed_in: dict[str, dict[str, Any]],
) -> None:
    assert set(handed_in) == set(HOSTILE)
    for name, line in handed_in.items():
        assert line["outcome"] == "queued", (name, line)
        assert line["state"] in ("done", "unreadable"), (name, line)
        if line["state"] == "unreadable":
            assert line["reason"].endswith("."), (name, line)
            assert not any(word in line["reason"] for word in NOT_A_SENTENCE), (name, line)


def test_scripts_and_manifests_are_never_taken_for_clips(
    handed_in: dict[str, dict[str, Any]],
) -> None:
    for name in HOSTILE:
        if name.startswith(("playlist", "manifest", "concat script", "drawing")):
            assert handed_in[name]["state"] == "unreadable", handed_in[name]
            assert handed_in[name]["reason"].startswith("Not a clip or picture"), handed_in[name]
        if name.startswith("tagged"):
            assert handed_in[name]["state"] == "unreadable", handed_in[name]
            assert "not a kind of clip that is opened here" in handed_in[name]["reason"]


def test_nothing_of_another_file_gets_into_an_item(
    installation: Installation, handed_in: dict[str, dict[str, Any]], bait: Bait
) -> None:
    made = [path for path in (installation.data_dir / "derived").rglob("*") if path.is_file()]
    pictures = [path for path in made if path.read_bytes()[:3] == b"\xff\xd8\xff"]
    assert len(pictures) > 20
    assert not [path for path in pictures if is_canary(path)]
    assert not bait.escape.exists()


def test_nobody_is_called(
    heard: tuple[int, list[str]], handed_in: dict[str, dict[str, Any]]
) -> None:
    assert heard[1] == []


def test_nothing_is_written_outside(
    installation: Installation, handed_in: dict[str, dict[str, Any]]
) -> None:
    for folder in (Path("/tmp"), Path.cwd(), installation.data_dir, Path.home()):
        assert not (folder / "escaped").exists()
    # A run lands before its folder goes.
    until(lambda: list((installation.data_dir / "work").iterdir()) == [])


def test_time_and_space_are_bounded(
    installation: Installation, handed_in: dict[str, dict[str, Any]]
) -> None:
    made = (installation.data_dir / "derived").rglob("*")
    assert sum(path.stat().st_size for path in made if path.is_file()) < MOST_BYTES_MADE
    for facts in installation.manage_json("show", *(line["ref"] for line in handed_in.values())):
        assert {run["status"] for run in facts["runs"]} <= {"done", "unreadable"}
        slow = [run for run in facts["runs"] if (run["seconds"] or 0) > MOST_SECONDS_A_RUN]
        assert not slow, (facts["title"], slow)


def test_spiteful_words_are_shown_and_not_obeyed(
    installation: Installation, handed_in: dict[str, dict[str, Any]]
) -> None:
    [facts] = installation.manage_json("show", handed_in["spiteful words.jpg"]["ref"])
    embedded = facts["embedded"]
    assert embedded["make"] == "<script>alert(1)</script>"
    assert embedded["model"].startswith("=HYPERLINK")
    assert embedded["modified"] == []
    shown = str(facts)
    assert not any(sign in shown for sign in ("\u202e", "\x1b", "\0"))


def test_the_workers_live_and_the_next_file_is_served(
    installation: Installation, handed_in: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    honest = tmp_path / "honest.mp4"
    clip(honest, "-pix_fmt", "yuv420p")
    [line] = installation.manage_json("ingest", str(honest), "--case", "HOSTILE", "--wait")
    assert line["state"] == "done"
    assert installation.processes("celery")
    until(lambda: installation.processes("ffmpeg") == {})


def test_a_pipe_that_never_ends_is_refused_at_once(
    installation: Installation, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "endless.mp4")
    [line] = installation.manage_json(
        "ingest", str(tmp_path / "endless.mp4"), "--case", "HOSTILE", "--wait", code=1
    )
    assert (line["outcome"], line["reason"]) == ("refused", "This is a pipe, not a file.")
