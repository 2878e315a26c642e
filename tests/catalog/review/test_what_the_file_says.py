"""From the bytes and their name to the page: dates, lens and hints as the exif step reads them."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from django.urls import reverse

from catalog import pipeline
from catalog.dossier import dossier
from catalog.facts import readings_by_meaning, standing_runs
from catalog.formats import MINUS
from catalog.models import Case, Extent, Facet, Item
from catalog.review.fact_words import Fact
from catalog.review.facts_table import facts_table
from tests.catalog.review.conftest import take_in
from tests.media_tools.making import jpeg_bytes
from tests.media_tools.test_exif_golden import golden_exif

pytestmark = pytest.mark.django_db(transaction=True)

# The camera says 22:15:30+03:00 of this day; its file says four days later, in UTC.
NAME = "PXL_20230518_191530250.jpg"


@pytest.fixture
def picture(case: Case, analyst: User) -> Item:
    """A photograph whose file's name says another day, read but not decoded."""
    exif = golden_exif()
    exif.get_ifd(0x8825)[16] = "T"
    exif[0x0110] = "p\u202eenohP".encode()
    item = take_in(case, analyst, jpeg_bytes(exif), NAME)
    for step in ("probe", "exif"):
        pipeline.execute(item.runs.get(step=step).pk)
    item.refresh_from_db()
    return item


def facts(item: Item, question: str, kind: str = "embedded") -> list[Fact]:
    rows = facts_table(
        item, list(standing_runs(item).values()), readings_by_meaning(item), AnonymousUser()
    )
    return [
        fact
        for row in rows
        if row.question == question
        for cell in row.cells
        if cell.kind == kind
        for fact in cell.facts
    ]


def test_the_name_is_shown_as_a_hint_and_never_counts_as_captured(picture: Item) -> None:
    (captured,) = facts(picture, "Time")
    (named,) = facts(picture, "Time", "claimed")
    assert captured.tag == "EXIF DateTimeOriginal"
    assert named.value.startswith("2023-05-18 19:15:30")
    assert named.lines[0].startswith("only a hint: the file's name says when it was made")
    assert named.lines[1:] == (NAME, "UTC by this program's custom")
    known = dossier(picture)
    assert len(known["embedded"]["captured"]) == 1
    (hint,) = known["named"]
    assert (hint["pattern"], hint["of"]) == ("Pixel camera", "made")
    assert Extent.objects.filter(item=picture, facet=Facet.TIME).count() == 1


def test_a_name_of_another_day_is_told(picture: Item) -> None:
    (warning,) = dossier(picture)["warnings"]
    assert warning.startswith("The name of the file hints at another time")


def test_the_wedge_on_the_map_is_as_wide_as_the_camera_saw(picture: Item) -> None:
    camera = Extent.objects.get(item=picture, facet=Facet.CAMERA)
    view = dossier(picture)["embedded"]["field_of_view"]
    assert (camera.heading_deg, camera.field_of_view_deg) == (271.25, view["horizontal_deg"])
    words = [fact.value for fact in facts(picture, "View")]
    assert f"field of view {view['horizontal_deg']}° ± {view['error_deg']}°" in words


def test_a_height_names_what_it_counts_from(picture: Item) -> None:
    (where,) = facts(picture, "Camera")
    assert where.lines == (f"altitude {MINUS}41.5 m above the ellipsoid",)
    assert dossier(picture)["embedded"]["position"]["altitude_reference"] == "ellipsoid"


def test_the_bytes_of_a_tag_stand_beside_what_hides_in_it(
    picture: Item, analyst: User, client: Client
) -> None:
    client.force_login(analyst)
    address = reverse("item-tab", args=[picture.ref])
    page = client.get(address, {"tab": "readings", "words": "Model"})
    shown = page.content.decode()
    assert "p[U+202E]enohP" in shown
    assert "\u202e" not in shown
    assert "p\u202eenohP".encode().hex() in shown
