"""The settings as they arrive where they count: in the database, the queue and the headers."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

import config.settings
from config.celery import app

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def opened(transactional_db: None) -> Iterator[BaseDatabaseWrapper]:
    """A connection opened as the product opens it; that of the tests differs."""
    fresh = connection.copy()
    fresh.settings_dict["OPTIONS"] = config.settings.DATABASES["default"]["OPTIONS"]
    yield fresh
    fresh.close()


def test_sqlite_is_opened_so_that_nothing_committed_is_lost_and_nobody_is_locked_out(
    opened: BaseDatabaseWrapper,
) -> None:
    found = {}
    with opened.cursor() as cursor:
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            (found[name],) = cursor.execute(f"PRAGMA {name}").fetchone()
    full = 2
    assert found == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 20_000,
    }
    assert opened.transaction_mode == "IMMEDIATE"  # type: ignore[attr-defined]
    assert not opened.settings_dict["ATOMIC_REQUESTS"]


def test_what_processing_tells_gets_into_the_log() -> None:
    """Such as that a scan went on where a killed one ended."""
    for part in ("catalog", "media_tools"):
        assert logging.getLogger(f"{part}.anything").isEnabledFor(logging.INFO)


def test_the_queue_takes_json_alone_and_acknowledges_late() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_acks_late
    assert not app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_ignore_result
    assert not app.conf.task_publish_retry


def test_every_thread_publishes_to_our_queue_and_not_to_a_default_one() -> None:
    code = (
        "import django, threading; django.setup()\n"
        "from celery import current_app\n"
        "seen = []\n"
        "thread = threading.Thread(target=lambda: seen.append(current_app.conf.broker_url))\n"
        "thread.start(); thread.join(); print(seen[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == app.conf.broker_url
    assert done.stdout.startswith("redis+socket:///")


@pytest.mark.django_db
def test_a_page_may_load_and_run_only_what_is_ours(client: Client) -> None:
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["script-src"] == "'self'"
    assert directives["connect-src"] == "'self'"
    assert directives["img-src"] == "'self' data: blob:"
    assert directives["frame-ancestors"] == "'none'"
    assert "http" not in policy


@pytest.mark.django_db
def test_only_the_admin_may_evaluate_its_own_expressions(client: Client) -> None:
    admin = client.get("/admin/login/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval'" in admin
    assert "unsafe-eval" not in client.get("/login/").headers["Content-Security-Policy"]


def test_a_tile_server_is_let_in_only_when_one_is_set() -> None:
    code = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"
    )
    tiles = {"TILE_URL": "https://{s}.tiles.example.org/{z}/{x}/{y}.png"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **tiles},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "'https://*.tiles.example.org'" in done.stdout


def test_a_variable_that_cannot_be_read_ends_a_command_with_its_name(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"],
        env={**os.environ, "MAX_UPLOAD_BYTES": "20 GB"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("MAX_UPLOAD_BYTES is '20 GB': write a whole number")


def test_a_command_whose_reader_has_read_enough_ends_quietly() -> None:
    unread, written = os.pipe()
    os.close(unread)
    argv = [sys.executable, str(ROOT / "manage.py"), "help"]
    done = subprocess.run(argv, stdout=written, stderr=subprocess.PIPE, text=True, check=False)
    os.close(written)
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, "")


@pytest.mark.parametrize(
    ("variables", "must"),
    [
        ({}, False),
        ({"BIND_ADDRESS": "0.0.0.0"}, True),
        ({"BEHIND_HTTPS": "1"}, True),
        ({"DATABASE_URL": "postgres://somebody@db.example.org/sightline"}, True),
        ({"REDIS_URL": "redis://queue.example.org"}, True),
    ],
)
def test_only_one_persons_own_machine_may_process_what_it_cannot_contain(
    tmp_path: Path, variables: dict[str, str], must: bool
) -> None:
    own = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "SIGHTLINE_ENV_FILE": os.devnull}
    code = "import config.settings; print(config.settings.MUST_CONTAIN)"
    argv = [sys.executable, "-c", code]
    done = subprocess.run(
        argv, cwd=ROOT, env=own | variables, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(must)
