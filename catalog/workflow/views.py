"""Saying how far the work on an item or incident is."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from catalog.comments.about import about_for
from catalog.models import Act, Item, Workflow
from catalog.pages.asked import actor_of, acts_in
from catalog.pages.meanwhile import is_stale, stale_words
from catalog.workflow.move import Worked, move
from media_tools.text import storable


@require_POST
def set_stage(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Move it to the stage that was chosen, unless somebody else moved it meanwhile."""
    moved = about_for(request, kind, key)
    if not isinstance(moved, Worked) or Act.WORK.value not in acts_in(request, moved.case):
        raise Http404
    name = moved.ref if isinstance(moved, Item) else f"“{moved.title}”"
    wanted = request.POST.get("workflow", "")
    if wanted in Workflow.values and wanted != moved.workflow:
        note = storable(request.POST.get("reason", "").strip()[:500])
        if is_stale(request, moved.workflow):
            now = moved.get_workflow_display().lower()
            messages.error(
                request, stale_words(gettext("the work on %(ref)s") % {"ref": name}, now, note)
            )
            return redirect(moved)
        move(moved, Workflow(wanted), actor_of(request), note)
        stage = moved.get_workflow_display().lower()
        said = gettext("The work on %(ref)s is now: %(stage)s.")
        messages.info(request, said % {"ref": name, "stage": stage})
    return redirect(moved)
