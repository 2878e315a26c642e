"""The addresses of assignments."""

from django.urls import path

from catalog.assignments import views

urlpatterns = [
    path("assigned/", views.mine, name="assigned"),
    path("assigned/<str:kind>/<int:key>/", views.assign_one, name="assign"),
]
