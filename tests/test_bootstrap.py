"""What set-up decides, and that its locks say what is installed to the byte."""

import ast
import json
import re
import shutil
import socket
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from config import bootstrap

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device: 'x'", "the disk is full"),
        (
            "WARNING: Retrying ... NewConnectionError(...)\nERROR: No matching distribution found",
            "the package index cannot be reached",
        ),
        ("npm error code EAI_AGAIN\nnpm error getaddrinfo", "the package index cannot be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "not the one that was locked"),
        ("error: [Errno 13] Permission denied: '/x'", "cannot be written by this account"),
        ("first\nsomething unheard of\n\n", "failed: something unheard of (all of it is in"),
        ("", "it said nothing"),
    ],
)
def test_a_failed_installation_is_explained_in_one_sentence(output: str, sentence: str) -> None:
    said = bootstrap.explain("Installing", output)
    assert sentence in said
    assert "\n" not in said


def test_the_wheel_of_ffmpeg_is_for_machines_that_have_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("FFMPEG_BINARY", "FFPROBE_BINARY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.lacks_ffmpeg()
    for name in ("ffmpeg", "ffprobe"):
        assert bootstrap.lacks_ffmpeg()
        (tmp_path / name).touch(mode=0o755)
    assert not bootstrap.lacks_ffmpeg()
    (tmp_path / "ffprobe").unlink()
    monkeypatch.setenv("FFPROBE_BINARY", "/opt/elsewhere/ffprobe")
    assert not bootstrap.lacks_ffmpeg()


def test_a_changed_lock_is_installed_again_and_an_unchanged_one_is_not(tmp_path: Path) -> None:
    lock, stamp = tmp_path / "requirements.txt", tmp_path / "stamp"
    lock.write_text("a==1")
    assert not bootstrap.is_done(stamp, bootstrap.fingerprint(lock))
    stamp.write_text(bootstrap.fingerprint(lock))
    assert bootstrap.is_done(stamp, bootstrap.fingerprint(lock))
    lock.write_text("a==2")
    assert not bootstrap.is_done(stamp, bootstrap.fingerprint(lock))


def test_other_python_installations_do_not_lead_the_installer_astray(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/opt/other/site-packages")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_CERT", "/etc/own.pem")
    kept = bootstrap.clean_environment()
    assert not {"PYTHONPATH", "PIP_USER"} & kept.keys()
    assert kept["PIP_CERT"] == "/etc/own.pem"


def test_an_old_python_can_read_set_up_far_enough_to_be_told_its_age() -> None:
    ast.parse((ROOT / "config/bootstrap.py").read_text(), feature_version=(3, 6))


@pytest.mark.parametrize("name", bootstrap.LOCKS)
def test_every_locked_package_has_its_version_and_hashes(name: str) -> None:
    lock = (ROOT / f"{name}.txt").read_text()
    entries = re.findall(r"^[a-z][^\n]*(?:\n    --hash[^\n]*)*", lock, re.MULTILINE)
    assert entries
    for entry in entries:
        assert "==" in entry
        assert "--hash=sha256:" in entry


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_wanted_package_is_locked(name: str) -> None:
    wanted = re.findall(r"^([A-Za-z][\w-]*)", (ROOT / f"{name}.in").read_text(), re.MULTILINE)
    lock = (ROOT / f"{name}.txt").read_text()
    assert wanted
    assert [one for one in wanted if not re.search(rf"^{one.lower()}\b", lock, re.M | re.I)] == []


def test_every_imported_package_is_a_wanted_one() -> None:
    """An import that only happens to work here would fail on a fresh machine."""
    names = {name: set(homes) for name, homes in packages_distributions().items()}
    texts = [(ROOT / f"{name}.in").read_text() for name in ("requirements", "requirements-dev")]
    wanted = set(re.findall(r"^([a-z][\w-]*)", "\n".join(texts).lower(), re.MULTILINE))
    ours = {"config", "catalog", "media_tools", "tests", "bench"}
    known = ours | sys.stdlib_module_names | {"kombu"}  # Celery's own other half
    strangers = {
        name
        for folder in ours
        for path in (ROOT / folder).rglob("*.py")
        if "node_modules" not in path.parts
        for name in _imported(ast.parse(path.read_text())) - known
        if not {home.lower().replace("_", "-") for home in names.get(name, set())} & wanted
    }
    assert strangers == set()


def _imported(tree: ast.Module) -> set[str]:
    plain = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    taken = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in plain + taken}


@pytest.mark.parametrize("folder", [ROOT, ROOT / "tests" / "journeys"])
def test_the_lock_of_the_pages_names_hashes_and_no_host(folder: Path) -> None:
    lock = json.loads((folder / "package-lock.json").read_text())
    wanted = json.loads((folder / "package.json").read_text())["dependencies"]
    packages = {path: entry for path, entry in lock["packages"].items() if path}
    assert {f"node_modules/{name}" for name in wanted} <= packages.keys()
    assert all("integrity" in entry and "resolved" not in entry for entry in packages.values())


def test_a_command_before_set_up_says_what_to_run_first(tmp_path: Path) -> None:
    shutil.copy(ROOT / "manage.py", tmp_path)
    # -S hides what is installed.
    argv = [sys.executable, "-I", "-S", str(tmp_path / "manage.py"), "check"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (
        1,
        "Sightline is not set up yet: run `make setup` first.",
    )


def test_set_up_says_in_one_sentence_that_the_index_is_out_of_reach(tmp_path: Path) -> None:
    """A real clone, a real pip, and a proxy at which nobody listens."""
    # What other processes compile beside the sources comes and goes.
    shutil.copytree(
        ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in bootstrap.LOCKS:
        shutil.copy(ROOT / f"{name}.txt", tmp_path)
    # Bound and not listening: whoever calls is refused, and nobody else can come to listen.
    with socket.socket() as proxy:
        proxy.bind(("127.0.0.1", 0))
        done = subprocess.run(
            [sys.executable, "-m", "config.bootstrap", "setup"],
            cwd=tmp_path,
            env={
                "PATH": "/usr/bin:/bin",
                "HOME": str(tmp_path),
                "PIP_CONFIG_FILE": "/dev/null",
                "HTTPS_PROXY": f"http://127.0.0.1:{proxy.getsockname()[1]}",
                "PIP_NO_CACHE_DIR": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(
        "Installing the Python packages failed: the package index cannot be reached"
    )
    assert "Traceback" not in done.stderr
