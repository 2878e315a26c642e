"""What is said of a thing and where it was posted, beneath the thing. To look at only."""

from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog import formats
from catalog.admin.rights import AnyModel, ScopedInline
from catalog.claims.words import said_by, value_in_words
from catalog.models import Appearance, Assessment, Check, CheckVerdict, Claim
from catalog.models.case import Person


def with_checks(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """With the checks of all of them in one question."""
    return claims.prefetch_related(Prefetch("checks", Check.objects.order_by("rank", "pk")))


def with_conclusions(rows: QuerySet[AnyModel], person: Person) -> QuerySet[AnyModel]:
    """With the standing assessments that this person may see, in one question."""
    open_to_them = Assessment.objects.visible_to(person).standing().order_by("-pk")
    return rows.prefetch_related(Prefetch("assessments", open_to_them, "concluded"))


def held(claim: Claim) -> str:
    """The worst of its checks; see ``with_checks``."""
    worst = next(iter(claim.checks.all()), None)
    return str(CheckVerdict(worst.verdict).label) if worst else "–"


def published_in_words(one: Appearance) -> str:
    """When a posting was published, as far as it was said."""
    said = one.published
    return formats.utc_interval(said.earliest, said.latest) if said else "–"


def concluded(about: Any) -> str:
    """What was last concluded on it, as far as the person may see; see ``with_conclusions``."""
    last = next(iter(about.concluded), None)
    return f"{last.get_verdict_display()}, {last.get_confidence_display().lower()}" if last else "–"


class StandsFilter(SimpleListFilter):
    """By whether a newer one supersedes it."""

    title = "standing"
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The two there are."""
        del request, model_admin
        return [("yes", "Stands"), ("no", "Superseded")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The chosen ones."""
        del request
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(superseded_by__isnull=self.value() == "yes")


def stands(one: Any) -> str:
    """Whether no newer one supersedes it."""
    return "no: superseded" if getattr(one, "superseded_by", None) else "yes"


class ReadInline(ScopedInline):
    """Rows beneath a row, to look at, each with the way to its own page in the admin."""

    hide_title = True
    show_change_link = True
    # Of very many only a page is shown.
    per_page = 50


class ClaimInline(ReadInline):
    """What is said of it."""

    model = Claim
    fields = readonly_fields = ("kind", "words", "value", "by", "asserted_at", "held", "stands")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        """With the checks of all rows in one question."""
        rows: QuerySet[Claim] = super().get_queryset(request)
        return with_checks(rows.select_related("asserted_by", "superseded_by"))

    @display(description="words")
    def words(self, claim: Claim) -> SafeString:
        """As they were said, with the way to the claim's own page."""
        return format_html('<a href="{}">{}</a>', claim.get_absolute_url(), claim.quote)

    @display(description="read as")
    def value(self, claim: Claim) -> str:
        """The interval or the disc."""
        return value_in_words(claim) or "–"

    @display(description="said by")
    def by(self, claim: Claim) -> str:
        """The source."""
        return said_by(claim)

    @display(description="checks")
    def held(self, claim: Claim) -> str:
        """The worst of its checks."""
        return held(claim)

    @display(description="stands")
    def stands(self, claim: Claim) -> str:
        """Whether no newer claim supersedes it."""
        return stands(claim)


class AppearanceInline(ReadInline):
    """Where it was posted, or came from."""

    model = Appearance
    fields = readonly_fields = ("page", "url", "published_words", "collected_at", "forwards")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appearance]:
        """With the sources of all rows in one question."""
        rows: QuerySet[Appearance] = super().get_queryset(request)
        return rows.select_related("source", "forwarded_from__source", "forwarded_from__item")

    @display(description="source")
    def page(self, one: Appearance) -> SafeString:
        """Who posted it, with the way to the posting's row."""
        there = reverse("admin:catalog_appearance_change", args=[one.pk])
        name = one.source.name if one.source else one.found_inside or "not stated"
        return format_html('<a href="{}">{}</a>', there, name)

    @display(description="published")
    def published_words(self, one: Appearance) -> str:
        """When, as far as it was said."""
        return published_in_words(one)

    @display(description="forwards")
    def forwards(self, one: Appearance) -> str:
        """Whose posting it passes on."""
        origin = one.forwarded_from
        if origin is None:
            return one.forwarded_words or "–"
        return f"{origin.source or 'a posting'} ({origin.item.ref})"
