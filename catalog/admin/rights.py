"""Who may do what in the admin. Whatever is not allowed here by name is forbidden."""

import re
from collections.abc import Collection
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib.admin import ShowFacets, SimpleListFilter
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model, Q, QuerySet, URLField
from django.forms import CharField, HiddenInput, model_to_dict
from django.http import Http404, HttpRequest, HttpResponseRedirect
from unfold.paginator import InfinitePaginator

from catalog.admin.generic import BaseInlineFormSet, ModelAdmin, ModelForm, TabularInline
from catalog.models import Act, Appearance, Case, Claim, Incident, Item, Source
from catalog.pages.meanwhile import stamp

A_REF = r"[a-z][a-z0-9]{1,7}-\d+"
A_SHA256 = r"[0-9a-f]{64}"

AnyModel = TypeVar("AnyModel", bound=Model)

# From a model to the case that each of its rows lies in; of several ways one leads there.
CASE_OF: dict[type[Model], str] = {
    Case: "pk",
    Item: "case",
    Source: "case",
    Incident: "case",
    Claim: "item__case|incident__case",
    Appearance: "item__case",
}


def person_of(request: HttpRequest) -> User:
    """Who asks. The site lets nobody in who is not signed in."""
    assert isinstance(request.user, User)
    return request.user


def case_ids(request: HttpRequest, act: Act) -> frozenset[int]:
    """The cases in which the person may do this, asked once for each page."""
    known: dict[Act, frozenset[int]] = request.__dict__.setdefault("sightline_case_ids", {})
    if act not in known:
        allowed = Case.objects.allowing(request.user, act)
        known[act] = frozenset(allowed.values_list("pk", flat=True))
    return known[act]


def within(
    rows: QuerySet[AnyModel], path: str, request: HttpRequest, act: Act
) -> QuerySet[AnyModel]:
    """The rows that lie in a case in which the person may do this."""
    if person_of(request).is_active and person_of(request).is_superuser:
        return rows
    return rows.filter(along(path, case_ids(request, act)))


def along(path: str, cases: Collection[int]) -> Q:
    """That a row lies in one of these cases, by any of the ways of the path."""
    condition = Q()
    for way in path.split("|"):
        condition |= Q(**{f"{way}__in": cases})
    return condition


class Guarded(Generic[AnyModel]):
    """Rights by the case a row lies in, for tables and for inlines.

    ``view_act`` lets look, ``add_act`` and ``change_act`` let write; ``None`` lets
    nobody. Nothing is ever deleted.
    """

    case_path = "case"
    view_act: Act | None = Act.SEE
    add_act: Act | None = None
    change_act: Act | None = None

    def may(self, request: HttpRequest, act: Act | None, obj: Model | None = None) -> bool:
        """Whether the person may do this to the row, or without a row to any at all."""
        if act is None:
            return False
        allowed = case_ids(request, act)
        return bool(allowed) if obj is None else self.case_id_of(obj) in allowed

    def case_id_of(self, obj: Model) -> int | None:
        """The key of the case the row lies in."""
        for way in self.case_path.split("|"):
            value: Any = obj
            for name in way.split("__"):
                value = None if value is None else getattr(value, name)
            if value is not None:
                return int(value.pk if isinstance(value, Model) else value)
        return None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See ``view_act``; whoever may change a row may also look at it."""
        return self.may(request, self.view_act, obj) or self.may(request, self.change_act, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See ``add_act``."""
        del obj
        return self.may(request, self.add_act)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See ``change_act``."""
        return self.may(request, self.change_act, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes what the catalogue holds."""
        del request, obj
        return False

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer, and accept, only rows of the cases in which the person may write."""
        model: Any = db_field.remote_field.model
        rows = model._default_manager.all()
        act = self.add_act or self.change_act
        path = CASE_OF.get(model)
        allowed = within(rows, path, request, act) if path and act else rows.none()
        found: Any = super()
        return found.formfield_for_foreignkey(db_field, request, queryset=allowed, **kwargs)


class SeenField(CharField):
    """What a form began from. It is no word of the row, so it is never a change."""

    widget = HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Never."""
        del initial, data
        return False


class SeenForm(ModelForm[Any]):
    """A form that is told if its row was changed since it was opened; see ``pages.meanwhile``."""

    seen = SeenField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            now = model_to_dict(self.instance, fields=list(self.fields))
            self.fields["seen"].initial = self.now = stamp(now)

    def clean(self) -> None:
        """Refuse what began from other values; what was typed stays in the fields."""
        super().clean()
        if not self.instance.pk or self.cleaned_data.get("seen") in ("", self.now):
            return
        # Saving once more is a choice made in the knowledge of both.
        again: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, as it comes
        again[self.add_prefix("seen")] = self.now
        self.data = again
        kept = [
            f"{self.fields[name].label}: “{self.initial.get(name) or 'nothing'}”"
            for name in self.changed_data
        ]
        raise ValidationError(
            "Not saved: somebody else changed this while you wrote. What you typed stands in the "
            f"fields; kept now is: {'; '.join(kept) or 'the same'}. Save again to put yours there."
        )


class ScopedAdmin(Guarded[AnyModel], ModelAdmin[AnyModel]):
    """A table of rows that each lie in a case; unknown and forbidden rows are the same."""

    form: Any = SeenForm
    # A million rows are never counted to show the first hundred.
    paginator = InfinitePaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_disable_select_all = True
    list_per_page = 50
    ordering: ClassVar[Any] = ("-pk",)
    # What is looked up exactly, and what such a word looks like.
    found_whole: dict[str, str] = {}
    list_filter_sheet = False
    view_on_site = False
    formfield_overrides: ClassVar[Any] = {URLField: {"assume_scheme": "https"}}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Where a row can be changed, what the form began from goes with it."""
        fields = super().get_fields(request, obj)
        may_change = obj is not None and self.has_change_permission(request, obj)
        return [*fields, "seen"] if may_change and "seen" not in fields else fields

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AnyModel], search_term: str
    ) -> tuple[QuerySet[AnyModel], bool]:
        """Whole references and hashes by their index; other words as Django does."""
        word = search_term.strip()
        for path, pattern in self.found_whole.items():
            if re.fullmatch(pattern, word, re.IGNORECASE):
                return queryset.filter(**{f"{path}__in": {word.upper(), word.lower()}}), False
        return super().get_search_results(request, queryset, search_term)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AnyModel]:
        """The rows of the person's cases."""
        act = self.view_act or self.change_act
        rows = super().get_queryset(request)
        return within(rows, self.case_path, request, act) if act else rows.none()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The index lists what the person may look at."""
        return self.has_view_permission(request)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponseRedirect:
        """Django would redirect with a message; here there is simply no such page."""
        del request, opts, object_id
        raise Http404


class NamedFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Rows whose fields are named by their column for those who do not see it above them."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """The fields of one row."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            field.widget.attrs.setdefault("aria-label", field.label or name.replace("_", " "))


class ScopedInline(Guarded[Any], TabularInline[Any, Any]):
    """Rows beneath a row, under the same rules. ``obj`` is the row above."""

    formset: Any = NamedFormSet
    extra = 0
    view_on_site = False
    # An incident may have ten thousand linked items: a page holds so many of their forms.
    per_page = 50
    ordering: ClassVar[Any] = ("pk",)

    def case_id_of(self, obj: Model) -> int | None:
        """The key of the case of the row above."""
        return obj.pk if isinstance(obj, Case) else getattr(obj, "case_id", None)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows may be added beneath a row of a case in which the person may add."""
        return self.may(request, self.add_act, obj)


MOST_CASES = 100


class OwnCases(SimpleListFilter):
    """Filter by case, naming only the person's own."""

    title = "case"
    parameter_name = "case_code"
    path = "case"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The person's cases; of very many the first, and the one that the address names."""
        allowed = Case.objects.allowing(request.user, model_admin.view_act)
        codes = list(allowed.values_list("code", "title")[:MOST_CASES])
        named = request.GET.get(self.parameter_name, "")
        if len(codes) == MOST_CASES and named not in dict(codes):
            codes += allowed.filter(code=named).values_list("code", "title")
        return [(code, f"{code} {title}") for code, title in codes]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of the chosen case."""
        del request
        if not self.value():
            return queryset
        # One case by its key, so that the database can walk that case's own index.
        case = Case.objects.filter(code=self.value()).values_list("pk", flat=True).first()
        return queryset.filter(along(self.path, [case])) if case else queryset.none()
