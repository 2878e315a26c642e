"""Cases and their members. Every change of who may do what is a link of custody."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from catalog.admin.generic import ModelForm
from catalog.admin.rights import NamedFormSet, ScopedAdmin, ScopedInline, person_of
from catalog.admin.site import site
from catalog.custody.chain import Actor, append
from catalog.models import Act, Case, CustodyAct, Membership, Role


class MembershipForm(ModelForm[Membership]):
    """A member by the exact name of the account: nobody learns here which accounts exist."""

    username = forms.CharField(max_length=150, label="Account")

    class Meta:
        model = Membership
        fields = ["role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["username"].initial = self.instance.person.username
            self.fields["username"].disabled = True

    def clean_username(self) -> str:
        """Find the account."""
        name: str = self.cleaned_data["username"]
        if not self.instance.pk:
            person = User.objects.filter(username=name, is_active=True).first()
            if person is None:
                raise ValidationError("There is no active account of that name.")
            self.instance.person = person
        return name


class MembershipFormSet(NamedFormSet):
    """The members of one case, changed by somebody who is perhaps one of them."""

    person: User

    def clean(self) -> None:
        """Nobody changes or ends their own role, and nobody has two."""
        super().clean()
        names = [
            form.cleaned_data.get("username")
            for form in self.forms
            if form.is_valid() and not form.cleaned_data.get("DELETE")
        ]
        if len(set(names) - {None}) < len([name for name in names if name]):
            raise ValidationError("An account is listed twice. A person has one role in a case.")
        for form in self.forms:
            own = form.instance.person_id == self.person.pk
            ended = bool(getattr(form, "cleaned_data", {}).get("DELETE"))
            if own and (form.has_changed() or ended) and not self.person.is_superuser:
                raise ValidationError("Another lead changes or ends your own role.")


class MembershipInline(ScopedInline):
    """Who is in the case, in which role."""

    model = Membership
    form = MembershipForm
    formset: Any = MembershipFormSet
    fields = ("username", "role")
    hide_title = True
    view_act = add_act = change_act = Act.MANAGE

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A membership is ended by whoever manages the case; custody remembers it."""
        return self.may(request, Act.MANAGE, obj)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The formset knows who is at work."""
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.person = person_of(request)
        return formset


class CaseTable(ScopedAdmin[Case]):
    """Cases. Making one needs the right ``catalog.add_case``; its maker leads it."""

    case_path = "pk"
    change_act = Act.MANAGE
    list_display = ("code", "title", "created_at")
    search_fields = ("code", "title")
    ordering = ("code",)
    fields = ("code", "title", "notes", "mark_labels")
    inlines = (MembershipInline,)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Making a case is a right of the installation, not of a case."""
        del obj
        return person_of(request).has_perm("catalog.add_case")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Who may make the first case sees where."""
        return super().has_module_permission(request) or self.has_add_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may make cases may open the list, which shows only their own."""
        if obj is None and self.has_add_permission(request):
            return True
        return super().has_view_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Case | None = None) -> Any:
        """The code begins every reference, so it stays."""
        del request
        return ("code",) if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Case | None) -> Any:
        """A case is made first; its maker then adds the others."""
        del request
        return self.inlines if obj else ()

    def save_model(self, request: HttpRequest, obj: Case, form: Any, change: bool) -> None:
        """Save, and note what was changed; whoever makes a case leads it."""
        super().save_model(request, obj, form, change)
        actor = Actor.of(person_of(request))
        if not change:
            Membership.objects.create(case=obj, person=person_of(request), role=Role.LEAD)
            made: dict[str, object] = {"made": obj.code, "lead": actor.name}
            append(CustodyAct.CHANGED, actor, case=obj, details=made)
        elif form.changed_data:
            details = {
                name: [form.initial[name], form.cleaned_data[name]] for name in form.changed_data
            }
            append(CustodyAct.CHANGED, actor, case=obj, details={"case": details})

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the members, and note each grant, change and end."""
        before = dict(Membership.objects.filter(case=form.instance).values_list("person", "role"))
        super().save_formset(request, form, formset, change)
        actor = Actor.of(person_of(request))
        written = [(one, one.role) for one in formset.new_objects]
        written += [(one, one.role) for one, _ in formset.changed_objects]
        written += [(one, None) for one in formset.deleted_objects]
        for member, role in written:
            old = before.get(member.person_id)
            details = {"member": member.person.username, "role": [old, role]}
            append(CustodyAct.CHANGED, actor, case=form.instance, details=details)


site.register(Case, CaseTable)
