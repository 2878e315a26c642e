"""Members of a case speak about its things; nobody outside learns of it, and no words are lost."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from catalog.comments.say import LONGEST, say
from catalog.custody.chain import Actor
from catalog.models import Case, Comment, Incident, Item, Membership, Mention, Role, Wording
from tests.catalog.test_people_pages_by_person import PEOPLE, SEE


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def on(about: Item | Incident) -> str:
    return reverse("comments", args=["item" if isinstance(about, Item) else "incident", about.pk])


def test_a_comment_stands_on_the_page_of_what_it_is_about(
    an_item: Item, burst: Incident, analyst: User, reviewer: User
) -> None:
    client = signed_in(analyst)
    client.post(on(an_item), {"text": "The *shadow* is wrong."})
    client.post(on(burst), {"text": "<script>alert(1)</script> and \u202eevil"})
    other = signed_in(reviewer)
    page = other.get(f"{an_item.get_absolute_url()}?tab=comments").content.decode()
    assert "The <em>shadow</em> is wrong." in page
    page = other.get(burst.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; and [U+202E]evil" in page


@pytest.mark.parametrize("who", PEOPLE)
def test_comments_open_for_whoever_may_see_the_thing(
    who: str, an_item: Item, burst: Incident, analyst: User, person_of: Callable[[str], User]
) -> None:
    say(an_item, "very secret", Actor.of(analyst))
    client = signed_in(person_of(who))
    for about in (an_item, burst):
        answer = client.get(on(about))
        assert answer.status_code == (200 if who in SEE else 404)
        assert ("very secret" in answer.content.decode()) == (who in SEE and about == an_item)
        before = Comment.objects.count()
        answer = client.post(on(about), {"text": "x"})
        assert answer.status_code == (302 if who in SEE else 404)
        assert Comment.objects.count() == before + (who in SEE)
    assert client.get("/comments/user/1/").status_code == 404


def test_only_members_who_may_see_it_are_mentioned(
    an_item: Item, analyst: User, reviewer: User, uploader: User, stranger: User
) -> None:
    text = "@reviewer. @reviewer, @analyst @uploader @stranger @nobody mail@reviewer"
    client = signed_in(analyst)
    client.post(on(an_item), {"text": text})
    assert [mention.person for mention in Mention.objects.all()] == [reviewer]
    page = client.get(on(an_item)).content.decode()
    # A stranger's name is treated as one that nobody has.
    assert "to reviewer" in page and "stranger @nobody" in page
    assert page.count("stranger") == 1


def test_a_mention_is_counted_until_it_is_opened(
    an_item: Item, analyst: User, reviewer: User, case: Case
) -> None:
    made = say(an_item, "Look at this, @reviewer", Actor.of(analyst))
    client = signed_in(reviewer)
    assert "1 unread mentions" in client.get(reverse("incidents")).content.decode()
    page = client.get(reverse("mentions")).content.decode()
    assert "Look at this" in page and an_item.ref in page
    mention = Mention.objects.get()
    assert client.get(reverse("mention-open", args=[mention.pk])).status_code == 405
    opened = client.post(reverse("mention-open", args=[mention.pk]))
    assert opened["Location"].endswith(f"#comment-{made.pk}")
    assert "unread" not in client.get(reverse("mentions")).content.decode()
    assert signed_in(analyst).post(reverse("mention-open", args=[mention.pk])).status_code == 404
    Membership.objects.filter(person=reviewer).delete()
    page = client.get(reverse("mentions")).content.decode()
    assert "Look at this" not in page and an_item.ref not in page


def test_all_mentions_are_read_at_once(an_item: Item, analyst: User, reviewer: User) -> None:
    for number in range(3):
        say(an_item, f"{number} @reviewer", Actor.of(analyst))
    client = signed_in(reviewer)
    client.post(reverse("mentions-read"))
    assert not Mention.objects.unread().exists()


def test_a_correction_keeps_the_earlier_words(an_item: Item, analyst: User, lead: User) -> None:
    made = say(an_item, "At dawn.", Actor.of(analyst))
    address = reverse("comment-reword", args=[made.pk])
    client = signed_in(analyst)
    assert "At dawn." in client.get(address).content.decode()
    assert client.post(address, {"text": "At dusk. @lead", "after": "1"}).status_code == 302
    page = client.get(on(an_item)).content.decode()
    assert "At dusk." in page and "1 earlier wording" in page and "At dawn." in page
    assert Mention.objects.get().person == lead
    assert signed_in(lead).get(address).status_code == 404


def test_two_windows_correcting_one_comment_lose_neither_text(an_item: Item, analyst: User) -> None:
    made = say(an_item, "First.", Actor.of(analyst))
    address = reverse("comment-reword", args=[made.pk])
    client = signed_in(analyst)
    client.post(address, {"text": "From one window.", "after": "1"})
    answer = client.post(address, {"text": "From the other.", "after": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "From one window." in page and "From the other." in page
    assert made.wordings.count() == 2
    assert client.post(address, {"text": "Both.", "after": "2"}).status_code == 302


@pytest.mark.parametrize(
    ("text", "told"), [("  ", "Write something"), ("x" * (LONGEST + 1), "Use at most 20,000")]
)
def test_what_cannot_be_kept_is_told_and_stays_typed(
    text: str, told: str, an_item: Item, analyst: User
) -> None:
    answer = signed_in(analyst).post(on(an_item), {"text": text})
    page = answer.content.decode()
    assert answer.status_code == 422 and told in page and text in page
    assert not Comment.objects.exists()


def test_many_comments_are_shown_page_by_page(an_item: Item, analyst: User) -> None:
    for number in range(53):
        say(an_item, f"Comment number {number}.", Actor.of(analyst))
    client = signed_in(analyst)
    page = client.get(on(an_item)).content.decode()
    assert "50 of 53 comments" in page and "number 52." in page and "number 2." not in page
    oldest = Comment.objects.order_by("pk")[3].pk
    page = client.get(on(an_item), {"before": str(oldest)}).content.decode()
    assert "number 2." in page and "number 3." not in page


def test_the_database_refuses_to_change_what_was_said(an_item: Item, analyst: User) -> None:
    say(an_item, "Said.", Actor.of(analyst))
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Wording.objects.update(text="Never said.")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Comment.objects.update(by=1)


def test_a_member_is_told_of_everybody_by_name(case: Case, an_item: Item, analyst: User) -> None:
    dotted = User.objects.create_user("o.rel-2")
    Membership.objects.create(case=case, person=dotted, role=Role.ANALYST)
    say(an_item, "Ask @o.rel-2.", Actor.of(analyst))
    assert Mention.objects.get().person == dotted
