"""The choices and the bars around the hits: too many for templates, as the hits are."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from catalog.pages.filled import filled, filled_each
from catalog.search.choices import Choice, Filter
from catalog.search.grammar import Window
from catalog.search.histogram import Bar, Histogram
from catalog.templatetags.sightline import mark, visible

register = template.Library()


@register.simple_tag
def choices(filter_: Filter) -> SafeString:
    """The boxes to tick of one filter, each with its tally."""
    return filled_each(
        '<li><label><input type="checkbox" id="{}-{}" name="{}" value="{}"{}>'
        '{}<span class="foreign">{}</span>{}</label></li>\n',
        (
            (filter_.name, n, filter_.name, choice.value, *_shown(choice))
            for n, choice in enumerate(filter_.choices, 1)
        ),
    )


def _shown(choice: Choice) -> tuple[str, str, str, str]:
    marked = tally = ""
    if choice.mark:
        marked = filled('<span class="kmark {}">{}</span>', choice.mark, mark(choice.mark))
    if choice.tally:
        tally = filled('<span class="n">{}</span>', choice.tally)
    return mark_safe(" checked" if choice.is_chosen else ""), marked, visible(choice.words), tally


@register.simple_tag
def bars(histogram: Histogram, asked: Window | None) -> SafeString:
    """The columns of a histogram, the possible above the certain, in hundredths of the tallest."""
    tallest = histogram.tallest or 1
    return filled_each(
        '<a tabindex="-1" class="col{}" href="#hist" data-first="{}" data-last="{}">'
        '<i class="p" style="height:{}%"></i><i class="c" style="height:{}%"></i></a>',
        (
            (
                " asked" if asked and bar.is_asked else "",
                bar.first_words,
                bar.last_words,
                round(100 * bar.possible / tallest),
                round(100 * bar.certain / tallest),
            )
            for bar in histogram.bars
        ),
    )


@register.simple_tag
def bar_rows(shown: Iterable[Bar]) -> SafeString:
    """The same as rows of a table, without the empty ones."""
    return filled_each(
        '<tr><td>{}</td><td>{}</td><td class="r">{}</td><td class="r">{}</td></tr>\n',
        (
            (bar.first_words, bar.last_words, bar.certain, bar.possible)
            for bar in shown
            if bar.total
        ),
    )
