"""The state of an installation, gathered for people and for scripts."""

import platform
import shutil
from collections.abc import Callable
from importlib import metadata
from typing import Any

import redis as redis_client
from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count

from catalog import containment, stack
from catalog.models import Item, Original, Run
from catalog.stack import redis
from media_tools.tools import ToolMissing, tool_version

PACKAGES = (
    *("django", "celery", "redis", "pillow", "pillow-heif", "exifread", "c2pa-python", "numpy"),
    "gunicorn",
)


def report() -> dict[str, Any]:
    """Everything at once; a part that cannot be looked at says why."""
    messages = run_checks(include_deployment_checks=True)
    return {
        "versions": versions(),
        "data": data(),
        "database": _or_why_not(database),
        "queue": _or_why_not(queue),
        "containment": containment.layers(),
        "findings": [
            {
                "id": message.id,
                "level": "error" if message.level >= ERROR else "warning",
                "message": message.msg,
                "hint": message.hint or "",
            }
            for message in messages
            if str(message.id).startswith("sightline.")
        ],
    }


def versions() -> dict[str, str]:
    """Name and version of every tool whose answer ends up on an item."""
    found = {"python": platform.python_version()}
    found |= {name: metadata.version(name) for name in PACKAGES}
    for name in ("ffmpeg", "ffprobe", "exiftool"):
        try:
            found[name] = tool_version(name).removeprefix(f"{name} ")
        except ToolMissing as missing:
            found[name] = str(missing)
    return found


def data() -> dict[str, Any]:
    """Where the state is, and how much room is left there."""
    usage = shutil.disk_usage(settings.DATA_DIR)
    return {
        "folder": str(settings.DATA_DIR),
        "free_bytes": usage.free,
        "total_bytes": usage.total,
    }


def database() -> dict[str, Any]:
    """Kind and version, whether migrations are missing, and what it holds."""
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    found: dict[str, Any] = {"kind": connection.vendor, "version": _database_version()}
    found["migrations_missing"] = missing
    if not missing:
        states = Run.objects.order_by().values_list("state").annotate(Count("pk"))
        found |= {
            "originals": Original.objects.count(),
            "items": Item.objects.count(),
            "runs": dict(states),
        }
    return found


def queue() -> dict[str, Any]:
    """Whether this installation runs, and how many messages wait in each queue."""
    found: dict[str, Any] = {"running": stack.is_running()}
    prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]
    with redis.client() as server:
        about = server.info("server")
        valkey = about.get("valkey_version")
        found["server"] = f"valkey {valkey}" if valkey else f"redis {about['redis_version']}"
        found["waiting"] = {name: server.llen(f"{prefix}{name}") for name in ("light", "heavy")}
    return found


def _database_version() -> str:
    with connection.cursor() as cursor:
        sqlite = connection.vendor == "sqlite"
        cursor.execute("SELECT sqlite_version()" if sqlite else "SHOW server_version")
        return str(cursor.fetchone()[0])


def _or_why_not(look: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return look()
    except (DatabaseError, redis_client.RedisError, OSError) as error:
        return {"running": stack.is_running(), "cannot_tell": str(error).splitlines()[0]}
