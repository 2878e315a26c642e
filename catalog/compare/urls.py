"""The addresses of comparisons."""

from django.urls import path

from catalog.compare import views

urlpatterns = [
    path("compare/", views.compare, name="compare"),
    path("items/<str:ref>/put-aside", views.put_aside, name="item-put-aside"),
]
