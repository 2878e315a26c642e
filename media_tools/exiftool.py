"""Asks exiftool, where it is installed, what a file says. Nothing depends on it."""

import json
import re
from pathlib import Path

from media_tools.errors import Unreadable
from media_tools.findings import JSON
from media_tools.media import Media
from media_tools.sandbox import MIB, Limits, run
from media_tools.tools import ToolMissing, tool_path, tool_version

# Older ones run code that stands in a file (CVE-2021-22204).
OLDEST = (12, 24)

_LIMITS = Limits(wall_s=240, cpu_s=60, memory_bytes=2048 * MIB, file_bytes=MIB)
_OPTIONS = (
    # First, or a configuration file, which is a program, would be read.
    *("-config", ""),
    *("-json", "-n", "-G1", "-a", "-struct", "-api", "LargeFileSupport=1", "--System:all"),
)
_NOT_OF_THE_FILE = ("SourceFile", "ExifTool:ExifToolVersion")


def read_tags(media: Media, folder: Path) -> tuple[dict[str, str], JSON]:
    """Every tag as ``Group:Tag`` with its text, and how exiftool was asked.

    Raises ``ToolMissing`` where there is none that may be used, ``Unreadable`` where it
    gives no answer.
    """
    program, version = tool_path("exiftool"), tool_version("exiftool")
    numbers = re.fullmatch(r"exiftool (\d+)\.(\d+)", version)
    if not numbers or (int(numbers[1]), int(numbers[2])) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise ToolMissing(
            f"{version} is not used: before {oldest} it ran code that stands in a file. "
            "Install a newer one."
        )
    path = media.path.absolute()
    argv = [program, *_OPTIONS, str(path)]
    # One that is not the system's has its modules beside it.
    modules = [library] if (library := Path(program).parent / "lib").is_dir() else []
    ended = run(argv, folder=folder, limits=_LIMITS, reads=[path, *modules])
    shown: list[JSON] = ["exiftool", *_OPTIONS, media.sha256]
    return _answer(ended.stdout), {"tool": version, "argv": shown}


def _answer(output: bytes) -> dict[str, str]:
    try:
        # Numbers as they are written: 1.10 must not become 1.1.
        answer = json.loads(output, parse_float=str, parse_int=str)
        told: dict[str, object] = dict(answer[0])
    except (ValueError, LookupError, TypeError) as error:
        raise Unreadable("It gave no answer that can be read.") from error
    return {tag: _text(value) for tag, value in told.items() if tag not in _NOT_OF_THE_FILE}


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
