"""The addresses of comparisons."""

from django.urls import path

from catalog.compare import export, saved, views

urlpatterns = [
    path("compare/", views.compare, name="compare"),
    path("compare/kept/", saved.comparisons, name="comparisons"),
    path("compare/kept/<int:comparison_id>/", saved.comparison, name="comparison"),
    path("compare/kept/<int:comparison_id>/export", export.export, name="comparison-export"),
    path("compare/keep", saved.keep, name="comparison-keep"),
    path("items/<str:ref>/put-aside", views.put_aside, name="item-put-aside"),
]
