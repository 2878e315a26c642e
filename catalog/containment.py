"""Whether untrusted files may be read on this machine, and what to say where they may not."""

from django.conf import settings

from media_tools import sandbox
from media_tools.sandbox import Layer

WHAT_TO_DO = (
    "On Linux install bubblewrap and allow its namespaces, or run a kernel of 6.2 or newer with "
    "Landlock, and leave SIGHTLINE_CONTAINMENT at `best`. `manage.py doctor` says what was tried. "
    "On other systems, or in a container that forbids both, process evidence of strangers "
    "elsewhere."
)


def layers() -> dict[str, str]:
    """Asked for and in use, and whether each that can hide this machine works, or why not."""
    tried = {layer.value: sandbox.why_not(layer) or "works" for layer in sandbox.HIDING}
    return {"asked": settings.CONTAINMENT, "used": sandbox.layer_in_use().value} | tried


def is_missing() -> bool:
    """Whether nothing here would hide other files and the network from a hostile file."""
    return sandbox.layer_in_use() is Layer.NONE


def refusal() -> str:
    """Why nothing may be processed here, in a sentence; empty if it may.

    One person's own machine goes on with limits and lists of what may be opened. An
    installation that others use does not: one hostile file could read all its cases.
    """
    if not settings.MUST_CONTAIN or not is_missing():
        return ""
    return (
        "It waits for a worker that can hide other files and the network from it: "
        "this machine cannot. An administrator finds in `manage.py doctor` what to do."
    )
