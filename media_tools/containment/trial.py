"""Trying a layer for real: a child that goes for what it must not reach.

A layer that is installed need not work: containers and hardened kernels refuse
namespaces, and say so only when asked.
"""

import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from media_tools.containment import bubblewrap, landlock
from media_tools.containment.layers import Layer
from media_tools.containment.limits import Limits

_LIMITS = Limits(wall_s=120, cpu_s=10)

_BURGLAR = """
import socket, sys
own, secret, *ports = sys.argv[1:]
def tell(act):
    try:
        act()
    except OSError:
        print("no")
    else:
        print("yes")
tell(lambda: open(own).close())
tell(lambda: open("made", "w").close())
tell(lambda: open(secret).close())
tell(lambda: open(secret, "a").close())
tell(lambda: socket.create_connection(("127.0.0.1", int(ports[0])), timeout=5))
tell(lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"out", ("127.0.0.1", int(ports[1]))))
"""
_ALLOWED = ("read what it is to read", "write into its folder")
_FORBIDDEN = ("read another file", "write to another file")


class Ended(Protocol):
    """What is to be known of the child that tried."""

    @property
    def stdout(self) -> bytes: ...
    @property
    def stderr(self) -> str: ...


Run = Callable[[list[str], Path, Limits, list[Path]], Ended]


def why_not(layer: Layer, run: Run) -> str:
    """Why the layer cannot be used here, in a sentence; empty if it does what it is for.

    ``run`` starts a child behind that layer: its arguments, folder, limits and files.
    """
    if missing := _missing(layer):
        return missing
    with (
        tempfile.TemporaryDirectory() as place,
        socket.socket(type=socket.SOCK_STREAM) as listener,
        socket.socket(type=socket.SOCK_DGRAM) as letter_box,
    ):
        own, secret, folder = (Path(place).resolve() / name for name in ("own", "secret", "folder"))
        own.touch()
        secret.touch()
        folder.mkdir()
        ports = [_open(door) for door in (listener, letter_box)]
        argv = [sys.executable, "-I", "-S", "-c", _BURGLAR, str(own), str(secret), *ports]
        try:
            ended = run(argv, folder, _LIMITS, [own])
        except (RuntimeError, ValueError, OSError) as error:
            return f"It does not start: {error}"
        if _came(lambda: listener.accept()[0].close()) or _came(lambda: letter_box.recv(1)):
            return "It does not hold: a child reaches the network."
    return _verdict(ended)


def _open(door: socket.socket) -> str:
    """Bind to any port of this machine, and do not wait for callers. Returns the port."""
    door.setblocking(False)
    door.bind(("127.0.0.1", 0))
    if door.type == socket.SOCK_STREAM:
        door.listen()
    return str(door.getsockname()[1])


def _came(take: Callable[[], object]) -> bool:
    try:
        take()
    except BlockingIOError:
        return False
    return True


def _missing(layer: Layer) -> str:
    if layer is Layer.LANDLOCK:
        return landlock.why_not()
    if bubblewrap.program() is None:
        return "It is not installed: the package is called bubblewrap."
    return ""


def _verdict(ended: Ended) -> str:
    could = [answer == "yes" for answer in ended.stdout.decode("utf-8", "replace").split()]
    if len(could) != len(_ALLOWED + _FORBIDDEN) + 2:
        return f"It does not start: {ended.stderr.strip()[-300:]}"
    wrong = [
        *(f"a child cannot {act}" for act, did in zip(_ALLOWED, could, strict=False) if not did),
        *(f"a child can {act}" for act, did in zip(_FORBIDDEN, could[2:], strict=False) if did),
    ]
    return f"It does not hold: {', '.join(wrong)}." if wrong else ""
