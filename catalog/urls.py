"""The addresses of the catalogue."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("catalog.api.urls")),
    path("", include("catalog.assessments.urls")),
    path("", include("catalog.assignments.urls")),
    path("", include("catalog.claims.urls")),
    path("", include("catalog.comments.urls")),
    path("", include("catalog.incidents.urls")),
    path("", include("catalog.marks.urls")),
    path("", include("catalog.pages.urls")),
    path("", include("catalog.contradictions.urls")),
    path("", include("catalog.review.urls")),
    path("", include("catalog.compare.urls")),
    path("", include("catalog.search.urls")),
    path("", include("catalog.workflow.urls")),
]
