"""A newcomer's first day: upload, watch, review, find; and a stranger sees nothing of it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD, Installation, sign_in
from tests.journeys.making import clip, photo
from tests.waiting import until

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three files: a clip and a photo that say where and when, and a text under a clip's name."""
    folder = tmp_path_factory.mktemp("evidence")
    text = folder / "not really.mp4"
    text.write_text("just words")
    return [
        clip(
            folder / "river.mp4",
            seconds=6,
            location="+55.2906+044.0130/",
            creation_time="2023-05-02T23:26:59Z",
        ),
        photo(
            folder / "glow.jpg",
            taken="2023:05:03 02:43:10",
            offset="+03:00",
            latitude=55.3,
            longitude=44.02,
        ),
        text,
    ]


@pytest.fixture(scope="module")
def case(installation: Installation) -> str:
    """A case, its lead, and a stranger who leads another case."""
    installation.manage(
        "shell",
        "-c",
        "from django.contrib.auth.models import User\n"
        "from catalog.models import Case, Membership\n"
        "for code, name in (('RIV', 'lena'), ('FAR', 'stranger')):\n"
        f"    person = User.objects.create_user(name, password={PASSWORD!r})\n"
        "    case = Case.objects.create(code=code, title=code)\n"
        "    Membership.objects.create(case=case, person=person, role='lead')\n",
    )
    return "RIV"


@pytest.fixture(scope="module")
def uploaded(case: str) -> dict[str, str]:
    """Filled by the first journey: reference by file name."""
    return {}


def test_three_files_are_uploaded_with_claims_and_watched_until_they_end(
    page: Page, evidence: list[Path], uploaded: dict[str, str]
) -> None:
    sign_in(page, "lena")
    page.goto("/admin/upload/")
    page.get_by_label("Source", exact=True).first.fill("@kar_north")
    page.get_by_label("Time, as said").first.fill("3 May 2023 about 2.30 am MSK")
    expect(page.locator("#time-read")).to_contain_text("23:00")
    page.get_by_label("Thing seen").first.fill("55.30000, 44.02000 ± 120 m")
    page.locator("#files").set_input_files(evidence)
    page.locator("#start").click()
    for path in evidence:
        row = page.locator("li.file", has_text=path.name)
        ref = row.locator("a.ref")
        expect(ref).to_be_visible()
        uploaded[path.name] = ref.inner_text()
        end = "unreadable" if path.suffix == ".mp4" and path.stat().st_size < 100 else "Kept as"
        expect(row).to_contain_text(end)
    assert sorted(uploaded.values()) == ["RIV-0001", "RIV-0002", "RIV-0003"]


def test_the_item_shows_its_frames_its_facts_by_kind_and_how_they_are_known(
    page: Page, uploaded: dict[str, str]
) -> None:
    sign_in(page, "lena")
    page.goto(f"/items/{uploaded['river.mp4']}/")
    expect(page.locator("h1")).to_contain_text("river.mp4")
    facts = page.locator("table.facts")
    expect(facts).to_contain_text("3 May 2023 about 2.30 am MSK")
    # The box that keeps the height as well counts in 1/65536 of a degree.
    expect(facts).to_contain_text("55.29059")
    assert page.locator(".fgrid .fr").count() >= 10
    # Every frame is known now, and the first is on screen.
    expect(page.locator("#exact")).to_contain_text("frame 1 of 150")
    page.keyboard.press("g")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".fgrid [aria-current]")).to_contain_text(re.compile(r"0:00:00\.[1-9]"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_player_plays_and_seeks(page: Page, uploaded: dict[str, str]) -> None:
    sign_in(page, "lena")
    page.goto(f"/items/{uploaded['river.mp4']}/")
    video = page.locator("video")
    expect(page.locator("#exact")).to_contain_text("frame 1 of 150")
    video.evaluate("video => { video.currentTime = 4.01 }")
    expect(page.locator("#now")).to_have_text("0:00:04.000")
    expect(page.get_by_role("img", name="From 0:00:00.000 to 0:00:06.000")).to_be_visible()
    page.keyboard.press("l")
    until(lambda: video.evaluate("video => video.playbackRate == 2"))
    page.keyboard.press("i")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("o")
    page.keyboard.press(" ")
    # It plays on from the end of the loop to its beginning: whoever looks sees it go back.
    before = 0.0

    def goes_back() -> bool:
        nonlocal before
        before, last = float(video.evaluate("video => video.currentTime")), before
        return before < last

    until(goes_back)
    assert video.evaluate("video => !video.paused && video.currentTime >= 3.9")


def test_it_is_found_by_place_and_by_time_and_not_elsewhere(
    page: Page, uploaded: dict[str, str]
) -> None:
    sign_in(page, "lena")
    page.goto("/search/?near=55.3,44.02&within=2km")
    expect(page.locator("#results")).to_contain_text(uploaded["river.mp4"])
    expect(page.locator("#results")).to_contain_text(uploaded["glow.jpg"])
    page.goto("/search/?from=2023-05-02T23:40Z&to=2023-05-02T23:50Z")
    expect(page.locator("#results")).to_contain_text(uploaded["glow.jpg"])
    page.goto("/search/?near=48.85,2.35&within=2km")
    expect(page.locator("#results")).to_contain_text("No items")


def test_a_stranger_sees_nothing_of_it(
    page: Page, uploaded: dict[str, str], installation: Installation
) -> None:
    ref = uploaded["river.mp4"]
    [facts] = installation.manage_json("show", ref)
    sign_in(page, "stranger")
    page.goto("/search/?text=river")
    expect(page.locator("#results")).not_to_contain_text(ref)
    for address in (f"/items/{ref}/", f"/items/{ref}/original", f"/items/{ref}/poster.jpg"):
        assert page.request.get(address).status == 404, address
    assert facts["state"] == "done"


def test_who_has_not_signed_in_is_sent_to_sign_in(page: Page, uploaded: dict[str, str]) -> None:
    for address in ("/search/", f"/items/{uploaded['river.mp4']}/", "/admin/upload/"):
        page.goto(address)
        expect(page.get_by_label("User name")).to_be_visible()
