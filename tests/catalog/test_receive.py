"""What is kept, what is refused, and what is noted of both."""

import errno
import hashlib
import os
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from django.db import connection

from catalog.custody.chain import COMMAND_LINE, faults
from catalog.intake import ClaimSheet, Outcome, Receipt, SheetError, receive
from catalog.intake.files import dated, files_under, open_evidence
from catalog.models import Appearance, Case, CustodyAct, CustodyEvent, Item, Original, Source
from catalog.storage.originals import Refused, original_path


def hand_in(case: Case, body: bytes | BinaryIO, name: str = "clip.mp4", **sheet: Any) -> Receipt:
    stream = BytesIO(body) if isinstance(body, bytes) else body
    return receive(stream, case=case, file_name=name, actor=COMMAND_LINE, sheet=ClaimSheet(**sheet))


def left_behind(data_dir: Path) -> list[Path]:
    return [path for path in data_dir.rglob("incoming/*") if path.is_file()]


def test_bytes_are_kept_under_their_own_hash_and_made_read_only(case: Case) -> None:
    body = os.urandom(3_000_000)
    receipt = hand_in(case, body)
    assert receipt.outcome == Outcome.QUEUED
    assert receipt.item
    kept = original_path(hashlib.sha256(body).hexdigest())
    assert kept.read_bytes() == body
    assert stat.S_IMODE(kept.stat().st_mode) == 0o444
    assert receipt.item.ref == "KRM-0001"
    assert receipt.item.original.size_bytes == len(body)


def test_what_nobody_can_parse_is_kept_all_the_same(case: Case) -> None:
    receipt = hand_in(case, b"not media at all", "field_notes.docx")
    assert receipt.outcome == Outcome.QUEUED
    assert receipt.item
    assert receipt.item.original.kind == "other"


def test_the_date_of_a_file_on_its_disk_is_kept_with_its_hand_over(
    case: Case, tmp_path: Path
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"bytes")
    moment = datetime(2023, 5, 2, 23, 26, 59, tzinfo=UTC)
    os.utime(path, (moment.timestamp(), moment.timestamp()))
    with open_evidence(path) as stream:
        hand_in(case, stream, file_dated_at=dated(stream))
    assert Appearance.objects.get().file_dated_at == moment
    received = CustodyEvent.objects.get(act=CustodyAct.RECEIVED)
    assert received.details["file_dated"] == "2023-05-02T23:26:59+00:00"


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("2023-05-02T23:26:59.500Z", datetime(2023, 5, 2, 23, 26, 59, 500_000, tzinfo=UTC)),
        ("2023-05-03T02:26:59+03:00", datetime(2023, 5, 2, 23, 26, 59, tzinfo=UTC)),
        ("1970-01-01T00:00:00.000Z", None),
    ],
)
def test_a_browser_tells_the_date_of_a_file(words: str, read: datetime | None) -> None:
    assert ClaimSheet.from_words({"file_dated": words}).file_dated_at == read


@pytest.mark.parametrize(
    "words", ["yesterday", "2023-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00"]
)
def test_a_date_of_a_file_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(SheetError, match="Give the file's date"):
        ClaimSheet.from_words({"file_dated": words})


def test_an_empty_file_is_refused_and_the_refusal_is_in_the_chain(
    case: Case, data_dir: Path
) -> None:
    receipt = hand_in(case, b"", "empty.mov")
    assert receipt.outcome == Outcome.REFUSED
    assert receipt.reason == "The file is empty: 0 bytes arrived. Ask the sender for it again."
    event = CustodyEvent.objects.get()
    assert (event.act, event.case) == (CustodyAct.REFUSED, case)
    assert event.details == {"file_name": "empty.mov", "reason": receipt.reason}
    assert not Original.objects.exists()
    assert left_behind(data_dir) == []


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(
    case: Case, settings: Any, data_dir: Path
) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    assert hand_in(case, b"x" * 1000).outcome == Outcome.QUEUED
    receipt = hand_in(case, b"x" * 1001)
    assert receipt.outcome == Outcome.REFUSED
    assert "larger than the limit of 1,000 bytes" in receipt.reason
    assert left_behind(data_dir) == []
    assert Original.objects.count() == 1


class Breaking(BytesIO):
    """A stream whose disk fails after the first piece."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(errno.EIO, "Input/output error")
        return super().read(1000)


def test_a_file_that_cannot_be_read_to_its_end_is_refused_whole(case: Case, data_dir: Path) -> None:
    receipt = hand_in(case, Breaking(b"x" * 5000))
    assert receipt.outcome == Outcome.REFUSED
    assert "Input/output error" in receipt.reason
    assert left_behind(data_dir) == []
    assert not list((data_dir / "originals").rglob("?" * 64))


def test_the_same_bytes_again_are_another_appearance_of_the_same_item(case: Case) -> None:
    first = hand_in(case, b"the same", "a.mp4", source="@kar_north")
    second = hand_in(case, b"the same", "b.mp4", source="@kar_live", url="https://x.example/1")
    assert second.outcome == Outcome.ALREADY_HELD
    assert second.item == first.item
    assert Original.objects.count() == Item.objects.count() == 1
    appearances = Appearance.objects.order_by("id")
    assert [(a.file_name, str(a.source)) for a in appearances] == [
        ("a.mp4", "@kar_north"),
        ("b.mp4", "@kar_live"),
    ]
    acts = list(CustodyEvent.objects.values_list("act", flat=True))
    assert acts == [CustodyAct.RECEIVED, CustodyAct.RECEIVED_AGAIN]


def test_two_cases_share_the_bytes_and_learn_nothing_of_each_other(
    case: Case, other_case: Case
) -> None:
    mine = hand_in(case, b"shared", source="@kar_north")
    theirs = hand_in(other_case, b"shared", source="@kar_north")
    assert theirs.outcome == Outcome.QUEUED, "that it is held elsewhere must not show"
    assert mine.item != theirs.item
    assert Original.objects.count() == 1
    assert Source.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "../../etc/passwd"),
        ("a\x00b.mp4", "a[U+0000]b.mp4"),
        ("\u202egnp.exe", "[U+202E]gnp.exe"),
        ("bad\udcffbytes.mp4", "bad[U+DCFF]bytes.mp4"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_a_file_name_is_text_shown_safely_and_never_a_path(
    case: Case, data_dir: Path, name: str, shown: str
) -> None:
    receipt = hand_in(case, b"bytes", name)
    assert receipt.item
    assert receipt.item.title == shown
    assert receipt.item.appearances.get().file_name == shown
    kept = [path for path in data_dir.rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [receipt.item.original_id]


def test_a_very_long_file_name_is_cut_and_says_so(case: Case) -> None:
    receipt = hand_in(case, b"bytes", "x" * 5000)
    assert receipt.item
    assert len(receipt.item.title) == 300


@pytest.mark.django_db(transaction=True)
def test_the_same_file_handed_in_by_many_at_once_is_one_item(case: Case) -> None:
    outcomes: list[Outcome] = []

    def one_person() -> None:
        outcomes.append(hand_in(case, b"same" * 100_000).outcome)
        connection.close()

    people = [threading.Thread(target=one_person) for _ in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes) == [Outcome.ALREADY_HELD] * 5 + [Outcome.QUEUED]
    assert Item.objects.get().appearances.count() == 6
    assert list(faults()) == []


def test_a_pipe_a_folder_a_device_and_nothing_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name, said in {
        "pipe": "This is a pipe",
        "folder": "This is a folder",
        "nothing": "There is no such file",
    }.items():
        with pytest.raises(Refused, match=said), open_evidence(tmp_path / name):
            pytest.fail("it must not open")
    with pytest.raises(Refused, match="This is a device"), open_evidence(Path("/dev/zero")):
        pytest.fail("it must not open")


def test_a_file_that_changes_while_it_is_read_is_refused(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "growing.mp4"
    path.write_bytes(b"x" * 3_000_000)

    def grow(stream: BinaryIO) -> Iterator[bytes]:
        yield stream.read(1_000_000)
        with path.open("ab") as writer:
            writer.write(b"more")
        while chunk := stream.read(1_000_000):
            yield chunk

    with open_evidence(path) as stream:
        pieces = grow(stream)

        class Piecewise(BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                return next(pieces, b"")

        receipt = hand_in(case, Piecewise())
    assert receipt.outcome == Outcome.REFUSED
    assert receipt.reason == "The file changed while it was being read. Hand it in again."


def test_a_folder_gives_its_files_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [str(path.relative_to(tmp_path)) for path in files_under(tmp_path)]
    assert found == ["c.txt", "a/1.txt", "b/2.txt"]
