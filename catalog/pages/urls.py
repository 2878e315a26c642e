"""Addresses that belong to no capability."""

from django.contrib.auth.decorators import login_not_required
from django.templatetags.static import static
from django.urls import path
from django.views.generic import RedirectView

from catalog.pages.preferences import change

# Browsers ask for it by themselves on pages that name no icon, as the admin's.
favicon = RedirectView.as_view(url=static("sightline/icon.svg"))

urlpatterns = [
    path("preferences", change, name="preferences"),
    path("favicon.ico", login_not_required(favicon)),
]
