"""Steps run on files by hand, and what ffprobe says of the same files."""

import os
import subprocess
import uuid
from pathlib import Path

from media_tools.findings import JSON, Findings
from media_tools.step import Job, all_steps
from media_tools.tools import tool_path
from tests.media_tools.making import as_media
from tests.waiting import PATIENCE_S


def findings_of(step: str, path: Path, **ordered: JSON) -> Findings:
    """What the step finds in the file, after all that it needs. Works beside the file."""
    media, found = as_media(path), dict[str, Findings]()

    def run(name: str) -> Findings:
        if name not in found:
            for needed in all_steps()[name].needs:
                run(needed)
            folder = path.parent / f"{name}-{uuid.uuid4().hex[:8]}"
            folder.mkdir()
            found[name] = all_steps()[name].run(Job(media, folder, found, ordered=ordered))
        return found[name]

    return run(step)


def probed_frames(path: Path, stream: str = "v:0", *, key_only: bool = False) -> list[int]:
    """The pts of every frame of one stream, by ffprobe."""
    answer = subprocess.run(
        [
            *(tool_path("ffprobe"), "-v", "error", "-select_streams", stream),
            *("-skip_frame", "nokey" if key_only else "default"),
            *("-show_entries", "frame=best_effort_timestamp", "-of", "csv=p=0", str(path)),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_S,
        # As in the sandbox: without it the wheel's build crashes on transport streams.
        env={**os.environ, "GCONV_PATH": "/nonexistent"},
    )
    return [int(line.split(",")[0]) for line in answer.stdout.split()]


def measured(findings: Findings, name: str) -> float:
    """The value of a measurement that must be there."""
    value = next(one.value for one in findings.measurements if one.name == name)
    assert value is not None
    return value
