"""Addresses that belong to no capability."""

from django.contrib.auth.decorators import login_not_required
from django.templatetags.static import static
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog

from catalog.pages.preferences import change

# Browsers ask for it by themselves on pages that name no icon, as the admin's.
favicon = RedirectView.as_view(url=static("sightline/icon.svg"))

# The scripts' words in the language of the page; asked for again, it mostly is unchanged.
words = JavaScriptCatalog.as_view(packages=["catalog"])

urlpatterns = [
    path("preferences", change, name="preferences"),
    path(
        "words.js",
        conditional_page(cache_control(private=True, no_cache=True)(words)),
        name="words",
    ),
    path("favicon.ico", login_not_required(favicon)),
]
