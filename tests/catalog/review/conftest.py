"""An item as the pipeline leaves it, its pictures small but real."""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from PIL import Image

from catalog import tasks
from catalog.custody.chain import Actor
from catalog.intake import ClaimSheet, receive
from catalog.models import Artefact, Case, Frame, Item, Run, State
from catalog.storage.derived import keep

FRAME_TICKS = 3000


@pytest.fixture(autouse=True)
def nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about pages: no worker is told of the runs."""
    monkeypatch.setattr(tasks, "send", lambda runs: None)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what happens once a day: no midnight comes in the middle of the test."""
    today = timezone.now().replace(hour=12)
    monkeypatch.setattr(timezone, "now", lambda: today)


def take_in(case: Case, person: User, body: bytes, name: str = "clip.mp4", **sheet: Any) -> Item:
    """An item over these bytes, none of its steps run."""
    receipt = receive(
        BytesIO(body),
        case=case,
        file_name=name,
        actor=Actor.of(person),
        sheet=ClaimSheet(**sheet),
    )
    assert receipt.item
    return receipt.item


def finish(item: Item, step: str, **fields: Any) -> Run:
    """The item's run of a step, ended well."""
    run = item.runs.get(step=step)
    for name, value in {"state": State.DONE, "blocked": False, **fields}.items():
        setattr(run, name, value)
    run.started_at = run.ended_at = timezone.now()
    run.save()
    return run


def add_frames(run: Run, tmp_path: Path, count: int, reason: str = "even") -> list[Frame]:
    """Frames a tenth of a second apart, all alike, whose clip begins at tick 900."""
    path = tmp_path / "frame.jpg"
    Image.new("RGB", (64, 36), (90, 60, 30)).save(path)
    kept = keep(path)
    return Frame.objects.bulk_create(
        Frame(
            run=run,
            pts=900 + number * FRAME_TICKS,
            time_base="1/30000",
            start_pts=900,
            sha256=kept.sha256,
            width=64,
            height=36,
            reason=reason,
        )
        for number in range(count)
    )


def add_frame_times(run: Run, tmp_path: Path, count: int) -> Artefact:
    """The table of all frames, as the scan leaves it."""
    path = tmp_path / "frame_times.npy"
    np.save(path, (900 + np.arange(count) * FRAME_TICKS).astype("<i8"))
    kept = keep(path)
    return Artefact.objects.create(
        run=run,
        name="frame_times",
        sha256=kept.sha256,
        size_bytes=kept.size_bytes,
        mime="application/x-npy",
        details={"time_base": "1/30000", "first_pts": 900, "dtype": "<i8"},
    )


@pytest.fixture
def mp4() -> bytes:
    """Bytes that begin as an MP4 does; no test here decodes them."""
    return b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + bytes(range(256)) * 40


@pytest.fixture
def clip(case: Case, analyst: User, mp4: bytes, tmp_path: Path) -> Item:
    """A clip whose scan is done, with five frames."""
    item = take_in(case, analyst, mp4)
    finish(item, "probe")
    scan = finish(item, "scan")
    add_frames(scan, tmp_path, 5)
    add_frame_times(scan, tmp_path, 50)
    return item


@pytest.fixture
def as_analyst(analyst: User) -> Client:
    """A browser in which the analyst is signed in."""
    client = Client()
    client.force_login(analyst)
    return client
