"""The addresses of the catalogue."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("catalog.pages.urls")),
    path("", include("catalog.review.urls")),
    path("", include("catalog.search.urls")),
]
