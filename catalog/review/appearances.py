"""Adding a posting of an item, and saying which posting another one forwards."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from catalog.claims.reading import read_back
from catalog.intake.postings import add_posting
from catalog.intake.sheet import ClaimSheet, SheetError
from catalog.models import Act
from catalog.pages.asked import actor_of, item_for
from catalog.sources import CannotForward, say_forwarded
from catalog.sources.forward import named

FIELDS = ("source", "url", "published", "edited", "caption", "forwarded_from")
MOMENTS = ("published", "edited")


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a posting; its times are kept only after they were read back."""
    item = item_for(request, ref, Act.CLAIM)
    fields = {name: request.POST.get(name, "").strip() for name in FIELDS}
    moments = {name: read_back("published", fields[name]) for name in MOMENTS}
    if (name := request.GET.get("read")) in moments:
        shown = {"reading": moments[name], "name": name}
        return render(request, "claims/shown.html", shown)
    context: dict[str, object] = {"item": item, "case": item.case, "fields": fields}
    if request.method != "POST":
        return render(request, "review/posting.html", context)
    faults = _faults(fields)
    was_shown = all(
        read.mark == request.POST.get(f"shown_{name}", "") for name, read in moments.items()
    )
    if not faults and was_shown:
        add_posting(item, ClaimSheet.from_words(fields), actor_of(request))
        messages.info(request, gettext("The posting of %(ref)s is kept.") % {"ref": item.ref})
        return redirect(f"{item.get_absolute_url()}?tab=appearances#tabs")
    context |= {"faults": faults, **moments, "is_sent": True}
    return render(request, "review/posting.html", context, status=422)


@require_POST
def forward(request: HttpRequest, ref: str, appearance_id: int) -> HttpResponse:
    """Say of which posting this one is a forward; with nothing typed, of none."""
    item = item_for(request, ref, Act.CLAIM)
    posting = get_object_or_404(item.appearances, pk=appearance_id)
    words = request.POST.get("origin", "").strip()
    origin = named(item.case, words) if words else None
    if words and origin is None:
        messages.error(
            request,
            gettext("This case knows no posting of that link or reference. Add it there first."),
        )
    else:
        try:
            say_forwarded(posting, origin, actor_of(request))
        except CannotForward as error:
            messages.error(request, str(error))
        else:
            messages.info(request, gettext("The chain of forwards is kept."))
    return redirect(f"{item.get_absolute_url()}?tab=appearances#tabs")


def _faults(fields: dict[str, str]) -> dict[str, str]:
    faults = {}
    for name, words in fields.items():
        try:
            ClaimSheet.from_words({name: words})
        except SheetError as error:
            faults[error.field] = str(error)
    if not fields["source"] and not fields["url"]:
        faults["url"] = gettext("Give its link, or at least the source that posted it.")
    return faults
