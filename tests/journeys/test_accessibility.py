"""Every kind of page, held against axe-core: nothing serious stands between a person and it."""

from pathlib import Path
from typing import Literal

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Installation, sign_in
from tests.journeys.making import photo

pytestmark = pytest.mark.journey

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
FINDINGS = """async (rules) => (await axe.run(document, { resultTypes: ["violations"], ...rules }))
  .violations
  .filter(({ impact }) => ["serious", "critical"].includes(impact))
  .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)"""
# Keys that something on the page answers, and that its list of keys does not name.
UNTOLD = """() => {
  const list = document.getElementById("keys");
  if (!list) return [];
  const words = (row) => [...row.children].map((kbd) => kbd.textContent.toLowerCase());
  const told = [...list.querySelectorAll("dt")]
    .flatMap((row) => [words(row).join(" "), ...words(row)]);
  const answered = [...document.querySelectorAll("[data-key]")].map((one) => one.dataset.key);
  return answered.filter((key) => !told.includes(key)).map((key) => `${key} is not listed`);
}"""
CONTRAST = {"runOnly": ["color-contrast"]}
PAGES = (
    "/search/",
    "/items/{ref}/",
    "/items/{ref}/?tab=custody",
    "/items/{ref}/?tab=claims",
    "/items/{ref}/?tab=appearances",
    "/items/{ref}/?tab=comments",
    "/items/{ref}/claims/new",
    "/claims/{claim}/",
    "/claims/{claim}/assess",
    "/comments/item/{item}/",
    "/incidents/",
    "/incidents/new",
    "/incidents/{incident}/",
    "/incidents/{incident}/edit",
    "/assessments/",
    "/contradictions/",
    "/compare/",
    "/compare/kept/",
    "/mentions/",
    "/assigned/",
    "/admin/",
    "/admin/upload/",
    "/admin/catalog/source/",
    "/admin/catalog/item/{item}/change/",
    "/admin/catalog/incident/{incident}/change/",
)
THEMES: tuple[tuple[Literal["light", "dark"], dict[str, list[str]]], ...] = (
    ("light", CONTRAST),
    ("dark", {}),
)


@pytest.fixture(scope="module")
def keys(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An item with a claim, a comment and an incident that it shows."""
    path = tmp_path_factory.mktemp("axe") / "phone.jpg"
    photo(path, taken="2023:05:03 02:27:04", offset="+03:00", latitude=55.3, longitude=44.02)
    told = ["--case", "AXE", "--source", "@kar_north", "--claimed-time", "3 May 2023 14:27 MSK"]
    (item,) = installation.manage_json("ingest", str(path), *told, "--wait")
    made = installation.manage(
        "shell",
        "-v0",
        "-c",
        "from datetime import UTC, datetime\n"
        "from django.contrib.auth.models import User\n"
        "from catalog import incidents\n"
        "from catalog.comments.say import say\n"
        "from catalog.custody.chain import Actor\n"
        "from catalog.models import Incident, IncidentRole, Item, LinkStatus\n"
        f"item = Item.objects.get(ref={item['ref']!r})\n"
        "actor = Actor.of(User.objects.get(username='admin'))\n"
        "at = datetime(2023, 5, 2, 23, 27, tzinfo=UTC)\n"
        "burst = Incident.objects.create(case=item.case, title='Burst', earliest=at, latest=at)\n"
        "incidents.link(burst, item, IncidentRole.SHOWS, LinkStatus.CONFIRMED, actor)\n"
        "say(item, 'Look at the *shadow*.', actor)\n"
        "print(item.pk, item.claims.first().pk, burst.pk)\n",
    )
    numbers = dict(zip(("item", "claim", "incident"), made.split(), strict=True))
    return {"ref": str(item["ref"]), **numbers}


def findings(page: Page, rules: dict[str, list[str]]) -> list[str]:
    page.evaluate(AXE)
    found: list[str] = page.evaluate(FINDINGS, rules)
    return found


def test_no_page_has_a_serious_finding_in_either_theme_or_on_a_phone(
    page: Page, keys: dict[str, str]
) -> None:
    wrong: dict[str, list[str]] = {}
    page.goto("/login/")
    wrong["/login/"] = findings(page, {})
    sign_in(page)
    for address in (pattern.format(**keys) for pattern in PAGES):
        answer = page.goto(address)
        assert answer and answer.status == 200, address
        page.wait_for_load_state("networkidle")
        for theme, rules in THEMES:
            # The pages follow what the server wrote, the admin what the browser prefers.
            page.emulate_media(color_scheme=theme)
            page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            wrong[f"{address} {theme}"] = findings(page, rules)
        page.set_viewport_size({"width": 390, "height": 844})
        wrong[f"{address} on a phone"] = findings(page, {})
        page.set_viewport_size({"width": 1440, "height": 900})
        wrong[f"{address} keys"] = page.evaluate(UNTOLD)
    assert {address: told for address, told in wrong.items() if told} == {}


@pytest.mark.parametrize("width", [390, 1024])
def test_the_header_stays_on_one_line_and_its_menus_on_the_page(
    page: Page, keys: dict[str, str], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page)
    page.goto(f"/items/{keys['ref']}/")
    page.wait_for_load_state("networkidle")
    bar = page.locator("header.bar").bounding_box()
    assert bar and bar["height"] <= 48
    for menu in page.locator("header.bar details.menu").all():
        menu.locator("summary").click()
        sheet = menu.locator(".sheet").bounding_box()
        assert sheet and sheet["x"] >= 0 and sheet["x"] + sheet["width"] <= width
        menu.locator("summary").click()
    page.goto("/search/")
    if width == 390:
        tabs = page.get_by_role("navigation", name="Main, below")
        tabs.get_by_role("link", name="Compare").click()
        page.wait_for_url("**/compare/**")
