"""Date, camera and position that AVCHD cameras write between the pictures."""

from media_tools.child import ask
from media_tools.decoding.packets import write_first_packet
from media_tools.decoding.tracks import picture_track
from media_tools.embedded.collected import Collected
from media_tools.embedded.mdpm import understand_mdpm
from media_tools.findings import Findings, Meaning
from media_tools.media import Kind
from media_tools.sandbox import MIB, Limits
from media_tools.step import Job, Step

_MIMES = {"video/mp2t", "video/m2ts"}
_LIMITS = Limits(wall_s=120, cpu_s=20, memory_bytes=1024 * MIB, file_bytes=MIB)


def avchd(job: Job) -> Findings:
    """What the first picture's records say; nothing where there are none."""
    probe = job.upstream["probe"]
    track = picture_track(probe)
    is_h264 = probe.value(Meaning.VIDEO_CODEC) == "h264"
    if job.media.mime not in _MIMES or track is None or not is_h264:
        return Findings()
    packet = job.folder.absolute() / "picture.bin"
    made = write_first_packet(job.media, job.folder, track.index, packet.name)
    if not packet.is_file():
        return Findings(made_with=[made])
    answer = ask(
        "mdpm", "records", folder=job.folder, limits=_LIMITS, reads=[packet], path=str(packet)
    )
    collected = Collected(warnings=answer.complaints)
    if answer.failed:
        collected.warnings.append(f"The camera's records cannot be read: {answer.words}.")
    records = answer.facts.get("records", {})
    if records:
        understand_mdpm(
            {int(number): bytes.fromhex(raw) for number, raw in records.items()}, collected
        )
    findings = collected.findings()
    findings.made_with += [made, answer.made_with]
    return findings


STEP = Step(
    name="avchd",
    version=1,
    summary="Reads date, camera and position that AVCHD cameras write between the pictures.",
    kinds=frozenset({Kind.VIDEO}),
    run=avchd,
    time_limit_s=240,
    tools=("ffmpeg",),
    needs=("probe",),
    after=("exif",),
)
