"""Choosing among what a house has few or very many of, for templates."""

from typing import Any

from django import template
from django.contrib.auth.models import User
from django.db.models import QuerySet

from catalog.models import Case

register = template.Library()
# Beyond this nobody looks through a list, and no page carries it: the name is typed.
MOST_LISTED = 200


@register.inclusion_tag("pages/case_choice.html")
def case_choice(cases: QuerySet[Case], chosen: str, none: str = "") -> dict[str, Any]:
    """A case to choose. ``none``: the words for no case, where that may be chosen."""
    return _few(cases) | {"chosen": chosen, "none": none}


@register.inclusion_tag("pages/person_choice.html")
def person_choice(people: QuerySet[User], chosen: User | None, none: str) -> dict[str, Any]:
    """A person to choose, or none."""
    return _few(people) | {"chosen": chosen.get_username() if chosen else "", "none": none}


def _few(rows: QuerySet[Any]) -> dict[str, Any]:
    listed = list(rows[: MOST_LISTED + 1])
    return {"listed": listed, "is_typed": len(listed) > MOST_LISTED}
