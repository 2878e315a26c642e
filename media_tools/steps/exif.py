"""What the file says about its own making: dates, places, device, tag by tag."""

from typing import Any

from media_tools.child import Answer
from media_tools.embedded.collected import Collected
from media_tools.embedded.container_tags import understand_container
from media_tools.embedded.contradictions import contradictions
from media_tools.embedded.exif_tags import ExifTag, understand_exif
from media_tools.embedded.picture_texts import understand_iptc, understand_text
from media_tools.embedded.xmp import understand_xmp
from media_tools.findings import JSON, Findings, Meaning
from media_tools.image_reader import image_tools, read_image
from media_tools.media import Kind
from media_tools.orientation import UPRIGHT, from_exif
from media_tools.step import Job, Step

# Decoders turn these by the container's boxes and ignore what EXIF says.
_TURNED_BY_BOXES = {"image/heic", "image/heif", "image/avif", "image/heic-sequence"}


def exif(job: Job) -> Findings:
    """Every tag raw, with the tool that read it; what is valid, understood as well.

    Absent is no reading and no warning; damaged is a warning that names the tag;
    contradictory is a warning with both values.
    """
    collected = Collected()
    header = job.upstream.get("probe", Findings())
    made_with: list[JSON] = []
    if job.media.kind is Kind.IMAGE:
        read = read_image("tags", job.media, job.folder)
        made_with.append(read.made_with)
        _picture(read, collected)
        if job.media.mime in _TURNED_BY_BOXES:
            _compare_turns(read.facts["exif"], header, collected)
    else:
        understand_container(header.readings, collected)
    findings = collected.findings()
    duration = header.value(Meaning.DURATION)
    seconds = duration if isinstance(duration, float) else 0.0
    findings.warnings += contradictions(findings.readings, seconds)
    findings.made_with += made_with
    return findings


def _picture(read: Answer, into: Collected) -> None:
    answer, tools = read.facts, image_tools()
    tags = {name: ExifTag(text, numbers) for name, text, numbers in answer["exif"]}
    understand_exif(tags, f"{tools['ExifRead']} via {answer['via']}", into)
    understand_xmp(answer["xmp"], tools["Pillow"], into)
    understand_iptc(answer["iptc"], tools["Pillow"], into)
    understand_text(answer["text"], tools["Pillow"], into)
    into.warnings += read.complaints


def _compare_turns(tags: list[list[Any]], header: Findings, into: Collected) -> None:
    numbers: list[Any] = next((tag[2] for tag in tags if tag[0] == "Image Orientation"), [])
    claimed = from_exif(numbers[0]) if numbers and isinstance(numbers[0], int) else None
    applied = header.value(Meaning.ROTATION)
    # Programs that turn by the boxes often set EXIF's orientation back to 1.
    if claimed and claimed != UPRIGHT and claimed.as_value() != applied:
        into.warnings.append(
            f"EXIF says orientation {claimed.exif}, the container says otherwise. "
            "The container is followed, as every decoder does."
        )


STEP = Step(
    name="exif",
    version=1,
    summary="Reads dates, places and device from EXIF, XMP, IPTC, PNG and container tags.",
    kinds=frozenset({Kind.IMAGE, Kind.VIDEO, Kind.AUDIO}),
    run=exif,
    time_limit_s=120,
    tools=("ExifRead", "Pillow", "pillow-heif", "ffprobe"),
    after=("probe",),
)
