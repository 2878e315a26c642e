"""Checks: to look at. They are made anew whenever what they rest on changes."""

from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from catalog.admin.rights import A_REF, OwnCases, ScopedAdmin
from catalog.admin.site import site
from catalog.checks.kinds import TOPICS, kind_in_words
from catalog.checks.number_words import number_lines
from catalog.models import CONTRADICTING, Check


class TopicFilter(SimpleListFilter):
    """By what the claim was held against."""

    title = "held against"
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The topics of the board."""
        del request, model_admin
        return [(name, topic.title) for name, topic in TOPICS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Check]) -> QuerySet[Check]:
        """Checks of the chosen topic."""
        del request
        topic = TOPICS.get(self.value() or "")
        return queryset.filter(kind__in=topic.kinds) if topic else queryset


class CheckTable(ScopedAdmin[Check]):
    """What is claimed in the person's cases, held against what is known."""

    list_display = ("about", "verdict", "held_against", "short", "settled", "made_at")
    list_filter = ("verdict", TopicFilter, "is_settled", OwnCases)
    list_select_related = ("item", "incident")
    search_fields = ("item__ref", "incident__title")
    search_help_text = "A reference, such as KRM-0007, or the title of an incident."
    found_whole = {"item__ref": A_REF}
    fields = (
        "page", "verdict", "held_against", "sentence", "held", "shown_numbers", "settled",
        "version", "made_at",
    )  # fmt: skip

    @display(description="about")
    def about(self, check: Check) -> str:
        """The item's reference, or the incident."""
        return check.item.ref if check.item else str(check.incident)

    @display(description="about")
    def page(self, check: Check) -> SafeString:
        """The way to the page of the item or incident."""
        about = check.item or check.incident
        assert about is not None
        return format_html('<a href="{}">{}</a>', about.get_absolute_url(), self.about(check))

    @display(description="held against", ordering="kind")
    def held_against(self, check: Check) -> str:
        """What the claim was held against."""
        return kind_in_words(check.kind)

    @display(description="sentence")
    def short(self, check: Check) -> str:
        """What it says, cut short; the whole stands on its own page."""
        said = check.sentence
        return said if len(said) <= 160 else f"{said[:160]}…"

    @display(description="claims")
    def held(self, check: Check) -> SafeString | str:
        """The claims that were held, each with the way to its page."""
        lines = ((one.get_absolute_url(), str(one)) for one in check.claims.order_by("pk"))
        return format_html_join("", '<div><a href="{}">{}</a></div>', lines) or "–"

    @display(description="numbers")
    def shown_numbers(self, check: Check) -> SafeString | str:
        """What the verdict rests on."""
        return format_html_join("", "<div>{}: {}</div>", number_lines(check.numbers)) or "–"

    @display(description="contradiction")
    def settled(self, check: Check) -> str:
        """Whether an assessment that everybody in the case may see resolves what collides."""
        if check.verdict not in CONTRADICTING:
            return "–"
        return "resolved" if check.is_settled else "open"


site.register(Check, CheckTable)
