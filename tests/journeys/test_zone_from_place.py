"""A time said without a zone, and the zone of the place taken for it, by keyboard alone."""

from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD, Installation, sign_in

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def analyst(installation: Installation) -> str:
    """The name of somebody who may upload."""
    installation.manage(
        "shell",
        "-c",
        "from django.contrib.auth.models import User\n"
        "from catalog.models import Case, Membership\n"
        f"person = User.objects.create_user('zoya', password={PASSWORD!r})\n"
        "case = Case.objects.create(code='ZON', title='Zones')\n"
        "Membership.objects.create(case=case, person=person, role='lead')\n",
    )
    return "zoya"


def test_a_zone_is_taken_from_the_place_and_given_back_with_it(page: Page, analyst: str) -> None:
    sign_in(page, analyst)
    page.goto("/admin/upload/")
    read = page.locator("#time-read")
    says = partial(expect(read).to_contain_text)
    page.get_by_label("Time, as said").first.fill("3 May 2023 02:27")
    says("zone: unknown")
    page.get_by_label("Thing seen").first.fill("50.45, 30.52 ± 100 m")
    says("as the place suggests: 2023-05-02 23:27 UTC")
    box = read.get_by_role("checkbox")
    expect(box).not_to_be_checked()
    box.focus()
    page.keyboard.press("Space")
    says("read as 2023-05-02 23:27 UTC")
    says("zone: from the place, Europe/Kyiv")
    expect(box).to_be_focused()
    page.get_by_label("Thing seen").first.fill("35.68, 139.69 ± 100 m")
    says("Asia/Tokyo")
    expect(box).not_to_be_checked()
    says("zone: unknown")
