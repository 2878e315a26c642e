"""The address of the board."""

from django.urls import path

from catalog.contradictions.views import board

urlpatterns = [path("contradictions/", board, name="contradictions")]
