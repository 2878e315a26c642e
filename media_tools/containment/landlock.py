"""The layer that forbids: Landlock for files, a filter of system calls for the rest.

It needs no right to make namespaces, which containers and some distributions refuse.
Our own limiter puts it up in the child; here is worked out what it is to put up.
"""

import ctypes
import struct
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from media_tools.containment import seccomp
from media_tools.containment.programs import visible_for

# Before the third version of its interface it does not stop a file from being truncated.
_LEAST_ABI = 3
_SCOPED_SIGNALS_ABI = 6
_CREATE_RULESET, _ASK_ABI = 444, 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_SOCK, _MAKE_FIFO, _MAKE_BLOCK = 1 << 6, 1 << 9, 1 << 10, 1 << 11
# The first of the file rights that came with a version; each has all before it.
_ALL_OF_ABI = {3: (1 << 15) - 1, 4: (1 << 15) - 1}
_ALL_NEWER = (1 << 16) - 1
_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
_DEVICES = ("/dev/null", "/dev/urandom")


@cache
def abi() -> int:
    """The version of the kernel's interface; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    asked = (ctypes.c_long(_CREATE_RULESET), None, ctypes.c_size_t(0), ctypes.c_uint(_ASK_ABI))
    return max(0, int(libc.syscall(*asked)))


def why_not() -> str:
    """Why this machine cannot have the layer, in a sentence; empty if nothing speaks against."""
    if not abi():
        return "This system has no Landlock, or it is switched off."
    if abi() < _LEAST_ABI:
        return f"Its Landlock (version {abi()}) is too old: Linux 6.2 has what is needed."
    if not seccomp.is_known_machine():
        return "The system calls of this processor are not known to our filter."
    return ""


def walls(program: str, folder: Path, reads: Sequence[Path]) -> list[str]:
    """What the limiter is to put up: the ruleset and the filter in hex, then rights and paths."""
    everything = _ALL_OF_ABI.get(abi(), _ALL_NEWER)
    run, look = _EXECUTE | _READ_FILE | _READ_DIR, _READ_FILE | _READ_DIR
    in_folder = everything & ~(_EXECUTE | _MAKE_CHAR | _MAKE_SOCK | _MAKE_FIFO | _MAKE_BLOCK)
    rules = [(run, path) for path in visible_for(program)]
    rules += [(_READ_FILE | _WRITE_FILE, Path(device)) for device in _DEVICES]
    rules += [(in_folder, folder), *((look, path) for path in reads)]
    shown = (f"{_allowed(rights, path)}={path}" for rights, path in rules)
    return [_ruleset(everything).hex(), _filter().hex(), *shown]


def _ruleset(everything: int) -> bytes:
    """``struct landlock_ruleset_attr`` as long as this version knows it."""
    whole = struct.pack("=QQQ", everything, _TCP, _ABSTRACT_SOCKETS_AND_SIGNALS)
    return whole[:8] if abi() < 4 else whole[:16] if abi() < _SCOPED_SIGNALS_ABI else whole


@cache
def _filter() -> bytes:
    return seccomp.filter_program(signals=abi() >= _SCOPED_SIGNALS_ABI)


def _allowed(rights: int, path: Path) -> int:
    """The rights without those that only a folder can have, if it is none."""
    return rights if path.is_dir() else rights & (_EXECUTE | _WRITE_FILE | _READ_FILE)
