"""What stands on a page of hits some hundred times: made by hand, a template takes much longer."""

from collections.abc import Iterable
from functools import cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from catalog.models import Facet
from catalog.templatetags.sightline import kind_word, mark, visible
from catalog.words.snippets import Piece

register = template.Library()


@register.simple_tag
def fact(basis: str, facet: str) -> SafeString:
    """What a line begins with: the mark of its kind of fact, and the words for who listens."""
    return _fact_in(get_language(), basis, facet == Facet.TIME)


@cache
def _fact_in(language: str | None, basis: str, is_time: bool) -> SafeString:
    del language  # what the words are in
    what = gettext("time") if is_time else gettext("place")
    return format_html('{}<span class="sr">{} {}</span>', mark(basis), kind_word(basis), what)


@register.simple_tag
def pieces(stretch: Iterable[Piece]) -> SafeString:
    """A stretch of text, what was found in it marked."""
    shown = ((visible(piece.text), piece.is_found) for piece in stretch)
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", text) if is_found else text,) for text, is_found in shown),
    )
