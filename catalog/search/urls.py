"""The addresses of search."""

from django.urls import path
from django.views.generic import RedirectView

from catalog.search import saved_views
from catalog.search.clusters import clusters_in_view
from catalog.search.picture import picture
from catalog.search.views import search

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="search")),
    path("search/", search, name="search"),
    path("search/clusters", clusters_in_view, name="search-clusters"),
    path("search/picture/", picture, name="picture"),
    path("search/arrived", saved_views.arrived, name="search-arrived"),
    path("search/saved/", saved_views.listed, name="saved-searches"),
    path("search/save", saved_views.keep, name="search-save"),
    path("search/saved/<int:pk>/", saved_views.opened, name="saved-search"),
    path("search/saved/<int:pk>/delete", saved_views.delete, name="saved-search-delete"),
]
