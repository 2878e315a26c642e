"""The words of an export as JSON for the typesetter: strings all the way, never markup."""

import json
from collections.abc import Mapping
from pathlib import Path

from catalog import formats
from catalog.compare.paper import Paper
from catalog.models import Original
from media_tools.text import visible


def told(paper: Paper, pictures: Mapping[Path, str]) -> str:
    """What ``comparison.typ`` reads. ``pictures``: the name of each in the child's folder."""
    version = paper.version
    return json.dumps(
        {
            "name": visible(version.name),
            "note": [visible(line) for line in version.note.splitlines()],
            "saved": (
                f"Comparison {version.comparison_id} of case {version.comparison.case.code}, "
                f"version {version.number}, saved by {visible(version.saved_as)}, "
                f"{formats.utc(version.saved_at)}"
            ),
            "exported": f"Exported by {visible(paper.by)}, {formats.utc(paper.at)}",
            "head": f"link {paper.head.seq}: {paper.head.entry_hash}",
            "items": [
                {
                    "ref": one.tile.item.ref,
                    "title": visible(one.title),
                    "offset": one.offset,
                    "file": _file(one.tile.item.original),
                    "sha256": one.tile.item.original_id,
                    "custody": (
                        f"link {one.custody.seq}: {one.custody.entry_hash}" if one.custody else "–"
                    ),
                }
                for one in paper.items
            ],
            "moments": [
                {
                    "clock": moment.clock,
                    "pictures": [
                        {
                            "ref": one.ref,
                            "caption": one.caption,
                            "file": pictures[one.path] if one.path else None,
                        }
                        for one in moment.pictures
                    ],
                }
                for moment in paper.moments
            ],
            "links": [
                f"{visible(link.label)}: {link.one.ref} and {link.other.ref}"
                for link in paper.links
            ],
            "lines": [
                {
                    "question": line.question,
                    "basis": line.basis,
                    "between": line.between.words,
                    "conflict": line.between.is_conflict,
                    "cells": [
                        [visible(" · ".join([fact.value, *fact.lines[:2]])) for fact in cell]
                        for cell in line.cells
                    ],
                }
                for line in paper.lines
            ],
        },
        ensure_ascii=False,
    )


def _file(original: Original) -> str:
    return f"{original.mime}, {original.size_bytes} bytes"
