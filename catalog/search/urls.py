"""The addresses of search."""

from django.urls import path
from django.views.generic import RedirectView

from catalog.search.picture import picture
from catalog.search.views import search

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="search")),
    path("search/", search, name="search"),
    path("search/picture/", picture, name="picture"),
]
