"""Other media that lie whole in a picture: the clip of a motion photo, gain and depth maps."""

from media_tools.child import ask
from media_tools.errors import Unreadable
from media_tools.findings import Contained, Findings, Reading
from media_tools.media import Kind
from media_tools.sandbox import MIB, Limits
from media_tools.step import Job, Step

TOOL = "Sightline's carver 1"
MOST = 16
MOST_BYTES = 4096 * MIB

_LIMITS = Limits(
    wall_s=300,
    cpu_s=240,
    memory_bytes=1024 * MIB,
    file_bytes=MOST_BYTES,
    folder_bytes=4 * MOST_BYTES,
)
_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/avif": "avif",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
}


def contained(job: Job) -> Findings:
    """Copy out what lies in the picture or behind its end.

    What the picture only claims to hold, and bytes behind it that are no medium, are
    warnings. Raises ``Unreadable`` where the file cannot be looked through.
    """
    path = job.media.path.absolute()
    answer = ask(
        *("contained", "find"),
        folder=job.folder,
        limits=_LIMITS,
        reads=[path],
        shown_as=job.media.sha256,
        path=str(path),
        mime=job.media.mime,
        most=MOST,
        most_bytes=MOST_BYTES,
    )
    if answer.failed:
        raise Unreadable(f"What else lies in the file cannot be told: {answer.words}.")
    findings = Findings(warnings=answer.complaints, made_with=[answer.made_with])
    for piece in answer.facts["pieces"]:
        words = piece["role"].replace("_", " ")
        where = f"{piece['length']:,} bytes from offset {piece['start']:,}"
        findings.readings.append(Reading(words, f"{piece['mime']}, {where}", TOOL))
        if piece["name"]:
            ending = _ENDINGS.get(piece["mime"], "bin")
            span = (piece["start"], piece["length"])
            name = f"{words}.{ending}"
            found = Contained(piece["role"], job.folder / piece["name"], name, span)
            findings.contained.append(found)
    findings.readings += [
        Reading("behind the picture", note, TOOL) for note in answer.facts["notes"]
    ]
    return findings


STEP = Step(
    name="contained",
    version=1,
    summary="Takes out other media that lie in a picture: motion photos, gain and depth maps.",
    kinds=frozenset({Kind.IMAGE}),
    run=contained,
    time_limit_s=600,
    tools=("Sightline's carver",),
    needs=("probe",),
)
