"""A picture of one's own is looked for by upload: hostile until proved otherwise, and not kept."""

from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageOps

from catalog.likeness.lists import read_list
from catalog.models import Case, CustodyAct, CustodyEvent, Item, Original, Sensitivity
from tests.catalog.likeness.conftest import planted, png
from tests.media_tools.alike import by_day
from tests.media_tools.making import make_clip

pytestmark = pytest.mark.django_db

PICTURE = "/search/picture/"


def sent(body: bytes, name: str = "x") -> dict[str, SimpleUploadedFile]:
    return {"picture": SimpleUploadedFile(name, body)}


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_a_picture_leads_to_the_items_it_is_in_and_is_not_kept(
    as_analyst: Client, case: Case, data_dir: Path
) -> None:
    item = planted(case, by_day(1))
    before = (files_in(data_dir), Original.objects.count(), CustodyEvent.objects.count())
    answer = as_analyst.post(PICTURE, sent(png(ImageOps.mirror(by_day(1)))), follow=True)
    assert answer.redirect_chain
    page = answer.content.decode()
    assert item.ref in page
    assert "bits differ" in page
    assert "mirrored" in page
    assert "is not kept" in page
    assert (files_in(data_dir), Original.objects.count(), CustodyEvent.objects.count()) == before
    asked = urlsplit(answer.redirect_chain[-1][0]).query
    assert parse_qs(asked)["like"][0].startswith("pdq:")
    assert len(asked) < 4000


def test_a_clip_is_looked_for_as_well(as_analyst: Client, case: Case, tmp_path: Path) -> None:
    item = planted(case, by_day(1))
    by_day(1).save(tmp_path / "one.png")
    clip = make_clip(
        tmp_path / "clip.webm", "-loop", "1", "-i", str(tmp_path / "one.png"), "-t", "1"
    )
    answer = as_analyst.post(PICTURE, sent(clip.read_bytes()), follow=True)
    assert item.ref in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "Choose, drop or paste"),
        (b"no picture", "neither a picture nor a clip"),
        (b"\xff\xd8\xff" + bytes(3000), "damaged or cut off"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 500, "damaged or cut off"),
        (png(Image.new("RGB", (300, 300))), "too little in it"),
        (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + bytes(range(256)) * 9, "can be decoded"),
    ],
)
def test_whatever_else_is_sent_is_answered_with_a_sentence(
    as_analyst: Client, data_dir: Path, body: bytes, said: str
) -> None:
    before = files_in(data_dir)
    answer = as_analyst.post(PICTURE, sent(body), headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert said in answer.json()["fault"]
    assert files_in(data_dir) == before


def test_pictures_of_a_covered_item_are_not_sent(as_analyst: Client, case: Case) -> None:
    first, second = planted(case, by_day(1)), planted(case, by_day(1).resize((160, 90)))
    for item in (first, second):
        run = item.runs.get(step="scan")
        run.artefacts.create(
            name="thumbnail0", sha256="a" * 64, size_bytes=1, mime="image/jpeg", details={"pts": 0}
        )
    address = f"/search/?like={first.ref}"
    assert as_analyst.get(address).content.decode().count("/artefacts/") == 2
    Item.objects.filter(pk=second.pk).update(sensitivity=Sensitivity.GRAPHIC)
    page = as_analyst.get(address).content.decode()
    assert page.count("/artefacts/") == 1
    assert f"/items/{second.ref}/artefacts/" not in page


def test_what_cannot_be_asked_is_said_on_the_page(as_analyst: Client, case: Case) -> None:
    black = planted(case, Image.new("RGB", (64, 64)))
    for like, said in (
        ("KRM-0999", "There is no item KRM-0999"),
        ("xyz", "Write an item"),
        (black.ref, "cannot be told by likeness"),
    ):
        answer = as_analyst.get("/search/", {"like": like})
        assert answer.status_code == 200
        assert said in answer.content.decode()


def test_the_page_needs_as_many_queries_for_fifty_as_for_one(
    as_analyst: Client, case: Case
) -> None:
    first = planted(case, by_day(1))
    planted(case, by_day(1).resize((160, 90)))
    as_analyst.get("/search/")
    counts = []
    for size in (None, (200, 90), (220, 90), (240, 90)):
        if size:
            planted(case, by_day(1).resize(size))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            as_analyst.get(f"/search/?like={first.ref}")
        counts.append(len(asked))
    assert len(set(counts)) == 1
    assert counts[0] <= 35


def test_a_stranger_learns_nothing(client: Client, case: Case, stranger: User) -> None:
    item = planted(case, by_day(1))
    client.force_login(stranger)
    answer = client.post(PICTURE, {"picture": BytesIO(png(by_day(1)))}, follow=True)
    assert item.ref not in answer.content.decode()
    assert "No items" in answer.content.decode()


def test_the_hashes_of_an_item_are_handed_out_from_its_page(
    as_analyst: Client, case: Case, stranger: User
) -> None:
    item = planted(case, by_day(1))
    run = item.runs.get(step="fingerprints")
    run.measurements.create(
        name="comparable_frames", value=1, uncertainty=0, unit="frames", method="counted"
    )
    page = as_analyst.get(f"/items/{item.ref}/tab?tab=likeness").content.decode()
    assert "1 different frame can be compared" in page
    for form in ("csv", "jsonl"):
        assert f"/items/{item.ref}/hashes.{form}" in page
        answer = as_analyst.get(f"/items/{item.ref}/hashes.{form}")
        (line,) = read_list(answer.content)
        assert len(line.hash) == 64
    assert as_analyst.get(f"/items/{item.ref}/hashes.exe").status_code == 404
    assert item.custody.filter(act=CustodyAct.HASHES_EXPORTED).count() == 2
    as_analyst.force_login(stranger)
    assert as_analyst.get(f"/items/{item.ref}/hashes.csv").status_code == 404
