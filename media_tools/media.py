"""The media a step works on."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What sort of media the bytes are, decided from the bytes alone."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Media:
    """One original on the local disk. The path is our own name, never the uploader's."""

    path: Path
    sha256: str
    kind: Kind
    mime: str
