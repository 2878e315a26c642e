"""The upload page: choose files and a case, say what is claimed, watch each file arrive.

It lies under ``/admin/`` because handing evidence in is a deed and not a reading, but
whoever may upload into a case needs no access to the rest of the admin for it: an
uploader is often somebody who may see nothing else.
"""

from datetime import timedelta
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog import containment
from catalog.admin.upload.lines import lines_of
from catalog.claims.known_places import map_context
from catalog.intake import uploads
from catalog.intake.form import faults_of, reading_of, words_of
from catalog.models import Act, Case, Extent, Sensitivity, Source, Upload

SHOWN_FOR = timedelta(hours=12)
SHOWN_AT_MOST = 100
MOST_LISTED = 500


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The page; without a script its form also sends the files themselves."""
    cases = Case.objects.allowing(request.user, Act.UPLOAD)
    if not cases.exists():
        raise Http404
    faults: dict[str, str] = {}
    if request.method == "POST":
        faults = _hand_in(request)
        if not faults:
            case = request.POST["case"]
            return HttpResponseRedirect(f"{reverse('upload')}?case={case}")
    fields = request.POST or request.GET
    chosen = cases.filter(code=fields.get("case", "")).first() or cases.first()
    context = {
        "case": chosen,
        "cases": cases,
        "fields": fields,
        "faults": faults,
        "lines": lines_of(_recent(request), request.user),
        "sources": _sources(request, chosen),
        "centre": _last_place(request, chosen),
        "sensitivities": Sensitivity.choices,
        "limit_bytes": settings.MAX_UPLOAD_BYTES,
        **map_context(),
        "is_uncontained": request.user.is_staff and containment.is_missing(),
    }
    return render(request, "admin/upload/page.html", context, status=422 if faults else 200)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Which fields of the claims are not understood, before anything is sent."""
    return JsonResponse({"faults": faults_of(request.POST.dict())})


@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """How one field of the claims is read, as it is typed."""
    field = request.GET.get("field", "")
    # By its id the box that takes a zone keeps the keyboard when it is drawn anew.
    target = request.headers.get("HX-Target", f"{field}-read")
    context = {
        "reading": reading_of(field, words_of(request.POST.dict())),
        "address": f"{reverse('upload-reading')}?field=time",
        "target": target,
    }
    return render(request, "claims/reading.html", context)


@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    """The sources of a case, to choose from, for those who may see into it."""
    cases = Case.objects.allowing(request.user, Act.UPLOAD)
    case = get_object_or_404(cases, code=request.GET.get("case", ""))
    return render(request, "claims/sources.html", {"sources": _sources(request, case)})


@require_GET
def line(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """How it stands with one file."""
    own = Upload.objects.of(request.user).select_related("case", "item")
    upload = get_object_or_404(own, pk=upload_id)
    (found,) = lines_of([upload], request.user)
    return render(request, "admin/upload/line.html", {"line": found})


def _hand_in(request: HttpRequest) -> dict[str, str]:
    """Take in what a form without a script has sent. Returns the faults, if there are any."""
    assert isinstance(request.user, User)
    cases = Case.objects.allowing(request.user, Act.UPLOAD)
    case = get_object_or_404(cases, code=request.POST.get("case", ""))
    faults = faults_of(request.POST.dict())
    files = request.FILES.getlist("files")
    if not files:
        faults["files"] = gettext("No file was chosen. Choose one or more files to hand in.")
    if faults:
        return faults
    for sent in files:
        uploads.hand_in(
            cast(BinaryIO, sent.file),
            case=case,
            person=request.user,
            file_name=sent.name or "",
            size_bytes=sent.size or 0,
            words=words_of(request.POST.dict()),
        )
    return {}


def _recent(request: HttpRequest) -> list[Upload]:
    """This person's files that are not done, and the receipts of the last hours."""
    own = Upload.objects.of(request.user).select_related("case", "item")
    lately = Q(begun_at__gt=timezone.now() - SHOWN_FOR)
    return list(own.filter(lately | Q(outcome="")).order_by("-begun_at")[:SHOWN_AT_MOST])


def _last_place(request: HttpRequest, case: Case | None) -> Extent | None:
    """Where the map begins: at the last place that is known in the case."""
    visible = Case.objects.allowing(request.user, Act.SEE)
    known = Extent.objects.filter(item__case=case, item__case__in=visible, latitude__isnull=False)
    return known.order_by("-pk").first()


def _sources(request: HttpRequest, case: Case | None) -> list[Source]:
    """Whose names may be offered: only to people who may see into the case."""
    visible = Case.objects.allowing(request.user, Act.SEE)
    named = Source.objects.filter(case=case, case__in=visible).order_by("name")
    return list(named[:MOST_LISTED])
