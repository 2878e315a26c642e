"""The real product in a folder of its own: web, workers, beat, Redis, and a browser."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    StorageStateCookie,
    expect,
    sync_playwright,
)

from tests.journeys import chromium
from tests.ports import free_port
from tests.waiting import PATIENCE_S, until

ROOT = Path(__file__).parents[2]
PASSWORD = "a password for the journeys"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
QUIETER = ("--disable-component-update", "--disable-sync", "--no-first-run")
# Keys pressed one after the other in no time: the page takes them for one only within a second.
PRESS_TOGETHER = """(keys) => {
  for (const key of keys) {
    const told = { key, code: `Key${key.toUpperCase()}`, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", told));
  }
}"""
# The cookies of people who have signed in to the one installation of this process.
_signed_in: dict[str, list[StorageStateCookie]] = {}


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
            timeout=4 * PATIENCE_S,
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
        is_ready = (self.data_dir / "run" / "stack.ready").exists
        until(lambda: is_ready() or self.process is None or self.process.poll() is not None)
        assert is_ready(), (self.data_dir / "journey.log").read_text()
        with urllib.request.urlopen(f"{self.address}/healthz", timeout=PATIENCE_S) as answer:
            assert answer.status == 200

    def stop(self) -> None:
        """Ctrl-C, and nothing may be left."""
        assert self.process
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=PATIENCE_S)
        until(lambda: self.processes() == {})

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


@contextmanager
def installed(data_dir: Path) -> Iterator[Installation]:
    """Sightline up and running in a folder of its own, without the demo."""
    data_dir.mkdir(exist_ok=True)
    made = Installation(data_dir, free_port())
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
    expect.set_options(timeout=PATIENCE_S * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(found.program),
            args=[*QUIET, *QUIETER],
            env={**os.environ, **found.environment},
            timeout=PATIENCE_S * 1000,
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """A fresh visit. A page that logs an error or asks another host has failed."""
    context = visit(browser, installation)
    faults: list[str] = []
    # A page that is left breaks off what it was fetching. (Of a server that cannot be reached the
    # console tells as well.)
    context.on(
        "weberror",
        lambda error: (
            None if "Failed to fetch" in str(error.error) else faults.append(str(error.error))
        ),
    )
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


def visit(browser: Browser, installation: Installation) -> BrowserContext:
    """A browser of somebody who was never here."""
    context = browser.new_context(
        base_url=installation.address, viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(PATIENCE_S * 1000)
    return context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of a visitor who has not signed in."""
    return context.new_page()


def sign_in(page: Page, name: str = "admin") -> None:
    """Sign in as a person would; who did so before has still the cookie."""
    if known := _signed_in.get(name):
        page.context.add_cookies(known)  # type: ignore[arg-type]  # the same, by another name
        return
    page.goto("/login/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/search/**")
    _signed_in[name] = page.context.storage_state()["cookies"]


def press_together(page: Page, *keys: str) -> None:
    """Press keys that mean something together, such as ``g c``."""
    page.evaluate(PRESS_TOGETHER, keys)


def middle(found: Locator) -> tuple[float, float]:
    """The middle of something on the screen, once it moves no more."""
    found.element_handle().wait_for_element_state("stable")
    box = found.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press the pointer at the one point and let it go at the other."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=6)
    page.mouse.up()
