"""Hits as programs are told of them, by `manage.py find --json` and by the API alike."""

from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from catalog.likeness.search import Alike, AlikeInList
from catalog.models import Facet
from catalog.search.find import Hit
from catalog.search.judge import Match
from catalog.search.query import Certainty, Query
from catalog.words.asked import Asked, read_asked
from catalog.words.parts import RELATED, parts
from catalog.words.snippets import Snippet, snippets

# A hit may be found by many words, each in another of its texts.
MOST_SNIPPETS = 10


def hits_as_json(query: Query, hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """The hits of one page, with the stretches of text in which the words were found."""
    asked = read_asked(query.text)
    related = ("case", *RELATED) if asked else ("case",)
    prefetch_related_objects([hit.item for hit in hits], *related)
    return [_hit_as_json(hit, asked) for hit in hits]


def _hit_as_json(hit: Hit, asked: Asked) -> dict[str, Any]:
    """One hit: the item, how surely it answers, and every fact and text that matched."""
    found = snippets(asked, parts(hit.item), MOST_SNIPPETS) if asked else []
    return {
        "ref": hit.item.ref,
        "certainty": hit.certainty.value,
        "distance_m": hit.distance_m,
        **({"alike": _alike_as_json(hit.alike)} if hit.alike else {}),
        "matched": [_match_as_json(match) for match in hit.matched],
        "title": hit.item.title,
        "case": hit.item.case.code,
        "kind": hit.item.kind,
        "state": hit.item.state,
        "worst_check": hit.item.worst_check or None,
        "worst_checks": hit.item.worst_checks,
        "open_contradictions": hit.item.open_contradictions,
        "snippets": [_snippet_as_json(one) for one in found],
    }


def _snippet_as_json(snippet: Snippet) -> dict[str, Any]:
    return {
        "where": snippet.where,
        "text": "".join(piece.text for piece in snippet.pieces),
        "found": [piece.text for piece in snippet.pieces if piece.is_found],
    }


def _alike_as_json(alike: Alike) -> dict[str, Any]:
    return {
        "distance_bits": alike.distance,
        "frames": alike.frames,
        "pairs": [
            {
                "asked_s": None if pair.asked_s is None else float(pair.asked_s),
                "found_s": None if pair.found_s is None else float(pair.found_s),
                "distance_bits": pair.distance,
                "turn": pair.turn.value,
                "cropped": pair.is_cropped,
                "bars": pair.has_bars,
            }
            for pair in alike.pairs
        ],
    }


def listed_as_json(one: AlikeInList) -> dict[str, Any]:
    """A hash of a list from elsewhere that looks like what was asked."""
    listed = one.listed
    return {
        "list_from": one.hash_list.origin,
        "hash": listed.hash,
        "seconds": listed.seconds,
        "label": listed.label,
        "distance_bits": one.distance,
        "turn": one.turn.value,
    }


def _match_as_json(match: Match) -> dict[str, Any]:
    extent = match.extent
    found: dict[str, Any] = {
        "basis": extent.basis,
        "facet": extent.facet,
        "origin": extent.origin,
        "certainty": (Certainty.CERTAIN if match.is_certain else Certainty.POSSIBLE).value,
        "why": match.why,
    }
    if extent.facet == Facet.TIME:
        ends = {"earliest": extent.earliest, "latest": extent.latest}
        return found | {name: end.isoformat() if end else None for name, end in ends.items()}
    return found | {
        "latitude": extent.latitude,
        "longitude": extent.longitude,
        "radius_m": extent.radius_m,
        "distance_m": match.distance_m,
    }
