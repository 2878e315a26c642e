"""The pages on which what somebody says is recorded, superseded and looked at."""

from dataclasses import replace

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from catalog.assessments.shown import conclusions_on
from catalog.claims.draft import Draft, appearances_of, draft_of, value_read
from catalog.claims.known_places import map_context
from catalog.claims.reading import read_back
from catalog.claims.record import CannotRecord, record, supersede
from catalog.claims.typed import typed
from catalog.models import Act, Case, Claim, ClaimKind, Incident, Item, Source
from catalog.pages.asked import actor_of, acts_in, claim_for, incident_for, item_for
from catalog.pages.meanwhile import clashes

MOST_LISTED = 100
Fields = dict[str, str]


@require_http_methods(["GET", "POST"])
def record_on_item(request: HttpRequest, ref: str) -> HttpResponse:
    """Record a claim about an item."""
    return _form(request, item_for(request, ref, Act.CLAIM))


@require_http_methods(["GET", "POST"])
def record_on_incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Record a claim about an incident."""
    return _form(request, incident_for(request, incident_id, Act.CLAIM))


@require_http_methods(["GET", "POST"])
def supersede_one(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Record a claim in place of an older one."""
    old = claim_for(request, claim_id, Act.CLAIM)
    return _form(request, old.about, old)


@require_safe
def claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """One claim: what was said, what it amounts to, its line, and what was concluded of it."""
    shown = claim_for(request, claim_id)
    context = {
        "claim": shown,
        "about": shown.about,
        "case": shown.about.case,
        "acts": acts_in(request, shown.about.case),
        "line": shown.line(),
        "conclusions": conclusions_on(shown, request.user),
    }
    return render(request, "claims/claim.html", context)


@require_safe
def sources(request: HttpRequest, code: str) -> HttpResponse:
    """The sources of a case whose names hold what is typed, to choose from."""
    case = get_object_or_404(Case.objects.allowing(request.user, Act.SEE), code=code)
    found = Source.objects.filter(case=case, name__icontains=request.GET.get("asserted_by", ""))
    return render(request, "claims/sources.html", {"sources": found[:MOST_LISTED]})


def _form(request: HttpRequest, about: Item | Incident, old: Claim | None = None) -> HttpResponse:
    """The form; with ``?read=`` only how one of its fields is read."""
    fields = request.POST.dict() if request.method == "POST" else typed(old) if old else {}
    if old:
        fields["kind"] = old.kind
    if field := request.GET.get("read"):
        return _reading(request, about, fields, field)
    if request.method != "POST":
        return render(request, "claims/form.html", _context(about, fields, old))
    draft = draft_of(about, fields)
    if old and not fields.get("reason", "").strip():
        draft.faults["reason"] = gettext("Say why the older claim is superseded. Both are kept.")
    if not draft.faults and draft.was_shown(fields):
        try:
            made = _keep(request, about, draft, fields, old)
        except CannotRecord as error:
            draft.faults[error.field] = str(error)
            newest = old.line()[-1] if old else None
            if newest and newest != old:
                # Somebody else superseded it meanwhile: the form goes on from the newest claim.
                context = _context(about, fields, newest)
                context |= {"draft": draft, "faults": draft.faults}
                context["meanwhile"] = clashes(typed(newest), fields)
                return render(request, "claims/form.html", context, status=422)
        else:
            messages.info(request, gettext("The claim is recorded."))
            return redirect("claim", made.pk)
    context = _context(about, fields, old) | {"draft": draft, "faults": draft.faults}
    return render(request, "claims/form.html", context, status=422)


def _reading(
    request: HttpRequest, about: Item | Incident, fields: Fields, field: str
) -> HttpResponse:
    if field == "said":
        read = read_back("said", fields.get("said", "").strip())
    else:
        read = value_read(about, fields)
    context = {"reading": read, "name": field, "address": f"{request.path}?read=value"}
    return render(request, "claims/shown.html", context)


@transaction.atomic
def _keep(
    request: HttpRequest, about: Item | Incident, draft: Draft, fields: Fields, old: Claim | None
) -> Claim:
    """Record what was typed, and the source if it is new. Raises ``CannotRecord``."""
    name, statement = fields.get("asserted_by", "").strip(), draft.statement
    if name:
        source, _ = Source.objects.get_or_create(case=about.case, name=name)
        statement = replace(statement, asserted_by=source)
    if old:
        return supersede(old, statement, fields["reason"], actor_of(request))
    return record(about, statement, actor_of(request))


def _context(about: Item | Incident, fields: Fields, old: Claim | None) -> dict[str, object]:
    said = about.claims.standing().select_related("asserted_by", "superseded_by")
    said = said.prefetch_related("asserted_by__grades")
    return {
        **map_context(about),
        "case": about.case,
        "old": old,
        "fields": fields,
        "kinds": ClaimKind.choices,
        "kind": fields.get("kind") or ClaimKind.TIME.value,
        "appearances": appearances_of(about)[:MOST_LISTED],
        "said_so_far": said.order_by("kind", "pk")[:MOST_LISTED],
    }
