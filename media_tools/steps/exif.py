"""What the file says about its own making: dates, places, device, tag by tag."""

from typing import Any

from media_tools.child import Answer, ask
from media_tools.embedded.collected import Collected
from media_tools.embedded.container_tags import understand_container
from media_tools.embedded.contradictions import contradictions
from media_tools.embedded.exif_tags import understand_exif
from media_tools.embedded.exif_values import ExifTag
from media_tools.embedded.field_of_view import Frame, understand_field_of_view
from media_tools.embedded.file_names import understand_file_name
from media_tools.embedded.maker_notes import understand_maker_notes
from media_tools.embedded.matroska import MIMES as MATROSKA
from media_tools.embedded.matroska import matroska_readings
from media_tools.embedded.movie import TOOL as MOVIE_TOOL
from media_tools.embedded.movie import XMP as MOVIE_XMP
from media_tools.embedded.picture_texts import understand_iptc, understand_png_time, understand_text
from media_tools.embedded.xmp import SIDECAR_MIME, SIDECAR_TOOL, understand_xmp
from media_tools.findings import Findings, Meaning
from media_tools.image_reader import image_tools, read_image
from media_tools.media import Kind
from media_tools.orientation import TURNED_BY_BOXES, UPRIGHT, from_exif
from media_tools.sandbox import MIB, Limits
from media_tools.step import Job, Step

_LIMITS = Limits(wall_s=120, cpu_s=20, memory_bytes=1024 * MIB, file_bytes=MIB)


def exif(job: Job) -> Findings:
    """Every tag raw, with the tool that read it; what is valid, understood as well.

    Absent is no reading and no warning; damaged is a warning that names the tag;
    contradictory is a warning with both values. What is neither media nor a sidecar says
    nothing.
    """
    if job.media.kind is Kind.OTHER and job.media.mime != SIDECAR_MIME:
        return Findings()
    collected, asked = Collected(), list[Answer]()
    header = job.upstream.get("probe", Findings())
    if job.media.kind is Kind.IMAGE:
        asked.append(read_image("tags", job.media, job.folder))
        _picture(asked[0], job.media.mime, header, collected)
    elif job.media.kind is Kind.OTHER:
        asked.append(_ask(job, "xmp_file", "sidecar"))
        understand_xmp(asked[0].facts["xmp"], SIDECAR_TOOL, collected)
    else:
        if job.media.mime in MATROSKA:
            asked.append(_ask(job, "matroska_header", "info"))
            collected.raw += matroska_readings(asked[0].facts)
        if any(reading.tag == MOVIE_XMP for reading in header.readings):
            asked.append(_ask(job, "movie_boxes", "xmp"))
            understand_xmp(asked[0].facts.get("xmp", {}), MOVIE_TOOL, collected)
        understand_container([*header.readings, *collected.raw], collected)
    understand_file_name(job.file_name, collected)
    collected.warnings += [complaint for answer in asked for complaint in answer.complaints]
    findings = collected.findings()
    duration = header.value(Meaning.DURATION)
    seconds = duration if isinstance(duration, float) else 0.0
    findings.warnings += contradictions(findings.readings, seconds)
    findings.made_with += [answer.made_with for answer in asked]
    return findings


def _ask(job: Job, module: str, action: str) -> Answer:
    path = job.media.path.absolute()
    return ask(
        *(module, action),
        folder=job.folder,
        limits=_LIMITS,
        reads=[path],
        shown_as=job.media.sha256,
        path=str(path),
    )


def _picture(read: Answer, mime: str, header: Findings, into: Collected) -> None:
    answer, tools = read.facts, image_tools()
    tags = {name: ExifTag(*values) for name, *values in answer["exif"]}
    via = answer["via"]
    tool = tools["Pillow"] if via == "Pillow" else f"{tools['ExifRead']} via {via}"
    understand_exif(tags, tool, into)
    understand_maker_notes(answer["maker"], into)
    understand_xmp(answer["xmp"], tools["Pillow"], into)
    understand_iptc(answer["iptc"], tools["Pillow"], into)
    understand_text(answer["text"], tools["Pillow"], into)
    understand_png_time(answer["png_time"], into)
    if frame := _frame(header):
        understand_field_of_view(tags, frame, tool, into)
    if mime in TURNED_BY_BOXES:
        _compare_turns(answer["exif"], header, into)


def _frame(header: Findings) -> Frame | None:
    """The picture as shown upright, by its header."""
    width, height = header.value(Meaning.WIDTH), header.value(Meaning.HEIGHT)
    turn: Any = header.value(Meaning.ROTATION)
    if not (isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0):
        return None
    lies = turn and turn["degrees_clockwise"] % 180
    return Frame(height, width) if lies else Frame(width, height)


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
    version=4,
    summary="Reads dates, places, device and lens from every tag, sidecars and the file's name.",
    kinds=frozenset(Kind),
    run=exif,
    time_limit_s=480,
    tools=("ExifRead", "Pillow", "pillow-heif", "ffprobe"),
    after=("probe",),
)
