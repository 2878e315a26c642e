"""What would go wrong later, said at the start: Django system checks with ids and hints."""

import shutil
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError, connection

from catalog import containment, presence
from catalog.models import Presence
from catalog.stack import redis
from media_tools import sandbox
from media_tools.errors import Unreadable
from media_tools.tools import ToolMissing, tool_path

LITTLE_BYTES = 2 * 1024**3


@register()
def zone_is_utc(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Times in the world are kept in UTC beside the words they came from."""
    del app_configs
    if settings.USE_TZ and settings.TIME_ZONE == "UTC":
        return []
    return [Error("The time zone is not UTC.", hint="Set TIME_ZONE to UTC.", id="sightline.E001")]


@register()
def storage_is_writable(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Originals are written, renamed and made read-only in ``DATA_DIR``."""
    del app_configs
    try:
        with tempfile.NamedTemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"\0")
            file.flush()
    except OSError as error:
        hint = "Give this account the right to write there, free some space, or move DATA_DIR."
        said = f"{settings.DATA_DIR} cannot be written to: {error.strerror}."
        return [Error(said, hint=hint, id="sightline.E002")]
    return []


@register()
def tools_are_there(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Nothing can be looked into without ffmpeg and ffprobe."""
    del app_configs
    try:
        for name in ("ffmpeg", "ffprobe"):
            tool_path(name)
    except ToolMissing as missing:
        return [Error(str(missing), hint="`make setup` installs a build.", id="sightline.E003")]
    return []


@register(deploy=True)
def ffmpeg_decodes(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """A tiny clip is made and decoded, through the same door as everybody's files."""
    del app_configs
    limits = sandbox.Limits(wall_s=20, cpu_s=20)
    hint = "Look whether the program runs by hand, or set FFMPEG_BINARY to one that does."
    make = ["-f", "lavfi", "-i", "testsrc=s=64x64:r=5:d=1", "-pix_fmt", "yuv420p", "tiny.mp4"]
    read = ["-i", "tiny.mp4", "-f", "framemd5", "-"]
    try:
        with tempfile.TemporaryDirectory(dir=settings.RUN_DIR) as folder:
            for arguments in (make, read):
                argv = [tool_path("ffmpeg"), "-nostdin", "-v", "error", *arguments]
                done = sandbox.run(argv, folder=Path(folder), limits=limits)
                if done.returncode or done.stderr:
                    break
    except (ToolMissing, Unreadable, sandbox.ChildKilled, sandbox.NotStarted, OSError) as error:
        return [Error(f"ffmpeg does not decode: {error}", hint=hint, id="sightline.E004")]
    frames = [line for line in done.stdout.splitlines() if not line.startswith(b"#")]
    if done.returncode or done.stderr or len(frames) != 5:
        said = done.stderr.strip() or f"{len(frames)} of 5 frames came out"
        return [Error(f"ffmpeg does not decode: {said}", hint=hint, id="sightline.E004")]
    return []


@register()
def secret_key_is_secret(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Who reads the key can sign in as anybody."""
    del app_configs
    path = settings.DATA_DIR / "secret_key"
    if not path.exists() or not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return []
    hint = f"chmod 600 {path}"
    return [Error(f"Others may read {path}.", hint=hint, id="sightline.E005")]


@register(deploy=True)
def redis_answers(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Without a queue nothing is processed; nothing is lost either."""
    del app_configs
    if redis.answers():
        return []
    hint = "Start Sightline with `make run`, or look at REDIS_URL."
    return [Warning("Redis does not answer.", hint=hint, id="sightline.W001")]


@register()
def network_is_encrypted(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Passwords and evidence do not travel a network in the clear."""
    del app_configs
    if settings.BIND_ADDRESS in settings.LOOPBACK or settings.BEHIND_HTTPS:
        return []
    return [
        Warning(
            f"The web server listens on {settings.BIND_ADDRESS} without encryption.",
            hint="Put a proxy that speaks HTTPS before it and set BEHIND_HTTPS=1.",
            id="sightline.W002",
        )
    ]


@register(deploy=True)
def disk_has_room(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """A full disk refuses uploads and stops the database."""
    del app_configs
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free >= LITTLE_BYTES:
        return []
    return [
        Warning(
            f"Only {free // 1024**2} MB are left on the disk of {settings.DATA_DIR}.",
            hint="Free some, or move DATA_DIR to a larger disk.",
            id="sightline.W003",
        )
    ]


@register(deploy=True)
def children_are_contained(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """The programs that read untrusted bytes see nothing but their file."""
    del app_configs
    if not containment.is_missing():
        return []
    hint = containment.WHAT_TO_DO
    if containment.refusal():
        said = "Nothing is processed: no layer that hides files and the network is in use here."
        return [Error(said, hint=hint, id="sightline.E006")]
    said = "Untrusted files are read with limits only: a hostile one could read your other files."
    return [Warning(said, hint=hint, id="sightline.W004")]


@register(deploy=True)
def boxes_are_kept(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """The index of where and when, without which a search by place finds nothing or reads all."""
    del app_configs
    try:
        if Presence._meta.db_table not in connection.introspection.table_names():
            return []  # the database is still to be made
        missing = presence.missing("default")
    except DatabaseError:
        return []  # that it does not answer is told elsewhere
    if not missing:
        return []
    said = f"The index of where and when lacks {', '.join(missing)}: searches fail or miss items."
    hint = "`manage.py reindex` makes it anew."
    return [Error(said, hint=hint, id="sightline.E007")]
