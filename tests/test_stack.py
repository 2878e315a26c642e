"""The processes of an installation: all of them start, live, come back and go, none stays."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from config import env
from tests.waiting import PATIENCE_S, until

ROOT = Path(__file__).resolve().parent.parent


class Installation:
    """A ``DATA_DIR`` of its own, and the processes that belong to it."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        # Held until the end: bound and not listening, it goes to nobody who asks for any port.
        self.held = socket.socket()
        self.held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.held.bind(("127.0.0.1", 0))
        self.port = int(self.held.getsockname()[1])
        self.output = data_dir.with_suffix(".out")
        self.supervisor: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SIGHTLINE_ENV_FILE": os.devnull,
            "DATA_DIR": str(self.data_dir),
            "PORT": str(self.port),
            "DEMO": "0",
        }

    def start(self, *arguments: str) -> None:
        """Start in a session of its own, as a terminal would, and wait until it is ready."""
        with self.output.open("wb") as output:
            self.supervisor = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        until(lambda: "ready" in self.said() or self.has_ended())
        assert not self.has_ended(), self.said()

    def has_ended(self) -> bool:
        return self.supervisor is not None and self.supervisor.poll() is not None

    def said(self) -> str:
        return self.output.read_text()

    def press_ctrl_c(self) -> int:
        """A terminal sends SIGINT to every process of the foreground group."""
        assert self.supervisor
        os.killpg(self.supervisor.pid, signal.SIGINT)
        return self.supervisor.wait(timeout=PATIENCE_S)

    def processes(self) -> dict[int, str]:
        """Command lines of the living processes that work for this ``DATA_DIR``."""
        found = {}
        mark = f"DATA_DIR={self.data_dir}".encode()
        # Redis writes its title over its environment, and names its socket there.
        title = str(env.redis_socket(self.data_dir)).encode()
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                words = (path / "cmdline").read_bytes()
                if mark in (path / "environ").read_bytes().split(b"\0") or title in words:
                    found[int(path.name)] = words.replace(b"\0", b" ").decode("utf-8", "replace")
        return found

    def groups(self) -> set[int]:
        """The process groups of those processes."""
        found = set()
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                found.add(os.getpgid(pid))
        return found

    def process(self, word: str) -> int:
        """The oldest process whose command line has this word."""
        return min(pid for pid, words in self.processes().items() if word in words)

    def redis(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(env.redis_socket(self.data_dir)))

    def redis_answers(self) -> bool:
        try:
            with self.redis() as client:
                return bool(client.ping())
        except (redis.RedisError, OSError):
            return False


@pytest.fixture
def installation() -> Iterator[Installation]:
    """Nothing of it runs yet; nothing of it is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="sightline-stack-"))
    installation = Installation(folder / "data")
    yield installation
    for pid in installation.processes():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    if installation.supervisor:
        installation.supervisor.wait()
    installation.held.close()
    shutil.rmtree(folder, ignore_errors=True)


def test_redis_comes_back_when_it_is_killed_and_its_files_are_gone(
    installation: Installation,
) -> None:
    installation.start("-m", "tests.supervised")
    assert installation.redis_answers()
    killed = installation.process("unixsocket:")
    shutil.rmtree(installation.data_dir / "redis")
    os.kill(killed, signal.SIGKILL)
    until(installation.redis_answers)
    assert installation.process("unixsocket:") != killed
    assert "redis was ended by SIGKILL; it is started again." in installation.said()


def test_redis_that_cannot_read_its_own_files_starts_without_them(
    installation: Installation,
) -> None:
    installation.start("-m", "tests.supervised")
    with installation.redis() as client:
        client.set("waiting", "work")
    installation.press_ctrl_c()
    (kept,) = (installation.data_dir / "redis" / "appendonlydir").glob("*.incr.aof")
    kept.write_bytes(b"*3\r\n$rubbish" * 9)
    installation.start("-m", "tests.supervised")
    with installation.redis() as client:
        assert client.get("waiting") is None


def test_what_redis_was_told_outlives_a_stop(installation: Installation) -> None:
    installation.start("-m", "tests.supervised")
    with installation.redis() as client:
        client.set("waiting", "work")
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    installation.press_ctrl_c()
    installation.start("-m", "tests.supervised")
    with installation.redis() as client:
        assert client.get("waiting") == b"work"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_however_the_supervisor_ends_no_process_is_left(
    installation: Installation, number: signal.Signals
) -> None:
    installation.start("-m", "tests.supervised")
    # A process shows its environment only a moment after it was started.
    until(lambda: len(installation.processes()) == 3)
    assert installation.supervisor
    installation.supervisor.send_signal(number)
    installation.supervisor.wait(timeout=PATIENCE_S)
    until(lambda: not installation.processes())


def test_a_deep_data_folder_has_its_socket_in_a_private_folder_elsewhere(
    installation: Installation,
) -> None:
    installation.data_dir = installation.data_dir / ("deep" * 30)
    installation.data_dir.mkdir(parents=True)
    installation.start("-m", "tests.supervised")
    assert installation.redis_answers()
    folder = env.redis_socket(installation.data_dir).parent
    assert not folder.is_relative_to(installation.data_dir)
    assert folder.stat().st_mode & 0o777 == 0o700
    installation.press_ctrl_c()
    shutil.rmtree(folder)


def test_everything_starts_answers_refuses_a_second_start_and_stops(
    installation: Installation,
) -> None:
    installation.start("manage.py", "up")
    web = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=PATIENCE_S)
    web.request("GET", "/healthz")
    assert web.getresponse().read() == b"ok"
    web.close()
    assert "user admin, password" in installation.said()
    assert f"http://127.0.0.1:{installation.port}/" in installation.said()
    assert installation.supervisor
    supervisor = installation.supervisor.pid
    # What a worker tries as it starts has a group of its own, and is soon gone.
    until(lambda: installation.groups() == {supervisor})

    again = _up(installation.environment)
    assert again.returncode == 1
    assert again.stderr.startswith("Sightline is already running with the data in")

    with tempfile.TemporaryDirectory() as other:
        same_port = _up({**installation.environment, "DATA_DIR": other})
    assert same_port.returncode == 1
    assert same_port.stderr.startswith(f"Port {installation.port} is taken by another program")

    assert installation.press_ctrl_c() == 0
    assert installation.processes() == {}
    assert "Traceback" not in installation.said()


def test_a_command_has_workers_while_it_needs_them_and_nothing_stays(
    installation: Installation,
) -> None:
    code = (
        "import django; django.setup()\n"
        "from catalog import stack\n"
        "with stack.started() as keep_up:\n"
        "    assert stack.is_running(); keep_up(); print('worked')\n"
        "assert not stack.is_running()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=installation.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "worked\n"), done.stderr
    assert installation.processes() == {}


def _up(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
