"""A clip is found by pasting a frame of it, mirrored and compressed, as a channel posted it."""

import base64
import io
from pathlib import Path

import pytest
from PIL import ImageOps
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Installation, sign_in
from tests.media_tools.alike import again, by_day
from tests.media_tools.making import make_clip

pytestmark = pytest.mark.journey
# What the browser does when a picture is pasted: the clipboard itself is out of reach here.
PASTE = """(words) => {
  const bytes = Uint8Array.from(atob(words), (one) => one.charCodeAt(0));
  const clipboard = new DataTransfer();
  clipboard.items.add(new File([bytes], "image.png", { type: "image/png" }));
  document.body.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def clip(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The reference of a clip that shows three scenes, a second each."""
    folder: Path = tmp_path_factory.mktemp("slides")
    for second in range(3):
        by_day(40 + second).save(folder / f"slide{second}.png")
    path = make_clip(
        folder / "slides.mp4",
        *("-framerate", "1", "-i", str(folder / "slide%d.png")),
        *("-r", "25", "-c:v", "libx264", "-pix_fmt", "yuv420p"),
    )
    (line,) = installation.manage_json("ingest", str(path), "--case", "LIK", "--wait")
    assert line["state"] == "done"
    return str(line["ref"])


def test_a_clip_is_found_by_pasting_a_frame(page: Page, clip: str) -> None:
    stream = io.BytesIO()
    again(ImageOps.mirror(by_day(41)), 40).save(stream, "PNG")
    sign_in(page)
    page.goto("/search/")
    page.evaluate(PASTE, base64.b64encode(stream.getvalue()).decode())
    page.wait_for_url("**/search/?like=pdq*")
    hit = page.locator(f'.hit[data-ref="{clip}"]')
    expect(hit).to_contain_text("mirrored")
    expect(hit).to_contain_text("0:00:01.0")
    expect(hit.get_by_alt_text("Your picture")).to_be_visible()
    page.reload()
    expect(hit.get_by_alt_text("Your picture")).to_be_visible()
    # From any frame of the grid the same is asked, and the clip is not told to be like itself.
    page.get_by_role("link", name=clip).click()
    page.wait_for_load_state()
    page.keyboard.press("g")
    expect(page.locator(".fgrid [aria-current]")).to_be_focused()
    page.keyboard.press("f")
    page.wait_for_url(f"**/search/?like={clip}**")
    expect(page.locator("#results h1")).to_have_text("No items")
