"""What people say to each other, for templates."""

from typing import Any

from django import template
from django.template.context import Context

from catalog.assignments.assign import assignee_of
from catalog.comments.about import About, kind_of
from catalog.comments.shown import thread_on
from catalog.models import Act, Mention, Workflow
from catalog.workflow import Worked

register = template.Library()
MOST_COUNTED = 99


@register.inclusion_tag("comments/thread.html", takes_context=True)
def comments(context: Context, about: About) -> dict[str, Any]:
    """The newest comments on a thing of a case, and the field for one more."""
    request = context["request"]
    shown = {"thread": thread_on(about, request.user), "csrf_token": context.get("csrf_token")}
    return shown | {"user": request.user}


@register.inclusion_tag("assignments/chip.html", takes_context=True)
def assignment(context: Context, about: About) -> dict[str, Any]:
    """Whose work a thing is, and for who may say so the way to change it."""
    may_work = Act.WORK.value in context["acts"]
    return {
        "about": about,
        "kind": kind_of(about),
        "assignee": assignee_of(about),
        "may_work": may_work,
        "readers": about.case.readers(),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("workflow/chip.html", takes_context=True)
def work(context: Context, about: Worked) -> dict[str, Any]:
    """How far the work on a thing is, and for who may say so the way to move it on."""
    return {
        "about": about,
        "kind": kind_of(about),
        "may_work": Act.WORK.value in context["acts"],
        "workflows": Workflow.choices,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def unread_mentions(context: Context) -> str:
    """How many mentions of this person are unread, ``99+`` for more; nothing for none."""
    unread = Mention.objects.of(context["request"].user).unread()
    count = unread[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")
