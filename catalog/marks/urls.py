"""The addresses of the marks of an item."""

from django.urls import path

from catalog.marks import views

urlpatterns = [
    path("items/<str:ref>/marks", views.marks, name="item-marks"),
    path("items/<str:ref>/marks.<str:form>", views.export, name="item-marks-export"),
    path("items/<str:ref>/marks/<int:mark_id>", views.change, name="item-mark"),
    path("items/<str:ref>/marks/<int:mark_id>/withdrawn", views.take_back, name="item-mark-back"),
]
