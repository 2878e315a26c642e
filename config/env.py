"""Strict readers of the environment: a value that cannot be read is an error that names it.

Only the standard library is used here, because set-up reads the same variables
before anything is installed.
"""

import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})
_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)")
# A Unix socket's path has 108 bytes on Linux and 104 elsewhere, its final zero included.
_SOCKET_PATH_MAX_BYTES = 100


class Misconfigured(ValueError):
    """A variable of the environment says something that cannot be used."""


def read_file(path: Path) -> None:
    """Take the variables of an ``.env`` file, where there is one; the real environment wins."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise Misconfigured(f"Line {number} of {path} is not NAME=VALUE: write it so.")
        name, value = match.groups()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        os.environ.setdefault(name, value)


def text(name: str, default: str = "") -> str:
    """The variable without blanks around it; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def boolean(name: str, default: bool) -> bool:
    """A yes or no; raises ``Misconfigured`` for anything else."""
    value = text(name).lower()
    if not value:
        return default
    if value not in _TRUE | _FALSE:
        raise Misconfigured(f"{name} is {value!r}: write 1 or 0.")
    return value in _TRUE


def integer(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number between two bounds, both included."""
    value = text(name)
    if not value:
        return default
    if not re.fullmatch(r"[0-9]+", value) or not least <= int(value) <= most:
        raise Misconfigured(f"{name} is {value!r}: write a whole number from {least} to {most}.")
    return int(value)


def words(name: str, default: Collection[str] = ()) -> list[str]:
    """A list, its words parted by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()] or list(default)


def choice(name: str, default: str, allowed: Collection[str]) -> str:
    """One of a few words, written exactly."""
    value = text(name, default)
    if value not in allowed:
        raise Misconfigured(f"{name} is {value!r}: write one of {', '.join(allowed)}.")
    return value


def url(name: str, schemes: Collection[str]) -> str:
    """An address of one of these schemes, or the empty string if it is not set."""
    value = text(name)
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        raise Misconfigured(f"{name} is not an address: {error}.") from None
    if value and (parts.scheme not in schemes or not (parts.netloc or parts.path)):
        expected = " or ".join(f"{scheme}://…" for scheme in schemes)
        raise Misconfigured(f"{name} is not an address of the form {expected}.")
    return value


def folder(name: str, default: Path) -> Path:
    """An absolute path; a relative one counts from the folder the command was started in."""
    path = Path(text(name, str(default))).expanduser().resolve()
    try:
        if path.exists() and not path.is_dir():
            raise Misconfigured(f"{name} is {path}, which is a file: name a folder.")
    except OSError as error:
        raise Misconfigured(f"{name} is {path}: {error.strerror}.") from None
    return path


def private_folder(path: Path) -> Path:
    """The folder, made if need be for this account alone."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(f"The folder {path} cannot be made: {error.strerror}.") from None
    return path


def secret_key(data_dir: Path) -> str:
    """``SECRET_KEY``, or one made at the first start and kept in ``DATA_DIR/secret_key``."""
    if given := text("SECRET_KEY"):
        if len(given) < 50:
            raise Misconfigured("SECRET_KEY is too short: write at least 50 random characters.")
        return given
    path = data_dir / "secret_key"
    if not path.exists():
        made = path.with_name(f"secret_key.{secrets.token_hex(8)}")
        try:
            with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123
                file.write(secrets.token_urlsafe(64))
            # Several processes may start at once; a link is made once only.
            path.hardlink_to(made)
        except FileExistsError:
            pass
        except OSError as error:
            raise Misconfigured(f"{data_dir} cannot be written to: {error.strerror}.") from None
        finally:
            made.unlink(missing_ok=True)
    return path.read_text(encoding="utf-8")


def installation(data_dir: Path) -> str:
    """A short name for the installation that keeps its state in this folder."""
    return hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]


def redis_socket(data_dir: Path) -> Path:
    """Where this installation's own Redis listens; it follows from ``DATA_DIR`` alone."""
    path = data_dir / "redis" / "redis.sock"
    if len(os.fsencode(path)) < _SOCKET_PATH_MAX_BYTES:
        return path
    # /tmp and not the variable TMPDIR, which may differ between two processes.
    shared = "/tmp" if Path("/tmp").is_dir() else tempfile.gettempdir()
    return Path(shared) / f"sightline-{os.getuid()}-{installation(data_dir)}" / "redis.sock"
