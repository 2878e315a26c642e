"""In which kept comparisons an item lies."""

from django.db.models import F, Max, OuterRef, QuerySet, Subquery

from catalog.models import ComparisonVersion, Item


def compared_in(item: Item) -> QuerySet[ComparisonVersion]:
    """Of each comparison the newest version that holds it, the newest comparison first.

    ``newest_number`` is that of the comparison itself, which may hold it no longer. Whoever may
    see an item may see these: a comparison lies in the case of its items.
    """
    versions = ComparisonVersion.objects.filter(comparison=OuterRef("comparison")).order_by()
    whole = versions.values("comparison").annotate(newest=Max("number"))
    holding = versions.filter(compared__item=item)
    newest_holding = holding.values("comparison").annotate(newest=Max("number"))
    rows = ComparisonVersion.objects.filter(compared__item=item).annotate(
        newest_number=Subquery(whole.values("newest")),
        newest_holding=Subquery(newest_holding.values("newest")),
    )
    return rows.filter(number=F("newest_holding")).order_by("-comparison_id")
