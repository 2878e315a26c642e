"""The real product in a folder of its own: web, workers, beat, Redis, and a browser."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys import chromium

ROOT = Path(__file__).parents[2]
PASSWORD = "a password for the journeys"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
QUIETER = ("--disable-component-update", "--disable-sync", "--no-first-run")


@dataclass
class Installation:
    """One running Sightline."""

    data_dir: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *args: str, code: int = 0) -> str:
        """Run one of its commands, as an operator would."""
        done = subprocess.run(
            [sys.executable, ROOT / "manage.py", *args],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def manage_json(self, *args: str, code: int = 0) -> list[dict[str, Any]]:
        """Run a command that prints one JSON object a line."""
        return [json.loads(line) for line in self.manage(*args, "--json", code=code).splitlines()]

    def start(self) -> None:
        """Start everything and wait until it answers."""
        with (self.data_dir / "journey.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, ROOT / "manage.py", "up", "--stop-with-parent"],
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 120
        while not (self.data_dir / "run" / "stack.ready").exists():
            assert self.process.poll() is None, (self.data_dir / "journey.log").read_text()
            assert time.monotonic() < deadline, (self.data_dir / "journey.log").read_text()
            time.sleep(0.2)
        with urllib.request.urlopen(f"{self.address}/healthz") as answer:
            assert answer.status == 200

    def stop(self) -> None:
        """Ctrl-C, and nothing may be left."""
        assert self.process
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=60)
        assert self.processes() == {}

    def processes(self, word: str = "") -> dict[int, str]:
        """The processes of this installation with that word in their command line."""
        found = {}
        mark = str(self.data_dir).encode()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                line = (folder / "cmdline").read_bytes()
                # Redis writes its title over its environment; then the title names the folder.
                ours = mark in line or b"DATA_DIR=" + mark in (folder / "environ").read_bytes()
            except OSError:
                continue
            shown = line.replace(b"\0", b" ").decode("utf-8", "replace")
            if ours and word in shown and "pytest" not in shown.replace(str(self.data_dir), ""):
                found[int(folder.name)] = shown
        return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def installed(data_dir: Path) -> Iterator[Installation]:
    """Sightline up and running in a folder of its own, without the demo."""
    data_dir.mkdir(exist_ok=True)
    made = Installation(data_dir, _free_port())
    made.environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("SIGHTLINE_", "REDIS_"))},
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SIGHTLINE_ENV_FILE": os.devnull,
        "DATA_DIR": str(made.data_dir),
        "PORT": str(made.port),
        "DEMO": "0",
        "SIGHTLINE_ADMIN_PASSWORD": PASSWORD,
    }
    made.start()
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The one that all journeys share."""
    with installed(tmp_path_factory.mktemp("journey")) as made:
        yield made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; the tests fail with one sentence if none can be had."""
    found = chromium.find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(found.program),
            args=[*QUIET, *QUIETER],
            env={**os.environ, **found.environment},
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """A fresh visit. A page that logs an error or asks another host has failed."""
    context = browser.new_context(
        base_url=installation.address, viewport={"width": 1440, "height": 900}
    )
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on(
        "console",
        lambda message: faults.append(message.text) if message.type == "error" else None,
    )
    context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((installation.address, "data:", "blob:"))
            else faults.append(f"asked {request.url}")
        ),
    )
    yield context
    context.close()
    assert faults == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of a visitor who has not signed in."""
    return context.new_page()


def sign_in(page: Page, name: str = "admin", password: str = PASSWORD) -> None:
    """Sign in as a person would."""
    page.goto("/login/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/search/**")
    # Leaving while the map is still being fetched breaks that off, which reads as a fault.
    page.wait_for_load_state("networkidle")
