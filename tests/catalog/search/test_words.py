"""Words: the grammar, the folding, and that both databases take them alike."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import index
from catalog.models import Case, Claim, ClaimKind, Document, Item, Words
from catalog.models.words import MOST_OF_A_WORD, MOST_WORDS
from catalog.search import browse
from catalog.search.find import find
from catalog.search.query import Query
from catalog.words.asked import read_asked
from catalog.words.folding import folded, words_in
from tests.catalog.conftest import items_of
from tests.catalog.search.catalogue import NIGHT, add_items
from tests.catalog.search.plans import scans


def _titled(case: Case, *titles: str) -> None:
    for title, item in zip(titles, add_items(case, *([] for _ in titles)), strict=True):
        Item.objects.filter(pk=item.pk).update(title=title)
        index.refresh_words(item)


def _found(person: User, text: str) -> set[int]:
    return {hit.item.number for hit in find(Query.from_params({"text": text}), person).hits}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ЦИТАДЕЛЬ", "цитадель"),
        ("елка", "ёлка"),
        ("Київ", "Киiв"),
        ("Евген", "Євген"),
        ("Kyiv", "Київ"),
        ("Kharkiv", "Харків"),
        ("Zaporizhzhia", "Запоріжжя"),
        ("Sergey", "Сергей"),
        ("м'ята", "мʼята"),
        ("мята", "м’ята"),
        ("cafe", "CAFÉ"),
        ("strasse", "Straße"),
        ("Lodz", "Łódź"),
        ("й", "и\u0306"),
        ("القلعه"[:4], "القَلعه"[:5]),
        ("٢٣", "23"),
        ("цитадель", "цита\u200bдель"),
    ],
)
def test_words_are_the_same_however_they_are_written(typed: str, written: str) -> None:
    assert folded(typed) == folded(written) != ()


def test_words_of_other_languages_stay_apart_at_an_apostrophe() -> None:
    assert folded("l’église") == ("l", "eglise")


def test_scripts_without_spaces_are_found_by_any_part() -> None:
    text, typed = folded("北京市中心爆炸"), folded("爆炸")
    assert text[-2:] == typed
    assert len(text) == 7


def test_every_word_knows_where_it_stood() -> None:
    text = "Über «Цитадель», м’ята"
    assert [text[w.start : w.end] for w in words_in(text)] == ["Über", "Цитадель", "м’ята"]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("citadel", {1, 2, 3}),
        ("citadel night", {1, 3}),
        ('"night citadel"', {3}),
        ("“night citadel”", {3}),
        ("cita", {1, 2, 3}),
        ("cita night", set()),
        ("cita* night", {1, 3}),
        ('"citad"', set()),
        ('"over the cita"*', {1, 2}),
        ("citadel -night", {2}),
        ("-citadel", {4}),
        ('citadel -"over the"', {3}),
        ("KRM-0004", {4}),
        ("KRM-00", {1, 2, 3, 4}),
        ("krm-0004 -night", {4}),
        ("vid_2023.mp4", {4}),
        ("цитадел", set()),
    ],
)
def test_what_may_be_typed(case: Case, analyst: User, typed: str, numbers: set[int]) -> None:
    _titled(case, "Night over the citadel", "Day over the citadel", "Night citadel", "VID_2023.mp4")
    assert _found(analyst, typed) == numbers


@pytest.mark.parametrize(
    "typed",
    ['"', "-", "*", "--", '""', '-"', "AND", "NOT", "OR OR", "(", "a)", "night AND (", "^night",
     "document:night", "{a b}:c", "NEAR(a b)", "'; DROP TABLE x --", "'a' <-> ", "!night & |",
     "\\", "%", "_", "night:*", "=1", '"=1"', "\u202enight", "🔥", "ь", "a" * 500, "-a " * 160],
)  # fmt: skip
def test_nothing_that_is_typed_is_an_error(case: Case, analyst: User, typed: str) -> None:
    _titled(case, "Night")
    _found(analyst, typed)


@pytest.mark.parametrize("typed", ["%", "...", "🔥", '"'])
def test_words_without_a_letter_find_nothing(case: Case, analyst: User, typed: str) -> None:
    _titled(case, "100 % ... 🔥")
    assert _found(analyst, typed) == set()


PIECES = st.sampled_from(
    ["ніч", "ночь", "noch", "night", "Нич", "над", "nad", "цитаделлю", "Tsitadelliu", "м'ята"]
)
TEXTS = st.lists(PIECES, max_size=6).map(" ".join)
TYPED = st.lists(
    st.tuples(st.sampled_from(["", "-", '"', '-"']), PIECES, st.sampled_from(["", "*", '"', " "])),
    min_size=1,
    max_size=4,
).map(lambda parts: " ".join("".join(part) for part in parts))


def _reference(titles: list[str], typed: str) -> set[int]:
    """What Python finds by going through every title, word by word."""
    asked = read_asked(typed)
    found = set()
    for number, title in enumerate(titles, 1):
        words = list(words_in(title))
        has = [any(term.found_in(words)) for term in asked.terms]
        lacks = [any(term.found_in(words)) for term in asked.without]
        if asked and all(has) and not any(lacks):
            found.add(number)
    return found


@settings(max_examples=60)
@given(titles=st.lists(TEXTS, min_size=1, max_size=5), typed=TYPED)
def test_the_database_finds_what_a_reading_of_every_word_finds(
    case: Case, analyst: User, titles: list[str], typed: str
) -> None:
    items = list(Item.objects.order_by("number")) or add_items(case, *([] for _ in range(5)))
    Words.objects.all().delete()
    for item, title in zip(items, titles, strict=False):
        Words.objects.create(pk=item.pk, document=Document.of(case.pk, [title]))
    assert _found(analyst, typed) == _reference(titles, typed)


def test_a_phrase_does_not_run_from_one_text_into_the_next(case: Case, analyst: User) -> None:
    (item,) = add_items(case, [])
    item.appearances.create(caption="over the", file_name="citadel.mp4", collected_at=NIGHT)
    index.refresh_words(item)
    assert _found(analyst, '"over the"') == {1}
    assert _found(analyst, '"the citadel"') == set()


def test_an_endless_text_is_cut_and_a_word_said_too_often_keeps_its_place(
    case: Case, analyst: User
) -> None:
    (item,) = add_items(case, [], title="")
    often = "a " * (MOST_OF_A_WORD + 5) + "b "
    text = often + "c " + "\N{SNOWMAN} word" * MOST_WORDS + " end"
    item.appearances.create(caption=text, collected_at=NIGHT)
    index.refresh_words(item)
    assert _found(analyst, '"b c word"') == {1}
    assert _found(analyst, '"a b"') == set()
    assert _found(analyst, '"end"') == set()


def test_an_item_is_found_by_all_that_is_said_of_it(case: Case, analyst: User) -> None:
    items_of(
        case,
        b"clip",
        source="@kar_north",
        url="https://t.example/kar/4711",
        caption="Над цитаделлю вибух",
        title="Phone across the river",
    )
    item = Item.objects.get()
    source = item.appearances.get().source
    assert source
    Claim.objects.create(
        item=item,
        kind=ClaimKind.CONTENT,
        quote="It fell near the mill",
        translation="Es fiel bei der Mühle",
        asserted_by=source,
        recorded_at=NIGHT,
    )
    index.refresh(item)
    for typed in (
        "@kar_north", "t.example/kar/4711", "вибух", "vibukh", "clip0.mp4", "river", "mill",
        "muhle", "KRM-0001",
    ):  # fmt: skip
        assert _found(analyst, typed) == {1}, typed


def test_who_may_not_see_a_case_learns_nothing_of_its_words(
    case: Case, other_case: Case, stranger: User
) -> None:
    _titled(case, "secret mill")
    add_items(other_case, [], title="other")
    nobody = User.objects.create_user("nobody")
    for typed in ("secret", "-other", '"secret mill"', "sec", f"={case.pk} mill"):
        assert _found(stranger, typed) == set()
        assert _found(nobody, typed) == set()
        asked = Query.from_params({"text": typed, "case": [case.code]})
        assert find(asked, stranger).counts.total == 0


def test_a_hit_quotes_the_words_where_they_were_found(
    client: Client, case: Case, analyst: User
) -> None:
    caption = "Seen from the old bridge: <b>Над ЦИТАДЕЛЛЮ</b>\u202e вибух. " + "Much more. " * 40
    items_of(case, b"clip", source="@kar_north", caption=caption, title="Citadel burst")
    client.force_login(analyst)
    page = client.get("/search/?text=burst+tsitadelliu+kar").content.decode()
    assert "Citadel <mark>burst</mark>" in page
    assert "caption:" in page
    assert "bridge: &lt;b&gt;Над <mark>ЦИТАДЕЛЛЮ</mark>&lt;/b&gt;[U+202E] вибух." in page
    assert 'source:</span> <q class="foreign">@<mark>kar</mark>_north</q>' in page


def test_words_are_looked_up_and_never_read_through(case: Case, analyst: User) -> None:
    add_items(case, *([] for _ in range(30)))
    for typed in ("clip", '"clip 7"', "-clip", "cl* -7"):
        query = Query.from_params({"text": typed})
        with CaptureQueriesContext(connection) as asked:
            browse.look(query, Item.objects.visible_to(analyst), 10)
        for one in asked.captured_queries:
            if "document" in one["sql"]:
                assert not scans(one["sql"]), typed


def test_the_index_is_made_anew_from_the_facts(case: Case, analyst: User) -> None:
    _titled(case, "Night over the citadel")
    Words.objects.all().delete()
    assert _found(analyst, "citadel") == set()
    out = StringIO()
    call_command("reindex", "--case", "KRM", stdout=out)
    assert out.getvalue() == "1 item indexed anew.\n"
    assert _found(analyst, "citadel") == {1}
