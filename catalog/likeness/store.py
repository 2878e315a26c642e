"""Hashes come in, are folded into segments, and can all be laid out anew.

The database says which blocks there are and in which segment each lies; the files follow.
A block is found from the moment it is there: what no segment holds yet is searched as it
is. Folding is done by one process at a time and may be killed at any instant: until the
transaction at its end the old segments count, after it the new one.
"""

import fcntl
import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from django.db import transaction

from catalog.likeness import segments
from catalog.likeness.segments import Part, Tail
from catalog.models import Artefact, HashBlock, HashList, HashSegment, Run, State
from catalog.storage.derived import keep
from media_tools.likeness.pdq import from_hex
from media_tools.likeness.rows import ROW, WHOLE

ARTEFACT = "fingerprints"
PDQ_QUALITY = 50
# Segments of more rows are left alone: folding holds so many in memory.
MOST_ROWS = 4_000_000

logger = logging.getLogger(__name__)


def enter(run: Run) -> None:
    """Note the hashes that a run has found. Call in the transaction in which it lands."""
    made = Artefact.objects.filter(run=run, name=ARTEFACT).first()
    if made is None:
        return
    HashBlock.objects.filter(item=run.item_id).delete()
    HashBlock.objects.create(
        item=run.item,
        sha256=made.sha256,
        rows=made.details["count"],
        time_base=made.details.get("time_base", ""),
        first_pts=made.details.get("first_pts", 0),
    )


def enter_list(hash_list: HashList) -> None:
    """Note the hashes of an imported list. Call in the transaction in which it comes in.

    Their makers state a quality and no structure, and PDQ's own rule is to trust 50 and more.
    """
    listed = hash_list.hashes.values_list("number", "hash", "quality")
    rows = np.zeros(listed.count(), ROW)
    for place, (number, digits, quality) in enumerate(listed.iterator()):
        trusted = quality is None or quality >= PDQ_QUALITY
        rows[place] = (number, WHOLE, trusted * 64, quality or 0, from_hex(digits))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.npy"
        np.save(path, rows)
        kept = keep(path)
    HashBlock.objects.filter(hash_list=hash_list).delete()
    HashBlock.objects.create(hash_list=hash_list, sha256=kept.sha256, rows=len(rows))


def parts() -> list[Part]:
    """All hashes there are at this moment, segment by segment and then the rest."""
    found: list[Part] = []
    # The rest first: a block that is folded meanwhile is then found twice, and never missed.
    tail = list(HashBlock.objects.filter(segment=None))
    for pk, name in HashSegment.objects.values_list("pk", "name"):
        try:
            found.append(segments.opened(name))
        except (OSError, ValueError) as error:
            lost = HashSegment.objects.filter(pk=pk)
            tail += HashBlock.objects.filter(segment=pk)
            if lost.exists():
                logger.warning("The segment %s is made anew: %s", name, error)
                lost.delete()  # its blocks are then in no segment, and are folded again
            else:
                return parts()
    return [*found, Tail(tail)] if tail else found


def fold() -> int:
    """Fold what is in no segment into one, with small segments; how many hashes that were.

    Each segment taken in is at most twice as large as what it is folded with, so there
    are few of them, and a hash is written anew a few times in its life only.
    """
    with _alone() as is_ours:
        tail = list(HashBlock.objects.filter(segment=None)) if is_ours else []
        if not tail:
            return 0
        rows, old = sum(block.rows for block in tail), []
        for segment in HashSegment.objects.order_by("rows"):
            if segment.rows > 2 * rows or rows + segment.rows > MOST_ROWS:
                break
            old.append(segment)
            rows += segment.rows
        _fold(tail, old)
        segments.remove_leftovers(set(HashSegment.objects.values_list("name", flat=True)))
    return rows


def rebuild() -> int:
    """Throw all segments away and lay every hash out anew; how many there are.

    The blocks themselves are made again from the artefacts of the newest runs and from the
    lists.
    """
    with transaction.atomic():
        HashBlock.objects.all().delete()
        HashSegment.objects.all().delete()
        runs = Run.objects.filter(state=State.DONE, artefacts__name=ARTEFACT)
        newest: dict[int, Run] = {}
        for run in runs.select_related("item").order_by("version").iterator():
            newest[run.item_id] = run
        for run in newest.values():
            enter(run)
        for hash_list in HashList.objects.all():
            enter_list(hash_list)
    return fold()


def _fold(tail: Sequence[HashBlock], old: Sequence[HashSegment]) -> None:
    held = HashBlock.objects.filter(segment__in=[segment.pk for segment in old])
    live = np.fromiter(held.values_list("pk", flat=True), np.int64)
    try:
        opened = [segments.opened(segment.name) for segment in old]
    except (OSError, ValueError) as error:
        logger.warning("A segment is made anew: %s", error)
        HashSegment.objects.filter(pk__in=[segment.pk for segment in old]).delete()
        return
    name = segments.write(tail, opened, live)
    rows = sum(block.rows for block in tail) + sum(segment.rows for segment in old)
    with transaction.atomic():
        made = HashSegment.objects.create(name=name, rows=rows)
        # One that was replaced meanwhile has another number by now, and is not touched.
        HashBlock.objects.filter(pk__in=[block.pk for block in tail]).update(segment=made)
        held.update(segment=made)
        HashSegment.objects.filter(pk__in=[segment.pk for segment in old]).delete()
    segments.remove(segment.name for segment in old)


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other process folds; the system lets go of the lock when its holder dies."""
    folder: Path = segments.root()
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)
