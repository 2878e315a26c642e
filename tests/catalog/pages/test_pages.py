"""What stands round every page: settings, sign-in and error pages, safe words."""

from django.contrib.auth.models import User
from django.template import Context, Template
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from catalog.models import Case


def shown(template: str, **values: object) -> str:
    return Template("{% load sightline %}" + template).render(Context(values))


def test_every_error_page_can_be_made_without_a_request() -> None:
    for name in ("400.html", "403.html", "403_csrf.html", "404.html", "500.html"):
        assert "Sightline" in get_template(name).render()


def test_the_sign_in_page_is_ours_and_keeps_where_one_was_going(db: None) -> None:
    page = Client().get(reverse("login") + "?next=/items/KRM-0001/").content.decode()
    assert '<html lang="en" data-theme="dark">' in page
    assert 'name="next" value="/items/KRM-0001/"' in page


def test_no_page_is_kept_for_others(analyst: User, case: Case) -> None:
    client = Client()
    client.force_login(analyst)
    for address in ("/search/", "/incidents/", "/contradictions/", "/no/such/page"):
        assert client.get(address)["Cache-Control"] == "private, no-cache", address


def test_a_theme_is_kept_by_the_browser_for_every_page(db: None) -> None:
    client = Client()
    client.post(reverse("preferences"), {"theme": "light", "next": "/login/"})
    assert 'data-theme="light"' in client.get(reverse("login")).content.decode()
    client.post(reverse("preferences"), {"theme": "<script>"})
    assert 'data-theme="light"' in client.get(reverse("login")).content.decode()


def test_a_choice_leads_back_to_this_site_only(db: None) -> None:
    answer = Client().post(reverse("preferences"), {"theme": "light", "next": "//evil.example/"})
    assert answer["Location"] == "/"


def test_what_a_person_covers_ends_with_the_login(analyst: User) -> None:
    client = Client()
    client.force_login(analyst)
    client.post(reverse("preferences"), {"graphic": "show"})
    client.logout()
    client.force_login(analyst)
    assert "graphic" not in client.session


def test_foreign_words_are_visible_and_escaped() -> None:
    words = shown("{{ words|visible }}", words="a\u202eb\n<i>\x00")
    assert words == "a[U+202E]b ↵ &lt;i&gt;[U+0000]"
    assert shown("{{ words|visible_lines }}", words="a\n<b>") == "a<br>&lt;b&gt;"
    assert shown("{{ words|tag_name }}", words="a:<b>") == "a:<wbr>&lt;b&gt;"


def test_a_number_is_not_broken_from_its_unit() -> None:
    written = shown("{{ words|unbroken }}", words="2023-05-02 23:27 UTC ± 0.4 s <b>")
    assert written == '<span class="nw">2023-05-02</span> 23:27\xa0UTC\xa0±\xa00.4\xa0s &lt;b&gt;'


def test_a_mark_never_stands_without_its_word() -> None:
    for tag, word in (("kind 'claimed'", "Claimed"), ("verdict 'tension'", "In tension")):
        drawn = shown("{% " + tag + " %}")
        assert 'aria-hidden="true"' in drawn
        assert word in drawn


def test_after_too_many_wrong_passwords_a_page_says_for_how_long(analyst: User) -> None:
    client = Client()
    for _ in range(10):
        answer = client.post(reverse("login"), {"username": "analyst", "password": "wrong"})
    assert answer.status_code == 429
    assert "for 15 minutes" in answer.content.decode()
