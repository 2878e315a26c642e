"""The address of the work on a thing."""

from django.urls import path

from catalog.workflow.views import set_stage

urlpatterns = [path("work/<str:kind>/<int:key>/", set_stage, name="work")]
