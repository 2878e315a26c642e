"""The item page, its live parts, and what can be done on it."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from catalog import pipeline, relations, tasks
from catalog.facts import readings_by_meaning, standing_runs
from catalog.models import (
    Act,
    Artefact,
    Item,
    LinkStatus,
    Relation,
    Sensitivity,
    State,
)
from catalog.pages.asked import actor_of, acts_in, item_for
from catalog.pages.meanwhile import is_stale, stale_words
from catalog.review.film_frames import film_count
from catalog.review.item_page import (
    artefacts_of,
    grid_for,
    item_context,
    newest_player,
    progress_context,
    sight_context,
)
from catalog.review.lanes import NotAStretch, Stretch, lanes_of
from catalog.review.orders import STEP, ordered_run
from catalog.review.spectrum import spectrum_of
from catalog.review.tabs import tab_context
from catalog.review.ticks import packed, ticks_of
from catalog.review.viewing import note_viewed
from catalog.review.world_time import world_time
from media_tools.text import storable


@require_safe
def item(request: HttpRequest, ref: str) -> HttpResponse:
    """The item page."""
    shown = item_for(request, ref)
    note_viewed(request, shown)
    context = item_context(request, shown)
    name, words = request.GET.get("tab", "runs"), request.GET.get("words", "")
    context |= tab_context(shown, context["acts"], name, words)
    return render(request, "review/item.html", context)


@require_safe
def tab(request: HttpRequest, ref: str) -> HttpResponse:
    """One tab, to be put in place of another."""
    shown = item_for(request, ref)
    name, words = request.GET.get("tab", "runs"), request.GET.get("words", "")
    context = tab_context(shown, acts_in(request, shown.case), name, words)
    return render(request, "review/tabs.html", context | sight_context(request, shown))


@require_safe
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far the steps have come, and whether there are newer frames than the page shows."""
    shown = item_for(request, ref)
    context = progress_context(shown)
    newest = grid_for(request, shown, standing_runs(shown), {}).run
    # Only announced, unless there are none yet that anybody could aim at.
    context["newer_frames"] = newest and str(newest.pk) != request.GET.get("frames")
    context["had_no_frames"] = request.GET.get("frames") == "0"
    context["may_retry"] = Act.RETRY.value in acts_in(request, shown.case)
    context["player"] = newest_player(shown)
    return render(request, "review/progress.html", context | sight_context(request, shown))


@require_safe
def frames(request: HttpRequest, ref: str) -> HttpResponse:
    """The frame grid, to be put in place of an older one; with ``?order=`` what was ordered."""
    shown = item_for(request, ref)
    standing = standing_runs(shown)
    if order := request.GET.get("order"):
        standing = {STEP: ordered_run(shown, order)}
    artefacts = artefacts_of(standing)
    world = world_time(shown, readings_by_meaning(shown))
    grid = grid_for(request, shown, standing, artefacts, world)
    context = {
        "grid": replace(grid, which=request.GET.get("which", "few")),
        "has_frame_times": "frame_times" in artefacts,
        "film": film_count(artefacts_of(standing_runs(shown))),
    }
    return render(request, "review/frames.html", context | sight_context(request, shown))


@require_safe
@gzip_page
def frame_times(request: HttpRequest, ref: str) -> HttpResponse:
    """When every frame is shown, in exact ticks, packed for the player."""
    shown = item_for(request, ref)
    table = Artefact.objects.filter(
        run__in=standing_runs(shown).values(), name="frame_times"
    ).first()
    if table is None:
        raise Http404
    return packed(table, ticks_of(table))


@require_safe
@gzip_page
def lanes(request: HttpRequest, ref: str) -> JsonResponse:
    """Brightness, sound, pitches and cuts between ``from`` and ``to``, in ``columns`` columns."""
    shown = item_for(request, ref)
    try:
        stretch = Stretch.from_params(request.GET, shown.duration_s or 0.0)
    except NotAStretch as error:
        return JsonResponse({"error": str(error)}, status=400)
    standing = standing_runs(shown)
    made = artefacts_of(standing)
    drawn = lanes_of(shown, stretch, made, standing)
    return JsonResponse(drawn | spectrum_of(shown, stretch, made, standing))


@require_POST
def set_sensitivity(request: HttpRequest, ref: str) -> HttpResponse:
    """Say whether the item is graphic. The change is a link in the chain."""
    changed = item_for(request, ref, Act.CLAIM)
    wanted = request.POST.get("sensitivity", "")
    if is_stale(request, changed.sensitivity):
        now = changed.get_sensitivity_display().lower()
        messages.error(
            request, stale_words(gettext("the mark of %(ref)s") % {"ref": changed.ref}, now, "")
        )
    elif wanted in Sensitivity.values and wanted != changed.sensitivity:
        relations.judge(changed, Sensitivity(wanted), actor_of(request))
        messages.info(
            request,
            gettext("%(ref)s is now marked: %(sensitivity)s.")
            % {"ref": changed.ref, "sensitivity": changed.get_sensitivity_display().lower()},
        )
    return redirect(changed)


@require_POST
def decide(request: HttpRequest, ref: str, relation_id: int) -> HttpResponse:
    """Confirm or reject a suggested relation, with a reason. What the bytes prove stays."""
    shown = item_for(request, ref, Act.CLAIM)
    known = Relation.objects.of(shown).visible_to(request.user).select_related("first", "second")
    relation = get_object_or_404(known, pk=relation_id)
    status, reason = request.POST.get("status", ""), request.POST.get("reason", "").strip()
    is_decision = status in (LinkStatus.CONFIRMED, LinkStatus.REJECTED)
    if not is_decision or relation.is_proved:
        messages.error(
            request, gettext("Only what is not proved by the bytes is confirmed or rejected.")
        )
    elif not reason:
        messages.error(request, gettext("Say why: the reason is kept with the decision."))
    elif is_stale(request, relation.status):
        typed = storable(reason[:500])
        messages.error(
            request,
            stale_words(gettext("the relation"), relation.get_status_display().lower(), typed),
        )
    else:
        actor = actor_of(request)
        relations.decide(relation, LinkStatus(status), actor, storable(reason[:500]))
        messages.info(
            request,
            gettext("The relation with %(ref)s is now %(status)s.")
            % {"ref": relation.other(shown).ref, "status": LinkStatus(status).label.lower()},
        )
    return redirect(f"{shown.get_absolute_url()}?tab=relations#tabs")


@require_POST
def retry(request: HttpRequest, ref: str) -> HttpResponse:
    """Run the broken steps again."""
    broken = item_for(request, ref, Act.RETRY)
    if broken.runs.planned().filter(state=State.BROKEN).exists():
        tasks.send(pipeline.retry(broken, actor_of(request)))
        messages.info(
            request, gettext("The broken steps of %(ref)s will run again.") % {"ref": broken.ref}
        )
    return redirect(broken)


@require_POST
def stop(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask the steps that have not ended to stop."""
    running = item_for(request, ref, Act.RETRY)
    asked = pipeline.ask_to_stop(running, actor_of(request)) if _is_open(running) else 0
    if asked:
        messages.info(
            request,
            gettext("%(asked)s steps of %(ref)s were asked to stop.")
            % {"asked": asked, "ref": running.ref},
        )
    return redirect(running)


def _is_open(running: Item) -> bool:
    return running.state in (State.WAITING, State.RUNNING)
