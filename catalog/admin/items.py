"""Items: what is known of them is shown, nothing is added, changed or deleted here."""

from typing import Any

from django.contrib.admin import SimpleListFilter, action, display
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog import formats, pipeline, tasks
from catalog.admin.history import shown
from catalog.admin.rights import A_REF, OwnCases, ScopedInline, person_of, within
from catalog.admin.said import AppearanceInline, ClaimInline
from catalog.admin.site import site
from catalog.admin.work import WorkedTable
from catalog.custody.chain import Actor
from catalog.custody.changes import changes_of_item
from catalog.models import FINAL_STATES, Act, CheckVerdict, Item, Run, State


class RunInline(ScopedInline):
    """The steps of one item."""

    hide_title = True

    model = Run
    fields = readonly_fields = ("step", "version", "state", "attempts", "progress", "error")

    @display(description="progress")
    def progress(self, run: Run) -> str:
        """What is being done at this moment."""
        return progress(run)


class HeldFilter(SimpleListFilter):
    """By the worst verdict of its checks."""

    title = "checks"
    parameter_name = "worst"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The verdicts, the worst first."""
        del request, model_admin
        return [(str(value), str(label)) for value, label in CheckVerdict.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Item]) -> QuerySet[Item]:
        """Items with this worst verdict."""
        del request
        return queryset.filter(worst_check=self.value()) if self.value() else queryset


class ItemTable(WorkedTable[Item]):
    """The items of the person's cases, with the step each is at."""

    list_display = (
        "ref", "title", "kind", "workflow", "held", "open_contradictions", "state", "at_work",
        "added_at",
    )  # fmt: skip
    list_filter = (OwnCases, "workflow", HeldFilter, "sensitivity", "state")
    list_select_related = ("original",)
    search_fields = ("title",)
    search_help_text = "A reference, such as KRM-0007, or words of the title."
    found_whole = {"ref": A_REF}
    fields = (
        "page", "title", "case", "workflow", "state", "kind", "mime", "size", "sha256",
        "sensitivity", "held", "open_contradictions", "duration_s", "added_at", "added_by_name",
        "changed",
    )  # fmt: skip
    inlines = (AppearanceInline, ClaimInline, RunInline)
    actions = (*WorkedTable.actions, "run_again", "stop")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        """With the running steps of all rows of a page in one question."""
        running = Run.objects.filter(state=State.RUNNING).order_by("id")
        return super().get_queryset(request).prefetch_related(Prefetch("runs", running, "running"))

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Whether the person may run steps again, or stop them, in any case."""
        return self.may(request, Act.RETRY)

    @action(description="Run broken steps again", permissions=["retry"])
    def run_again(self, request: HttpRequest, queryset: QuerySet[Item]) -> None:
        """Another chance for the broken steps of the chosen items."""
        allowed = within(queryset.filter(state=State.BROKEN), "case", request, Act.RETRY)
        started = 0
        for item in allowed.iterator(chunk_size=200):
            tasks.send(pipeline.retry(item, Actor.of(person_of(request))))
            started += 1
        self.tell(request, started, "run again", "No broken step of yours to run was among them.")

    @action(description="Stop", permissions=["retry"])
    def stop(self, request: HttpRequest, queryset: QuerySet[Item]) -> None:
        """Ask what waits or runs for the chosen items to stop."""
        unfinished = queryset.exclude(state__in=FINAL_STATES)
        stopped = 0
        for item in within(unfinished, "case", request, Act.RETRY).iterator(chunk_size=200):
            pipeline.ask_to_stop(item, Actor.of(person_of(request)))
            stopped += 1
        self.tell(request, stopped, "asked to stop", "Nothing of yours to stop was among them.")

    @display(description="item")
    def page(self, item: Item) -> SafeString:
        """The way to the item's own page."""
        return format_html('<a href="{}">{}</a>', item.get_absolute_url(), item.ref)

    @display(description="checks")
    def held(self, item: Item) -> str:
        """The worst of its checks."""
        return str(CheckVerdict(item.worst_check).label) if item.worst_check else "–"

    @display(description="changes")
    def changed(self, item: Item) -> SafeString | str:
        """What people changed of it, and when."""
        return shown(changes_of_item(item))

    @display(description="added by")
    def added_by_name(self, item: Item) -> str:
        """The account, without a way to it."""
        return str(item.added_by or "–")

    @display(description="kind")
    def kind(self, item: Item) -> str:
        """What sort of file it is."""
        return item.original.kind

    @display(description="type")
    def mime(self, item: Item) -> str:
        """The type decided from the bytes."""
        return item.original.mime

    @display(description="size")
    def size(self, item: Item) -> str:
        """In bytes, exactly, and in words."""
        count = item.original.size_bytes
        return f"{formats.size(count)} ({count:,} bytes)"

    @display(description="SHA-256")
    def sha256(self, item: Item) -> str:
        """The name of the bytes."""
        return item.original_id

    @display(description="at work")
    def at_work(self, item: Any) -> str:
        """The running steps, each with how far it is."""
        return "; ".join(f"{run.step} {progress(run)}".strip() for run in item.running)


def progress(run: Run) -> str:
    """``43 %, 1,200 frames`` while it runs; how long it took once it has ended."""
    if run.state == State.RUNNING:
        share = "" if run.fraction is None else f"{run.fraction:.0%}".replace("%", " %")
        return ", ".join(filter(None, [share, run.note]))
    if run.seconds is not None:
        return f"took {formats.took(run.seconds)}"
    return ""


site.register(Item, ItemTable)
