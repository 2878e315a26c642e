"""Whether the file carries a signed manifest (C2PA), what it says and whether it holds."""

import hashlib
import os
from importlib.metadata import version
from pathlib import Path

from media_tools.child import ask
from media_tools.embedded.manifest import manifest_findings
from media_tools.errors import Unreadable
from media_tools.findings import JSON, Findings
from media_tools.media import Kind
from media_tools.sandbox import MIB, Limits
from media_tools.step import Job, Step
from media_tools.tools import ToolMissing

TRUST_LIST = "C2PA_TRUST_ANCHORS"

# The library hashes a clip in two pieces of 256 MB at a time.
_LIMITS = Limits(wall_s=900, cpu_s=600, memory_bytes=2048 * MIB, file_bytes=MIB)
_THINGS = {Kind.IMAGE: "picture", Kind.VIDEO: "clip", Kind.AUDIO: "sound"}


def provenance(job: Job) -> Findings:
    """Read and check the manifests that lie in the file; none is fetched from elsewhere."""
    path, trusted = job.media.path.absolute(), _trust_list()
    tool = f"c2pa-python {version('c2pa-python')}"
    made_with: dict[str, JSON] = {"tool": tool}
    try:
        answer = ask(
            *("manifests", "read"),
            folder=job.folder,
            limits=_LIMITS,
            reads=[path, *trusted],
            shown_as=job.media.sha256,
            path=str(path),
            mime=job.media.mime,
            trust_list=str(trusted[0]) if trusted else "",
        )
        facts = answer.facts
        made_with["asked"] = answer.made_with
        if answer.failed:
            facts = {"outcome": "unreadable", "words": answer.words}
    except Unreadable as fault:
        facts = {"outcome": "unreadable", "words": str(fault).rstrip(".")}
    if trusted:
        made_with["trust_list_sha256"] = hashlib.sha256(trusted[0].read_bytes()).hexdigest()
    findings = manifest_findings(
        facts, thing=_THINGS[job.media.kind], has_trust_list=bool(trusted), tool=tool
    )
    findings.made_with.append(made_with)
    return findings


def _trust_list() -> list[Path]:
    """The file of trusted certificates that the operator named; none by default."""
    named = os.environ.get(TRUST_LIST)
    if not named:
        return []
    path = Path(named).absolute()
    if not path.is_file():
        raise ToolMissing(f"{TRUST_LIST} names {named}, and there is no such file.")
    return [path]


STEP = Step(
    name="provenance",
    version=1,
    summary="Checks a signed manifest (C2PA) in the file: what it says and whether it holds.",
    kinds=frozenset({Kind.IMAGE, Kind.VIDEO, Kind.AUDIO}),
    run=provenance,
    time_limit_s=960,
    tools=("c2pa-python",),
    needs=("probe",),
)
