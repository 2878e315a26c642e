"""Accounts, for superusers alone. Custody names them for ever, so none is deleted."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from catalog.admin.rights import person_of
from catalog.admin.site import site

if TYPE_CHECKING:
    from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
    from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

    UserAdmin = DjangoUserAdmin[User]
else:
    from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
    from unfold.admin import ModelAdmin
    from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

    class UserAdmin(DjangoUserAdmin, ModelAdmin):
        """Django's table of accounts in this admin's look."""


class AccountAdmin(UserAdmin):
    """Make accounts, set passwords, switch accounts off. Roles are given in the case."""

    form: Any = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "first_name", "last_name", "is_active", "is_superuser")
    list_filter = ("is_active", "is_superuser")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "first_name", "last_name", "email")}),
        (
            "Whole installation",
            {
                "fields": ("is_active", "is_superuser", "user_permissions"),
                "description": "A superuser may do everything in every case; keep that for "
                "emergencies. Who leads investigations needs only “Can add case”.",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Others do not even learn which numbers are accounts."""
        accounts = super().get_queryset(request)
        return accounts if person_of(request).is_superuser else accounts.none()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Superusers only, here and below."""
        return person_of(request).is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers only."""
        del obj
        return person_of(request).is_superuser

    has_add_permission = has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: switch the account off instead."""
        del request, obj
        return False


site.register(User, AccountAdmin)
