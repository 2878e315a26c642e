"""Errors as RFC 9457 tells them: one JSON object, with a sentence for each field at fault."""

from django.http import HttpResponse
from ninja import Schema


class Problem(Schema):
    """What went wrong, and what to do about it."""

    title: str
    status: int
    detail: str
    errors: dict[str, str] = {}


def answer(problem: Problem) -> HttpResponse:
    """The answer that tells of the problem."""
    return HttpResponse(
        problem.model_dump_json(), status=problem.status, content_type="application/problem+json"
    )
