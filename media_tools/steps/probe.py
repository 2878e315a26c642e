"""What the file's own header says: streams, sizes, codecs, rates, clocks and turns."""

from media_tools.child import ask
from media_tools.container_reader import read_container
from media_tools.embedded.movie import MIMES, add_movie_header
from media_tools.embedded.streams import container_findings
from media_tools.errors import Unreadable
from media_tools.findings import Findings, Meaning, Reading
from media_tools.image_reader import image_tools, read_image
from media_tools.media import Kind
from media_tools.orientation import from_exif
from media_tools.sandbox import MIB, Limits
from media_tools.step import Job, Step
from media_tools.tools import tool_version

_SEEN = {
    "application/json": "JSON text",
    "application/rdf+xml": "an XMP sidecar, which speaks of another file",
    "application/xml": "XML text",
    "application/pdf": "a PDF document",
    "application/zip": "a ZIP archive",
    "text/plain": "plain text",
}

_RAW_READER = "Sightline's raw reader 1"
_READERS = {"HEIF": "pillow-heif", "RAW": ""}

_LIMITS = Limits(wall_s=120, cpu_s=20, memory_bytes=1024 * MIB, file_bytes=MIB)


def probe(job: Job) -> Findings:
    """Read the header, decoding nothing. Raises ``Unreadable`` where there is none."""
    if job.media.kind is Kind.OTHER:
        seen = _SEEN.get(job.media.mime)
        look = f"the bytes look like {seen}" if seen else "the bytes are of no kind that is known"
        raise Unreadable(f"Not a clip or picture: {look}. They are kept; nothing can be measured.")
    return _probe_image(job) if job.media.kind is Kind.IMAGE else _probe_clip(job)


def _probe_clip(job: Job) -> Findings:
    answer, complaints, asked = read_container(job.media, job.folder)
    findings = container_findings(answer, job.media.kind, tool_version("ffprobe"))
    if job.media.mime in MIMES:
        path = job.media.path.absolute()
        boxes = ask(
            "movie_boxes", "header", folder=job.folder, limits=_LIMITS, reads=[path], path=str(path)
        )
        add_movie_header(findings, boxes.facts)
    findings.warnings += [f"ffprobe complains: {complaint}." for complaint in complaints]
    findings.made_with.append({"argv": list(asked)})
    return findings


def _probe_image(job: Job) -> Findings:
    read = read_image("header", job.media, job.folder)
    answer = read.facts
    tools = image_tools()
    tool = tools.get(_READERS.get(answer["format"], "Pillow"), _RAW_READER)
    readings = [
        Reading("format", answer["format"], tool, Meaning.VIDEO_CODEC, answer["format"]),
        Reading("width", str(answer["width"]), tool, Meaning.WIDTH, answer["width"]),
        Reading("height", str(answer["height"]), tool, Meaning.HEIGHT, answer["height"]),
        Reading("mode", answer["mode"], tool),
    ]
    if answer["frames"] is not None:
        readings.append(Reading("frames", str(answer["frames"]), tool))
    if answer["gain_map"]:
        text = "present: how much brighter an HDR screen shows each part; the still is without it"
        readings.append(Reading("gain_map", text, tool))
    warnings = read.complaints
    if (number := answer["orientation"]) is not None:
        turn = from_exif(number)
        value = turn.as_value() if turn else None
        meaning = Meaning.ROTATION if turn else None
        readings.append(Reading("orientation", str(number), tool, meaning, value))
        if not turn:
            warnings.append(f"The orientation {number} is none that EXIF knows; it is ignored.")
    return Findings(readings=readings, warnings=warnings, made_with=[read.made_with])


STEP = Step(
    name="probe",
    version=4,
    summary="Reads what the file's header claims: streams, sizes, codecs, rates and turns.",
    kinds=frozenset(Kind),
    run=probe,
    time_limit_s=480,
    tools=("ffprobe", "Pillow", "pillow-heif"),
    essential=True,
)
