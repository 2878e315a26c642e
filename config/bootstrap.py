"""Set-up, run by the system's own Python before anything is installed: standard library only.

Makes ``.venv``, installs what the lock files name and what this machine lacks, and
does nothing where that is done. Every failure is one sentence and exit code 1.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "Sightline needs Python 3.11 or newer, and this is {}.{}: install one and run "
        "`make PYTHON=python3.11 …` with its name.".format(*sys.version_info)
    )

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "setup.log"
NEEDED_BYTES = 800 * 1024**2
LOCKS = ("requirements", "requirements-dev", "requirements-ffmpeg", "requirements-node")

# What these say would send pip or Python somewhere other than to our .venv.
_MISLEADING = {"PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}

_CAUSES = (
    (
        r"No space left|ENOSPC|Disk quota",
        "the disk is full: free about 1 GB and run it again",
    ),
    (
        r"DO NOT MATCH THE HASHES|EINTEGRITY",
        "a downloaded package is not the one that was locked, so it was not installed",
    ),
    (
        r"name resolution|Name or service not known|NewConnectionError|ConnectTimeout|Read timed"
        r"|Connection refused|Network is unreachable|ProxyError|ConnectionResetError"
        r"|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH",
        "the package index cannot be reached: check the network or the proxy settings",
    ),
    (
        r"Permission denied|EACCES|EROFS|Read-only file system",
        f"something in {ROOT} cannot be written by this account: change its owner or clone anew",
    ),
)


class SetupFailed(Exception):
    """Set-up cannot go on; the message is the whole explanation."""


def explain(task: str, output: str) -> str:
    """One sentence about a failed installation, from what the installer printed."""
    for pattern, cause in _CAUSES:
        if re.search(pattern, output):
            return f"{task} failed: {cause}."
    lines = [line for line in output.splitlines() if line.strip()] or ["it said nothing"]
    return f"{task} failed: {lines[-1].strip()} (all of it is in {LOG})."


def clean_environment() -> dict[str, str]:
    """The environment without what would lead an installer astray."""
    return {name: value for name, value in os.environ.items() if name not in _MISLEADING}


def _do(task: str, argv: list[str]) -> None:
    done = subprocess.run(
        argv,
        cwd=ROOT,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if VENV.is_dir():
        LOG.write_text(done.stdout, encoding="utf-8")
    if done.returncode != 0:
        raise SetupFailed(explain(task, done.stdout))


def _say(message: str) -> None:
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def fingerprint(*paths: Path) -> str:
    """SHA-256 over the content of lock files."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def is_done(stamp: Path, expected: str) -> bool:
    """Whether the stamp of an earlier set-up says just this."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == expected


def _check_room() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        raise SetupFailed(
            f"The disk of {ROOT} has {free // 1024**2} MB left and set-up needs "
            f"{NEEDED_BYTES // 1024**2} MB: free some and run it again."
        )


def make_venv() -> None:
    """A virtual environment whose Python works; one that no longer does is made anew."""
    stamp = VENV / ".made"
    if PYTHON.exists() and is_done(stamp, str(PYTHON.resolve())):
        return
    works = (
        PYTHON.exists()
        and not subprocess.run(
            [str(PYTHON), "-c", "import pip"], capture_output=True, check=False
        ).returncode
    )
    if not works:
        _check_room()
        if importlib.util.find_spec("ensurepip") is None:
            raise SetupFailed(
                "This Python cannot make virtual environments: install its venv package "
                "(on Debian and Ubuntu `apt install python3-venv`) and run it again."
            )
        _do("Making .venv", [sys.executable, "-m", "venv", "--clear", str(VENV)])
    stamp.write_text(str(PYTHON.resolve()), encoding="utf-8")


def install(name: str, announcement: str) -> None:
    """Install one lock file into ``.venv``, unless that very file is installed."""
    lock = ROOT / f"{name}.txt"
    stamp, expected = VENV / f".installed-{name}", fingerprint(lock)
    if is_done(stamp, expected):
        return
    _check_room()
    _say(announcement)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    options = ["--no-input", "--retries=2", "--require-hashes", f"--requirement={lock}"]
    _do("Installing the Python packages", [*pip, *options])
    stamp.write_text(expected, encoding="utf-8")


def lacks_ffmpeg() -> bool:
    """Whether ffmpeg or ffprobe is neither named in the environment nor on the PATH."""
    return any(
        not os.environ.get(f"{name.upper()}_BINARY") and shutil.which(name) is None
        for name in ("ffmpeg", "ffprobe")
    )


def install_front_end() -> None:
    """``npm ci`` without install scripts, when the lock has changed since the last one."""
    lock, stamp = ROOT / "package-lock.json", ROOT / "node_modules" / ".installed"
    expected = fingerprint(lock)
    if is_done(stamp, expected):
        return
    npm = shutil.which("npm") if shutil.which("node") else None
    if npm is None:
        install("requirements-node", "npm was not found; installing Node from its wheel, once …")
        npm = str(VENV / "bin" / "npm")
    _say("Installing the packages of the pages (map, charts, upload), once …")
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _do("Installing the packages of the pages", [npm, "ci", *options])
    stamp.write_text(expected, encoding="utf-8")


def compile_translations() -> None:
    """Make of the translations what Django reads, unless that is done; asks no network."""
    texts = sorted(ROOT.glob("catalog/locale/*/LC_MESSAGES/*.po"))
    stamp, expected = VENV / ".translations", fingerprint(*texts)
    if is_done(stamp, expected) and all(text.with_suffix(".mo").is_file() for text in texts):
        return
    pybabel = [str(PYTHON), "-m", "babel.messages.frontend", "compile"]
    _do("Compiling the translations", [*pybabel, "-d", "catalog/locale", "-D", "django djangojs"])
    stamp.write_text(expected, encoding="utf-8")


def setup(*, development: bool) -> None:
    """Bring this clone to where it can run; done twice, the second time does nothing."""
    from config import env

    env.read_file(ROOT / ".env")
    # One set-up at a time, without a lock file of its own to clean up.
    with (ROOT / "requirements.txt").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        make_venv()
        install("requirements", "Installing the Python packages, once; this takes a minute …")
        if development:
            install("requirements-dev", "Installing what the tests need, once …")
        if lacks_ffmpeg():
            install(
                "requirements-ffmpeg",
                "ffmpeg was not found; installing a static build, once. For daily work the "
                "distribution's own is better: it gets security fixes.",
            )
        install_front_end()
        compile_translations()


def lint() -> int:
    """Run every check, also after one has failed; 0 if all are content."""
    module = [str(PYTHON), "-m"]
    manage = [str(PYTHON), "manage.py"]
    checks = (
        [*module, "ruff", "check", "."],
        [*module, "ruff", "format", "--check", "."],
        [*module, "mypy"],
        [str(VENV / "bin" / "lint-imports"), "--no-cache"],
        [*manage, "makemigrations", "--check", "--dry-run"],
        [*manage, "steps_doc", "--check"],
    )
    failed = 0
    for argv in checks:
        _say("lint: " + " ".join(Path(word).name for word in argv))
        failed |= subprocess.run(argv, cwd=ROOT, env=clean_environment(), check=False).returncode
    return 1 if failed else 0


def run_tests() -> int:
    """Run the whole suite; 0 if all pass.

    A core that has done its share takes tests of another's: by whole files, the longest of all,
    alone in its file, came last and left the other cores idle. The journeys come by themselves
    and by files, two at a time at most: each process that runs some has the whole product beside
    it, with workers for every core.
    """
    pytest = [str(PYTHON), "-m", "pytest", "--numprocesses=auto"]
    for part in (
        ["--maxprocesses=4", "--dist=worksteal", "--ignore=tests/journeys"],
        ["--maxprocesses=2", "--dist=loadfile", "tests/journeys"],
    ):
        argv = [*pytest, *part]
        failed = subprocess.run(argv, cwd=ROOT, env=clean_environment(), check=False).returncode
        if failed:
            return failed
    return 0


def relock(*arguments: str) -> None:
    """Work out the hashed lock files anew, for every system and each Python from 3.11.

    What is locked stays as it is where it still fits; ``--upgrade`` takes the newest.
    """
    uv = [str(PYTHON), "-m", "uv", "pip", "compile", "--quiet", "--universal", *arguments]
    options = ["--python-version=3.11", "--fork-strategy=fewest", "--generate-hashes"]
    for name in LOCKS:
        header = ["--custom-compile-command=make lock", f"--output-file={name}.txt"]
        _do(f"Locking {name}", [*uv, *options, *header, f"{name}.in"])


def main(command: str, *arguments: str) -> int:
    """``setup``, ``run``, ``test``, ``lint``, ``lock`` or ``messages``; returns the exit code."""
    setup(development=command in {"test", "lint", "lock"})
    if command == "lint":
        return lint()
    if command == "test" and not arguments:
        return run_tests()
    if command == "lock":
        relock(*arguments)
    programs = {
        "run": ["manage.py", "up", "--stop-with-parent"],
        "messages": ["manage.py", "messages"],
        "test": ["-m", "pytest", *arguments],
    }
    if command in programs:
        os.chdir(ROOT)
        os.execve(PYTHON, [str(PYTHON), *programs[command]], clean_environment())  # noqa: S606
    return 0


if __name__ == "__main__":
    # A tool that was interrupted says nothing more than that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        sys.exit(main(*sys.argv[1:]))
    except SetupFailed as failure:
        sys.exit(str(failure))
    except OSError as failure:
        where = f" ({failure.filename})" if failure.filename else ""
        sys.exit(explain("Set-up", f"{failure.strerror}{where}"))
    except ValueError as failure:
        sys.exit(str(failure))
