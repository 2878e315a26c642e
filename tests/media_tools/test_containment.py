"""Behind a hiding layer a child sees its task and nothing else of this machine."""

import contextlib
import os
import select
import shutil
import socket
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from media_tools import sandbox
from media_tools.containment import trial
from media_tools.containment.layers import HIDING, VARIABLE, Layer
from media_tools.sandbox import Limits, NotStarted, layer_in_use, run, why_not
from media_tools.tools import tool_path
from tests.media_tools.containing import WORKING, python, running, years
from tests.media_tools.running import findings_of
from tests.waiting import PATIENCE_S, until

LIMITS = Limits(PATIENCE_S, cpu_s=10)
SHOW = """
import sys
for name in sys.argv[1:]:
    try:
        print(open(name).read())
    except OSError as error:
        print("refused:", error.strerror)
"""


@pytest.fixture(params=WORKING)
def layer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Layer:
    """Each layer that works here, chosen by name."""
    monkeypatch.setenv(VARIABLE, request.param)
    return Layer(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The one folder of a child."""
    made = tmp_path / "folder"
    made.mkdir()
    return made


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A file of another case."""
    path = tmp_path / "canary"
    path.write_text("the canary's song")
    return path


def door(family: socket.AddressFamily, kind: socket.SocketKind, address: object) -> socket.socket:
    made = socket.socket(family, kind)
    made.bind(address)  # type: ignore[arg-type]
    made.setblocking(False)
    if kind == socket.SOCK_STREAM:
        made.listen()
    return made


@pytest.fixture
def doors() -> Iterator[list[socket.socket]]:
    """What listens on this machine: TCP and UDP, a Unix socket with a path and one without."""
    stream, datagram = socket.SOCK_STREAM, socket.SOCK_DGRAM
    # Not in the test's own folder: the path of a socket has 108 bytes at most.
    with tempfile.TemporaryDirectory() as place:
        opened = [
            door(socket.AF_INET, stream, ("127.0.0.1", 0)),
            door(socket.AF_INET, datagram, ("127.0.0.1", 0)),
            door(socket.AF_UNIX, stream, str(Path(place) / "socket")),
            door(socket.AF_UNIX, datagram, f"\0sightline-{uuid.uuid4()}"),
        ]
        yield opened
        for each in opened:
            each.close()


def test_a_layer_that_hides_works_on_the_machine_that_runs_these_tests() -> None:
    assert WORKING, {layer: why_not(layer) for layer in HIDING}


def test_a_child_reads_what_it_is_to_read_and_no_other_file(
    layer: Layer, folder: Path, canary: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.write_text("my own")
    (folder / "link").symlink_to(canary)
    (folder / "up").symlink_to(tmp_path)
    (tmp_path / "hard").hardlink_to(canary)
    others = [
        *(canary, folder / "link", folder / "up" / "canary", folder / ".." / "canary"),
        *(f"/proc/self/root{canary}", f"/proc/{os.getpid()}/cwd/pyproject.toml"),
        *(f"/proc/{os.getppid()}/environ", "/proc/1/environ", "/proc/self/environ"),
        *(
            "/etc/passwd",
            Path.cwd() / "pyproject.toml",
            Path.cwd() / "manage.py",
            tmp_path / "hard",
        ),
        *(Path.home() / ".bashrc", "/proc/mounts", "/sys/kernel/hostname", "/dev/mem"),
    ]
    said = python(SHOW, folder, reads=[own], arguments=[str(own), *map(str, others)]).splitlines()
    assert said[0] == "my own"
    assert [line for line in said[1:] if not line.startswith("refused:")] == []
    assert len(said) == 1 + len(others)


def test_a_folder_cannot_be_listed_to_learn_what_else_there_is(
    layer: Layer, folder: Path, canary: Path
) -> None:
    look = "import os, sys\ntry: print(os.listdir(sys.argv[1]))\nexcept OSError: print('refused')"
    for place in (canary.parent, Path.cwd(), Path.home()):
        assert canary.name not in (said := python(look, folder, arguments=[str(place)]))
        assert "pyproject.toml" not in said


def test_a_child_writes_into_its_folder_and_nowhere_else(
    layer: Layer, folder: Path, canary: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.write_text("my own")
    code = """
import os, sys
own, canary, beside = sys.argv[1:]
open("made", "w").write("mine")
os.rename("made", "kept")
def refused(act, *arguments):
    try:
        act(*arguments)
    except OSError:
        return
    print("could", act.__name__, *arguments)
for path in (own, canary):
    for mode in ("w", "a", "r+"):
        refused(open, path, mode)
    for act, *more in (os.truncate, 0), (os.unlink,), (os.chmod, 0o600), (os.rename, "taken"):
        refused(act, path, *more)
    refused(os.utime, path, (1, 1))
    refused(os.link, path, "linked")
name = os.path.basename(beside)
for place in ("/tmp", "/", "/usr/bin", "/dev/shm"):
    refused(open, os.path.join(place, name), "w")
refused(open, beside, "w")
refused(os.mkdir, beside)
refused(os.symlink, "kept", beside)
"""
    before = {path: path.stat() for path in (own, canary)}
    beside = tmp_path / f"beside-{uuid.uuid4()}"
    assert python(code, folder, reads=[own], arguments=[*map(str, (own, canary, beside))]) == ""
    assert (folder / "kept").read_text() == "mine"
    assert (own.read_text(), canary.read_text()) == ("my own", "the canary's song")
    for path, stat in before.items():
        assert (path.stat().st_mtime_ns, path.stat().st_mode) == (stat.st_mtime_ns, stat.st_mode)
    assert not beside.exists()
    assert not (Path("/tmp") / beside.name).exists()


def arrived(door: socket.socket, within_s: float) -> bool:
    return bool(select.select([door], [], [], within_s)[0])


def knock(folder: Path, doors: list[socket.socket]) -> None:
    """Let a child call at each door."""
    code = """
import contextlib, socket, sys
for family, kind, address in eval(sys.argv[1]):
    with contextlib.suppress(OSError), socket.socket(family, kind) as out:
        out.settimeout(60)
        out.connect(address)
        out.send(b"out")
"""
    told = [(int(door.family), int(door.type), door.getsockname()) for door in doors]
    python(code, folder, arguments=[repr(told)])


def test_nothing_that_a_child_sends_arrives(
    layer: Layer, folder: Path, doors: list[socket.socket]
) -> None:
    knock(folder, doors)
    assert not any(arrived(door, within_s=0.1) for door in doors)


def test_the_same_knocks_arrive_where_nothing_contains_them(
    folder: Path, doors: list[socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "none")
    knock(folder, doors)
    assert all(arrived(door, within_s=PATIENCE_S) for door in doors)


def test_a_child_cannot_see_or_signal_other_processes(layer: Layer, folder: Path) -> None:
    code = """
import os, signal, sys
def can(act, *arguments):
    try:
        act(*arguments)
    except OSError:
        return
    print("could", act.__name__, *arguments)
can(os.listdir, "/proc")
for pid in map(int, sys.argv[1:]):
    can(os.kill, pid, 0)
    can(os.pidfd_open, pid)
"""
    others = [str(pid) for pid in (os.getpid(), os.getppid()) if pid > 2]
    assert python(code, folder, arguments=others) == ""


def test_nothing_of_ours_is_in_a_childs_environment_or_among_its_open_files(
    layer: Layer, folder: Path, canary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "never tell")
    code = """
import os
print(sorted(set(os.environ) - {"PWD"}))
for number in range(3, 256):
    try:
        os.fstat(number)
        print("open:", number)
    except OSError:
        pass
"""
    with canary.open() as held:
        os.set_inheritable(held.fileno(), True)
        said = python(code, folder)
    assert said == "['GCONV_PATH', 'HOME', 'LC_ALL', 'PATH', 'TMPDIR', 'TZ']\n"


def test_all_that_a_child_started_dies_with_the_process_that_started_it(
    layer: Layer, folder: Path
) -> None:
    mark = years()
    tree = (
        "import contextlib, subprocess, time\n"
        # Behind Landlock it cannot even start one.
        "with contextlib.suppress(PermissionError):\n"
        f"    subprocess.Popen(['sleep', '{mark}'], start_new_session=True)\n"
        "open('up', 'w').close()\n"
        f"time.sleep({mark})"
    )
    code = (
        "import sys; from pathlib import Path; from media_tools.sandbox import run, Limits\n"
        f"run([sys.executable, '-c', {tree!r}], folder=Path({str(folder)!r}), "
        f"limits=Limits({PATIENCE_S}, 10))"
    )
    ours = {"PYTHONPATH": str(Path.cwd()), VARIABLE: layer}
    parent = os.spawnve(os.P_NOWAIT, sys.executable, [sys.executable, "-c", code], ours)
    until((folder / "up").exists)
    os.kill(parent, 9)
    os.waitpid(parent, 0)
    until(lambda: running(mark) == {})


def children() -> set[str]:
    """The processes that somebody still has to take leave of here, living or dead."""
    found = set[str]()
    for task in Path("/proc/self/task").glob("*/children"):
        with contextlib.suppress(OSError):  # a thread that ends meanwhile
            found.update(task.read_text().split())
    return found


def test_the_time_of_a_child_is_counted_as_ours_and_nothing_of_it_stays(
    layer: Layer, folder: Path
) -> None:
    there, before = children(), os.times()
    python("import time\nwhile time.process_time() < 0.5: pass", folder)
    after = os.times()
    used = sum(after[2:4]) - sum(before[2:4])
    # Each of the four figures is cut to whole ticks of the clock, and an uncounted child is 0.
    assert used > 0.4
    assert children() <= there


def test_the_programs_that_read_media_run_behind_it(layer: Layer, folder: Path) -> None:
    make = ["-f", "lavfi", "-i", "testsrc=s=64x64:r=5:d=1", "-c:v", "libx264", "tiny.mp4"]
    done = run([tool_path("ffmpeg"), "-v", "error", *make], folder=folder, limits=LIMITS)
    assert (done.returncode, done.stderr) == (0, "")
    argv = [tool_path("ffprobe"), "-v", "error", "-show_format", str(folder / "tiny.mp4")]
    done = run(argv, folder=folder, limits=LIMITS)
    assert b"duration=1.0" in done.stdout
    still = ["-i", "tiny.mp4", "-frames:v", "1", "still.png"]
    run([tool_path("ffmpeg"), "-v", "error", *still], folder=folder, limits=LIMITS)
    assert findings_of("probe", folder / "still.png").readings
    libraries = "import PIL.Image, pillow_heif, exifread; print(pillow_heif.libheif_version())"
    assert python(libraries, folder, LIMITS)


def test_a_program_brings_nothing_of_what_lies_beside_it(
    layer: Layer, folder: Path, canary: Path
) -> None:
    program = Path(shutil.copy(str(shutil.which("cat")), canary.parent))
    done = run([str(program), str(canary)], folder=folder, limits=LIMITS)
    assert (done.returncode, done.stdout) == (1, b"")


@pytest.mark.parametrize("named", ["a b", "über", "'\"$(x)\n", "-v", "x=y"])
def test_files_keep_their_own_paths_whatever_they_are_called(
    layer: Layer, folder: Path, tmp_path: Path, named: str
) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "way").symlink_to(real)
    for place in (real / named, folder / named):
        place.write_text("mine")
    paths = [real / named, tmp_path / "way" / named, folder / ".." / "real" / named, folder / named]
    said = python(SHOW, folder, reads=paths, arguments=[*map(str, paths)])
    assert said == "mine\n" * len(paths)


def test_the_better_layer_is_taken_first_and_a_named_one_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert layer_in_use() == WORKING[0]
    monkeypatch.setenv(VARIABLE, "none")
    assert layer_in_use() is Layer.NONE
    monkeypatch.setenv(VARIABLE, "jail")
    with pytest.raises(ValueError, match="write one of best, bubblewrap, landlock, none"):
        layer_in_use()


@pytest.fixture
def untried() -> Iterator[None]:
    """As at the start of a process, and again afterwards."""
    sandbox.why_not.cache_clear()
    yield
    sandbox.why_not.cache_clear()


def test_a_layer_that_is_missing_or_refused_is_not_taken_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, untried: None
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    refusing = tmp_path / "bwrap"
    refusing.write_text(
        "#!/bin/sh\necho 'bwrap: No permissions to create a namespace' >&2\nexit 1\n"
    )
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert "No permissions to create a namespace" in why_not(Layer.BUBBLEWRAP)
    assert layer_in_use() is not Layer.BUBBLEWRAP


def test_a_trial_that_comes_to_no_end_is_made_again_and_not_laid_at_a_files_door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, untried: None
) -> None:
    hanging = tmp_path / "bwrap"
    hanging.write_text("#!/bin/sh\nexec sleep 1000\n")
    hanging.chmod(0o755)
    with monkeypatch.context() as busy:
        busy.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        busy.setattr(trial, "_LIMITS", Limits(wall_s=0.5, cpu_s=10))
        with pytest.raises(NotStarted, match="bubblewrap could not be tried"):
            why_not(Layer.BUBBLEWRAP)
    assert [layer for layer in WORKING if why_not(layer)] == []


def test_a_layer_that_hides_nothing_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, untried: None
) -> None:
    idle = tmp_path / "bwrap"
    idle.write_text('#!/bin/sh\nwhile [ "$1" != "--" ]; do shift; done; shift\nexec "$@"\n')
    idle.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert why_not(Layer.BUBBLEWRAP) == "It does not hold: a child reaches the network."
