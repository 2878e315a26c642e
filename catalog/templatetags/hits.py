"""What stands on a page of hits some hundred times: made by hand, a template takes much longer."""

from collections.abc import Iterable, Sequence
from functools import cache

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext

from catalog import formats
from catalog.models import Facet, Item, Sensitivity, State
from catalog.pages import preferences
from catalog.pages.filled import filled, filled_each
from catalog.search.shown import Line, Shown
from catalog.templatetags.sightline import certainty, kind_word, mark, state, visible, worst_check
from catalog.words.snippets import Piece, Snippet

register = template.Library()


@register.simple_tag(takes_context=True)
def hits(context: Context, listed: Iterable[Shown]) -> SafeString:
    """The hits of a page as rows of a list."""
    return filled_each(
        '<li class="hit{}" data-ref="{}">\n{}<div>{}\n<dl>{}</dl>{}{}\n'
        '<div class="row wrap small foot">{}</div></div></li>\n',
        (
            (
                _put_aside(context, shown),
                shown.hit.item.ref,
                poster(context, shown.hit.item),
                _title(shown),
                _facts(shown.lines),
                _beside(context, shown),
                _quotes(shown.snippets),
                _foot(shown),
            )
            for shown in listed
        ),
    )


@register.simple_tag(takes_context=True)
def hit_posters(context: Context, listed: Iterable[Shown]) -> SafeString:
    """The hits of a page as a wall of posters."""
    return filled_each(
        '<li class="hit pic{}" data-ref="{}"><figure>\n{}<figcaption>{}\n'
        "{}{} {}</figcaption></figure></li>\n",
        (
            (
                _put_aside(context, shown),
                shown.hit.item.ref,
                poster(context, shown.hit.item),
                _title(shown, "sr"),
                _one_line(shown.lines),
                worst_check(shown.hit.item),
                _chosen_in(get_language()),
            )
            for shown in listed
        ),
    )


@register.simple_tag(takes_context=True)
def poster(context: Context, item: Item) -> SafeString:
    """The poster of an item, or its cover: then the page holds no address of the picture.

    Space is kept before the picture arrives.
    """
    covered = preferences.is_covered(context["request"], item)
    return filled(
        '<span class="fr">{}<span class="tc">{}</span></span>',
        _cover(item) if covered else _picture(item),
        _length(item),
    )


def _put_aside(context: Context, shown: Shown) -> str:
    return " aside" if shown.hit.item.ref in (context["aside"] or ()) else ""


def _title(shown: Shown, title_class: str = "foreign") -> SafeString:
    """The reference and the title, which lead to the item, and how certain the hit is."""
    return filled(
        '<div class="row top"><a class="ttl grow" href="{}"><span class="ref">{}</span>'
        ' <span class="{}">{}</span></a>{}</div>',
        _address("item", shown.hit.item.ref),
        shown.hit.item.ref,
        title_class,
        _pieces(shown.title),
        certainty(shown.certainty) if shown.certainty else "",
    )


def _facts(lines: Sequence[Line]) -> SafeString:
    """When and where, each by its kind of fact and with what said so."""
    if not lines:
        words = gettext("nothing is known of when and where")
        return filled('<dt></dt><dd class="t3">{}</dd>', words)
    language = get_language()
    return filled_each(
        '<dt class="kmark {}">{}</dt><dd>{}{} <span class="t3 foreign">{}</span></dd>',
        (
            (
                line.basis,
                _fact_in(language, line.basis, line.facet == Facet.TIME),
                _maybe_in(language) if line.is_certain is False else "",
                line.words,
                visible(line.origin),
            )
            for line in lines
        ),
    )


def _one_line(lines: Sequence[Line]) -> SafeString:
    """The first of when and where, as there is room for beneath a poster."""
    if not lines:
        return filled('<div class="one t3">{}</div>', gettext("no time or place"))
    return filled(
        '<div class="one"><span class="kmark {}">{}<span class="sr">{}</span></span> {}</div>',
        lines[0].basis,
        mark(lines[0].basis),
        kind_word(lines[0].basis),
        lines[0].words,
    )


def _beside(context: Context, shown: Shown) -> SafeString:
    """The frames that are alike, where likeness was asked for."""
    pairs = context["beside"].get(shown.hit.item.pk)
    if not pairs:
        return SafeString("")
    return render_to_string("search/beside.html", {"pairs": pairs})


def _quotes(found: Iterable[Snippet]) -> SafeString:
    """The texts in which the words were found."""
    return filled_each(
        '<p class="snippet"><span class="t3">{}:</span> <q class="foreign">{}</q></p>',
        ((visible(snippet.where), _pieces(snippet.pieces)) for snippet in found),
    )


def _foot(shown: Shown) -> SafeString:
    """Why the hit matched, what more is known, and what is the matter with the item."""
    item = shown.hit.item
    told = [_chosen_in(get_language())]
    if shown.why:
        told.append(_quiet(shown.why))
    if more := shown.more_lines:
        told.append(_quiet(ngettext("%(n)s more fact", "%(n)s more facts", more) % {"n": more}))
    told.append(worst_check(item))
    if item.state != State.DONE:
        told.append(state(item.state))
    if count := shown.warnings:
        words = ngettext("%(n)s warning", "%(n)s warnings", count) % {"n": count}
        told.append(filled('<span class="st">{}{}</span>', mark("tension"), words))
    return filled_each("{}", ((words,) for words in told), " ")


def _quiet(words: str) -> SafeString:
    return filled('<span class="t3">{}</span>', words)


def _pieces(stretch: Iterable[Piece]) -> SafeString:
    """A stretch of text, what was found in it marked."""
    shown = ((visible(piece.text), piece.is_found) for piece in stretch)
    return filled_each(
        "{}",
        ((filled("<mark>{}</mark>", text) if is_found else text,) for text, is_found in shown),
    )


def _cover(item: Item) -> SafeString:
    is_graphic = item.sensitivity == Sensitivity.GRAPHIC
    words = gettext("Graphic<br>covered") if is_graphic else gettext("Not judged yet<br>covered")
    return filled(
        '<span class="veil">{}<span>{}</span></span>', mark("veil", "l"), mark_safe(words)
    )


def _picture(item: Item) -> SafeString:
    if item.poster_sha256:
        return filled(
            '<img src="{}?v={}" alt="" width="320" height="180" loading="lazy" decoding="async">',
            _address("item-poster", item.ref),
            item.poster_sha256[:12],
        )
    said, words = SafeString(""), gettext("no picture")
    if item.kind == "audio":
        said, words = mark("sound", "l"), gettext("sound only")
    elif item.state in (State.WAITING, State.RUNNING):
        words = gettext("no picture yet")
    return filled('<span class="nopic t3">{}{}</span>', said, words)


def _length(item: Item) -> str:
    if item.duration_s is not None:
        return formats.file_clock(item.duration_s)
    return pgettext("a picture", "still") if item.kind == "image" else "\N{NO-BREAK SPACE}"


def _address(name: str, ref: str) -> str:
    """The address of a page of an item."""
    return _pattern(get_script_prefix(), name).replace("/_/", f"/{ref}/")


@cache
def _pattern(prefix: str, name: str) -> str:
    """An address with ``_`` in place of the reference: to work out each takes long."""
    del prefix  # what it begins with
    return reverse(name, args=["_"])


@cache
def _fact_in(language: str | None, basis: str, is_time: bool) -> SafeString:
    """What a line begins with: the mark of its kind of fact, and the words for who listens."""
    del language  # what the words are in
    what = gettext("time") if is_time else gettext("place")
    return filled('{}<span class="sr">{} {}</span>', mark(basis), kind_word(basis), what)


@cache
def _maybe_in(language: str | None) -> SafeString:
    del language
    return filled(
        '<span class="maybe">{}<span class="sr">{}</span></span> ',
        mark("possible"),
        gettext("possible:"),
    )


@cache
def _chosen_in(language: str | None) -> SafeString:
    """Words for who listens or sees no colours: shown where a hit is chosen or put aside."""
    del language
    return filled(
        '<span class="st only-chosen">{}</span><span class="st only-aside">{}</span>',
        gettext("chosen"),
        gettext("to compare"),
    )
