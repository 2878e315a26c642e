"""A place and a viewpoint set on the map, and told by its fields: by pointer and by keys alone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PASSWORD, Installation, drag, middle, sign_in

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def analyst(installation: Installation) -> str:
    """The name of somebody who may upload."""
    installation.manage(
        "shell",
        "-c",
        "from django.contrib.auth.models import User\n"
        "from catalog.models import Case, Membership\n"
        f"person = User.objects.create_user('mapper', password={PASSWORD!r})\n"
        "case = Case.objects.create(code='MAP', title='Maps')\n"
        "Membership.objects.create(case=case, person=person, role='lead')\n",
    )
    return "mapper"


@pytest.fixture
def upload(page: Page, analyst: str) -> Page:
    """The upload page with its map."""
    sign_in(page, analyst)
    page.goto("/admin/upload/")
    expect(page.locator(".claim-map .leaflet-control-zoom")).to_be_visible()
    return page


def handle(page: Page, kind: str, part: str) -> Locator:
    return page.locator(f".claim-handle.{kind}.{part}")


def says(page: Page, field: str, *words: str) -> None:
    for said in words:
        expect(page.locator(f"#{field}-read")).to_contain_text(said)


def test_by_keys_alone(upload: Page) -> None:
    press = upload.keyboard.press
    upload.locator("#camera").fill("55.29066, 44.01179 ± 150 m")
    says(upload, "viewpoint", "no heading stated", "zone there: Europe/Moscow")
    heading, error, view = (
        upload.locator(f"#upload [name={name}]")
        for name in ("heading", "heading_error", "field_of_view")
    )
    handle(upload, "viewpoint", "centre").focus()
    for key in ("Shift+]", "]", "]", "[", "."):
        press(key)
    expect(upload.locator("#camera")).to_have_value("55.29066, 44.01179 ± 170 m")
    expect(heading).to_have_value("11")
    # Neither an error nor a width was stated, and turning the camera states none.
    expect(error).to_have_value("")
    expect(view).to_have_value("")
    press("ArrowRight")
    expect(upload.locator("#camera")).to_have_value(re.compile(r"55\.29066, 44\.01\d+ ± 170 m"))
    says(upload, "viewpoint", "looks towards 11° true")
    # The keyboard stays on the handle when the answer has come and the map is drawn anew.
    expect(handle(upload, "viewpoint", "centre")).to_be_focused()
    handle(upload, "viewpoint", "view").focus()
    press("ArrowUp")
    handle(upload, "viewpoint", "error").focus()
    press("Shift+ArrowUp")
    says(upload, "viewpoint", "11° true ± 10°", "view 61°")
    expect(handle(upload, "viewpoint", "error")).to_have_attribute("aria-valuetext", "10°")
    press("Delete")
    expect(error).to_have_value("")
    # Enter on the map itself puts the thing seen into its middle.
    upload.locator("[name=map-sets][value=place]").check(force=True)
    upload.locator(".claim-map .map").focus()
    press("Enter")
    expect(upload.locator("#place")).to_have_value(re.compile(r"^55\.\d+, 44\.\d+ ± \d+ m$"))
    # The place in another notation, also by keys.
    upload.context.grant_permissions(["clipboard-read", "clipboard-write"])
    upload.locator("#place").fill("55.30022, 44.02063 ± 34 m")
    says(upload, "place", "read as 55.30022, 44.02063 ± 34 m")
    upload.locator("#place-read summary").press("Enter")
    row = upload.locator("#place-read .notations li", has_text="MGRS")
    row.get_by_role("button").press("Enter")
    expect(row.get_by_role("button")).to_have_text("Copied")
    assert upload.evaluate("navigator.clipboard.readText()") == "38U MG 37820 28637"


def test_by_pointer(upload: Page) -> None:
    upload.locator(".claim-map .map").click(position={"x": 150, "y": 200})
    expect(upload.locator("#place")).to_have_value(re.compile(r" ± \d+ m$"))
    upload.locator("#place").fill("")
    # What is said above the map moves it, so nothing more may be on its way.
    expect(upload.locator("#place-read")).to_be_empty()
    upload.locator("#camera").fill("38U MG 37820 28637")
    upload.locator("#upload [name=heading]").fill("0")
    says(upload, "viewpoint", "MGRS", "looks towards 0° true")
    upload.locator(".claim-map").scroll_into_view_if_needed()
    x, y = middle(handle(upload, "viewpoint", "centre"))
    drag(upload, middle(handle(upload, "viewpoint", "heading")), (x + 90, y))
    expect(upload.locator("#upload [name=heading]")).to_have_value("90")
    # The words of the place are rewritten only when the place itself is moved.
    expect(upload.locator("#camera")).to_have_value("38U MG 37820 28637")
    drag(upload, middle(handle(upload, "viewpoint", "view")), (x + 60, y + 60))
    expect(upload.locator("#upload [name=field_of_view]")).to_have_value("90")
    drag(upload, middle(handle(upload, "viewpoint", "radius")), (x - 120, y))
    expect(upload.locator("#camera")).to_have_value(re.compile(r"^55\.300221, 44\.020624 ± \d+ m$"))
    drag(upload, middle(handle(upload, "viewpoint", "centre")), (x + 30, y + 30))
    expect(upload.locator("#camera")).not_to_have_value(re.compile(r"^55\.300221, 44\.020624"))


def test_the_fields_are_the_truth(upload: Page) -> None:
    upload.locator("#place").fill("55.3, 44.02 ± 120 m")
    expect(handle(upload, "place", "centre")).to_have_count(1)
    upload.locator("#place").fill("by the old bridge")
    says(upload, "place", "was not understood as a place")
    expect(handle(upload, "place", "centre")).to_have_count(0)
    upload.locator("#place").fill("89.5, 10 ± 1 km")
    says(upload, "place", "89.5000, 10.0000 ± 1,000 m")
    expect(upload.locator("[data-beyond]")).to_contain_text("The map ends at 85° of latitude.")
    expect(handle(upload, "place", "centre")).to_have_count(0)
    # Where one field holds all of a viewpoint, all of it is written.
    written = upload.evaluate(
        """async () => {
          const { writeClaim } = await import("/static/sightline/claim_fields.js");
          const sheet = document.createElement("form");
          sheet.innerHTML = '<input data-claim="viewpoint" value="38U MG 37820 28637">';
          const claim = { latitude: 55.300217, longitude: -44.5, radiusM: 12, headingDeg: 27,
            headingErrorDeg: 10, fieldOfViewDeg: 61.5, heightM: 12 };
          writeClaim(sheet, "viewpoint", claim, { headingDeg: 27 });
          return sheet.firstElementChild.value;
        }"""
    )
    assert written == ("55.300217, -44.50000 ± 12 m, heading 27° ± 10°, fov 61.5°, height 12 m")


def test_across_the_antimeridian_a_click_stays_under_the_pointer(upload: Page) -> None:
    upload.locator("#place").fill("-17.5, 179.99 ± 2 km")
    expect(handle(upload, "place", "centre")).to_have_count(1)
    upload.locator(".claim-map").scroll_into_view_if_needed()
    x, y = middle(handle(upload, "place", "centre"))
    upload.locator("[name=map-sets][value=viewpoint]").check(force=True)
    upload.mouse.click(x + 150, y)
    expect(upload.locator("#camera")).to_have_value(re.compile(r"^-17\.5\d*, -179\.\d+ ± "))
    says(upload, "viewpoint", "read as")
    assert middle(handle(upload, "viewpoint", "centre")) == pytest.approx((x + 150, y), abs=2)
