"""How the file is put together, and the names that its writers left in it.

Cameras, messengers and editing programs each put files together in their own way. What is
found is told as it is; it is no verdict.
"""

from dataclasses import replace

from media_tools.child import ask
from media_tools.decoding.packets import first_packets, shape_of, write_first_packet
from media_tools.decoding.tracks import PictureTrack, picture_track, sound_track
from media_tools.embedded.collected import as_read
from media_tools.embedded.writers import names_in, signs, writers_in
from media_tools.findings import Findings, Meaning, Reading
from media_tools.media import Kind
from media_tools.sandbox import MIB, Limits
from media_tools.step import Job, Step
from media_tools.tools import tool_version

TOOL = "Sightline's layout reader 1"

_LIMITS = Limits(wall_s=240, cpu_s=50, memory_bytes=2048 * MIB, file_bytes=MIB)
_BOXES = (
    *("video/mp4", "video/quicktime", "video/x-m4v", "video/3gpp", "video/3gpp2", "audio/mp4"),
    *("image/heic", "image/heic-sequence", "image/heif", "image/avif"),
)
_READERS = {
    "image/jpeg": "jpeg_layout",
    **dict.fromkeys(("image/png", "image/webp", "video/x-msvideo", "audio/x-wav"), "chunk_layout"),
    **dict.fromkeys(_BOXES, "box_layout"),
    **dict.fromkeys(("video/x-matroska", "video/webm"), "matroska_layout"),
}


def structure(job: Job) -> Findings:
    """The order of the parts, the shape of the coding, and who wrote it as far as they say."""
    findings, probe = Findings(), job.upstream["probe"]
    track, sound = picture_track(probe), sound_track(probe)
    streams = [index for index in (track.index if track else None, sound) if index is not None]
    writers = _streams(job, streams, findings)
    writers += [as_read(*named, tool_version("ffprobe")) for named in writers_in(probe.readings)]
    if track:
        _coding(job, track, findings)
    if reader := _READERS.get(job.media.mime):
        writers += _layout(job, reader, findings)
    understood: dict[str, Reading] = {}
    for writer in writers:
        named = replace(writer, meaning=Meaning.ENCODER, value=writer.text)
        understood.setdefault(writer.text, named)
    names = names_in(probe.readings) | {one.tag: one.text for one in understood.values()}
    told = [as_read(f"sign:{tag}", text, TOOL) for tag, text in signs(names)]
    findings.readings[:] = [*understood.values(), *findings.readings, *told]
    return findings


def _layout(job: Job, reader: str, findings: Findings) -> list[Reading]:
    path = job.media.path.absolute()
    answer = ask(
        *(reader, "layout"),
        folder=job.folder,
        limits=_LIMITS,
        reads=[path],
        shown_as=job.media.sha256,
        path=str(path),
    )
    findings.made_with.append(answer.made_with)
    if answer.failed:
        findings.warnings.append(f"How it is put together cannot be read: {answer.words}.")
        return []
    findings.readings += [as_read(name, text, TOOL) for name, text in answer.facts["fields"]]
    return [as_read(name, text, TOOL) for name, text in answer.facts["writers"]]


def _coding(job: Job, track: PictureTrack, findings: Findings) -> None:
    packets, made = first_packets(job.media, job.folder, track.index)
    findings.made_with.append(made)
    findings.readings += [
        as_read(f"coding:{name}", text, tool_version("ffprobe"))
        for name, text in shape_of(packets, track.time_base)
    ]


def _streams(job: Job, streams: list[int], findings: Findings) -> list[Reading]:
    """The encoders that name themselves where a stream begins; their settings are kept."""
    written: dict[int, str] = {}
    for index in streams:
        packet = job.folder.absolute() / f"stream-{index}.bin"
        findings.made_with.append(write_first_packet(job.media, job.folder, index, packet.name))
        if packet.is_file():
            written[index] = str(packet)
    if not written:
        return []
    answer = ask(
        "encoder_words", "words", folder=job.folder, limits=_LIMITS, paths=[*written.values()]
    )
    writers: list[Reading] = []
    for index, found in zip(written, answer.facts["words"], strict=True):
        tag = f"stream:{index}:first packet"
        findings.readings += [as_read(tag, text, TOOL) for name, text in found if name != text]
        writers += [as_read(tag, name, TOOL) for name, _ in found]
    return writers


STEP = Step(
    name="structure",
    version=1,
    summary="Reads how the file is put together and which programs name themselves in it.",
    kinds=frozenset({Kind.IMAGE, Kind.VIDEO, Kind.AUDIO}),
    run=structure,
    time_limit_s=1200,
    tools=("ffmpeg", "ffprobe"),
    needs=("probe",),
)
