"""What analysts conclude, on which grounds, and what a second person concludes without it."""

from catalog.assessments.assess import CannotAssess, assess
from catalog.assessments.reasoning import render_reasoning
from catalog.assessments.review import (
    Question,
    may_see_verdict,
    question_for,
    questions_for,
    review,
)

__all__ = [
    "CannotAssess",
    "Question",
    "assess",
    "may_see_verdict",
    "question_for",
    "questions_for",
    "render_reasoning",
    "review",
]
