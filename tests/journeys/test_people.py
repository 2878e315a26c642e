"""What people say and conclude, by keyboard alone: two claims, a verdict, a blind second look."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import PASSWORD, Installation, press_together, sign_in, visit
from tests.journeys.making import photo

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def ref(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An item in a case with two analysts, orel and santos."""
    installation.manage(
        "shell",
        "-c",
        "from django.contrib.auth.models import User\n"
        "from catalog.models import Case, Membership\n"
        "case = Case.objects.create(code='SAY', title='Said')\n"
        "for name in ('orel', 'santos'):\n"
        f"    person = User.objects.create_user(name, password={PASSWORD!r})\n"
        "    Membership.objects.create(case=case, person=person, role='analyst')\n",
    )
    path = tmp_path_factory.mktemp("said") / "phone.jpg"
    photo(path, taken="2023:05:03 02:27:04", offset="+03:00", latitude=55.3, longitude=44.02)
    (told,) = installation.manage_json("ingest", str(path), "--case", "SAY", "--wait")
    return str(told["ref"])


def go(page: Page, found: Locator) -> None:
    """Come to it with the tabulator."""
    for _ in range(120):
        if found.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{found} cannot be reached by keyboard")


def write(page: Page, label: str, words: str) -> None:
    go(page, page.get_by_label(label, exact=True))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)


def press(page: Page, name: str) -> None:
    go(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


def shows(page: Page, *words: str) -> None:
    for said in words:
        expect(page.locator("main")).to_contain_text(said)


def record(page: Page, ref: str, quote: str, source: str, read_as: str) -> str:
    """Record a claim about the time; the address of its page."""
    page.goto(f"/items/{ref}/")
    page.keyboard.press("r")
    expect(page.get_by_label("Words, as said")).to_be_focused()
    # The field has the focus before the script is there that reads what is typed.
    page.wait_for_load_state()
    page.keyboard.type(quote)
    shows(page, read_as)
    write(page, "Said by", source)
    press(page, "Record")
    page.wait_for_url("**/claims/*/")
    shows(page, quote, source, "by orel")
    return page.url


def conclude(page: Page, verdict: int, reasoning: str) -> None:
    """Choose the verdict, counted from the first, with high confidence."""
    expect(page.get_by_role("radio", name="Holds", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    for _ in range(verdict):
        page.keyboard.press("ArrowRight")
    go(page, page.get_by_role("radio", name="Low"))
    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")
    write(page, "Reasoning", reasoning)
    shows(page, reasoning.replace("*", ""))


def test_two_claims_a_verdict_a_blind_dissent_and_a_claim_superseded(
    page: Page, browser: Browser, installation: Installation, ref: str
) -> None:
    sign_in(page, "orel")
    night = record(page, ref, "3 May 2023 02:27 MSK", "Fire service", "2023-05-02 23:27 UTC")
    day = record(page, ref, "3 May 2023 14:27 MSK", "Bulletin", "2023-05-03 11:27 UTC")
    shows(page, "In tension", "Both cannot be true")

    page.keyboard.press("a")
    conclude(page, 1, "The sun is *up* then.")
    write(page, "Words in the evidence", "DateTimeOriginal")
    reading = page.locator("#evidence").get_by_role("checkbox").first
    expect(page.locator("#evidence")).to_contain_text("with “DateTimeOriginal”")
    go(page, reading)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(day)
    shows(page, "Does not hold, high confidence", "Rests on 1 fact", "nobody else sees yours")

    other = visit(browser, installation).new_page()
    sign_in(other, "santos")
    other.goto(day)
    shows(other, "1 verdict stays blind")
    expect(other.locator("main")).not_to_contain_text("Does not hold")
    press_together(other, "g", "l")
    other.wait_for_url("**/assessments/")
    other.keyboard.press("w")
    other.wait_for_url("**/second")
    expect(other.locator("main")).not_to_contain_text("The sun is")
    conclude(other, 0, "The bulletin quotes a log.")
    press(other, "Sign")
    other.wait_for_url(day)
    shows(other, "Dissent", "Does not hold", "The sun is up then.", "The bulletin quotes a log.")
    other.context.close()

    page.goto(night)
    page.keyboard.press("s")
    page.wait_for_url("**/supersede")
    write(page, "Words, as said", "3 May 2023 02:43 MSK")
    shows(page, "2023-05-02 23:43 UTC")
    write(page, "Why", "Misheard on the radio.")
    press(page, "Record")
    page.wait_for_url(lambda address: address.endswith("/") and address != night)
    shows(page, "The whole line", "Misheard on the radio.", "02:27 MSK")

    page.goto(f"/items/{ref}/?tab=custody")
    shows(page, "Claim recorded", "Claim superseded", "Assessed", "Assessment reviewed")
    page.goto(f"/items/{ref}/")
    shows(page, "2nd: santos dissents: holds")
