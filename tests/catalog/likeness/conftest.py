"""Items whose frames are hashed by the real steps, and a search for them."""

import io
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from PIL import Image

from catalog import pipeline, tasks
from catalog.custody.chain import COMMAND_LINE
from catalog.intake import ClaimSheet, receive
from catalog.likeness import store
from catalog.models import Case, HashList, Item, State
from catalog.search.find import Results, find_among
from catalog.search.query import Query
from catalog.storage.derived import keep
from media_tools.likeness.rows import rows_of
from tests.media_tools.alike import by_day, grey_of
from tests.media_tools.making import make_clip

NEEDED = ("probe", "scan", "fingerprints", "grid")


@pytest.fixture(autouse=True)
def nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker is told of the runs: the tests do the few that matter."""
    monkeypatch.setattr(tasks, "send", lambda runs: None)


def png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def hashed(case: Case, body: bytes, name: str = "picture.png") -> Item:
    """An item over these bytes, scanned and hashed."""
    receipt = receive(
        io.BytesIO(body), case=case, file_name=name, actor=COMMAND_LINE, sheet=ClaimSheet()
    )
    assert receipt.item
    for step in NEEDED:
        for run in receipt.item.runs.filter(step=step):
            pipeline.execute(run.pk)
    receipt.item.refresh_from_db()
    return receipt.item


def planted(case: Case, image: Image.Image) -> Item:
    """As ``hashed``, without the children that take most of the time of the real steps."""
    receipt = receive(
        io.BytesIO(png(image)),
        case=case,
        file_name="picture.png",
        actor=COMMAND_LINE,
        sheet=ClaimSheet(),
    )
    assert receipt.item
    greys = grey_of(image)[None]
    made = {
        "scan": {"grey": greys, "grey_frames": np.zeros(1, "<i4")},
        "fingerprints": {"fingerprints": rows_of(greys, np.zeros(1, np.int64))},
    }
    for step, arrays in made.items():
        run = receipt.item.runs.get(step=step)
        run.state, run.blocked = State.DONE, False
        run.save()
        for name, array in arrays.items():
            path = settings.DATA_DIR / f"{name}.npy"
            np.save(path, array)
            kept, details = keep(path), {"count": len(array)}
            run.artefacts.create(name=name, mime="", details=details, **asdict(kept))
        store.enter(run)
    return receipt.item


def slides(folder: Path, *seeds: int) -> bytes:
    """A clip in which each of these scenes stands for a second."""
    for second, seed in enumerate(seeds):
        by_day(seed).save(folder / f"slide{second}.png")
    clip = make_clip(
        folder / "slides.mp4",
        *("-framerate", "1", "-i", str(folder / "slide%d.png")),
        *("-r", "25", "-c:v", "libx264", "-pix_fmt", "yuv420p"),
    )
    return clip.read_bytes()


def found(like: str, **fields: str) -> Results:
    """What is like that, over all cases."""
    query = Query.from_params({"like": like, **fields})
    return find_among(query, Item.objects.all(), lists=HashList.objects.all())


def refs(results: Results) -> list[str]:
    return [hit.item.ref for hit in results.hits]


@pytest.fixture
def as_analyst(client: Client, analyst: User) -> Client:
    """A browser in which the analyst is signed in."""
    client.force_login(analyst)
    return client
