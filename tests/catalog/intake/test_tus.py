"""The resumable protocol, as its specification words it and as a browser behaves."""

import logging
import os
import resource
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from catalog.custody.chain import faults
from catalog.intake import parts, uploads
from catalog.models import Case, CustodyAct, CustodyEvent, Item, Membership, Role, Upload
from catalog.storage.originals import original_path
from tests.catalog.intake.browser import (
    FILES,
    TUS,
    announce,
    announce_by_header,
    asked_offset,
    send,
    send_whole,
    signed_in,
)


def test_the_server_says_what_it_can_do(analyst: User, settings: Any) -> None:
    answer = signed_in(analyst).options(FILES)
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,termination"
    assert answer["Tus-Max-Size"] == str(settings.MAX_UPLOAD_BYTES)


def test_a_file_arrives_in_pieces_and_is_taken_in_with_the_last(analyst: User) -> None:
    client, body = signed_in(analyst), os.urandom(1_000_000)
    created = announce(client, len(body), source="@kar_north", caption="seen from the south bank")
    assert created.status_code == 201
    address = created["Location"]
    first = send(client, address, 0, body[:600_000])
    assert (first.status_code, first["Upload-Offset"]) == (204, "600000")
    assert asked_offset(client, address) == 600_000
    assert not Item.objects.exists()
    last = send(client, address, 600_000, body[600_000:])
    assert (last.status_code, last["Upload-Offset"]) == (204, "1000000")
    item = Item.objects.get()
    assert original_path(item.original_id).read_bytes() == body
    assert item.added_by == analyst
    assert item.appearances.get().caption == "seen from the south bank"
    assert Upload.objects.get().outcome == "queued"
    assert not list(parts.folder().iterdir())


def test_metadata_may_come_in_the_header_of_the_protocol(analyst: User) -> None:
    client = signed_in(analyst)
    created = announce_by_header(client, 4, filename="відео.mp4", case="KRM", source="@kar_north")
    assert created.status_code == 201
    send(client, created["Location"], 0, b"clip")
    appearance = Item.objects.get().appearances.get()
    assert (appearance.file_name, str(appearance.source)) == ("відео.mp4", "@kar_north")


def test_a_piece_at_the_wrong_offset_is_a_conflict_and_changes_nothing(analyst: User) -> None:
    client = signed_in(analyst)
    address = announce(client, 10)["Location"]
    send(client, address, 0, b"01234")
    for offset in (0, 3, 7):
        assert send(client, address, offset, b"xx").status_code == 409
    assert asked_offset(client, address) == 5


def test_a_piece_longer_than_announced_is_refused(analyst: User) -> None:
    client = signed_in(analyst)
    address = announce(client, 3)["Location"]
    assert send(client, address, 0, b"four").status_code == 400
    assert asked_offset(client, address) == 0


def test_a_piece_needs_its_own_content_type_and_the_version(analyst: User) -> None:
    client = signed_in(analyst)
    address = announce(client, 3)["Location"]
    wrong = client.patch(
        address,
        b"abc",
        content_type="application/octet-stream",
        headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"},
    )
    assert wrong.status_code == 415
    assert client.head(address).status_code == 412


@pytest.mark.parametrize("length", ["", "-1", "ten", "1e3", "٣", "9" * 30])
def test_a_length_that_is_no_number_of_bytes_is_refused(analyst: User, length: str) -> None:
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": length}
    answer = signed_in(analyst).post(FILES, {"case": "KRM"}, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["reason"] == "Upload-Length must be a whole number of bytes."


def test_what_a_killed_server_wrote_but_did_not_note_is_sent_again(analyst: User) -> None:
    client = signed_in(analyst)
    address = announce(client, 6)["Location"]
    send(client, address, 0, b"abc")
    with (parts.folder() / address.split("/")[-2]).open("ab") as part:
        part.write(b"???")
    assert asked_offset(client, address) == 3
    send(client, address, 3, b"def")
    assert original_path(Item.objects.get().original_id).read_bytes() == b"abcdef"


def test_bytes_that_vanished_from_the_disk_are_asked_for_again(analyst: User) -> None:
    client = signed_in(analyst)
    address = announce(client, 6)["Location"]
    send(client, address, 0, b"abc")
    (parts.folder() / address.split("/")[-2]).unlink()
    assert send(client, address, 3, b"def").status_code == 409
    assert asked_offset(client, address) == 0
    assert not Item.objects.exists()


def test_while_one_request_writes_another_is_told_to_wait(analyst: User) -> None:
    client = signed_in(analyst)
    address = announce(client, 3)["Location"]
    with parts.hold(Upload.objects.get().pk):
        assert send(client, address, 0, b"abc").status_code == 423
        assert client.delete(address, **TUS).status_code == 423
    assert send(client, address, 0, b"abc").status_code == 204


def test_an_upload_can_be_ended_before_its_time(analyst: User) -> None:
    client = signed_in(analyst)
    address = announce(client, 10)["Location"]
    send(client, address, 0, b"01234")
    assert client.delete(address, **TUS).status_code == 204
    assert client.head(address, **TUS).status_code == 404
    assert not list(parts.folder().iterdir())


def test_the_same_file_chosen_again_goes_on_with_the_claims_of_now(analyst: User) -> None:
    client = signed_in(analyst)
    first = announce(client, 6, fingerprint="6-1-clip.mp4", source="@first")["Location"]
    send(client, first, 0, b"abc")
    again = announce(client, 6, fingerprint="6-1-clip.mp4", source="@second")
    assert again["Location"] == first
    assert asked_offset(client, first) == 3
    send(client, first, 3, b"def")
    assert str(Item.objects.get().appearances.get().source) == "@second"


def test_a_file_over_the_limit_is_refused_before_a_byte_is_sent(
    analyst: User, settings: Any
) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    answer = announce(signed_in(analyst), 1001)
    assert answer.status_code == 413
    assert answer.json()["reason"] == "The file is larger than the limit of 1,000 bytes."
    event = CustodyEvent.objects.get()
    assert (event.act, event.case and event.case.code) == (CustodyAct.REFUSED, "KRM")


def test_a_disk_without_room_is_said_before_a_byte_is_sent(
    analyst: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "django.request")
    settings.MAX_UPLOAD_BYTES = 2**60
    answer = announce(signed_in(analyst), 2**59)
    assert answer.status_code == 507
    assert "no room for 576,460,752,303,423,488 bytes more" in answer.json()["reason"]
    assert not Upload.objects.exists()


def test_a_disk_that_takes_no_more_loses_nothing_that_arrived(
    analyst: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "django.request")
    client, arrived = signed_in(analyst), 100_000_000
    address = announce(client, arrived + 4)["Location"]
    part = parts.folder() / address.split("/")[-2]
    part.parent.mkdir(parents=True)
    with part.open("wb") as sparse:
        sparse.truncate(arrived)
    Upload.objects.update(offset_bytes=arrived)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (arrived, limits[1]))
    try:
        answer = send(client, address, arrived, b"clip")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert answer.status_code == 507
    assert "Nothing that arrived is lost" in answer.json()["reason"]
    assert asked_offset(client, address) == arrived
    assert send(client, address, arrived, b"clip").status_code == 204


def test_an_empty_file_is_refused_and_noted(analyst: User) -> None:
    upload = send_whole(signed_in(analyst), b"", filename="empty.mov")
    assert upload.outcome == "refused"
    assert upload.reason.startswith("The file is empty: 0 bytes arrived.")
    event = CustodyEvent.objects.get()
    assert (event.act, event.details["file_name"]) == (CustodyAct.REFUSED, "empty.mov")


def test_a_sheet_that_is_not_understood_stops_the_file_and_names_the_field(analyst: User) -> None:
    answer = announce(signed_in(analyst), 4, time="whenever it was")
    assert answer.status_code == 422
    assert answer.json()["field"] == "time"
    assert answer.json()["reason"]
    assert not Upload.objects.exists()


def test_nobody_else_learns_of_an_upload(
    analyst: User, lead: User, stranger: User, uploader: User
) -> None:
    address = announce(signed_in(analyst), 4)["Location"]
    for other in (lead, stranger, uploader):
        client = signed_in(other)
        assert client.head(address, **TUS).status_code == 404
        assert send(client, address, 0, b"abcd").status_code == 404
        assert client.delete(address, **TUS).status_code == 404
    assert asked_offset(signed_in(analyst), address) == 0


@pytest.mark.parametrize("who", ["reviewer", "auditor", "stranger"])
def test_who_may_not_upload_into_a_case_is_told_it_does_not_exist(
    request: pytest.FixtureRequest, who: str, case: Case
) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert announce(client, 4).status_code == 404
    assert announce(client, 4, case="NONE").status_code == 404


def test_losing_the_role_ends_the_upload(analyst: User) -> None:
    client = signed_in(analyst)
    address = announce(client, 4)["Location"]
    Membership.objects.filter(person=analyst).update(role=Role.AUDITOR)
    assert send(client, address, 0, b"abcd").status_code == 404


def test_the_token_of_the_page_is_asked_for(analyst: User) -> None:
    client = signed_in(analyst)
    client.handler.enforce_csrf_checks = True
    assert announce(client, 4).status_code == 403


def test_an_upload_left_whole_by_a_crash_is_taken_in_once(
    analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "STRANDED_AFTER", timedelta(hours=1))
    client = signed_in(analyst)
    address = announce(client, 4)["Location"]
    upload = Upload.objects.get()
    # The server is killed between the last byte and the intake.
    assert parts.append(upload, 0, lambda count: b"clip"[:count]) == 4
    assert asked_offset(client, address) == 4
    assert uploads.finish_stranded() == 0
    Upload.objects.update(active_at=timezone.now() - timedelta(hours=2))
    assert uploads.finish_stranded() == 1
    assert uploads.finish_stranded() == 0
    upload.refresh_from_db()
    assert upload.outcome == "queued"
    assert upload.item == Item.objects.get()
    assert Item.objects.get().appearances.count() == 1


def test_taking_twice_hands_in_once(analyst: User) -> None:
    upload = send_whole(signed_in(analyst), b"clip")
    uploads.take(upload)
    assert Item.objects.get().appearances.count() == 1
    assert not list(faults())


def test_what_was_not_touched_for_a_week_is_forgotten(analyst: User, data_dir: Path) -> None:
    client = signed_in(analyst)
    address = announce(client, 10)["Location"]
    send(client, address, 0, b"01234")
    assert uploads.forget_abandoned() == 0
    Upload.objects.update(active_at=timezone.now() - timedelta(days=8))
    assert uploads.forget_abandoned() == 1
    assert client.head(address, **TUS).status_code == 404
    assert not list((data_dir / "incoming" / "uploads").iterdir())


def test_a_whole_file_is_never_forgotten_untaken(analyst: User) -> None:
    announce(signed_in(analyst), 4)
    parts.append(Upload.objects.get(), 0, lambda count: b"clip"[:count])
    Upload.objects.update(active_at=timezone.now() - timedelta(days=8))
    assert uploads.forget_abandoned() == 0
    assert uploads.finish_stranded() == 1


def test_who_lost_the_role_before_the_file_was_taken_is_refused(analyst: User) -> None:
    announce(signed_in(analyst), 4)
    upload = Upload.objects.get()
    parts.append(upload, 0, lambda count: b"clip"[:count])
    Membership.objects.filter(person=analyst).delete()
    uploads.take(upload)
    assert upload.outcome == "refused"
    assert upload.reason == "analyst may no longer upload into this case."
    assert not Item.objects.exists()
