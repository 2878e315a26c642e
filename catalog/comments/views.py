"""The comments on one thing, correcting one's own, and the list of mentions of oneself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.comments.about import about_for, kind_of
from catalog.comments.say import CannotSay, WordedMeanwhile, reword, say
from catalog.comments.shown import thread_on
from catalog.models import Comment, Mention
from catalog.pages.asked import actor_of, person_of, whole_number
from catalog.pages.meanwhile import Clash, clashes
from media_tools.text import storable

PAGE = 50


@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """All comments on one thing, page by page; posted to, it keeps one more."""
    about = about_for(request, kind, key)
    fault, text = "", storable(request.POST.get("text", ""))
    if request.method == "POST":
        try:
            made = say(about, text, actor_of(request))
        except CannotSay as error:
            fault = str(error)
        else:
            return redirect(_address(made))
    before = whole_number(request.GET.get("before", ""))
    context = {
        "thread": thread_on(about, request.user, before),
        "about": about,
        "case": about.case,
        "fault": fault,
        "text": text,
        "paged": before is not None,
    }
    return render(request, "comments/page.html", context, status=422 if fault else 200)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Correct one's own comment; the earlier words stay to be read."""
    own = Comment.objects.visible_to(request.user).filter(by=person_of(request))
    comment = get_object_or_404(own.select_related("case"), pk=comment_id)
    newest = comment.wordings.order_by("-number")[0]
    text, after = newest.text, str(newest.number)
    fault, meanwhile = "", list[Clash]()
    if request.method == "POST":
        text, after = storable(request.POST.get("text", "")), request.POST.get("after", "")
        try:
            reword(comment, text, whole_number(after) or 0, actor_of(request))
        except WordedMeanwhile:
            newest = comment.wordings.order_by("-number")[0]
            after, meanwhile = str(newest.number), clashes({"words": newest.text}, {"words": text})
        except CannotSay as error:
            fault = str(error)
        else:
            return redirect(_address(comment))
    context = {
        "comment": comment,
        "case": comment.case,
        "about": comment.about,
        "text": text,
        "after": after,
        "fault": fault,
        "meanwhile": meanwhile,
        "kind": kind_of(comment.about),
    }
    status = 422 if fault or meanwhile else 200
    return render(request, "comments/reword.html", context, status=status)


@require_safe
def mentions(request: HttpRequest) -> HttpResponse:
    """The comments in which this person is named, the newest first."""
    before = whole_number(request.GET.get("before", ""))
    rows = Mention.objects.of(request.user).select_related("comment__by", "comment__case")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    page = list(rows.prefetch_related("comment__about", "comment__wordings")[: PAGE + 1])
    context = {
        "mentions": page[:PAGE],
        "next": page[PAGE - 1].pk if len(page) > PAGE else None,
        "unread": Mention.objects.of(request.user).unread().exists(),
    }
    return render(request, "comments/mentions.html", context)


@require_POST
def open_mention(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Go to the comment; the mention counts as read."""
    mention = get_object_or_404(Mention.objects.of(request.user), pk=mention_id)
    Mention.objects.filter(pk=mention.pk, read_at=None).update(read_at=timezone.now())
    return redirect(_address(mention.comment))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Count every mention of this person as read."""
    read = Mention.objects.of(request.user).unread().update(read_at=timezone.now())
    said = ngettext("%(count)s mention marked as read.", "%(count)s mentions marked as read.", read)
    messages.info(request, said % {"count": read})
    return redirect("mentions")


def _address(comment: Comment) -> str:
    about = comment.about
    assert about is not None
    before = Comment.objects.on(about).filter(pk__gt=comment.pk)[:1]
    where = f"/comments/{kind_of(about)}/{about.pk}/"
    # An older comment than a page holds is the last of its own page.
    page = f"?before={comment.pk + 1}" if before else ""
    return f"{where}{page}#comment-{comment.pk}"
