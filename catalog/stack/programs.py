"""Which programs an installation consists of, and how to tell that each is ready."""

import http.client
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from catalog.stack import redis


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Program:
    """One process to keep alive.

    ``prepare`` runs before every start, ``repair`` when it keeps dying soon after;
    ``ready`` says whether it does its work, ``sound`` whether it still can.
    """

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = _nothing
    repair: Callable[[], None] = _nothing
    ready: Callable[[], bool] = lambda: True
    sound: Callable[[], bool] = lambda: True


def python(name: str, *arguments: str) -> tuple[str, ...]:
    """A module run by this very Python."""
    return (sys.executable, "-m", name, *arguments)


def manage(*arguments: str) -> tuple[str, ...]:
    """One of our own commands, run by this very Python."""
    return (sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments)


def own_redis() -> list[Program]:
    """Our own Redis, or nothing where ``REDIS_URL`` names another."""
    socket = settings.REDIS_SOCKET
    if socket is None:
        return []
    return [
        Program(
            "redis",
            tuple(redis.argv(socket)),
            prepare=lambda: redis.make_folders(socket),
            repair=redis.start_empty,
            ready=redis.answers,
            # Without its socket it still runs, but nobody new can speak to it.
            sound=socket.exists,
        )
    ]


def web() -> Program:
    """gunicorn on ``BIND_ADDRESS`` and ``PORT``."""
    return Program(
        "web",
        python(
            "gunicorn",
            "config.wsgi",
            f"--bind={settings.BIND_ADDRESS}:{settings.PORT}",
            *("--worker-class=gthread", "--threads=8", "--timeout=60", "--graceful-timeout=3"),
            f"--workers={settings.WEB_CONCURRENCY}",
            *("--preload", "--no-control-socket", "--log-level=warning"),
        ),
        ready=web_answers,
    )


# `up` has checked the same code and settings a moment ago.
_CHECKED = {"CELERY_SKIP_CHECKS": "1"}


def worker(queue: str, concurrency: int) -> Program:
    """A Celery worker for one queue."""
    ready_file = settings.RUN_DIR / f"{queue}.ready"
    return Program(
        queue,
        python(
            "celery",
            *("--app=config.celery", "worker", f"--queues={queue}", f"--hostname={queue}@%h"),
            *(f"--concurrency={concurrency}", "--loglevel=INFO"),
            *("--without-mingle", "--without-gossip", "--without-heartbeat"),
        ),
        environment={
            **_CHECKED,
            "SIGHTLINE_READY_FILE": str(ready_file),
            # A plain stop gives running work back at once instead of waiting for it.
            "REMAP_SIGTERM": "SIGQUIT",
            # Each child computes on one core; there are as many children as cores.
            "OPENBLAS_NUM_THREADS": "1",
        },
        prepare=lambda: ready_file.unlink(missing_ok=True),
        ready=ready_file.exists,
    )


def beat() -> Program:
    """The clock that sends ``sweep``."""
    schedule = settings.RUN_DIR / "beat-schedule"
    return Program(
        "beat",
        python("celery", "--app=config.celery", "beat", f"--schedule={schedule}", "--pidfile="),
        environment=_CHECKED,
        # A schedule half written by a killed beat would keep the next one from starting.
        repair=lambda: _remove(settings.RUN_DIR.glob("beat-schedule*")),
    )


def workers() -> list[Program]:
    """What works through the queue."""
    return [worker("light", 2), worker("heavy", os.cpu_count() or 1)]


def web_answers() -> bool:
    """Whether something speaks HTTP at our address."""
    host = settings.BIND_ADDRESS.replace("0.0.0.0", "127.0.0.1")
    connection = http.client.HTTPConnection(host, settings.PORT, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
