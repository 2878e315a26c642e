"""An XMP sidecar: a file of its own that speaks of a picture or clip beside it."""

import codecs
from pathlib import Path
from typing import Any

from media_tools.children.start import attempt
from media_tools.embedded.xmp import flatten_xmp

_MOST_BYTES = 16 << 20
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_sidecar(path: str) -> dict[str, Any]:
    """Its properties by name, empty with a complaint if it is damaged."""
    with Path(path).open("rb") as file:
        packet = file.read(_MOST_BYTES)
    coding = "utf-16" if packet.startswith(_UTF_16) else "utf-8-sig"
    complaints: list[str] = []
    properties = attempt(complaints, "XMP", flatten_xmp, packet.decode(coding, "replace")) or {}
    return {"xmp": properties, "complaints": complaints}


ACTIONS = {"sidecar": read_sidecar}
