"""The upload page: who may open it, what it says of each file, what it reads back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import (
    Case,
    Claim,
    ClaimKind,
    CustodyAct,
    CustodyEvent,
    Item,
    Membership,
    Original,
    Role,
    Source,
    State,
    Upload,
)
from tests.catalog.intake.browser import send_whole, signed_in

PAGE = "/admin/upload/"


def line(client: Client, upload: Upload) -> str:
    return client.get(f"{PAGE}lines/{upload.pk}/").content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("analyst", 200), ("uploader", 200), ("lead", 200), ("reviewer", 404), ("auditor", 404)],
)
def test_who_may_upload_may_open_the_page(
    request: pytest.FixtureRequest, who: str, status: int
) -> None:
    assert signed_in(request.getfixturevalue(who)).get(PAGE).status_code == status


def test_being_staff_opens_nothing(db: None) -> None:
    staff = User.objects.create_user("staff", is_staff=True)
    assert signed_in(staff).get(PAGE).status_code == 404


def test_who_is_not_signed_in_is_sent_to_the_login(client: Client, case: Case) -> None:
    answer = client.get(PAGE)
    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next={PAGE}")


def test_the_same_file_twice_is_already_held_and_a_second_appearance(analyst: User) -> None:
    client = signed_in(analyst)
    first = send_whole(client, b"clip", source="@kar_north")
    second = send_whole(client, b"clip", source="Evening bulletin")
    assert (first.outcome, second.outcome) == ("queued", "already_held")
    item = Item.objects.get()
    assert [str(one.source) for one in item.appearances.all()] == ["@kar_north", "Evening bulletin"]
    assert "Queued as" in line(client, first)
    assert "Already held: " in line(client, second)
    assert "added as another appearance" in line(client, second)
    assert f'href="{item.get_absolute_url()}"' in line(client, second)


def test_two_cases_do_not_learn_of_each_other(
    analyst: User, stranger: User, other_case: Case
) -> None:
    send_whole(signed_in(stranger), b"clip", case="OTH")
    mine = send_whole(signed_in(analyst), b"clip")
    assert mine.outcome == "queued"
    assert mine.item and mine.item.ref == "KRM-0001"
    assert "OTH" not in line(signed_in(analyst), mine)
    assert signed_in(stranger).get(f"{PAGE}lines/{mine.pk}/").status_code == 404


def test_an_uploader_learns_that_the_bytes_are_kept_and_nothing_else(
    analyst: User, uploader: User
) -> None:
    Source.objects.create(case=Case.objects.get(), name="@secret_source")
    send_whole(signed_in(analyst), b"held before")
    client = signed_in(uploader)
    new, held = send_whole(client, b"new"), send_whole(client, b"held before")
    for upload in (new, held):
        said = line(client, upload)
        assert "Received" in said
        assert "KRM-" not in said
        assert "held" not in said
    assert "@secret_source" not in client.get(PAGE).content.decode()
    assert "@secret_source" in signed_in(analyst).get(PAGE).content.decode()


def test_a_line_follows_its_item_and_then_rests(analyst: User) -> None:
    client = signed_in(analyst)
    upload = send_whole(client, b"not media", filename="field_notes.docx")
    assert 'hx-trigger="every 2s"' in line(client, upload)
    Item.objects.update(state=State.UNREADABLE)
    upload.item and upload.item.runs.update(state=State.UNREADABLE, error="It is not media.")
    said = line(client, upload)
    assert "unreadable" in said
    assert "hx-get" not in said


def test_the_page_shows_what_is_unfinished_and_what_came_of_the_rest(analyst: User) -> None:
    client = signed_in(analyst)
    send_whole(client, b"", filename="empty.mov")
    send_whole(client, b"clip", filename="river.mp4")
    shown = client.get(PAGE).content.decode()
    assert "empty.mov" in shown
    assert "Refused" in shown
    assert "river.mp4" in shown


HOSTILE = {
    "../../etc/passwd": "../../etc/passwd",
    "a\0b.mp4": "a[U+0000]b.mp4",
    "cl\u202egpj.exe": "cl[U+202E]gpj.exe",
    "відео 🎥.mp4": "відео 🎥.mp4",
    "<script>alert(1)</script>.mp4": "<script>alert(1)</script>.mp4",
    " \n ": " [U+000A] ",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_ever_text(analyst: User, name: str, data_dir: Any) -> None:
    client = signed_in(analyst)
    upload = send_whole(client, b"clip", filename=name)
    assert upload.outcome == "queued"
    item = Item.objects.get()
    assert item.appearances.get().file_name.strip() == HOSTILE[name].strip()
    assert not [path for path in data_dir.rglob("*") if "passwd" in path.name]
    shown = client.get(PAGE).content.decode()
    assert "<script>alert" not in shown
    assert "\u202e" not in shown


def test_a_name_of_five_thousand_characters_is_cut_and_kept(analyst: User) -> None:
    upload = send_whole(signed_in(analyst), b"clip", filename="x" * 5000 + ".mp4")
    assert upload.outcome == "queued"
    assert len(Item.objects.get().title) <= 300


def test_a_form_without_a_script_hands_in_through_the_same_door(analyst: User) -> None:
    client = signed_in(analyst)
    files = [
        SimpleUploadedFile("river.mp4", b"clip"),
        SimpleUploadedFile("again.mp4", b"clip"),
        SimpleUploadedFile("empty.mov", b""),
    ]
    form = {
        "case": "KRM",
        "files": files,
        "source": "@kar_north",
        "camera": "55.29066, 44.01179 ± 150 m",
        "heading": "27",
        "heading_error": "10",
        "field_of_view": "62",
    }
    answer = client.post(PAGE, form)
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?case=KRM")
    outcomes = {upload.file_name: upload.outcome for upload in Upload.objects.all()}
    assert outcomes == {"river.mp4": "queued", "again.mp4": "already_held", "empty.mov": "refused"}
    claim = Item.objects.get().claims.get(kind=ClaimKind.VIEWPOINT)
    assert (claim.radius_m, claim.heading_deg, claim.heading_error_deg) == (150, 27, 10)
    assert claim.field_of_view_deg == 62
    assert CustodyEvent.objects.filter(act=CustodyAct.REFUSED).count() == 1


def test_a_form_with_a_fault_keeps_what_was_typed_and_takes_nothing(analyst: User) -> None:
    form = {"case": "KRM", "files": SimpleUploadedFile("river.mp4", b"clip"), "place": "nowhere",
            "url": "ftp://x", "caption": "Видно з берега"}  # fmt: skip
    answer = signed_in(analyst).post(PAGE, form)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "A link begins with http:// or https://." in shown
    assert "“nowhere”" in shown
    assert "Видно з берега" in shown
    assert not Original.objects.exists()


def test_a_form_without_a_file_says_so(analyst: User) -> None:
    answer = signed_in(analyst).post(PAGE, {"case": "KRM"})
    assert "No file was chosen." in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("time", {"time": "3 May 2023 02:27 MSK"}, "2023-05-02 23:27 UTC"),
        ("time", {"time": "3 May 2023 02:27 MSK"}, "2023-05-03 02:27 local (UTC+3)"),
        ("time", {"time": "3 May 2023 02:27 MSK"}, "zone: <b>stated</b>"),
        ("time", {"time": "3 May 2023 02:27"}, "zone: <b>unknown</b>"),
        ("published", {"published": "3 May 2023 02:27"}, "Say in which zone"),
        ("place", {"place": "55.3, 44.02 ± 120 m"}, "55.3000, 44.0200 ± 120 m"),
        ("place", {"place": "91, 0"}, 'class="fault"'),
        ("viewpoint", {"camera": "55.3, 44.02", "heading": "27"}, "looks towards <b>27° true"),
        ("viewpoint", {"camera": "55.3, 44.02"}, "no wedge is drawn"),
    ],
)
def test_what_is_typed_is_read_back(
    analyst: User, field: str, typed: dict[str, str], said: str
) -> None:
    answer = signed_in(analyst).post(f"{PAGE}reading/?field={field}", typed)
    assert said in answer.content.decode()


ZONELESS = {"time": "3 May 2023 02:27", "place": "50.45, 30.52"}
POSTED = {"time": "02:27", "place": "50.45, 30.52", "published": "3 May 2023 02:51 UTC+3"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (ZONELESS, "zone: <b>unknown</b>"),
        (ZONELESS, "If it was Europe/Kyiv, as the place suggests: <b>2023-05-02 23:27 UTC</b>"),
        ({**ZONELESS, "zone": "Europe/Kyiv"}, "read as <b>2023-05-02 23:27 UTC</b>"),
        ({**ZONELESS, "zone": "Europe/Kyiv"}, 'value="Europe/Kyiv" checked'),
        ({**ZONELESS, "zone": "Europe/Kyiv"}, "zone: <b>from the place</b>"),
        ({**ZONELESS, "zone": "Asia/Tokyo"}, "zone: <b>unknown</b>"),
        ({"time": "3 May 2023 02:27", "camera": "50.45, 30.52"}, "If it was Europe/Kyiv"),
        ({"time": "3 January 2023 02:27", "place": "48.0, 37.8"}, "Europe/Kyiv or Europe/Moscow"),
        ({"time": "3 January 2023 02:27", "place": "48.0, 37.8"}, "of which Russia holds parts"),
        ({"time": "3 May 2023 02:27", "place": "43.5, 31.0"}, "The place lies at sea"),
        ({"time": "26 March 2023 03:30", "place": "50.45, 30.52"}, "went forward over it"),
        ({"time": "02:27", "place": "50.45, 30.52"}, "say when it was said"),
        ({"time": "02:27", "published": "soon"}, "say when it was said"),
        (POSTED, "Counted from when it was said"),
        (POSTED, "If it was Europe/Kyiv, as the place suggests: <b>2023-05-02 23:27 UTC</b>"),
    ],
)
def test_a_time_without_a_zone_is_read_beside_the_place(
    analyst: User, typed: dict[str, str], said: str
) -> None:
    answer = signed_in(analyst).post(f"{PAGE}reading/?field=time", typed)
    assert said in " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    "typed",
    [
        {"time": "3 May 2023 02:27"},
        {"time": "3 May 2023 02:27 MSK", "place": "50.45, 30.52"},
        {"time": "3 May 2023 02:27", "place": "nowhere"},
        {"time": "3 May 2023 02:27", "place": "43.5, 31.0"},
    ],
)
def test_where_no_zone_is_wanting_or_known_none_is_offered(
    analyst: User, typed: dict[str, str]
) -> None:
    answer = signed_in(analyst).post(f"{PAGE}reading/?field=time", typed)
    assert "checkbox" not in answer.content.decode()


def test_a_zone_is_recorded_as_from_the_place_only_when_a_person_took_it(analyst: User) -> None:
    client = signed_in(analyst)
    send_whole(client, b"left open", **ZONELESS)
    send_whole(client, b"taken", **ZONELESS, zone="Europe/Kyiv")
    left, taken = Claim.objects.filter(kind=ClaimKind.TIME).order_by("pk")
    assert (left.zone_basis, left.zone_text) == ("unknown", "")
    assert left.latest and left.earliest and left.latest - left.earliest > timedelta(hours=26)
    assert (taken.zone_basis, taken.zone_text) == ("from_place", "Europe/Kyiv")
    assert taken.earliest == datetime(2023, 5, 2, 23, 27, tzinfo=UTC)
    assert taken.quote == left.quote == "3 May 2023 02:27"


def test_a_time_without_a_day_is_kept_with_when_it_was_posted(analyst: User) -> None:
    client = signed_in(analyst)
    faults = client.post(f"{PAGE}check/", {"time": "02:27 MSK"}).json()["faults"]
    assert "say when it was said" in faults["time"]
    send_whole(client, b"posted", time="02:27 MSK", published="3 May 2023 02:51 UTC+3")
    claim = Claim.objects.get(kind=ClaimKind.TIME)
    assert (claim.quote, claim.earliest) == ("02:27 MSK", datetime(2023, 5, 2, 23, 27, tzinfo=UTC))


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({**ZONELESS, "zone": "Europe/Kyiv"}, None),
        ({**ZONELESS, "zone": "Asia/Tokyo"}, "no longer claimed"),
        ({"time": "3 May 2023 02:27", "zone": "Europe/Kyiv"}, "no longer claimed"),
        ({"time": "3 May 2023 02:27 MSK", "place": "50.45, 30.52", "zone": "Europe/Kyiv"}, None),
        ({"place": "50.45, 30.52", "zone": "Europe/Kyiv"}, None),
        (
            {"time": "26 March 2023 03:30", "place": "50.45, 30.52", "zone": "Europe/Kyiv"},
            "forward",
        ),
    ],
)
def test_a_zone_taken_from_another_place_is_a_fault_of_the_time(
    analyst: User, typed: dict[str, str], fault: str | None
) -> None:
    faults = signed_in(analyst).post(f"{PAGE}check/", typed).json()["faults"]
    assert set(faults) == ({"time"} if fault else set())
    assert (fault or "") in faults.get("time", "")


def test_all_faults_of_a_sheet_are_told_at_once(analyst: User) -> None:
    typed = {"time": "whenever", "place": "nowhere", "heading": "27", "source": "x" * 201}
    faults = signed_in(analyst).post(f"{PAGE}check/", typed).json()["faults"]
    assert set(faults) == {"time", "place", "viewpoint", "source"}
    assert faults["viewpoint"] == "Say where the camera stood: a direction alone has no place."


def test_a_removed_member_no_longer_sees_the_receipts(analyst: User) -> None:
    client = signed_in(analyst)
    upload = send_whole(client, b"clip")
    Membership.objects.filter(person=analyst).delete()
    assert client.get(f"{PAGE}lines/{upload.pk}/").status_code == 404
    assert client.get(PAGE).status_code == 404


def test_a_reviewer_elsewhere_does_not_see_sources_here(analyst: User, other_case: Case) -> None:
    Source.objects.create(case=other_case, name="@elsewhere")
    client = signed_in(analyst)
    assert client.get(f"{PAGE}sources/?case=OTH").status_code == 404
    Membership.objects.create(case=other_case, person=analyst, role=Role.UPLOADER)
    assert "@elsewhere" not in client.get(f"{PAGE}sources/?case=OTH").content.decode()
