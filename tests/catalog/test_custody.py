"""The chain of custody holds, and every way of tampering with it shows."""

import threading
import time
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from catalog import immutable
from catalog.custody.chain import COMMAND_LINE, append, faults
from catalog.intake import ClaimSheet, receive
from catalog.models import Case, ChainHead, CustodyAct, CustodyEvent, Item, Original
from catalog.storage.originals import original_path

pytestmark = pytest.mark.django_db


def hand_in(case: Case, body: bytes = b"bytes") -> str:
    receipt = receive(
        BytesIO(body), case=case, file_name="a", actor=COMMAND_LINE, sheet=ClaimSheet()
    )
    assert receipt.item
    return receipt.item.original_id


def tamper(sql: str) -> None:
    """Change the log behind the product's back, triggers lifted, as an intruder would."""
    immutable.lift("default")
    with connection.cursor() as cursor:
        cursor.execute(sql)
    immutable.install("default")


def verify() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify", stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.parametrize("model", [Original, CustodyEvent])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_evidence_and_its_log(
    case: Case, model: type, change: str
) -> None:
    hand_in(case)
    rows = model.objects.all()  # type: ignore[attr-defined]
    field = "size_bytes" if model is Original else "actor"
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        if change == "update":
            rows.update(**{field: 1})
        else:
            rows._raw_delete(using="default")
    assert model.objects.exists()  # type: ignore[attr-defined]


def test_no_migration_has_lost_a_trigger() -> None:
    assert immutable.missing("default") == []


def test_an_untouched_chain_holds(case: Case) -> None:
    hand_in(case)
    hand_in(case, b"other bytes")
    assert list(faults()) == []
    assert verify() == (0, "2 originals read again; all bytes and the chain hold.\n")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE catalog_custodyevent SET actor = 'nobody' WHERE seq = 2", "Link 2 was changed"),
        ("DELETE FROM catalog_custodyevent WHERE seq = 2", "Link 2 of the chain of custody is"),
        ("DELETE FROM catalog_custodyevent WHERE seq = 3", "The chain ends at link 2"),
    ],
)
def test_an_edited_deleted_or_cut_off_link_shows(case: Case, sql: str, said: str) -> None:
    for _ in range(3):
        append(CustodyAct.REFUSED, COMMAND_LINE, case=case)
    tamper(sql)
    assert any(said in fault for fault in faults()), list(faults())


def test_a_flipped_byte_a_lost_file_and_a_cut_file_are_found_and_noted(case: Case) -> None:
    flipped, lost, cut = (hand_in(case, body) for body in (b"one", b"two", b"three"))
    for sha256 in (flipped, cut):
        original_path(sha256).chmod(0o644)
    original_path(flipped).write_bytes(b"onE")
    original_path(cut).write_bytes(b"thr")
    original_path(lost).unlink()
    code, said = verify()
    assert code == 1
    assert "The bytes of the original have changed since intake." in said
    assert "The original is not there." in said
    assert "The original has 3 bytes and had 5 at intake." in said
    noted = CustodyEvent.objects.filter(act=CustodyAct.FAILED_VERIFICATION)
    assert {event.sha256 for event in noted} == {flipped, lost, cut}


def test_verifying_nothing_is_a_failure() -> None:
    assert verify() == (
        1,
        "There is no original yet: nothing was verified.\n0 originals read again; 1 faults.\n",
    )


@pytest.mark.django_db(transaction=True)
def test_many_writers_make_one_unbroken_chain() -> None:
    def write_some() -> None:
        for _ in range(20):
            append(CustodyAct.VIEWED, COMMAND_LINE)
        connection.close()

    writers = [threading.Thread(target=write_some) for _ in range(5)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert CustodyEvent.objects.count() == ChainHead.objects.get().seq == 100
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_who_changes_an_item_and_who_adds_a_link_of_it_do_not_wait_for_each_other(
    case: Case,
) -> None:
    hand_in(case)
    item = Item.objects.get()
    has_changed = threading.Event()

    def change_then_link() -> None:
        with transaction.atomic():
            Item.objects.filter(pk=item.pk).update(title="changed")
            has_changed.set()
            time.sleep(0.3)
            append(CustodyAct.READ, COMMAND_LINE, item=item)
        connection.close()

    def link_then_change() -> None:
        has_changed.wait()
        with transaction.atomic():
            append(CustodyAct.VIEWED, COMMAND_LINE, item=item)
            Item.objects.filter(pk=item.pk).update(title="changed again")
        connection.close()

    before = CustodyEvent.objects.count()
    both = [threading.Thread(target=work) for work in (change_then_link, link_then_change)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert CustodyEvent.objects.count() == before + 2
    assert Item.objects.get().title == "changed again"
    assert list(faults()) == []


def test_reading_again_never_writes_to_an_original(case: Case, data_dir: Path) -> None:
    sha256 = hand_in(case)
    before = original_path(sha256).stat()
    verify()
    after = original_path(sha256).stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
