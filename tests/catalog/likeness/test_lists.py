"""Lists of hashes go out and come in, are searched, and are never items."""

import json
import tracemalloc
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from catalog.custody.chain import COMMAND_LINE, Actor, faults
from catalog.likeness import lists, store
from catalog.likeness.lists import CannotImport, bring_in, export, read_list
from catalog.models import Case, CustodyAct, CustodyEvent, HashList, Item
from catalog.rights import NotAllowed
from catalog.search.find import find
from catalog.search.query import Query
from tests.catalog.likeness.conftest import found, hashed, planted, refs, slides
from tests.media_tools.alike import again, by_day

pytestmark = pytest.mark.django_db

HASH = "d8f8f0cec0f4a84f0637022a278f67f0b36e2ed596621e1d33e6339c4e9c9b22"


@pytest.mark.parametrize(
    ("text", "quality", "seconds", "label"),
    [
        (f"0,100,{HASH},12.480\n", 100, 12.48, ""),
        (f"{HASH},87,night.jpg\n", 87, None, "night.jpg"),
        (f"{HASH}\n", None, None, ""),
        (f"Name,PDQ_Hash,Quality,Timestamp\na,{HASH.upper()},50,1.5\n", 50, 1.5, "a"),
        (json.dumps({"hash": HASH, "quality": 100, "time": 3}) + "\n\n", 100, 3.0, ""),
    ],
)
def test_every_known_form_is_read(
    text: str, quality: int | None, seconds: float | None, label: str
) -> None:
    (line,) = read_list(text.encode())
    assert line == lists.Line(HASH, quality, seconds, label)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no PDQ hash in it"),
        (b"\xff\xfe\x00", "not text"),
        (b"a,b,c\n", "Hash 1 is no PDQ hash"),
        (f"0,101,{HASH},0\n".encode(), "quality of hash 1"),
        (f"0,100,{HASH},nan\n".encode(), "time of hash 1"),
        (b"{]\n", "Line 1 is no JSON"),
        (b'{"a": ' * 100_000, "Line 1 is no JSON"),
        (b'"' + b"x" * 200_000, "cannot be read as a table"),
        (b'{"hash": "' + HASH.encode() + b'", "quality": 1' + b"0" * 400 + b"}", "not a number"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(CannotImport, match=said):
        list(read_list(data))


def test_a_list_of_very_many_short_lines_is_not_unfolded_in_memory() -> None:
    data = b"a\n" * 2_000_000
    tracemalloc.start()
    with pytest.raises(CannotImport, match="Hash 1 is no PDQ hash"):
        list(read_list(data))
    most_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # The bytes, the text, and the text that is read line by line; as lists it is a hundred times.
    assert most_bytes < 12 * len(data)


def test_a_label_may_hold_any_sign_that_ends_a_line_elsewhere() -> None:
    line = json.dumps({"hash": HASH, "label": "one\u2028two"}, ensure_ascii=False)
    assert [one.label for one in read_list(line.encode())] == ["one\u2028two"]


@pytest.mark.django_db(transaction=True)
def test_what_goes_out_comes_in_elsewhere_and_finds_the_same_frames(
    case: Case, other_case: Case, tmp_path: Path
) -> None:
    ours = hashed(case, slides(tmp_path, 1, 2), "ours.mp4")
    theirs = planted(other_case, again(by_day(2)))
    for form in lists.FORMATS:
        text = "\n".join(export([ours], form, COMMAND_LINE))
        made, is_new = bring_in(
            text.encode(),
            case=other_case,
            origin=f"Archive {form}",
            file_name="list",
            actor=COMMAND_LINE,
        )
        assert is_new
        results = found(theirs.ref, case="OTH")
        assert results.alike
        one = next(one for one in results.alike.listed if one.hash_list == made)
        assert one.listed.seconds is not None
        assert 1 <= one.listed.seconds < 1.1
        assert one.distance <= 31
    assert refs(found(theirs.ref, case="OTH")) == []
    assert Item.objects.filter(case=other_case).count() == 1
    store.fold()
    assert store.rebuild() > 0
    results = found(theirs.ref)
    assert results.alike
    assert len({one.hash_list for one in results.alike.listed}) == 2


def test_both_ways_are_links_of_the_chain(case: Case) -> None:
    item = planted(case, by_day(1))
    lines = list(export([item], "csv", COMMAND_LINE))
    bring_in("\n".join(lines).encode(), case=case, origin="Us", file_name="l", actor=COMMAND_LINE)
    acts = {CustodyAct.HASHES_EXPORTED, CustodyAct.HASHES_IMPORTED}
    events = CustodyEvent.objects.filter(act__in=acts)
    assert {(one.act, one.details["hashes"]) for one in events} == {(act, 1) for act in acts}
    assert list(faults()) == []


def test_the_same_list_comes_in_once(case: Case) -> None:
    data = f"0,100,{HASH},1\n".encode()
    given = {"case": case, "origin": "Archive", "file_name": "l.csv", "actor": COMMAND_LINE}
    first, _ = bring_in(data, **given)  # type: ignore[arg-type]
    assert bring_in(data, **given) == (first, False)  # type: ignore[arg-type]


def test_a_list_is_seen_in_its_case_only(
    case: Case, other_case: Case, analyst: User, stranger: User
) -> None:
    given = {"origin": "Archive", "file_name": "l.csv", "actor": COMMAND_LINE}
    bring_in(f"0,100,{HASH},1\n".encode(), case=other_case, **given)  # type: ignore[arg-type]
    for person, seen in ((analyst, 0), (stranger, 1)):
        results = find(Query.from_params({"like": f"pdq:{HASH}"}), person)
        assert results.alike
        assert len(results.alike.listed) == seen


def test_roles_hold_both_ways(case: Case, uploader: User, stranger: User) -> None:
    item = planted(case, by_day(1))
    for person in (uploader, stranger):
        with pytest.raises(NotAllowed):
            list(export([item], "csv", Actor.of(person)))
        with pytest.raises(NotAllowed):
            bring_in(b"x", case=case, origin="X", file_name="l", actor=Actor.of(person))
    assert not HashList.objects.exists()


def test_hashes_of_poor_quality_by_their_makers_word_match_nothing(case: Case) -> None:
    bring_in(f"0,20,{HASH},1\n".encode(), case=case, origin="X", file_name="l", actor=COMMAND_LINE)
    results = found(f"pdq:{HASH}")
    assert results.alike
    assert results.alike.listed == ()


def test_the_commands(case: Case, tmp_path: Path) -> None:
    item = planted(case, by_day(1))
    out = StringIO()
    call_command("hashes", "export", item.ref.lower(), stdout=out)
    path = tmp_path / "list.csv"
    path.write_text(out.getvalue())
    assert len(out.getvalue().splitlines()) == 1
    said = StringIO()
    call_command(
        "hashes", "import", str(path), "--case", "krm", "--from", "Archive", "--json", stdout=said
    )
    assert json.loads(said.getvalue())["hashes"] == 1
    said = StringIO()
    call_command("hashes", "rebuild", "--json", stdout=said)
    assert json.loads(said.getvalue())["hashes"] > 1
    with pytest.raises(CommandError, match="no item KRM-9999"):
        call_command("hashes", "export", "KRM-9999")
    with pytest.raises(CommandError, match="Name items"):
        call_command("hashes", "export")
    (tmp_path / "bad").write_text("nothing")
    with pytest.raises(CommandError, match="Nothing of it was kept"):
        call_command("hashes", "import", str(tmp_path / "bad"), "--case", "KRM", "--from", "X")
