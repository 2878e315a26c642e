"""A whole clip is scrolled through in bounded pages and sheets, however long it is."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from PIL import Image

from catalog.models import Item, Sensitivity
from catalog.review.frames import FIRST_SHOTS
from tests.catalog.review.conftest import add_frames
from tests.catalog.review.test_lanes import add_array

pytestmark = pytest.mark.django_db
KEPT = 25  # every other of the fixture's fifty frames


@pytest.fixture
def filmed(clip: Item, tmp_path: Path) -> Item:
    """The clip with small grey frames, each as bright as its number."""
    scan = clip.runs.get(step="scan")
    numbers = np.arange(0, 2 * KEPT, 2, dtype="<i4")
    greys = np.broadcast_to(numbers.astype("|u1")[:, None, None], (KEPT, 64, 64))
    add_array(scan, tmp_path, "grey", greys, {})
    add_array(scan, tmp_path, "grey_frames", numbers, {})
    Item.objects.update(sensitivity=Sensitivity.NOT_GRAPHIC)
    return clip


def ticks(body: bytes) -> tuple[list[int], list[float]]:
    return np.frombuffer(body[:24], "<i8").tolist(), np.cumsum(np.frombuffer(body[24:])).tolist()


def test_the_times_of_all_frames_come_as_exact_ticks(as_analyst: Client, clip: Item) -> None:
    head, pts = ticks(as_analyst.get(reverse("item-frame-times", args=[clip.ref])).content)
    assert head == [1, 30000, 900]
    assert pts == [number * 3000 for number in range(50)]


def test_three_hours_of_frame_times_are_a_small_answer(
    as_analyst: Client, clip: Item, tmp_path: Path
) -> None:
    table = clip.runs.get(step="scan").artefacts.filter(name="frame_times")
    table.delete()
    every = (900 + np.arange(3 * 3600 * 25) * 1200).astype("<i8")
    details = {"time_base": "1/30000", "first_pts": 900}
    add_array(clip.runs.get(step="scan"), tmp_path, "frame_times", every, details)
    answer = as_analyst.get(
        reverse("item-frame-times", args=[clip.ref]), headers={"Accept-Encoding": "gzip"}
    )
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 20_000


def test_a_sheet_holds_the_frames_that_it_says(as_analyst: Client, filmed: Item) -> None:
    _, pts = ticks(as_analyst.get(reverse("item-film-times", args=[filmed.ref])).content)
    assert pts == [number * 3000 for number in range(0, 50, 2)]
    address = reverse("item-film", args=[filmed.ref])
    answer = as_analyst.get(address, {"first": 3, "stride": 2})
    sheet = np.asarray(Image.open(BytesIO(answer.content)))
    assert sheet.shape == (128, 640)
    assert sheet[32, 32::64].tolist() == list(range(6, 46, 4))
    assert sheet[96, 32] == 46
    for wrong in (
        {},
        {"first": -1, "stride": 1},
        {"first": 0, "stride": 0},
        {"first": 25, "stride": 1},
    ):
        assert as_analyst.get(address, wrong).status_code == 404


def test_a_covered_clip_gives_no_sheet_unless_asked(as_analyst: Client, filmed: Item) -> None:
    Item.objects.update(sensitivity=Sensitivity.GRAPHIC)
    address = f"{reverse('item-film', args=[filmed.ref])}?first=0&stride=1"
    assert as_analyst.get(address).status_code == 404
    shown = as_analyst.get(f"{address}&show=1")
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]


def test_a_stranger_learns_nothing_of_the_film(stranger: User, filmed: Item) -> None:
    client = Client()
    client.force_login(stranger)
    for name in ("item-film", "item-film-times", "item-frame-times"):
        address = reverse(name, args=[filmed.ref])
        assert client.get(address, {"first": 0, "stride": 1}).status_code == 404


def test_the_grid_opens_with_a_few_frames_of_many(
    as_analyst: Client, clip: Item, tmp_path: Path
) -> None:
    scan = clip.runs.get(step="scan")
    scan.frames.all().delete()
    add_frames(scan, tmp_path, 100)
    scan.frames.filter(pts__gt=900 + 97 * 3000).update(reason="scene")
    page = as_analyst.get(clip.get_absolute_url()).content.decode()
    assert page.count('class="fr') == FIRST_SHOTS
    address = reverse("item-frames", args=[clip.ref])
    for which, count in (
        ("few", FIRST_SHOTS),
        ("all", 100),
        ("scene", 2),
        ("nonsense", FIRST_SHOTS),
    ):
        shown = as_analyst.get(address, {"which": which}).content.decode()
        assert shown.count('class="fr') == count, which
