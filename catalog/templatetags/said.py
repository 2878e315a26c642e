"""Claims, conclusions and links of custody in words, for templates."""

from django import template

from catalog.claims import words
from catalog.custody.words import told
from catalog.models import Source

register = template.Library()

register.filter("claimed_value", words.value_in_words)
register.filter("claimed_local", words.local_in_words)
register.filter("claimed_view", words.view_in_words)
register.filter("claimed_zone", words.zone_in_words)
register.filter("recorded_by", words.recorded_by)
register.filter("told", told)


@register.inclusion_tag("sources/grade.html")
def grade(source: Source | None) -> dict[str, object]:
    """How far a source is relied on, beside its name; nothing for one that nobody graded.

    Asks once for each source unless its ``grades`` were fetched with it.
    """
    return {"grade": source.grade if source else None}
