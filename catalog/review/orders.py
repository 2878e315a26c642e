"""Frames ordered of a clip: every frame of a stretch to look at, or one still to keep."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from catalog import pipeline, tasks
from catalog.facts import standing_runs
from catalog.models import FINAL_STATES, Act, Item, Run, State
from catalog.pages.asked import actor_of, item_for, whole_number
from catalog.review.item_page import sight_context
from catalog.review.media import STILL

STEP = "frames"
MOST_OPEN = 20


@require_POST
def order(request: HttpRequest, ref: str) -> JsonResponse:
    """Order the frames from ``first_pts`` to ``last_pts``; with ``whole`` one still to keep."""
    is_whole = request.POST.get("whole") == "1"
    item = item_for(request, ref, Act.DOWNLOAD if is_whole else Act.SEE)
    try:
        first, last = (int(request.POST.get(name, "")) for name in ("first_pts", "last_pts"))
    except ValueError:
        return _refused(gettext("Give first_pts and last_pts as whole ticks."))
    if not -(2**62) < first <= last < 2**62:
        return _refused(gettext("The last frame must not lie before the first."))
    if "scan" not in standing_runs(item):
        return _refused(gettext("Single frames can be had once the scan is done."))
    open_ones = item.runs.filter(step=STEP).exclude(state__in=FINAL_STATES)
    if open_ones.count() >= MOST_OPEN:
        return _refused(
            gettext("Many frames of this clip are being made already; wait for some of them.")
        )
    ordered = {"first_pts": first, "last_pts": last} | ({"whole": True} if is_whole else {})
    run = pipeline.order(item, STEP, ordered, actor_of(request))
    if run.state == State.WAITING:
        tasks.send([run])
    return JsonResponse(_told(request, item, run))


@require_safe
def ordered(request: HttpRequest, ref: str, run_id: int) -> JsonResponse:
    """How far an order has come, and where what came of it is."""
    item = item_for(request, ref)
    return JsonResponse(_told(request, item, ordered_run(item, str(run_id))))


@require_safe
def how(request: HttpRequest, ref: str, run_id: int) -> HttpResponse:
    """How a still was made, so that anybody can make it again: a JSON file to keep beside it."""
    item = item_for(request, ref, Act.DOWNLOAD)
    run = ordered_run(item, str(run_id))
    still = get_object_or_404(run.artefacts, name=STILL)
    answer = JsonResponse(
        {
            "item": item.ref,
            "original_sha256": item.original_id,
            "still_sha256": still.sha256,
            **still.details,
            "step": run.step,
            "version": run.version,
            "made_with": run.made_with,
            "warnings": run.warnings,
            "made_at": run.ended_at,
        },
        json_dumps_params={"indent": 2, "ensure_ascii": False},
    )
    name = f"{item.ref}_pts{still.details['pts']}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def ordered_run(item: Item, number: str) -> Run:
    """The order of that number for this item. Else 404."""
    return get_object_or_404(Run, pk=whole_number(number), item=item, step=STEP)


def _told(request: HttpRequest, item: Item, run: Run) -> dict[str, Any]:
    suffix = sight_context(request, item)["suffix"]
    frames = f"{reverse('item-frames', args=[item.ref])}?order={run.pk}"
    told: dict[str, Any] = {
        "state": run.state,
        # One that is tried again tells of its last failure, and is not over.
        "error": run.error if run.state in FINAL_STATES else "",
        "warnings": run.warnings,
        "ordered": reverse("item-ordered", args=[item.ref, run.pk]) + suffix,
        "frames": frames + suffix.replace("?", "&"),
    }
    if still := run.artefacts.filter(name=STILL).first():
        told["still"] = reverse("item-artefact", args=[item.ref, still.pk]) + suffix
        told["how"] = reverse("item-order-how", args=[item.ref, run.pk])
    return told


def _refused(sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=400)
