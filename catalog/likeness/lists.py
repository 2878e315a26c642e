"""Lists of hashes, so that organisations compare what they hold without sharing footage.

Out: the lines of vPDQ (frame number, quality, hash, seconds; no heading) or one JSON object
a line. In: those, the lines of PDQ's own tool (hash, quality, file name), and tables with a
heading.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import Any

import numpy as np
from django.db import transaction

from catalog.custody.chain import Actor, append
from catalog.likeness import segments, store
from catalog.models import Act, Case, CustodyAct, HashBlock, HashList, Item, ListedHash
from catalog.rights import require
from media_tools.likeness.picture import LEAST_STRUCTURE
from media_tools.likeness.rows import WHOLE
from media_tools.text import visible

MOST_BYTES = 64 * 1024 * 1024
MOST_HASHES = 500_000
FORMATS = ("csv", "jsonl")
_HASH = re.compile(r"[0-9a-f]{64}")
_COLUMNS = {
    **dict.fromkeys(("hash", "pdq", "pdq_hash", "pdqhash"), "hash"),
    "quality": "quality",
    **dict.fromkeys(("time", "time_s", "timestamp", "seconds"), "seconds"),
    **dict.fromkeys(("label", "name", "file", "filename", "file_name", "url"), "label"),
}


class CannotImport(ValueError):
    """A list that was not brought in. The message is a sentence; nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Line:
    """One hash of a list."""

    hash: str
    quality: int | None
    seconds: float | None
    label: str = ""


def export(items: Iterable[Item], form: str, actor: Actor) -> Iterator[str]:
    """The hashes of these items, line by line; each item's chain notes that they went out.

    Frames that cannot be compared are left out. Raises ``NotAllowed``.
    """
    for item in items:
        require(actor, Act.DOWNLOAD, item.case)
        lines = list(_lines_of(item))
        append(
            CustodyAct.HASHES_EXPORTED,
            actor,
            item=item,
            details={"format": form, "hashes": len(lines)},
        )
        for number, line in enumerate(lines):
            yield _written(number, line, form)


def bring_in(
    data: bytes, *, case: Case, origin: str, file_name: str, actor: Actor
) -> tuple[HashList, bool]:
    """Keep a list in a case, and whether it is new there. Raises ``CannotImport``."""
    require(actor, Act.CLAIM, case)
    origin = visible(origin.strip())[:200]
    if not origin:
        raise CannotImport("Say from whom the list is.")
    if len(data) > MOST_BYTES:
        raise CannotImport(f"The list is larger than {MOST_BYTES:,} bytes. Bring it in in parts.")
    sha256 = hashlib.sha256(data).hexdigest()
    if held := HashList.objects.filter(case=case, origin=origin, sha256=sha256).first():
        return held, False
    lines = list(read_list(data))
    with transaction.atomic():
        made = HashList.objects.create(
            case=case,
            origin=origin,
            file_name=visible(file_name)[:300],
            sha256=sha256,
            imported_by=actor.person,
        )
        ListedHash.objects.bulk_create(
            (
                ListedHash(
                    hash_list=made,
                    number=number,
                    hash=line.hash,
                    quality=line.quality,
                    seconds=line.seconds,
                    label=visible(line.label)[:300],
                )
                for number, line in enumerate(lines)
            ),
            batch_size=2000,
        )
        store.enter_list(made)
        details: dict[str, object] = {
            "origin": origin,
            "file_name": made.file_name,
            "hashes": len(lines),
        }
        append(CustodyAct.HASHES_IMPORTED, actor, case=case, sha256=sha256, details=details)
    return made, True


def read_list(data: bytes) -> Iterator[Line]:
    """The hashes in a list of any of the known forms. Raises ``CannotImport``."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotImport("The list is not text in UTF-8.") from error
    is_json = text.lstrip().startswith("{")
    found = 0
    for number, fields in enumerate(_json_fields(text) if is_json else _csv_fields(text), 1):
        found += 1
        if found > MOST_HASHES:
            raise CannotImport(f"It holds more than {MOST_HASHES:,} hashes. Bring it in in parts.")
        yield _line(number, fields)
    if not found:
        raise CannotImport("There is no PDQ hash in it: 64 hexadecimal digits each.")


def _lines_of(item: Item) -> Iterator[Line]:
    block = HashBlock.objects.filter(item=item).first()
    if block is None:
        return
    rows = segments.rows_of(block)
    comparable = (rows["view"] == WHOLE) & (rows["structure"] >= LEAST_STRUCTURE)
    for row in rows[comparable]:
        seconds = None
        if block.time_base:
            seconds = float((int(row["pts"]) - block.first_pts) * Fraction(block.time_base))
        yield Line(np.asarray(row["hash"]).tobytes().hex(), int(row["quality"]), seconds, item.ref)


def _written(number: int, line: Line, form: str) -> str:
    if form == "jsonl":
        told = {"hash": line.hash, "quality": line.quality, "time": line.seconds}
        return json.dumps(told | {"label": line.label})
    return f"{number},{line.quality},{line.hash},{line.seconds or 0:.3f}"


def _json_fields(text: str) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(io.StringIO(text), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise CannotImport(f"Line {number} is no JSON object.") from error
        if not isinstance(fields, dict):
            raise CannotImport(f"Line {number} is no JSON object.")
        yield _named(fields)


def _csv_fields(text: str) -> Iterator[Mapping[str, Any]]:
    rows = _rows(text)
    first = next(rows, [])
    heading = [cell.lower() for cell in first]
    if any(_COLUMNS.get(name) == "hash" for name in heading):
        for cells in rows:
            yield _named(dict(zip(heading, cells, strict=False)))
        return
    for cells in chain([first] if first else [], rows):
        if len(cells) == 4 and _HASH.fullmatch(cells[2].lower()):  # vPDQ
            yield {"quality": cells[1], "hash": cells[2], "seconds": cells[3]}
        else:  # PDQ
            yield dict(zip(("hash", "quality", "label"), cells, strict=False))


def _rows(text: str) -> Iterator[list[str]]:
    """The rows with anything in them, one at a time: a list of short lines is soon millions."""
    try:
        for row in csv.reader(io.StringIO(text, newline="")):
            if any(row):
                yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise CannotImport(f"It cannot be read as a table: {error}.") from error


def _named(fields: Mapping[str, Any]) -> dict[str, Any]:
    known = {_COLUMNS.get(str(name).strip().lower(), ""): value for name, value in fields.items()}
    known.pop("", None)
    return known


def _line(number: int, fields: Mapping[str, Any]) -> Line:
    digits = str(fields.get("hash", "")).strip().lower()
    if not _HASH.fullmatch(digits):
        raise CannotImport(f"Hash {number} is no PDQ hash of 64 hexadecimal digits.")
    quality = _number(number, "quality", fields.get("quality"), 100)
    seconds = _number(number, "time", fields.get("seconds"), 1e9)
    label = str(fields.get("label") or "")
    return Line(digits, None if quality is None else round(quality), seconds, label)


def _number(number: int, what: str, value: Any, most: float) -> float | None:
    if value is None or value == "":
        return None
    try:
        read = float(value)
    except (TypeError, ValueError, OverflowError):
        read = -1.0
    if not 0 <= read <= most:
        raise CannotImport(f"The {what} of hash {number} is not a number from 0 to {most:,.0f}.")
    return read
