"""The programs and libraries that a child must see to run at all, and nothing beside them.

Folders are named narrowly: an installation may keep its evidence or its secrets below
``/usr/src`` or beside its virtual environment.
"""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_SYSTEM = (
    *("/usr/bin", "/usr/lib", "/usr/lib32", "/usr/lib64"),
    *("/usr/local/bin", "/usr/local/lib", "/usr/local/lib64"),
    *("/bin", "/lib", "/lib32", "/lib64", "/etc/alternatives", "/etc/ld.so.cache"),
    *("/usr/share/perl", "/usr/share/perl5", "/usr/local/share/perl"),
    # Distributions that keep every program and library below one folder of their own.
    *("/nix/store", "/gnu/store"),
)
_OF_A_PREFIX = ("bin", "lib", "lib32", "lib64", "pyvenv.cfg")
_PACKAGE = Path(__file__).parents[1]
_LINKS_FOLLOWED = 10


@cache
def visible_for(program: str) -> tuple[Path, ...]:
    """Files and folders to be seen, for reading and running only, by a child of that path.

    What is a link is named beside what it leads to.
    """
    named = [*map(Path, _SYSTEM), *_own_parts(Path(program))]
    if program == sys.executable:
        named += [_PACKAGE, *(prefix / part for prefix in _prefixes() for part in _OF_A_PREFIX)]
    real = {path.resolve() for path in named if path.exists()}
    links = {path for path in named if path.exists() and path.absolute() not in real}
    outer = _outermost(real)
    return tuple(sorted(outer)) + tuple(sorted(_outermost(links | outer) - outer))


def _prefixes() -> Iterator[Path]:
    """Where this very Python is installed, its virtual environment, and all links between."""
    yield from (Path(sys.prefix), Path(sys.base_prefix))
    hop = Path(sys.executable)
    for _ in range(_LINKS_FOLLOWED):
        if not hop.is_symlink():
            return
        hop = hop.parent / hop.readlink()
        yield hop.parent.parent


def _own_parts(program: Path) -> Iterator[Path]:
    """The program itself, never the folder it lies in, which may be somebody's home."""
    if program.is_absolute():
        yield program
        if program.parent.name == "bin":
            yield program.parent.parent / "lib"


def _outermost(paths: set[Path]) -> set[Path]:
    """Those that are not seen already with what they lie in."""
    return {path for path in paths if not paths & set(path.parents)}
