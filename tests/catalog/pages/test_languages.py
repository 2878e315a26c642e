"""Ukrainian and Russian: whole, in step with the code, on the pages and nowhere else."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import formats, translation

from catalog import translations
from catalog.models import Act, Assessment, Case, CustodyEvent, Item
from tests.catalog.conftest import items_of

LANGUAGES = [code for code, _ in settings.LANGUAGES]
OTHERS = [code for code in LANGUAGES if code != settings.LANGUAGE_CODE]


@pytest.fixture(scope="module", params=translations.DOMAINS)
def said(request: pytest.FixtureRequest) -> Catalog:
    """All that templates and Python, or the scripts, mark as words."""
    return translations.extract(request.param)


@pytest.fixture
def item(case: Case) -> Item:
    words = {
        "source": "@kar_north",
        "time": "2023-05-02 23:20 UTC",
        "place": "55.3, 44.02 ± 1500 m",
    }
    return items_of(case, b"bytes", **words)[0]


def in_language(person: User, language: str) -> Client:
    client = Client()
    client.force_login(person)
    client.post(reverse("preferences"), {"language": language, "next": "/"})
    return client


def text_of(answer: Iterable[bytes]) -> str:
    return b"".join(answer).decode()


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_word_that_is_marked_is_translated(language: str, said: Catalog) -> None:
    """`make messages` lists what is missing; the .po files are filled in by hand."""
    assert len(said) > 100
    assert list(translations.gaps(language, str(said.domain), said)) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_files_of_translations_are_as_they_would_be_written(
    language: str, said: Catalog
) -> None:
    """Nothing stands in them that nobody says, and the next word does not move all others."""
    kept = {message.id for message in translations.read(language, str(said.domain)) if message.id}
    assert kept == {message.id for message in said if message.id}


def test_a_gap_in_a_translation_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translations, "LOCALE", tmp_path)
    (tmp_path / "uk" / "LC_MESSAGES").mkdir(parents=True)
    found = Catalog()
    for words in (
        "plain",
        "%(name)s says",
        "a <b>bold</b> word",
        ("%(n)s one", "%(n)s many"),
        "odd",
    ):
        found.add(words)
    translations.update("uk", "django", found)
    written = translations.read("uk", "django")
    written["plain"].string = "просто"
    written["%(name)s says"].string = "%(nme)s каже"
    written["a <b>bold</b> word"].string = "слово"
    written["%(n)s one"].string = ("%(n)s один", "", "")
    written["odd"].string, written["odd"].flags = "дивно", {"fuzzy"}
    translations.write("uk", "django", written)
    told = [gap.split(":")[0] for gap in translations.gaps("uk", "django", found)]
    assert told == ["other placeholders", "other markup", "not translated", "fuzzy"]


def test_the_sign_in_page_offers_every_language_and_says_which_it_has(db: None) -> None:
    client = Client()
    page = client.get(reverse("login")).content.decode()
    for code, name in settings.LANGUAGES:
        assert re.search(
            rf'<button name="language" value="{code}" lang="{code}"[^>]*>{name}<', page
        )
    client.post(reverse("preferences"), {"language": "uk", "next": "/login/"})
    page = client.get(reverse("login")).content.decode()
    assert '<html lang="uk"' in page
    assert "<h1>Увійти</h1>" in page
    client.post(reverse("preferences"), {"language": "<script>"})
    assert '<html lang="uk"' in client.get(reverse("login")).content.decode()


def test_a_browser_is_answered_in_its_own_language_until_somebody_chooses(db: None) -> None:
    page = Client().get(reverse("login"), headers={"Accept-Language": "ru-RU,ru;q=0.9"})
    assert '<html lang="ru"' in page.content.decode()
    page = Client().get(reverse("login"), headers={"Accept-Language": "fr"})
    assert '<html lang="en"' in page.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", ("Пошук", "Інциденти", "1 матеріал", "заявлено", "час")),
        ("ru", ("Поиск", "Инциденты", "1 материал", "заявлено", "время")),
    ],
)
def test_search_and_its_header_speak_the_language(
    analyst: User, item: Item, language: str, words: tuple[str, ...]
) -> None:
    page = text_of(in_language(analyst, language).get(reverse("search")))
    assert f'<html lang="{language}"' in page
    assert [word for word in words if word not in page] == []
    assert "Second look" not in page
    assert item.title in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "uk",
            ("Об’єкт у кадрі", "Заявлено", "У файлі", "Виміряно", "Оцінено", "Записати твердження"),
        ),
        (
            "ru",
            (
                "Объект в кадре",
                "Заявлено",
                "В файле",
                "Измерено",
                "Оценено",
                "Записать утверждение",
            ),
        ),
    ],
)
def test_an_item_speaks_the_language(
    analyst: User, item: Item, language: str, words: tuple[str, ...]
) -> None:
    page = text_of(in_language(analyst, language).get(item.get_absolute_url()))
    assert [word for word in words if word not in page] == []
    assert "Record claim" not in page
    # Who reads a comma as a decimal point is not shown one between thousands.
    assert "± 1\u202f500 m" in page.replace("\xa0", " ")
    assert "1,500" not in page


def test_the_scripts_are_given_their_words(analyst: User) -> None:
    client = in_language(analyst, "uk")
    assert f'src="{reverse("words")}?uk"' in text_of(client.get(reverse("search")))
    answer = client.get(reverse("words"))
    assert json.dumps("Відтворити") in answer.content.decode()
    again = client.get(reverse("words"), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert reverse("words") not in text_of(in_language(analyst, "en").get(reverse("search")))


def test_what_programs_read_is_the_same_in_every_language(analyst: User, item: Item) -> None:
    addresses = [
        "/api/v1/items?near=55.3,44.02&within=2km&from=2023-05-02T23:00Z&to=2023-05-03T00:00Z",
        "/api/v1/items?near=nowhere",
        reverse("item-marks-export", args=[item.ref, "json"]),
        reverse("item-marks-export", args=[item.ref, "csv"]),
    ]
    for address in addresses:
        answers = {text_of(in_language(analyst, code).get(address)) for code in LANGUAGES}
        assert len(answers) == 1, address


def test_what_pages_hand_to_scripts_is_the_same_in_every_language(
    analyst: User, item: Item
) -> None:
    """Addresses, ids and numbers: a comma in one of them would be another number."""

    def handed_over(language: str) -> list[str]:
        pages = [item.get_absolute_url(), reverse("claim-item", args=[item.ref]), reverse("search")]
        client = in_language(analyst, language)
        told = "".join(text_of(client.get(page)) for page in pages)
        numbers = re.findall(r'(?:data-[\w-]+|style|x|width|height|value)="[^"]*\d[^"]*"', told)
        # Tokens are new for each login; what is said aloud is words.
        words = re.compile(r'value="\w{64}"|data-said=')
        return [one for one in numbers if not words.match(one)]

    first, *others = (handed_over(code) for code in LANGUAGES)
    assert len(first) > 20
    for other in others:
        assert other == first


@pytest.mark.parametrize("language", OTHERS)
def test_numbers_and_dates_are_written_alike_in_every_language(language: str) -> None:
    with translation.override(language):
        assert formats.localize(1234.5) == "1234.5"
        assert formats.get_format("DATETIME_FORMAT") == "Y-m-d H:i:s e"


def test_what_is_kept_and_chained_does_not_know_the_language(lead: User, item: Item) -> None:
    """The same acts by people who read different languages leave the same traces."""

    def traces(language: str) -> list[object]:
        client = in_language(lead, language)
        before = CustodyEvent.objects.count()
        claim = item.claims.order_by("pk")[0]
        client.post(reverse("item-sensitivity", args=[item.ref]), {"sensitivity": "graphic"})
        client.post(reverse("item-sensitivity", args=[item.ref]), {"sensitivity": "unknown"})
        for stage in ("in_work", "new"):
            client.post(
                reverse("work", args=["item", item.pk]), {"workflow": stage, "reason": "so"}
            )
        verdict = {"verdict": "holds", "confidence": "low", "reasoning": "It fits."}
        client.post(reverse("assess-claim", args=[claim.pk]), verdict)
        made = Assessment.objects.order_by("-pk")[0]
        told = [(one.act, one.details) for one in CustodyEvent.objects.order_by("seq")[before:]]
        for _, details in told:
            details.pop("assessment", None), details.pop("signature", None)
        return [json.dumps(told, ensure_ascii=False), made.verdict, made.confidence]

    first, *others = (traces(code) for code in LANGUAGES)
    assert "in_work" in str(first)
    for other in others:
        assert other == first


def test_a_role_that_does_not_suffice_is_told_in_the_language(uploader: User, item: Item) -> None:
    with translation.override("uk"):
        assert str(Act.CLAIM.label) == "записувати твердження, джерела та інциденти"
    assert str(Act.CLAIM.label) == "record claims, sources and incidents"
