"""What can be commented on. A model needs ``case``, ``visible_to`` and an address of its own."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from catalog.models import Comparison, Incident, Item

About = Item | Incident | Comparison
MODELS: dict[str, type[Item] | type[Incident] | type[Comparison]] = {
    "item": Item,
    "incident": Incident,
    "comparison": Comparison,
}


def about_for(request: HttpRequest, kind: str, key: int) -> About:
    """The thing, for a person who may see it; else 404."""
    if kind not in MODELS:
        raise Http404
    rows = MODELS[kind].objects.visible_to(request.user).select_related("case")
    return get_object_or_404(rows, pk=key)  # type: ignore[return-value]


def kind_of(about: object) -> str:
    """The word by which addresses tell what kind of thing it is."""
    return next(kind for kind, model in MODELS.items() if isinstance(about, model))
