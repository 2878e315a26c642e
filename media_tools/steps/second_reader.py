"""What exiftool reads in the file, and where it reads otherwise than the first readers."""

from media_tools.embedded.collected import MOST_READINGS, as_read
from media_tools.embedded.second_opinion import disagreements
from media_tools.errors import Unreadable
from media_tools.exiftool import read_tags
from media_tools.findings import Findings
from media_tools.media import Kind
from media_tools.sandbox import LimitExceeded
from media_tools.step import Job, Step
from media_tools.text import visible
from media_tools.tools import ToolMissing, tool_version


def second_reader(job: Job) -> Findings:
    """Every tag that exiftool reads, none of them understood, and a warning per disagreement.

    Where exiftool is not installed nothing is found, and how it was made says so: nothing
    depends on it.
    """
    try:
        tags, made = read_tags(job.media, job.folder)
    except ToolMissing as missing:
        return Findings(made_with=[{"not_done": str(missing)}])
    except LimitExceeded:
        raise
    except Unreadable as fault:
        return Findings(warnings=[f"{tool_version('exiftool')} read nothing. {fault}"])
    tool = tool_version("exiftool")
    findings = Findings(made_with=[made])
    findings.readings += [as_read(tag, text, tool) for tag, text in tags.items()][:MOST_READINGS]
    if (left_out := len(tags) - MOST_READINGS) > 0:
        findings.warnings.append(f"There are {left_out} more tags than are kept.")
    cause = tags.get("ExifTool:Error", "")
    if cause and cause != "Unknown file type":
        findings.warnings.append(f"{tool} gives up on it: {visible(cause, 200)}.")
    # Where the first reader came to no end, there is nothing to disagree with.
    if exif := job.upstream.get("exif"):
        first = [*exif.readings, *job.upstream.get("probe", Findings()).readings]
        findings.warnings += disagreements(first, tags, mime=job.media.mime, second=tool)
    return findings


STEP = Step(
    name="second_reader",
    version=2,
    summary="Reads the file again with exiftool, where installed, and tells disagreements.",
    kinds=frozenset({Kind.IMAGE, Kind.VIDEO, Kind.AUDIO}),
    run=second_reader,
    time_limit_s=300,
    tools=("exiftool",),
    needs=("probe",),
    after=("exif",),
)
