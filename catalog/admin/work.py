"""Moving the work on on many items or incidents at once."""

from typing import TypeVar

from django.contrib import messages
from django.contrib.admin import action
from django.db.models import QuerySet
from django.http import HttpRequest

from catalog import workflow
from catalog.admin.rights import ScopedAdmin, person_of, within
from catalog.custody.chain import Actor
from catalog.models import Act, Incident, Item, Workflow

Worked = TypeVar("Worked", Item, Incident)


class WorkedTable(ScopedAdmin[Worked]):
    """A table of things that people work on."""

    actions: tuple[str, ...] = ("take_up", "ask_for_review", "call_done")

    def has_work_permission(self, request: HttpRequest) -> bool:
        """Whether the person may say in any case how far the work is."""
        return self.may(request, Act.WORK)

    @action(description="Work: in work", permissions=["work"])
    def take_up(self, request: HttpRequest, queryset: QuerySet[Worked]) -> None:
        """Somebody works on what was chosen."""
        self._move(request, queryset, Workflow.IN_WORK)

    @action(description="Work: needs review", permissions=["work"])
    def ask_for_review(self, request: HttpRequest, queryset: QuerySet[Worked]) -> None:
        """A second person is to look at what was chosen."""
        self._move(request, queryset, Workflow.NEEDS_REVIEW)

    @action(description="Work: done", permissions=["work"])
    def call_done(self, request: HttpRequest, queryset: QuerySet[Worked]) -> None:
        """Nothing is left to do on what was chosen."""
        self._move(request, queryset, Workflow.DONE)

    def _move(self, request: HttpRequest, queryset: QuerySet[Worked], to: Workflow) -> None:
        there = within(queryset.exclude(workflow=to), "case", request, Act.WORK)
        moved = 0
        for one in there.select_related("case").iterator(chunk_size=200):
            workflow.move(one, to, Actor.of(person_of(request)))
            moved += 1
        self.tell(request, moved, f"now {to.label.lower()}", "None of yours was elsewhere.")

    def tell(self, request: HttpRequest, count: int, done: str, none: str) -> None:
        """Say how many it was done to, or why to none."""
        noun = self.opts.verbose_name if count == 1 else self.opts.verbose_name_plural
        said = f"{count} {noun} {done}." if count else none
        self.message_user(request, said, messages.SUCCESS if count else messages.WARNING)
