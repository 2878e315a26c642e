"""A child gets what it may use and not more, and never outlives its welcome."""

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from media_tools.containment import limits as limiting
from media_tools.containment.layers import VARIABLE
from media_tools.errors import Stopped
from media_tools.sandbox import MIB, ChildKilled, Layer, LimitExceeded, Limits, NotStarted, run
from media_tools.tools import tool_path
from tests.media_tools.containing import WORKING, python, running, years
from tests.waiting import PATIENCE_S, until


@pytest.fixture(
    params=[*((layer, "system") for layer in (*WORKING, Layer.NONE)), (Layer.NONE, "own")],
    ids=lambda way: f"{way[0]}, limited by {way[1]} programs",
    autouse=True,
)
def way_of_containing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every promise holds in each layer, with the system's programs and without them."""
    layer, limiter = request.param
    monkeypatch.setenv(VARIABLE, layer)
    if limiter == "own":
        monkeypatch.setattr(limiting, "util_linux", lambda: None)


LIMITS = Limits(PATIENCE_S, cpu_s=10, memory_bytes=512 * MIB)
LONG = "import time; time.sleep({})"


def test_the_output_and_the_exit_code_come_back(tmp_path: Path) -> None:
    done = run(
        [
            sys.executable,
            "-c",
            "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)",
        ],
        folder=tmp_path,
        limits=LIMITS,
    )
    assert (done.returncode, done.stdout, done.stderr) == (3, b"out\n", "err\n")


def test_no_secret_of_ours_is_in_the_childs_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "never tell")
    seen = python("import os; print(sorted(os.environ))", tmp_path)
    assert "SECRET_KEY" not in seen
    assert "HOME" in seen


def test_nothing_can_be_typed_into_a_child(tmp_path: Path) -> None:
    assert python("import sys; print(repr(sys.stdin.read()))", tmp_path) == "''\n"


def test_a_child_that_hangs_is_killed_with_all_it_started(tmp_path: Path) -> None:
    mark = years()
    code = (
        "import contextlib, signal, subprocess, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        # Behind Landlock it cannot even start one.
        "with contextlib.suppress(PermissionError): "
        f"subprocess.Popen(['sleep', '{mark}'])\n"
        f"time.sleep({mark})"
    )
    with pytest.raises(LimitExceeded, match="took longer than 1 s"):
        python(code, tmp_path, Limits(wall_s=1, cpu_s=10))
    until(lambda: running(mark) == {})


def test_a_child_that_wants_too_much_memory_or_disk_or_time_is_stopped(tmp_path: Path) -> None:
    hungry = run(
        [sys.executable, "-c", "x = bytearray(2_000_000_000)"], folder=tmp_path, limits=LIMITS
    )
    assert "MemoryError" in hungry.stderr
    with pytest.raises(LimitExceeded, match="more than 1 s of processor time"):
        python("while True: pass", tmp_path, Limits(PATIENCE_S, cpu_s=1))
    write = (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL);"
        "open('f', 'wb').write(b'x' * 9**7)"
    )
    with pytest.raises(LimitExceeded, match="a file larger than its limit"):
        python(write, tmp_path, Limits(PATIENCE_S, cpu_s=10, file_bytes=MIB))


def test_ffmpeg_meeting_its_time_limit_is_told_from_a_bad_file(tmp_path: Path) -> None:
    endless = [tool_path("ffmpeg"), "-v", "info", "-nostdin", "-f", "lavfi"]
    endless += ["-i", "mandelbrot=s=640x360", "-f", "null", "-"]
    with pytest.raises(LimitExceeded, match="more than 1 s of processor time"):
        run(endless, folder=tmp_path, limits=Limits(PATIENCE_S, cpu_s=1))


def test_many_small_files_fill_a_folder_only_to_its_limit(tmp_path: Path) -> None:
    write = "for n in range(200): open(f'{n}', 'wb').write(b'x' * 100_000)\n"
    with pytest.raises(LimitExceeded, match="more space than its limit"):
        python(write + LONG.format(years()), tmp_path, replace(LIMITS, folder_bytes=10 * MIB))


def test_endless_output_is_cut_off(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded, match="more output than its limit"):
        python("while True: print('x' * 1000)", tmp_path, replace(LIMITS, stdout_bytes=MIB))


def test_more_files_than_its_limit_cannot_be_held_open(tmp_path: Path) -> None:
    code = "files = []\nwhile True: files.append(open('/dev/null'))"
    argv = [sys.executable, "-I", "-c", code]
    done = run(argv, folder=tmp_path, limits=replace(LIMITS, open_files=40))
    assert "Too many open files" in done.stderr


def test_a_child_killed_from_outside_is_not_the_files_fault(tmp_path: Path) -> None:
    mark = years()

    def kill() -> None:
        if found := running(mark):
            # The child alone: what contains it has a longer command line.
            os.kill(min(found, key=lambda pid: len(found[pid])), 9)

    with pytest.raises(ChildKilled):
        python(LONG.format(mark), tmp_path, on_tick=kill)


def test_a_program_that_cannot_be_started_is_not_the_files_fault(tmp_path: Path) -> None:
    with pytest.raises(NotStarted, match="nowhere"):
        run(["/nowhere"], folder=tmp_path, limits=LIMITS)


def test_a_file_that_is_to_be_read_and_is_gone_is_told_before_anything_starts(
    tmp_path: Path,
) -> None:
    with pytest.raises(FileNotFoundError):
        run(["/nowhere"], folder=tmp_path, limits=LIMITS, reads=[tmp_path / "gone"])


def test_work_can_be_stopped_from_outside_while_the_child_is_silent(tmp_path: Path) -> None:
    def stop() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        python(LONG.format(years()), tmp_path, on_tick=stop)


def test_lines_are_told_as_they_come(tmp_path: Path) -> None:
    heard: list[str] = []
    python("print('one'); print('two')", tmp_path, on_line=heard.append)
    assert heard == ["one", "two"]


def test_raw_output_and_complaints_are_told_as_they_come(tmp_path: Path) -> None:
    heard, complaints = bytearray(), bytearray()
    code = "import sys; sys.stderr.write('oh'); sys.stdout.buffer.write(bytes(range(256)) * 9999)"
    kept = python(code, tmp_path, on_output=heard.extend, on_error=complaints.extend)
    assert heard == bytes(range(256)) * 9999
    assert complaints == b"oh"
    assert kept == ""


def test_a_child_dies_with_the_process_that_started_it(tmp_path: Path) -> None:
    sleep, mark = str(shutil.which("sleep")), years()
    code = (
        "from pathlib import Path; from media_tools.containment import limits; "
        "from media_tools.sandbox import run, Limits; "
        f"{'' if limiting.util_linux() else 'limits.util_linux = lambda: None'}\n"
        f"run([{sleep!r}, {mark!r}], folder=Path({str(tmp_path)!r}), "
        f"limits=Limits({PATIENCE_S}, 10))"
    )
    ours = {"PYTHONPATH": str(Path.cwd()), VARIABLE: os.environ[VARIABLE]}
    parent = os.spawnve(os.P_NOWAIT, sys.executable, [sys.executable, "-c", code], ours)
    # What contains it has put itself under its limits once it has become the child.
    until(lambda: any(line.startswith(f"{sleep} {mark}") for line in running(mark).values()))
    os.kill(parent, 9)
    os.waitpid(parent, 0)
    until(lambda: running(mark) == {})
