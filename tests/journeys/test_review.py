"""An analyst looks at a clip, by keyboard alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Installation, sign_in
from tests.journeys.making import clip

pytestmark = pytest.mark.journey
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def ref(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A clip of six seconds, scanned."""
    folder: Path = tmp_path_factory.mktemp("review")
    clip(folder / "look.mp4", seconds=6)
    installation.manage(
        "shell", "-c", "from catalog.models import Case\nCase.objects.create(code='RVW', title='-')"
    )
    (told,) = installation.manage_json("ingest", str(folder), "--case", "RVW", "--wait")
    return str(told["ref"])


def test_a_moment_is_marked_changed_and_gone_back_to_by_key(page: Page, ref: str) -> None:
    sign_in(page)
    page.goto(f"/items/{ref}/?show=1")
    page.wait_for_load_state()
    now = page.locator("#now")
    expect(page.locator("#exact")).to_contain_text("frame 1 of", timeout=PATIENCE_MS)
    page.keyboard.press("Shift+ArrowRight")
    expect(now).to_have_text("0:00:01.000", timeout=PATIENCE_MS)
    page.keyboard.press("m")
    expect(page.locator("#mark-label")).to_be_focused()
    page.keyboard.type("flash")
    page.keyboard.press("Enter")
    row = page.locator(".marklist [data-mark]")
    expect(row).to_contain_text("flash", timeout=PATIENCE_MS)
    expect(row).to_contain_text("0:00:01.000")
    row.get_by_role("link", name="Change the mark").press("Enter")
    expect(page.locator("#mark-label")).to_be_focused(timeout=PATIENCE_MS)
    page.locator("#mark-note").press_sequentially("over the roof")
    page.locator("#mark-form .primary").press("Enter")
    expect(row).to_contain_text("over the roof", timeout=PATIENCE_MS)
    expect(row).to_contain_text("in place of one by admin")
    page.keyboard.press("Shift+ArrowRight")
    expect(now).to_have_text("0:00:02.000", timeout=PATIENCE_MS)
    page.keyboard.press("p")
    expect(now).to_have_text("0:00:01.000", timeout=PATIENCE_MS)
