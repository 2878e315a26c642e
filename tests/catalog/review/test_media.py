"""Originals, frames and artefacts: to whom, which bytes, and as what."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalog.models import Artefact, Case, CustodyAct, Frame, Item, Sensitivity
from catalog.storage.derived import keep
from tests.catalog.review.conftest import take_in


def body_of(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


def original(item: Item) -> str:
    return reverse("item-original", args=[item.ref])


def test_the_whole_original_comes_with_its_length_and_its_hash_as_tag(
    as_analyst: Client, clip: Item, mp4: bytes
) -> None:
    answer = as_analyst.get(original(clip))
    assert answer.status_code == 200
    assert body_of(answer) == mp4
    assert answer["Content-Length"] == str(len(mp4))
    assert answer["ETag"] == f'"{clip.original_id}"'
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Content-Type"] == "video/mp4"


@pytest.mark.parametrize("asked", ["bytes=0-9", "bytes=100-", "bytes=-7", "bytes=5000-99999999"])
def test_a_range_of_the_original_comes_as_a_part(
    as_analyst: Client, clip: Item, mp4: bytes, asked: str
) -> None:
    answer = as_analyst.get(original(clip), headers={"range": asked})
    unit, _, total = answer["Content-Range"].partition("/")
    first, last = map(int, unit.removeprefix("bytes ").split("-"))
    assert answer.status_code == 206
    assert int(total) == len(mp4)
    assert body_of(answer) == mp4[first : last + 1]
    assert answer["Content-Length"] == str(last + 1 - first)


def test_a_range_outside_the_file_is_refused_with_its_length(
    as_analyst: Client, clip: Item, mp4: bytes
) -> None:
    answer = as_analyst.get(original(clip), headers={"range": f"bytes={len(mp4)}-"})
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(mp4)}"


def test_a_part_is_only_sent_beside_parts_of_the_same_bytes(as_analyst: Client, clip: Item) -> None:
    for tag, status in ((f'"{clip.original_id}"', 206), ('"other"', 200), ("a date", 200)):
        headers = {"range": "bytes=0-9", "if-range": tag}
        assert as_analyst.get(original(clip), headers=headers).status_code == status


def test_what_the_browser_already_has_is_not_sent_again(as_analyst: Client, clip: Item) -> None:
    headers = {"if-none-match": f'W/"x", "{clip.original_id}"'}
    answer = as_analyst.get(original(clip), headers=headers)
    assert answer.status_code == 304
    assert not body_of(answer)


def test_head_tells_the_length_and_sends_nothing(
    as_analyst: Client, clip: Item, mp4: bytes
) -> None:
    answer = as_analyst.head(original(clip))
    assert (answer.status_code, answer["Content-Length"]) == (200, str(len(mp4)))
    assert not body_of(answer)


def test_nothing_in_a_file_can_run_in_the_browser(
    as_analyst: Client, case: Case, analyst: User
) -> None:
    page = take_in(case, analyst, b"<html><script>alert(1)</script>", "clip.mp4")
    drawing = take_in(case, analyst, b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.png")
    for item in (page, drawing):
        answer = as_analyst.get(original(item))
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_file_is_named_by_its_reference_and_never_by_its_uploader(
    as_analyst: Client, case: Case, analyst: User, mp4: bytes
) -> None:
    item = take_in(case, analyst, mp4 + b"x", '../../"\r\nSet-Cookie: a=b.html')
    answer = as_analyst.get(original(item))
    assert answer["Content-Disposition"] == f'inline; filename="{item.ref}.mp4"'


def test_a_download_is_noted_once_and_playing_is_not(as_analyst: Client, clip: Item) -> None:
    as_analyst.get(original(clip))
    as_analyst.head(original(clip) + "?download=1")
    assert not clip.custody.filter(act=CustodyAct.DOWNLOADED).exists()
    answer = as_analyst.get(original(clip) + "?download=1")
    as_analyst.get(original(clip) + "?download=1", headers={"range": "bytes=50-"})
    assert answer["Content-Disposition"] == f'attachment; filename="{clip.ref}.mp4"'
    assert clip.custody.filter(act=CustodyAct.DOWNLOADED).count() == 1


def addresses(item: Item) -> list[str]:
    frame, artefact = Frame.objects.filter(run__item=item)[0], Artefact.objects.get()
    return [
        item.get_absolute_url(),
        *[
            reverse(f"item-{name}", args=[item.ref])
            for name in ("tab", "progress", "frames", "frame-times", "poster", "original")
        ],
        reverse("item-original", args=[item.ref]) + "?download=1",
        reverse("item-frame", args=[item.ref, frame.pk]),
        reverse("item-artefact", args=[item.ref, artefact.pk]),
    ]


@pytest.fixture
def with_poster(clip: Item) -> Item:
    clip.poster_sha256 = Frame.objects.filter(run__item=clip)[0].sha256
    clip.save()
    return clip


def test_strangers_uploaders_and_auditors_find_nothing(
    with_poster: Item, stranger: User, uploader: User, auditor: User
) -> None:
    for person in (stranger, uploader, auditor):
        client = Client()
        client.force_login(person)
        for address in addresses(with_poster):
            assert client.get(address).status_code == 404, (person, address)


def test_nobody_gets_anything_without_signing_in(with_poster: Item) -> None:
    for address in addresses(with_poster):
        assert Client().get(address).status_code == 302, address


def test_a_member_gets_everything(as_analyst: Client, with_poster: Item) -> None:
    for address in addresses(with_poster):
        assert as_analyst.get(address).status_code == 200, address


def test_a_frame_is_not_to_be_had_through_another_item(
    clip: Item, stranger: User, other_case: Case
) -> None:
    own = take_in(other_case, stranger, b"their own bytes")
    frame, artefact = Frame.objects.filter(run__item=clip)[0], Artefact.objects.get()
    client = Client()
    client.force_login(stranger)
    for name, pk in (("item-frame", frame.pk), ("item-artefact", artefact.pk)):
        assert client.get(reverse(name, args=[own.ref, pk])).status_code == 404


def test_covered_pictures_are_sent_only_when_asked_for_and_leave_no_copy(
    noon: None, as_analyst: Client, with_poster: Item
) -> None:
    with_poster.sensitivity = Sensitivity.GRAPHIC
    with_poster.save()
    poster = reverse("item-poster", args=[with_poster.ref])
    for address in [*addresses(with_poster)[-4:-1:2], *addresses(with_poster)[-2:], poster]:
        if "download" in address:
            continue
        covered = as_analyst.get(address)
        assert covered["Content-Type"] == "image/svg+xml"
        assert covered["Cache-Control"] == "private, no-store"
        shown = as_analyst.get(address + "?show=1")
        assert shown["Content-Type"] != "image/svg+xml"
        assert shown["Cache-Control"] == "private, no-store"
    noted = with_poster.custody.filter(act=CustodyAct.VIEWED, details={"uncovered": True})
    assert noted.count() == 1


def test_an_artefact_that_is_no_media_is_only_saved(
    as_analyst: Client, clip: Item, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text("<script>alert(1)</script>")
    kept = keep(path)
    made = Artefact.objects.create(
        run=clip.runs.get(step="scan"),
        name="page",
        sha256=kept.sha256,
        size_bytes=kept.size_bytes,
        mime="text/html",
    )
    answer = as_analyst.get(reverse("item-artefact", args=[clip.ref, made.pk]))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
