"""What templates need: number formats, marks, covers, and what this person may open."""

import json
import re
from datetime import datetime
from fractions import Fraction
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_noop

from catalog import formats
from catalog.checks.shown import count_open
from catalog.claims.notations import notations_of
from catalog.models import CONTRADICTING, Act, Case, Item, Run
from catalog.pages import preferences
from media_tools.text import visible as made_visible

register = template.Library()
MOST_COUNTED = 99

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_INSIDE_A_NUMBER = re.compile(r" (?=±)|(?<=±) |(?<=\d) (?=[^\W\d_]+\b)|(?<=\d) (?=×)|(?<=×) ")

register.filter("clock", formats.file_clock)
register.filter("distance", formats.distance)
register.filter("in_words", formats.in_words)
register.filter("notations", notations_of)
register.filter("short_hash", formats.short_hash)
register.filter("took", formats.took)


@register.filter
def utc(moment: datetime | None) -> str:
    """``2023-05-02 23:27:04 UTC``."""
    return formats.utc(moment) if moment else ""


@register.filter
def of(by_key: dict[Any, Any], key: Any) -> Any:
    """What a table holds under a key, nothing where it holds none."""
    return by_key.get(key)


@register.filter
def seconds(exact: Fraction) -> str:
    """Seconds as a plain number for scripts."""
    return f"{float(exact):.6f}"


@register.filter
def size(count: int) -> str:
    """``61.4 MB``."""
    return formats.size(count)


@register.filter
def visible(text: object) -> str:
    """Foreign words with every character that cannot be seen shown as ``[U+202E]``."""
    return " ↵ ".join(made_visible(line) for line in str(text).splitlines())


@register.filter
def visible_lines(text: object) -> SafeString:
    """The same for words of several lines, which stay lines."""
    lines = (made_visible(line) for line in str(text).splitlines())
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


@register.filter
def unbroken(text: str) -> SafeString:
    """A number stays with its error and unit on one line, a date in one piece."""
    whole = _INSIDE_A_NUMBER.sub("\N{NO-BREAK SPACE}", text)
    return mark_safe(_DATE.sub(r'<span class="nw">\g<0></span>', escape(whole)))


@register.filter
def tag_name(text: str) -> SafeString:
    """A raw tag, which may be broken where its parts meet."""
    parts = re.split(r"(?<=[:_.])", made_visible(text))
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))


@register.filter
def spaced(name: str) -> str:
    """A name of ours as words."""
    return name.replace("_", " ")


@register.filter
def as_json(value: object) -> str:
    """Plain data as indented JSON."""
    return json.dumps(value, indent=1, ensure_ascii=False)


@register.filter
def lasted(run: Run) -> str:
    """How long a run took, if it has ended: ``0.2 s``."""
    if run.seconds is None:
        return ""
    return formats.took(run.seconds)


@register.simple_tag
def utc_interval(earliest: datetime | None, latest: datetime | None) -> str:
    """``2023-05-02 23:00 – 23:45 UTC``."""
    return formats.utc_interval(earliest, latest)


@register.simple_tag
def place(latitude: float, longitude: float, radius_m: float | None = None) -> str:
    """``55.30022, 44.02063 ± 34 m``."""
    return formats.place(latitude, longitude, radius_m)


@register.simple_tag
@cache
def mark(name: str, classes: str = "") -> SafeString:
    """A mark from the sprite. A word stands beside it, so it is silent for screen readers."""
    return format_html(
        '<svg class="ic {}" aria-hidden="true"><use href="{}#{}"/></svg>',
        classes,
        static("sightline/marks.svg"),
        name,
    )


_WORDS = {
    "claimed": gettext_noop("Claimed"),
    "embedded": gettext_noop("Embedded"),
    "measured": gettext_noop("Measured"),
    "assessed": gettext_noop("Assessed"),
    "fits": gettext_noop("Fits"),
    "tension": gettext_noop("In tension"),
    "impossible": gettext_noop("Impossible"),
    "cannot": gettext_noop("Cannot tell"),
    "certain": gettext_noop("Certain"),
    "possible": gettext_noop("Possible"),
    "waiting": gettext_noop("waiting"),
    "running": gettext_noop("running"),
    "done": gettext_noop("done"),
    "unreadable": gettext_noop("unreadable"),
    "broken": gettext_noop("broken"),
}


@register.simple_tag
def kind(name: str) -> SafeString:
    """A kind of fact: mark and word. ``claimed``, ``embedded``, ``measured``, ``assessed``."""
    return _marked("k", name)


@register.filter
def kind_word(name: str) -> str:
    """A kind of fact as it stands inside a line: ``claimed``."""
    return gettext(_WORDS[name]).lower()


@register.simple_tag
def verdict(name: str) -> SafeString:
    """A verdict: mark and word. ``fits``, ``tension``, ``impossible``, ``cannot_tell``."""
    return _marked("v", name.removesuffix("_tell"))


@register.simple_tag
def worst_check(item: Item) -> SafeString:
    """The worst verdict of an item's checks and how many have it, if anything contradicts."""
    if item.worst_check not in CONTRADICTING:
        return mark_safe("")
    verdict = gettext(_WORDS[item.worst_check]).lower()
    words = gettext("%(count)s %(verdict)s") % {"count": item.worst_checks, "verdict": verdict}
    marked = format_html(
        '<span class="v {}">{}{}</span>', item.worst_check, mark(item.worst_check), words
    )
    is_settled = not item.open_contradictions
    return (
        marked + format_html(' <span class="t3">{}</span>', gettext("resolved"))
        if is_settled
        else marked
    )


@register.simple_tag
def certainty(name: str) -> SafeString:
    """``certain`` or ``possible``: mark and word."""
    return _marked("cert", name)


@register.simple_tag
def state(name: str) -> SafeString:
    """The state of an item or a run: mark and word."""
    return _marked("st", name)


def _marked(family: str, name: str) -> SafeString:
    return _marked_in(get_language(), family, name)


@cache
def _marked_in(language: str | None, family: str, name: str) -> SafeString:
    """A page of hits holds a hundred of the same few."""
    del language  # what the words are in
    return format_html(
        '<span class="{} {}">{}{}</span>', family, name, mark(name), gettext(_WORDS[name])
    )


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The colours this browser has chosen, also on pages without a request."""
    request = context.get("request")
    return preferences.theme_of(request) if request else preferences.Theme.DARK


@register.simple_tag(takes_context=True)
def graphic(context: Context) -> preferences.Graphic:
    """What this person has chosen to cover."""
    return preferences.graphic_of(context["request"])


@register.simple_tag
def graphic_choices() -> list[tuple[str, str]]:
    """All there is to choose, with its words."""
    return [(value, str(words)) for value, words in preferences.Graphic.choices]


@register.simple_tag
def language_choices() -> list[tuple[str, str]]:
    """The languages of the pages, each by its own name."""
    return list(settings.LANGUAGES)


@register.simple_tag
def theme_choices() -> list[tuple[str, str]]:
    """The themes, with their words."""
    return [(value, str(words)) for value, words in preferences.Theme.choices]


@register.simple_tag
def address(name: str) -> str:
    """The address of a named page, or nothing where this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def contradictions(context: Context) -> str:
    """How many contradictions are open for this person, of the page's case if it has one."""
    case = context.get("case")
    case_id = case.pk if isinstance(case, Case) else None
    count = count_open(context["request"].user, MOST_COUNTED + 1, case_id)
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")


@register.simple_tag(takes_context=True)
def upload_address(context: Context) -> str:
    """The address of the upload page, if this person may upload into any case."""
    allowed = Case.objects.allowing(context["request"].user, Act.UPLOAD).exists()
    return address("upload") if allowed else ""


@register.simple_tag(takes_context=True)
def admin_address(context: Context) -> str:
    """The address of the admin, for those it is open to."""
    return address("admin:index") if Case.objects.open_the_admin_to(context["request"].user) else ""
