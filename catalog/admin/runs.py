"""The list of jobs: what waits, what runs, what went wrong and why. Read only."""

from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.admin.items import progress
from catalog.admin.rights import A_REF, OwnCases, ScopedAdmin, case_ids, person_of
from catalog.admin.site import site
from catalog.models import Act, Item, Run
from media_tools.step import all_steps


class StepFilter(SimpleListFilter):
    """By step, from the declarations: the rows are too many to ask which steps they name."""

    title = "step"
    parameter_name = "step"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every step there is."""
        del request, model_admin
        return [(name, name) for name in all_steps()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Run]) -> QuerySet[Run]:
        """Runs of the chosen step."""
        del request
        return queryset.filter(step=self.value()) if self.value() else queryset


class CaseOfItem(OwnCases):
    """By the case of the run's item."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Run]) -> QuerySet[Run]:
        """Runs of items of the chosen case."""
        del request
        items = Item.objects.filter(pk=OuterRef("item"), case__code=self.value())
        return queryset.filter(Exists(items)) if self.value() else queryset


class RunTable(ScopedAdmin[Run]):
    """The runs of the items of the person's cases."""

    case_path = "item__case"
    list_display = ("job", "item_ref", "state", "attempts", "started_at", "progress", "short_error")
    list_filter = ("state", StepFilter, CaseOfItem)
    list_select_related = ("item",)
    search_fields = ("item__ref",)
    search_help_text = "A reference, such as KRM-0007."
    found_whole = {"item__ref": A_REF}
    fields = (
        "job", "item_ref", "state", "attempts", "started_at", "ended_at", "progress",
        "stopped_by", "error", "trace", "warnings", "made_with",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        """The runs, newest first, each asked whether the person may see its item."""
        rows = Run.objects.select_related("item").order_by(*self.ordering)
        if person_of(request).is_superuser:
            return rows
        # Not a join: a database would then gather and sort all runs before showing the first.
        seen = Item.objects.filter(pk=OuterRef("item"), case__in=case_ids(request, Act.SEE))
        return rows.filter(Exists(seen))

    @display(description="step", ordering="pk")
    def job(self, run: Run) -> str:
        """Step and version."""
        return f"{run.step} {run.version}"

    @display(description="item")
    def item_ref(self, run: Run) -> SafeString:
        """The way to the item's page."""
        return format_html('<a href="{}">{}</a>', run.item.get_absolute_url(), run.item.ref)

    @display(description="progress")
    def progress(self, run: Run) -> str:
        """How far it is, or how long it took."""
        return progress(run)

    @display(description="stop asked by")
    def stopped_by(self, run: Run) -> str:
        """The account, without a way to it."""
        return str(run.stop_asked_by or "–")

    @display(description="error")
    def short_error(self, run: Run) -> str:
        """Why it ended badly, cut short; the whole stands on the run's own page."""
        return run.error if len(run.error) <= 200 else f"{run.error[:200]}…"


site.register(Run, RunTable)
