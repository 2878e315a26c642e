"""Reading every original anew and holding it against its name."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.custody.chain import COMMAND_LINE, append
from catalog.models import CustodyAct, Original
from catalog.storage.disk import hash_of
from catalog.storage.originals import original_path


@dataclass(frozen=True, slots=True)
class Verdict:
    """What re-reading one original gave. ``fault`` is empty if its bytes hold."""

    sha256: str
    size_bytes: int
    fault: str


def verify_originals() -> Iterator[Verdict]:
    """Re-read all originals, and note each outcome in the chain of custody."""
    for original in Original.objects.order_by("received_at").iterator():
        fault = _fault_of(original)
        append(
            CustodyAct.FAILED_VERIFICATION if fault else CustodyAct.VERIFIED,
            COMMAND_LINE,
            sha256=original.sha256,
            details={"fault": fault} if fault else {},
        )
        yield Verdict(original.sha256, original.size_bytes, fault)


def _fault_of(original: Original) -> str:
    path = original_path(original.sha256)
    try:
        size = path.stat().st_size
        if size != original.size_bytes:
            return f"The original has {size:,} bytes and had {original.size_bytes:,} at intake."
        if hash_of(path) != original.sha256:
            return "The bytes of the original have changed since intake."
    except FileNotFoundError:
        return "The original is not there."
    except OSError as error:
        return f"The original cannot be read: {error.strerror}."
    return ""
