"""An analyst looks at a clip, by keyboard alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Installation, sign_in
from tests.journeys.making import clip
from tests.media_tools.making import make_clip

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def ref(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A clip of six seconds, scanned."""
    folder: Path = tmp_path_factory.mktemp("review")
    clip(folder / "look.mp4", seconds=6)
    (told,) = installation.manage_json("ingest", str(folder), "--case", "RVW", "--wait")
    return str(told["ref"])


def test_a_picture_is_looked_at_otherwise_and_the_address_says_so(page: Page, ref: str) -> None:
    sign_in(page)
    page.goto(f"/items/{ref}/?show=1")
    page.wait_for_load_state()
    page.locator("#view > summary").press("Enter")
    page.locator("#view [name=gamma]").press("ArrowRight")
    page.locator("#view [name=invert]").press("Space")
    expect(page.locator("#view-said")).to_have_text("changed for looking")
    expect(page).to_have_url(re.compile(r"(?=.*gamma%3A1\.05)(?=.*invert%3A1)"))
    page.goto(page.url + "&show=1")
    page.wait_for_load_state()
    media = page.locator("#media")
    expect(media).to_have_css("filter", 'url("#view-filter")')
    expect(page.locator("#view [name=gamma]")).to_have_value("1.05")
    page.locator("#view > summary").press("Enter")
    page.locator("#view-reset").press("Enter")
    expect(media).to_have_css("filter", "none")
    expect(page).not_to_have_url(re.compile("view="))


def test_a_moment_is_marked_changed_and_gone_back_to_by_key(page: Page, ref: str) -> None:
    sign_in(page)
    page.goto(f"/items/{ref}/?show=1")
    page.wait_for_load_state()
    now = page.locator("#now")
    expect(page.locator("#exact")).to_contain_text("frame 1 of")
    page.keyboard.press("Shift+ArrowRight")
    expect(now).to_have_text("0:00:01.000")
    page.keyboard.press("m")
    expect(page.locator("#mark-label")).to_be_focused()
    page.keyboard.type("flash")
    page.keyboard.press("Enter")
    row = page.locator(".marklist [data-mark]")
    expect(row).to_contain_text("flash")
    expect(row).to_contain_text("0:00:01.000")
    row.get_by_role("link", name="Change the mark").press("Enter")
    expect(page.locator("#mark-label")).to_be_focused()
    page.locator("#mark-note").press_sequentially("over the roof")
    page.locator("#mark-form .primary").press("Enter")
    expect(row).to_contain_text("over the roof")
    expect(row).to_contain_text("in place of one by admin")
    page.keyboard.press("Shift+ArrowRight")
    expect(now).to_have_text("0:00:02.000")
    page.keyboard.press("p")
    expect(now).to_have_text("0:00:01.000")


OPEN_GROUPS = ("-g", "11", "-bf", "2", "-x264-params", "open-gop=1:scenecut=0")
_COPY_LATER = """
from datetime import timedelta
from django.utils import timezone
from catalog.models import Item, Run
copy = Run.objects.filter(item__ref={ref!r}, step="proxy")
copy.get().artefacts.all().delete()
copy.update(state="waiting", ended_at=None, not_before=timezone.now() + timedelta(hours=1))
Item.objects.filter(ref={ref!r}).update(state="running")
"""
_COPY_NOW = """
from django.utils import timezone
from catalog.models import Run
copy = Run.objects.filter(item__ref={ref!r}, step="proxy")
copy.update(not_before=timezone.now(), sent_at=None)
"""


def test_a_copy_that_comes_late_takes_the_place_of_what_the_browser_gave_up(
    page: Page, installation: Installation, ref: str, tmp_path: Path
) -> None:
    picture = ("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=3")
    coded = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", *OPEN_GROUPS)
    path = make_clip(tmp_path / "open.mp4", *picture, *coded)
    (told,) = installation.manage_json("ingest", str(path), "--case", "RVW", "--wait")
    installation.manage("shell", "-c", _COPY_LATER.format(ref=told["ref"]))
    sign_in(page)
    no_clip = {"body": b"no clip", "content_type": "video/mp4"}
    page.route("**/original*", lambda route: route.fulfill(**no_clip))
    page.goto(f"/items/{told['ref']}/?show=1")
    exact = page.locator("#exact")
    expect(exact).to_contain_text("a copy that plays may still come")
    expect(page.locator("#play")).to_be_hidden()
    # Frames and stills do not need it.
    expect(page.locator("#save-still")).to_be_visible()

    installation.manage("shell", "-c", _COPY_NOW.format(ref=told["ref"]))
    expect(page.locator("#play")).to_be_visible()
    expect(exact).to_contain_text("frame 1 of 30")
    page.locator("h1").first.click()
    page.keyboard.press("ArrowRight")
    expect(exact).to_contain_text("frame 2 of 30")


def test_the_frame_on_screen_is_enlarged_and_not_the_still_before_it(page: Page, ref: str) -> None:
    sign_in(page)
    page.goto(f"/items/{ref}/?show=1")
    exact = page.locator("#exact")
    expect(exact).to_contain_text("frame 1 of")
    page.wait_for_load_state()
    page.keyboard.press("ArrowRight")
    expect(exact).to_contain_text("frame 2 of")
    page.keyboard.press("z")
    enlarged = page.locator("#lightbox-exact")
    expect(enlarged).to_contain_text("frame 2 of")
    page.keyboard.press("ArrowRight")
    expect(enlarged).to_contain_text("frame 3 of")
    page.keyboard.press("Escape")
    expect(page.locator("#lightbox")).to_be_hidden()
    expect(exact).to_contain_text("frame 3 of")
    # Stopped before it began: the player is not given up for that.
    page.evaluate("() => { for (const _ of 'ab') document.getElementById('play').click(); }")
    page.keyboard.press("ArrowRight")
    expect(exact).to_contain_text("frame 4 of")
    expect(page.locator("#play")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("l")
    expect(page.locator("#speed")).to_have_value("8")


@pytest.fixture(scope="module")
def short_and_long(
    installation: Installation, ref: str, tmp_path_factory: pytest.TempPathFactory
) -> list[str]:
    """A minute and three hours of tiny pictures, one a second."""
    folder: Path = tmp_path_factory.mktemp("lengths")
    for name, seconds in (("1-minute", 60), ("3-hours", 3 * 3600)):
        picture = f"testsrc=size=64x48:rate=1:duration={seconds}"
        coding = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "60")
        make_clip(folder / f"{name}.mp4", "-f", "lavfi", "-i", picture, *coding)
    told = installation.manage_json("ingest", str(folder), "--case", "RVW", "--wait")
    by_name = {str(one["path"]): str(one["ref"]) for one in told}
    return [by_name[name] for name in sorted(by_name)]


def test_the_page_of_three_hours_is_as_light_as_that_of_a_minute(
    page: Page, short_and_long: list[str]
) -> None:
    sign_in(page)
    weights = []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for one in short_and_long:
        asked.clear()
        page.goto(f"/items/{one}/?show=1")
        expect(page.locator("#exact")).to_contain_text("frame 1 of")
        expect(page.get_by_role("img", name=re.compile("^From 0:00:00.000"))).to_be_visible()
        page.wait_for_load_state("networkidle")
        addresses = {re.sub(r"\d+|\?.*", "", url) for url in asked}
        nodes = page.evaluate("document.querySelectorAll('*').length")
        weights.append((sorted(addresses), nodes))
    assert weights[0] == weights[1]

    # All of its frames are there to scroll through, and still only those in view are in the page.
    page.locator("#density").focus()
    page.keyboard.press("ArrowRight")
    film, slider = page.locator(".film"), page.locator("#density")
    expect(page.locator("#frames-said")).not_to_contain_text(" of ")
    expect(slider).to_have_attribute("aria-valuetext", "all stills")
    expect(slider).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(film.locator(".fr").first).to_be_visible()
    page.keyboard.press("End")
    page.locator("h1").first.click()
    page.keyboard.press("g")
    page.keyboard.press("End")
    expect(film.locator("[aria-current]")).to_have_text("2:59:59.000")
    expect(page.locator("#now")).to_have_text("2:59:59.000")
    assert 0 < film.locator(".fr").count() < 200
