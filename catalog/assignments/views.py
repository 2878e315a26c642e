"""What is assigned to me, and assigning."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from catalog.assignments.assign import CannotAssign, assign
from catalog.comments.about import about_for
from catalog.models import Act, Assignment, Item
from catalog.pages.asked import actor_of, acts_in, whole_number
from catalog.rights import NotAllowed

PAGE = 50


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What this person is to work on, the newest first."""
    before = whole_number(request.GET.get("before", ""))
    rows = Assignment.objects.of(request.user).select_related("case", "by", "about_type")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    page = list(rows.prefetch_related("about")[: PAGE + 1])
    shown = [(one, one.about if isinstance(one.about, Item) else None) for one in page[:PAGE]]
    prefetch_related_objects([item for _, item in shown if item], "original")
    context = {"assigned": shown, "next": page[PAGE - 1].pk if len(page) > PAGE else None}
    return render(request, "assignments/mine.html", context)


@require_POST
def assign_one(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Make it the work of the person named, or of nobody."""
    about = about_for(request, kind, key)
    if Act.WORK.value not in acts_in(request, about.case):
        raise NotAllowed(gettext("Your role in the case does not let you assign work."))
    name = request.POST.get("person", "").strip()
    person = about.case.readers().filter(username=name).first()
    if name and person is None:
        messages.error(request, gettext("No member of the case who may see it has that name."))
        return redirect(about)
    try:
        assign(about, person, actor_of(request), instead_of=request.POST.get("seen", ""))
    except CannotAssign as error:
        messages.error(request, str(error))
    else:
        messages.info(
            request,
            gettext("It is now %(name)s’s work.") % {"name": name}
            if name
            else gettext("It is nobody’s work now."),
        )
    return redirect(about)
