"""The list of incidents, the page of one, and what is said there of items and other incidents."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.assessments.shown import conclusions_on
from catalog.claims.known_places import map_context
from catalog.custody.changes import changes_of
from catalog.incidents.chronology import chronology_of
from catalog.incidents.describe import describe
from catalog.incidents.draft import READ, draft_of, read_field, typed
from catalog.incidents.link import CannotLink, link
from catalog.incidents.places import places_of
from catalog.incidents.shown import MOST_LISTED, MOST_TIES, links_of, said_of, ties_of
from catalog.incidents.tie import tie
from catalog.incidents.timeline import MOST_ROWS, timeline_of
from catalog.incidents.viewpoints import viewpoints_of
from catalog.models import (
    Act,
    Case,
    Incident,
    IncidentItem,
    IncidentRole,
    IncidentTie,
    Item,
    LinkStatus,
)
from catalog.pages.asked import actor_of, acts_in, incident_for, whole_number
from catalog.pages.meanwhile import Clash, clashes, is_stale, stale_words, stamp
from media_tools.text import storable


@require_safe
def incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One incident: who says what of it, which items show it, and what was concluded."""
    shown = incident_for(request, incident_id)
    after, said_after = request.GET.get("items", ""), request.GET.get("claims", "")
    links, next_links = links_of(shown, after)
    said, next_said = said_of(shown, said_after)
    is_part = bool(after or next_links)
    ties = list(ties_of(shown)[: MOST_TIES + 1])
    others = list(shown.case.incidents.exclude(pk=shown.pk)[: MOST_LISTED + 1])
    context = {
        "incident": shown,
        "case": shown.case,
        "acts": acts_in(request, shown.case),
        "said": said,
        "next_said": next_said,
        "is_later_said": bool(said_after),
        "links": links,
        "link_count": shown.links.count() if is_part else len(links),
        "next_links": next_links,
        "is_later_page": bool(after),
        "ties": ties[:MOST_TIES],
        "more_ties": len(ties) > MOST_TIES,
        "others": others[:MOST_LISTED],
        # Nobody looks through so many: one is named by its number, which its page shows.
        "others_are_many": len(others) > MOST_LISTED,
        "roles": IncidentRole.choices,
        "tie_kinds": IncidentTie.choices,
        "changes": list(changes_of(shown.case, "incident", shown.pk)),
        "conclusions": conclusions_on(shown, request.user),
        **_in_time_and_place(request, shown, links),
    }
    return render(request, "incidents/incident.html", context)


def _in_time_and_place(
    request: HttpRequest, shown: Incident, links: list[IncidentItem]
) -> dict[str, object]:
    """The viewpoints, the axis of time, the map and what was said in order."""
    viewpoints = viewpoints_of(links)
    near = request.GET.get("axis") == "near"
    places, more_places = places_of(shown, links)
    told, more_told = chronology_of(shown, links, request.user)
    return {
        "viewpoints": viewpoints,
        "timeline": timeline_of(shown, links, viewpoints.words, near=near),
        "most_rows": MOST_ROWS,
        "hatched": ("claimed", "embedded", "measured", "neutral"),
        "places": places,
        "places_drawn": [one.drawn for one in places],
        "more_places": more_places,
        "tile_url": settings.TILE_URL,
        "told": told,
        "more_told": more_told,
    }


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Say that something happened."""
    cases = Case.objects.allowing(request.user, Act.CLAIM)
    asked = request.POST.get("case") or request.GET.get("case", "")
    case = get_object_or_404(cases, code=asked) if asked else cases.first()
    if case is None:
        raise Http404
    return _form(request, case, None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Say anew what it was; what was said before stays in the chain."""
    old = incident_for(request, incident_id, Act.CLAIM)
    return _form(request, old.case, old)


@require_POST
def link_item(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Say in which role an item shows it: suggested, confirmed or rejected."""
    shown = incident_for(request, incident_id, Act.CLAIM)
    ref, reason = request.POST.get("item", "").strip().upper(), _reason(request)
    item = Item.objects.visible_to(request.user).filter(case=shown.case, ref=ref).first()
    role, status = request.POST.get("role", ""), request.POST.get("status", "")
    if item is None:
        messages.error(
            request,
            gettext("This case has no item %(ref)s.")
            % {"ref": ref or gettext("without a reference")},
        )
    elif role not in IncidentRole.values or status not in LinkStatus.values:
        messages.error(
            request, gettext("Choose the role that the item plays, and what you say of it.")
        )
    elif status == LinkStatus.REJECTED and not reason:
        messages.error(request, gettext("Say why it is rejected: the reason is kept."))
    elif is_stale(request, now := _link_now(shown, item)):
        messages.error(request, stale_words(item.ref, now or "unlinked", reason))
    else:
        link(shown, item, IncidentRole(role), LinkStatus(status), actor_of(request), reason)
        messages.info(
            request,
            gettext("%(ref)s is now %(status)s: %(label)s.")
            % {
                "ref": item.ref,
                "status": LinkStatus(status).label.lower(),
                "label": IncidentRole(role).label.lower(),
            },
        )
    return redirect(f"{shown.get_absolute_url()}#items")


def _link_now(shown: Incident, item: Item) -> str:
    """How the item is linked as it stands, as the form has it in ``seen``."""
    held = shown.links.filter(item=item).first()
    return f"{held.status}, {held.role}" if held else ""


@require_POST
def tie_incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Say what it is to another incident, or that it is not."""
    shown = incident_for(request, incident_id, Act.CLAIM)
    wanted = whole_number(request.POST.get("other", ""))
    others = Incident.objects.visible_to(request.user).filter(case=shown.case)
    other = others.filter(pk=wanted or 0).first()
    kind, status = request.POST.get("kind", ""), request.POST.get("status", "confirmed")
    if other is None or kind not in IncidentTie.values or status not in LinkStatus.values:
        messages.error(
            request, gettext("Choose another incident of the case, and what this one is to it.")
        )
    elif status == LinkStatus.REJECTED and not _reason(request):
        messages.error(request, gettext("Say why it is rejected: the reason is kept."))
    else:
        pair = (other, shown) if request.POST.get("turned") else (shown, other)
        said, reason = LinkStatus(status), _reason(request)
        held = ties_of(shown).filter(kind=kind, first__in=pair, second__in=pair)
        if "seen" in request.POST and not held.filter(status=request.POST["seen"]).exists():
            now = " and ".join(held.values_list("status", flat=True)) or "gone"
            messages.error(
                request, stale_words(gettext("what they are to each other"), now, reason)
            )
            return redirect(f"{shown.get_absolute_url()}#ties")
        try:
            made = tie(IncidentTie(kind), *pair, actor_of(request), status=said, reason=reason)
        except CannotLink as error:
            messages.error(request, str(error))
        else:
            messages.info(request, f"{made}: {made.get_status_display().lower()}.")
    return redirect(f"{shown.get_absolute_url()}#ties")


def _form(request: HttpRequest, case: Case, old: Incident | None) -> HttpResponse:
    """The form; with ``?read=`` only how its time or place is read."""
    fields = request.POST.dict() if request.method == "POST" else typed(old) if old else {}
    if (name := request.GET.get("read")) in READ:
        shown = {"reading": read_field(name, fields), "name": name}
        shown["address"] = f"{request.path}?read={name}"
        return render(request, "claims/shown.html", shown)
    context: dict[str, object] = {
        **map_context(old),
        "case": case,
        "old": old,
        "fields": fields,
        "seen": fields.get("seen", "") if request.method == "POST" else stamp(fields),
        "cases": Case.objects.allowing(request.user, Act.CLAIM),
    }
    if request.method != "POST":
        return render(request, "incidents/form.html", context)
    draft = draft_of(case, fields, old)
    meanwhile: list[Clash] = []
    if not draft.faults and draft.was_shown(fields):
        meanwhile = _keep(request, draft.incident, fields)
        if not meanwhile:
            messages.info(
                request, gettext("Kept. What was said of it before stays in its history.")
            )
            return redirect(draft.incident)
        context["seen"] = stamp(typed(Incident.objects.get(pk=draft.incident.pk)))
    context |= {"draft": draft, "faults": draft.faults, "meanwhile": meanwhile}
    return render(request, "incidents/form.html", context, status=422)


@transaction.atomic
def _keep(request: HttpRequest, incident: Incident, fields: dict[str, str]) -> list[Clash]:
    """Keep it as typed; or, if it was changed since the form was opened, both texts."""
    held = Incident.objects.select_for_update().filter(pk=incident.pk).first()
    is_changed = held is not None and is_stale(request, stamp(typed(held)))
    if held and is_changed and (meanwhile := clashes(typed(held), fields)):
        return meanwhile
    words = {name: fields[name] for name in (*READ, "zone") if fields.get(name)}
    describe(incident, actor_of(request), words)
    return []


def _reason(request: HttpRequest) -> str:
    return storable(request.POST.get("reason", "").strip()[:500])
