"""The form of a verdict: what was typed, what is wrong with it, the evidence beside it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from catalog import formats
from catalog.assessments import evidence
from catalog.assessments.assess import CannotAssess, SupersededMeanwhile
from catalog.assessments.reasoning import render_reasoning
from catalog.models import Assessment, Claim, Confidence, Incident, Verdict
from catalog.pages.meanwhile import clashes
from media_tools.text import storable

LONGEST_REASONING = 100_000
Words = tuple[Verdict, Confidence, str]
Context = dict[str, object]


def answer(
    request: HttpRequest,
    about: Claim | Incident,
    sign: Callable[[Words], str],
    context: Context,
    old: Assessment | None = None,
) -> HttpResponse:
    """The page of the form; ``sign`` keeps the verdict and says so in a sentence.

    With ``?find`` only the evidence is given, as the words typed find it. A verdict that
    takes the place of an ``old`` one begins with its words and needs a reason.
    """
    context, began_from = context | _evidence(request, about, old), old
    if "find" in request.GET:
        return render(request, "assessments/evidence.html", context)
    faults: dict[str, str] = {}
    if request.method == "POST":
        faults = _faults(request, is_again=old is not None)
        if not faults:
            try:
                said = sign(_words(request))
            except SupersededMeanwhile as error:
                faults["sign"] = str(error)
                old = _newest(old, request) or old
            except CannotAssess as error:
                faults["sign"] = str(error)
            else:
                messages.info(request, said)
                return redirect(about)
    fields = request.POST.dict() if request.method == "POST" else _typed(old)
    context |= {
        "about": about,
        "case": about.about.case if isinstance(about, Claim) else about.case,
        "old": old,
        "meanwhile": clashes(_typed(old), fields) if old and old != began_from else [],
        "fields": fields,
        "faults": faults,
        "verdicts": Verdict.choices,
        "confidences": Confidence.choices,
        "preview": render_reasoning(fields.get("reasoning", "")[:LONGEST_REASONING]),
    }
    return render(request, "assessments/form.html", context, status=422 if faults else 200)


def _evidence(request: HttpRequest, about: Claim | Incident, old: Assessment | None) -> Context:
    keys = request.POST.getlist("grounds")
    if old and request.method != "POST":
        keys = [f"claim-{one.claim_id}" for one in old.grounds.all() if one.claim_id]
    chosen = evidence.pieces(evidence.named(about, keys))
    words = (request.POST.get("words") or request.GET.get("words", ""))[:200]
    return {
        "words": words,
        "chosen": chosen,
        "found": evidence.found(about, words, but=[piece.key for piece in chosen]),
        "most": evidence.MOST_OF_A_KIND,
    }


def _faults(request: HttpRequest, *, is_again: bool) -> dict[str, str]:
    faults = {}
    if request.POST.get("verdict") not in Verdict.values:
        faults["verdict"] = gettext("Choose a verdict; undetermined is one.")
    if request.POST.get("confidence") not in Confidence.values:
        faults["confidence"] = gettext("Choose how confident you are of the verdict.")
    reasoning = request.POST.get("reasoning", "").strip()
    if not reasoning:
        faults["reasoning"] = gettext("Give the reasoning: what leads to this verdict.")
    elif len(reasoning) > LONGEST_REASONING:
        faults["reasoning"] = gettext("Use at most %(longest_reasoning)s characters.") % {
            "longest_reasoning": formats.grouped(LONGEST_REASONING)
        }
    if is_again and not request.POST.get("reason", "").strip():
        faults["reason"] = gettext("Say why the older assessment is superseded. Both are kept.")
    return faults


def _words(request: HttpRequest) -> Words:
    return (
        Verdict(request.POST["verdict"]),
        Confidence(request.POST["confidence"]),
        storable(request.POST["reasoning"]),
    )


def _newest(old: Assessment | None, request: HttpRequest) -> Assessment | None:
    """The assessment that stands in its place, if its verdict is open to the person."""
    seen, newest = Assessment.objects.visible_to(request.user), None
    while old and (old := seen.filter(supersedes=old).first()):
        newest = old
    return newest


def _typed(old: Assessment | None) -> dict[str, str]:
    if old is None:
        return {}
    return {"verdict": old.verdict, "confidence": old.confidence, "reasoning": old.reasoning}
