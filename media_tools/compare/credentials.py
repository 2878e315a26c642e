"""The content credentials (C2PA) of a file, and what their signature says of a claimed time.

A manifest is signed by whoever likes: *valid* says that the file is as it was when somebody
signed it, and only *trusted* that somebody known vouches for who that was.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from media_tools.compare.first_known import FirstKnown, by_first_known
from media_tools.compare.holding import ClaimedTime
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.findings import JSON, Meaning, Reading
from media_tools.text import visible
from media_tools.times import TimeInterval

_VERDICTS = {"trusted": Verdict.FITS, "invalid": Verdict.TENSION}
_HEADINGS = {
    "trusted": "The file's content credentials hold, and a trusted signer vouches for them.",
    "valid": "The file's content credentials hold, but nobody trusted vouches for their signer.",
    "invalid": "The file's content credentials do not hold.",
    "remote_only": "The file's content credentials are kept elsewhere and were not read.",
    "unreadable": "The file's content credentials cannot be read.",
}
# The kinds of IPTC's vocabulary "digital source type" that say that no camera made it.
_SYNTHETIC = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia")
_ACTION, _NAME = ":action", ":author:0:name"


def credentials(readings: Sequence[Reading]) -> Checked | None:
    """What the manifest amounts to and asserts; ``None`` where the file carries none."""
    value = _provenance(readings)
    if value is None or value["state"] not in _HEADINGS:
        return None
    state, synthetic = str(value["state"]), _is_synthetic(readings)
    actions = _fields(readings, _ACTION)
    parts = [_HEADINGS[state]]
    if state in ("trusted", "valid", "invalid"):
        parts.append(f"Signed by {_quoted(value['signer'])} with {_quoted(value['generator'])}.")
    parts += [str(reason) for reason in value["reasons"]]
    if actions:
        parts.append(f"It says of its making: {', '.join(actions)}.")
    if synthetic:
        parts.append("It says that it was made by a trained model, wholly or in part.")
    verdict = _VERDICTS.get(state, Verdict.CANNOT_TELL)
    if synthetic:
        verdict = Verdict.TENSION
    numbers: dict[str, JSON] = {
        **{name: value[name] for name in ("state", "signer", "generator", "signed_at")},
        "actions": [*actions],
        "authors": [*_fields(readings, _NAME)],
        "says_synthetic": synthetic,
    }
    return Checked("credentials", verdict, " ".join(dict.fromkeys(parts)), numbers)


def time_by_signature(
    claimed: ClaimedTime, readings: Sequence[Reading], length: timedelta
) -> Checked | None:
    """What was signed existed then. Only a trusted signature may refute a later claimed time."""
    value = _provenance(readings)
    if value is None or value["state"] not in ("valid", "trusted") or not value["signed_at"]:
        return None
    signed = datetime.fromisoformat(value["signed_at"])
    known = FirstKnown(TimeInterval(signed, signed), f"its signature by {_quoted(value['signer'])}")
    checked = by_first_known(claimed, known, length)
    verdict, sentence = checked.verdict, checked.sentence
    if verdict is Verdict.IMPOSSIBLE and value["state"] != "trusted":
        verdict = Verdict.TENSION
        sentence += " But nobody trusted vouches for the signature."
    return Checked("time_by_signature", verdict, sentence, checked.numbers)


def _provenance(readings: Sequence[Reading]) -> Any:
    return next((one.value for one in readings if one.meaning is Meaning.PROVENANCE), None)


def _fields(readings: Sequence[Reading], end: str) -> list[str]:
    """The texts of the newest manifest's fields whose name ends so."""
    found = (
        visible(one.text, 60)
        for one in readings
        if one.tag.startswith("C2PA manifest:0:") and one.tag.endswith(end)
    )
    return list(dict.fromkeys(found))


def _is_synthetic(readings: Sequence[Reading]) -> bool:
    return any(
        one.tag.startswith("C2PA manifest:") and one.text.rpartition("/")[2] in _SYNTHETIC
        for one in readings
    )


def _quoted(name: str | None) -> str:
    return f"“{visible(name, 100)}”" if name else "an unnamed one"
