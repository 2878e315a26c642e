"""Addresses that belong to no capability."""

from django.urls import path

from catalog.pages.preferences import change

urlpatterns = [path("preferences", change, name="preferences")]
