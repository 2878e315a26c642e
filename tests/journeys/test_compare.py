"""Two clips are put aside, laid on one clock, played together and tied, by keyboard alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.journeys.conftest import Installation, press_together, sign_in
from tests.journeys.making import clip
from tests.journeys.test_accessibility import findings

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def refs(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Clips of eight, five and three seconds, made of different bytes."""
    folder: Path = tmp_path_factory.mktemp("pairs")
    clip(folder / "long.mp4", seconds=8)
    clip(folder / "medium.mp4", seconds=5, tone=880)
    clip(folder / "short.mp4", seconds=3, tone=220)
    told = installation.manage_json("ingest", str(folder), "--case", "CMP", "--wait")
    return sorted(one["ref"] for one in told)


def play(page: Page, *drifts: Locator) -> None:
    """Press play until each has played: one that cannot begin for seconds is left out."""
    for _ in range(10):
        page.keyboard.press("k")
        try:
            for drift in drifts:
                expect(drift).to_contain_text("drift", timeout=20_000)
        except AssertionError:
            continue
        return
    raise AssertionError(page.locator("#said").inner_text())


def test_two_clips_are_played_on_one_clock_and_tied(page: Page, refs: list[str]) -> None:
    sign_in(page)
    for ref in refs[:2]:
        page.goto(f"/items/{ref}/")
        page.keyboard.press("c")
        put_aside = page.get_by_role("button", name="Put aside to compare")
        expect(put_aside).to_be_visible()
        page.wait_for_load_state()
    press_together(page, "g", "c")
    expect(page.locator(".tile")).to_have_count(2)
    page.wait_for_load_state()
    drifts = page.locator(".tile .drift")
    play(page, drifts.first, drifts.last)

    # The first clip stands at its second second; the same moment is the third of the other.
    def stand_at(seconds: int) -> None:
        for _ in range(10):
            page.keyboard.press("Shift+ArrowLeft")
        for _ in range(seconds):
            page.keyboard.press("Shift+ArrowRight")

    page.keyboard.press("1")
    stand_at(2)
    page.keyboard.press("t")
    page.keyboard.press("2")
    stand_at(3)
    page.keyboard.press("t")
    expect(page.locator("#said")).to_contain_text("is tied to")
    expect(drifts.first).to_contain_text("drift")
    expect(page).to_have_url(re.compile(r"%40-1\.0"))
    page.reload()
    expect(page.locator(".how").last).to_contain_text("by hand")


def test_a_clip_that_never_comes_does_not_hold_the_other(page: Page, refs: list[str]) -> None:
    sign_in(page)
    held: list[Route] = []
    page.route(
        re.compile(rf"/items/{refs[1]}/(original|artefacts)"),
        lambda route: (
            held.append(route) if route.request.resource_type == "media" else route.continue_()
        ),
    )
    page.goto(f"/compare/?item={refs[0]}&item={refs[1]}", wait_until="domcontentloaded")
    play(page, page.locator(".tile .drift").first)
    expect(page.locator("#said")).to_contain_text(f"{refs[1]} cannot be played now")
    # What is never answered would be an error of the test's own.
    for route in held:
        route.fulfill(body=b"", content_type="video/mp4")


def test_three_clips_are_compared_kept_and_exported_by_keyboard(
    page: Page, browser: Browser, refs: list[str], installation: Installation, tmp_path: Path
) -> None:
    sign_in(page)
    page.goto("/compare/?" + "&".join(f"item={ref}" for ref in refs))
    page.wait_for_load_state()
    for key in ("x", "Shift+ArrowRight", "Enter", "Enter"):
        page.keyboard.press(key)
    page.keyboard.type("the same lamp post")
    page.keyboard.press("Enter")
    spot = page.locator("#spots li")
    expect(spot).to_contain_text(re.compile(f"{refs[0]} at .*55 % across.*{refs[1]} at .*50 %"))
    page.keyboard.press("s")
    page.keyboard.type("Вспышка from three sides")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Вспышка from three sides")).to_be_visible()
    page.wait_for_load_state()
    assert findings(page, {}) == []
    page.keyboard.press("e")
    page.keyboard.type("1 2")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "exported.html")

    hashes = [installation.manage_json("show", ref)[0]["sha256"] for ref in refs]
    alone = browser.new_context(offline=True, java_script_enabled=False)
    reader = alone.new_page()
    reader.goto((tmp_path / "exported.html").as_uri())
    for sha256 in hashes:
        expect(reader.locator("body")).to_contain_text(sha256)
    expect(reader.locator("body")).to_contain_text("the same lamp post")
    drawn = "images => images.filter(one => one.complete && one.naturalWidth > 0).length"
    assert reader.locator("img").evaluate_all(drawn) == 6
    alone.close()
