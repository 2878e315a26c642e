"""Signed manifests (C2PA) in a file, checked by c2pa-python. The network is never asked."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import c2pa

MOST_FIELDS = 500
MAX_TEXT = 2000
_MOST_CODES = 100

# Without these the library fetches manifests and certificate states from wherever the
# file says. It ignores names it does not know: a test watches that nothing is fetched.
_NO_NETWORK: dict[str, Any] = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    "core": {"allowed_network_hosts": [], "max_decompressed_manifest_size_in_mb": 32},
}

# What a manifest holds for machines only.
_LEFT_OUT = ("c2pa.hash.", "c2pa.thumbnail.")


def read_manifests(path: str, mime: str, trust_list: str) -> dict[str, Any]:
    """What the file's manifests say and whether they hold.

    ``outcome`` is ``absent``, ``unknown_kind``, ``remote_only`` with its ``url``,
    ``unreadable`` with ``words``, or ``read``. ``trust_list`` is the path of the PEM
    certificates that are trusted, empty for none.
    """
    settings = dict(_NO_NETWORK)
    if trust_list:
        settings["trust"] = {"trust_anchors": Path(trust_list).read_text()}
    try:
        with Path(path).open("rb") as file, c2pa.Context.from_dict(settings) as context:
            store = json.loads(c2pa.Reader(mime, file, context=context).json())
    except c2pa.C2paError.ManifestNotFound:
        return {"outcome": "absent"}
    except c2pa.C2paError.NotSupported:
        return {"outcome": "unknown_kind"}
    except c2pa.C2paError as error:
        kind, _, words = str(error).partition(": ")
        if kind == "Remote":
            return {"outcome": "remote_only", "url": words.rpartition(" ")[2][:MAX_TEXT]}
        return {"outcome": "unreadable", "words": (words or kind)[:MAX_TEXT]}
    return {"outcome": "read"} | _summary(store)


def _summary(store: dict[str, Any]) -> dict[str, Any]:
    label = store.get("active_manifest", "")
    manifests = store.get("manifests") or {}
    active = manifests.get(label) or {}
    results = store.get("validation_results") or {}
    later = [manifest for name, manifest in manifests.items() if name != label]
    fields = (
        field
        for number, manifest in enumerate([active, *later])
        for field in _flat(f"manifest:{number}", manifest)
    )
    return {
        "state": store.get("validation_state", ""),
        "codes": _codes(results.get("activeManifest") or {}),
        "ingredients": [
            [_text(ingredient.get("title", "")), _failures(ingredient)]
            for ingredient in islice(active.get("ingredients") or [], _MOST_CODES)
        ],
        "generator": _text(active.get("claim_generator") or _named(active)),
        "signature": {
            name: _text(text) for name, text in (active.get("signature_info") or {}).items()
        },
        "fields": list(islice(fields, MOST_FIELDS)),
    }


def _codes(results: dict[str, Any]) -> list[list[str]]:
    """Outcome, code and explanation of each check, what failed first."""
    return [
        [outcome, _text(one.get("code", "")), _text(one.get("explanation", ""))]
        for outcome in ("failure", "informational", "success")
        for one in islice(results.get(outcome) or [], _MOST_CODES)
    ]


def _failures(ingredient: dict[str, Any]) -> list[str]:
    """What had failed in an ingredient's own manifest when it was taken in."""
    results = (ingredient.get("validation_results") or {}).get("activeManifest") or {}
    told = [*(ingredient.get("validation_status") or []), *(results.get("failure") or [])]
    return list(dict.fromkeys(_text(one.get("code", "")) for one in told))[:_MOST_CODES]


def _named(manifest: dict[str, Any]) -> str:
    programs = manifest.get("claim_generator_info") or []
    return " ".join(f"{one.get('name', '')} {one.get('version', '')}".strip() for one in programs)


def _flat(name: str, value: Any) -> Iterator[list[str]]:
    """Every field with its path and text, one after the other."""
    if isinstance(value, dict):
        if str(value.get("label", "")).startswith(_LEFT_OUT):
            return
        for key, inner in value.items():
            if key != "thumbnail":
                yield from _flat(f"{name}:{key}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _flat(f"{name}:{number}", inner)
    elif value is not None:
        yield [name[:MAX_TEXT], _text(value)]


def _text(value: object) -> str:
    return str(value)[:MAX_TEXT]


ACTIONS = {"read": read_manifests}
