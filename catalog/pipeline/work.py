"""Doing one run: own it, work in a folder of its own, land what came of it."""

import errno
import hashlib
import json
import logging
import traceback
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from catalog import containment
from catalog.models import Item, Run, State
from catalog.pipeline.ending import land, release, stopped_sentence
from catalog.pipeline.lease import LEASE, Keeper
from catalog.pipeline.saving import keep_files, load_upstream
from catalog.storage.originals import local_original
from catalog.storage.unfinished import unfinished_folder
from catalog.storage.work import work_folder
from media_tools.errors import Stopped, Unreadable
from media_tools.findings import Findings
from media_tools.media import Kind, Media
from media_tools.step import Job, all_steps

logger = logging.getLogger(__name__)

MAX_FAILURES = 3
BACK_OFF = timedelta(seconds=10)
ROOM_LOOKED_FOR = timedelta(minutes=1)
DISK_FULL = "The disk is full. It is tried again every minute: free some space."


def execute(run_id: int) -> list[Run]:
    """Do one run if it is still to be done. Returns the runs that have become ready.

    A message that comes late or twice finds nothing to claim and does nothing.
    """
    if why := containment.refusal():
        _leave_waiting(run_id, why)
        return []
    run = _claim(run_id)
    if run is None:
        return []
    try:
        with (
            Keeper(run, all_steps()[run.step].time_limit_s) as keeper,
            work_folder(run.owner) as folder,
            unfinished_folder(_same_work(run)) as unfinished,
        ):
            findings = _perform(run, folder, unfinished, keeper)
            return land(run, State.DONE, found=(findings, keep_files(findings)))
    except Unreadable as fault:
        return land(run, State.UNREADABLE, error=str(fault))
    except Stopped:
        return _land_stopped(run)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return _wait_for_room(run)
        logger.warning("%s broke: %s", run, error, exc_info=True)
        return _land_broken(run, error)
    except BaseException:
        # The process is being ended: give the run back at once instead of after its lease.
        release(run, error="The worker was ended while it did this; it is done again.")
        raise


def _leave_waiting(run_id: int, why: str) -> None:
    """Say why it is not begun here. Nothing is lost: the sweep offers it again."""
    waiting = Run.objects.waiting(timezone.now()).filter(pk=run_id)
    if waiting.exclude(error=why).update(error=why):
        logger.warning("Run %s was not begun. %s", run_id, why)


def _claim(run_id: int) -> Run | None:
    """Own the run by one conditional UPDATE, or find that it is not to be had."""
    now, owner = timezone.now(), str(uuid.uuid4())
    mine = (
        Run.objects.waiting(now)
        .filter(pk=run_id, blocked=False)
        .update(
            state=State.RUNNING,
            owner=owner,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
            started_at=now,
            fraction=None,
            note="",
        )
    )
    if not mine:
        return None
    run = Run.objects.select_related("item__original", "item__case").get(pk=run_id)
    if run.item.state == State.WAITING:
        Item.objects.filter(pk=run.item_id, state=State.WAITING).update(state=State.RUNNING)
    return run


def _same_work(run: Run) -> str:
    """A name for this step on these bytes: whoever does it comes to the same findings."""
    version = all_steps()[run.step].version
    ordered = hashlib.sha256(run.ordered.encode()).hexdigest()[:16] if run.ordered else "planned"
    return f"{run.item.original.sha256}-{run.step}-{version}-{ordered}"


def _perform(run: Run, folder: Path, unfinished: Path | None, keeper: Keeper) -> Findings:
    step = all_steps()[run.step]
    original = run.item.original
    upstream = load_upstream(run.item, (*step.needs, *step.after))
    with local_original(original.sha256) as path:
        media = Media(path, original.sha256, Kind(original.kind), original.mime)
        first = run.item.appearances.first()
        name = first.file_name if first else ""
        ordered = json.loads(run.ordered) if run.ordered else {}
        return step.run(Job(media, folder, upstream, keeper.progress, name, unfinished, ordered))


def _land_stopped(run: Run) -> list[Run]:
    """A person asked for it, or the lease went to another worker, who now has the run."""
    run.refresh_from_db(fields=["stop_asked_by"])
    if run.stop_asked_by is None:
        return []
    return land(run, State.BROKEN, error=stopped_sentence(run))


def _wait_for_room(run: Run) -> list[Run]:
    """A full disk is nobody's failure: the run waits until there is room, however long."""
    logger.warning("%s waits: the disk of %s is full", run, settings.DATA_DIR)
    Run.objects.held_by(run.owner).filter(pk=run.pk).update(attempts=F("attempts") - 1)
    release(run, error=DISK_FULL, after=ROOM_LOOKED_FOR)
    return []


def _land_broken(run: Run, error: Exception) -> list[Run]:
    """Our own fault: try again a little later, a few times, then say so in red."""
    sentence = f"{type(error).__name__}: {error}"
    Run.objects.filter(pk=run.pk).update(failures=F("failures") + 1)
    if run.failures + 1 >= MAX_FAILURES:
        trace = traceback.format_exc()[-20_000:]
        return land(run, State.BROKEN, error=sentence, trace=trace)
    release(run, error=sentence, after=BACK_OFF * 3**run.failures)
    return []
