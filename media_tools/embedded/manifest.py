"""What a signed manifest (C2PA) says, and in plain sentences whether it holds.

A manifest is signed by whoever likes. That it is *valid* says that the file is as it was
when somebody signed it; only *trusted* says that somebody known vouches for who that was.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from media_tools.embedded.collected import as_read
from media_tools.findings import JSON, Findings, Meaning
from media_tools.text import visible

_TAG = "C2PA validation_state"
_HASHES = ("assertion.dataHash", "assertion.bmffHash", "assertion.boxesHash")
_UNCHANGED = [f"{hashed}.match" for hashed in _HASHES]
_UNTRUSTED = "signingCredential.untrusted"

# Codes of the C2PA specification (section "Validation") that decide, in words.
_SENTENCES = {
    **{f"{hashed}.mismatch": "The {thing} was changed after it was signed." for hashed in _HASHES},
    "claimSignature.mismatch": (
        "The manifest was changed after it was signed, or another key signed it: "
        "its signature does not match."
    ),
    "claimSignature.missing": "The manifest is not signed.",
    "assertion.hashedURI.mismatch": "A statement in the manifest was changed after it was signed.",
    "assertion.missing": "A statement that was signed is missing from the manifest.",
    "signingCredential.expired": "The signer's certificate had expired.",
    "claimSignature.outsideValidity": (
        "The signer's certificate was not valid at the time of signing."
    ),
    "signingCredential.invalid": "The signer's certificate is of a kind that may not sign this.",
    "signingCredential.revoked": "The signer's certificate was withdrawn.",
    "signingCredential.ocsp.revoked": "The signer's certificate was withdrawn.",
    "timeStamp.mismatch": "The time stamp does not belong to this signature, so it says nothing.",
    "ingredient.manifest.mismatch": "The manifest of something it was made from was changed.",
    "ingredient.hashedURI.mismatch": "The manifest of something it was made from was changed.",
}


def manifest_findings(
    facts: Mapping[str, Any], *, thing: str, has_trust_list: bool, tool: str
) -> Findings:
    """Readings out of what the child ``manifests`` found: the state first, then every field.

    ``thing`` is what the file is called in sentences: picture, clip or sound.
    """
    state = _state(facts)
    reasons = list(_reasons(facts, state, thing, has_trust_list=has_trust_list))
    signature: Mapping[str, str] = facts.get("signature", {})
    names = [signature[part] for part in ("common_name", "issuer") if signature.get(part)]
    value: dict[str, JSON] = {
        "state": state,
        "reasons": [*reasons],
        "generator": visible(facts["generator"]) if facts.get("generator") else None,
        "signer": visible(", ".join(names)) if names else None,
        "signed_at": _utc(signature.get("time", "")),
    }
    said = facts.get("state") or state
    findings = Findings(
        readings=[replace(as_read(_TAG, said, tool), meaning=Meaning.PROVENANCE, value=value)]
    )
    findings.readings += [
        as_read(f"C2PA validation {outcome}", f"{code}: {explanation}", tool)
        for outcome, code, explanation in facts.get("codes", [])
    ]
    findings.readings += [as_read(f"C2PA {name}", text, tool) for name, text in _fields(facts)]
    if state == "invalid":
        findings.warnings.append(f"Its signed manifest does not hold. {reasons[0]}")
    elif state == "unreadable":
        findings.warnings += reasons
    findings.warnings += _doubtful_ingredients(facts)
    return findings


def _utc(text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC).isoformat() if moment.tzinfo else None


def _fields(facts: Mapping[str, Any]) -> list[list[str]]:
    """Name and text of each field of the manifests, and of the address of one kept elsewhere."""
    fields: list[list[str]] = facts.get("fields", [])
    return [["remote_url", facts["url"]]] if "url" in facts else fields


def _state(facts: Mapping[str, Any]) -> str:
    outcome = str(facts["outcome"])
    if outcome == "read":
        return {"Valid": "valid", "Trusted": "trusted"}.get(facts["state"], "invalid")
    return "absent" if outcome == "unknown_kind" else outcome


def _reasons(
    facts: Mapping[str, Any], state: str, thing: str, *, has_trust_list: bool
) -> Iterator[str]:
    if facts["outcome"] == "absent":
        yield "The file carries no signed manifest. Most files carry none."
    elif facts["outcome"] == "unknown_kind":
        yield "The reader knows no way in which this kind of file carries a signed manifest."
    elif state == "remote_only":
        yield (
            f"The file names a manifest kept on another computer, {visible(facts['url'], 200)}. "
            "It is not fetched, so nothing it says was read or checked."
        )
    elif state == "unreadable":
        yield f"Whether it carries a signed manifest cannot be told: {visible(facts['words'])}."
    else:
        yield from _of_checks(facts, state, thing, has_trust_list=has_trust_list)


def _of_checks(
    facts: Mapping[str, Any], state: str, thing: str, *, has_trust_list: bool
) -> Iterator[str]:
    outcomes = {code: outcome for outcome, code, _ in reversed(facts["codes"])}
    for outcome, code, explanation in facts["codes"]:
        if code in _SENTENCES and outcome != "success":
            yield _SENTENCES[code].format(thing=thing)
        elif outcome == "failure" and code != _UNTRUSTED:
            yield f"The check {visible(code, 100)} failed: {visible(explanation, 200)}."
    if state != "invalid" and any(outcomes.get(code) == "success" for code in _UNCHANGED):
        yield f"The {thing} is as it was when it was signed."
    if state == "trusted":
        yield "The signer's certificate leads to one on this installation's list of trusted ones."
    elif outcomes.get(_UNTRUSTED) == "failure":
        yield (
            "The signer's certificate leads to none on this installation's list of trusted ones."
            if has_trust_list
            else "Who signed it is not vouched for: anybody can make such a certificate, and "
            "this installation has no list of trusted ones."
        )
    if facts["signature"].get("time") and outcomes.get("timeStamp.validated") == "success":
        yield "A time-stamping service vouches for when it was signed."
    yield from _doubtful_ingredients(facts)


def _doubtful_ingredients(facts: Mapping[str, Any]) -> Iterator[str]:
    for title, failures in facts.get("ingredients", []):
        if doubtful := [visible(code, 100) for code in failures if code != _UNTRUSTED]:
            yield (
                f"It was made from “{visible(title, 100)}”, whose own manifest did not hold when "
                f"it was taken in: {', '.join(doubtful)}."
            )
