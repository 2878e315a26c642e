"""A circle is drawn and a night is brushed, the counts follow, a hit is opened and left again."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Installation, drag, middle, sign_in
from tests.journeys.making import photo

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def refs(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """By name: a night and the day after it over one place, and the night 25 km away."""
    folder: Path = tmp_path_factory.mktemp("places")
    here, there = {"latitude": 55.25, "longitude": 44.0}, {"latitude": 55.25, "longitude": 44.375}
    photo(folder / "night.jpg", taken="2023:05:03 02:43:10", offset="+03:00", **here)
    photo(folder / "day.jpg", taken="2023:05:04 13:00:00", offset="+03:00", **here)
    photo(folder / "far.jpg", taken="2023:05:03 02:43:20", offset="+03:00", **there)
    told = installation.manage_json("ingest", str(folder), "--case", "DRW", "--wait")
    return {Path(one["path"]).stem: one["ref"] for one in told}


def shown(page: Page, words: str) -> None:
    expect(page.locator("#results h1")).to_contain_text(words)


@pytest.fixture
def search(page: Page, refs: dict[str, str]) -> Page:
    sign_in(page)
    page.goto("/search/?case=DRW")
    page.wait_for_load_state()
    shown(page, "3 items")
    return page


def western(page: Page) -> tuple[float, float]:
    """Where the place in the west is on the screen."""
    dots = page.locator("#map .map-dot")
    expect(dots).to_have_count(3)
    return min(middle(dots.nth(number)) for number in range(3))


def test_draw_a_circle_brush_a_night_open_a_hit_and_come_back(
    search: Page, refs: dict[str, str]
) -> None:
    x, y = western(search)
    search.get_by_role("button", name="Draw a circle").click()
    drag(search, (x, y), (x + 60, y))
    shown(search, "2 items: 2 certain, 0 possible")
    expect(search.locator("#near")).to_have_value(re.compile(r"55\.2[45]\d*, 4[34]\."))

    bars = search.locator("#hist .col")
    drag(search, middle(bars.first), middle(bars.nth(bars.count() // 3)))
    shown(search, "1 item: 1 certain, 0 possible")
    expect(search).to_have_url(re.compile("from="))
    address = search.url
    assert "within=" in address

    search.keyboard.press("j")
    search.keyboard.press("Enter")
    search.wait_for_url(f"**/items/{refs['night']}/")
    search.go_back()
    shown(search, "1 item: 1 certain, 0 possible")
    expect(search).to_have_url(address)
    expect(search.locator(f'.hit[data-ref="{refs["night"]}"]')).to_have_attribute(
        "aria-current", "true"
    )


def test_a_box_and_a_polygon_are_drawn(search: Page, refs: dict[str, str]) -> None:
    x, y = western(search)
    search.get_by_role("button", name="Draw a box").click()
    drag(search, (x - 12, y - 40), (x + 40, y + 40))
    shown(search, "2 items: 2 certain")
    search.go_back()
    shown(search, "3 items")

    search.get_by_role("button", name="Draw a polygon").click()
    x, y = western(search)
    corners = [(x - 12, y - 50), (x + 60, y - 40), (x + 60, y + 50), (x - 12, y + 50)]
    for corner in [*corners, corners[0]]:
        search.mouse.click(*corner)
    shown(search, "2 items: 2 certain")
    expect(search).to_have_url(re.compile("polygon="))


def test_a_polygon_that_crosses_itself_leaves_the_map_where_it_was(search: Page) -> None:
    x, y = western(search)
    scale = search.locator("#map .leaflet-control-scale-line")
    before = scale.inner_text()
    search.get_by_role("button", name="Draw a polygon").click()
    for corner in [(0, -50), (60, 50), (60, -40), (0, 50), (0, -50)]:
        search.mouse.click(x + corner[0], y + corner[1])
    expect(search.get_by_role("alert")).to_contain_text("must not cross: they do near 55.")
    expect(scale).to_have_text(before)


def test_a_circle_is_drawn_and_widened_by_keys_alone(search: Page) -> None:
    search.keyboard.press("d")
    said = search.locator("#draw-said")
    expect(said).to_contain_text("Enter searches")
    search.keyboard.press("Escape")
    expect(said).to_be_empty()

    # The circle about the middle of the map, between the two places, then as far as both.
    search.keyboard.press("d")
    for _ in range(4):
        search.keyboard.press("<")
    search.keyboard.press("Enter")
    shown(search, "No items")
    grip = search.get_by_role("slider", name="Radius of the circle")
    grip.focus()
    for _ in range(9):
        search.keyboard.press(">")
    search.keyboard.press("Enter")
    shown(search, "3 items: 3 certain")
