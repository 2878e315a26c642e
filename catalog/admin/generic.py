"""Django's and Unfold's classes, generic for the type checker and plain when they run."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite, ModelAdmin, TabularInline
    from django.forms import ModelForm
    from django.forms.models import BaseInlineFormSet
else:
    from django import forms
    from unfold import admin
    from unfold.forms import PaginationInlineFormSet
    from unfold.sites import UnfoldAdminSite as AdminSite

    class _Generic:
        def __class_getitem__(cls, _: object) -> type:
            return cls

    class ModelAdmin(_Generic, admin.ModelAdmin):
        """A table."""

    class TabularInline(_Generic, admin.TabularInline):
        """Rows beneath a row."""

    class ModelForm(_Generic, forms.ModelForm):
        """A form over one row."""

    class BaseInlineFormSet(_Generic, PaginationInlineFormSet):
        """Forms over the rows beneath a row, a page of them."""


__all__ = ["AdminSite", "BaseInlineFormSet", "ModelAdmin", "ModelForm", "TabularInline"]
