"""The pages on which people conclude, and on which a second person does without seeing it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.assessments import evidence
from catalog.assessments.answer import LONGEST_REASONING, Words, answer
from catalog.assessments.assess import assess
from catalog.assessments.reasoning import render_reasoning
from catalog.assessments.review import (
    may_see_verdict,
    question_for,
    questions_for,
    review,
)
from catalog.assessments.shown import conclusions_on
from catalog.models import Act, Assessment, Claim, Incident
from catalog.pages.asked import (
    actor_of,
    assessment_for,
    claim_for,
    incident_for,
    person_of,
    whole_number,
)
from media_tools.text import storable


@require_http_methods(["GET", "POST"])
def assess_claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Conclude whether a claim holds."""
    return _assess(request, claim_for(request, claim_id, Act.ASSESS))


@require_http_methods(["GET", "POST"])
def assess_incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Conclude whether an incident happened as it is described."""
    return _assess(request, incident_for(request, incident_id, Act.ASSESS))


@require_http_methods(["GET", "POST"])
def assess_again(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Conclude anew, in place of an older assessment."""
    old = assessment_for(request, assessment_id, Act.ASSESS)
    return _assess(request, old.about, old)


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a second verdict that this person may give."""
    after = whole_number(request.GET.get("after", "")) or 0
    questions, next_page = questions_for(person_of(request), after)
    context = {"questions": questions, "next": next_page, "is_later_page": after > 0}
    return render(request, "assessments/waiting.html", context)


@require_http_methods(["GET", "POST"])
def second_look(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Answer the question of an assessment. Nothing of the first verdict is on this page."""
    question = question_for(person_of(request), assessment_id)
    if question is None:
        raise Http404
    first = Assessment.objects.get(pk=question.assessment_id)

    def sign(words: Words) -> str:
        made = review(first, *words, actor_of(request))
        return gettext("Your verdict is in: %(outcome)s with the first.") % {
            "outcome": made.get_outcome_display().lower()
        }

    is_blind = not may_see_verdict(person_of(request), first)
    context = {"question": question, "is_blind": is_blind}
    return answer(request, question.about, sign, context)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Reasoning as it will be shown, while it is typed."""
    return HttpResponse(render_reasoning(request.POST.get("reasoning", "")[:LONGEST_REASONING]))


def _assess(
    request: HttpRequest, about: Claim | Incident, old: Assessment | None = None
) -> HttpResponse:
    def sign(words: Words) -> str:
        assess(
            about,
            *words,
            actor_of(request),
            rests_on=evidence.named(about, request.POST.getlist("grounds")),
            supersedes=old,
            reason=storable(request.POST.get("reason", "")[:2000]),
        )
        return gettext(
            "Your assessment is signed. Nobody else sees it until a second verdict is in."
        )

    context: dict[str, object] = {"conclusions": conclusions_on(about, request.user)}
    return answer(request, about, sign, context, old)
