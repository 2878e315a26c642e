"""The addresses of incidents."""

from django.urls import path

from catalog.incidents import listing, views

urlpatterns = [
    path("incidents/", listing.incidents, name="incidents"),
    path("incidents/new", views.add, name="incident-new"),
    path("incidents/<int:incident_id>/", views.incident, name="incident"),
    path("incidents/<int:incident_id>/edit", views.change, name="incident-edit"),
    path("incidents/<int:incident_id>/items", views.link_item, name="incident-item"),
    path("incidents/<int:incident_id>/ties", views.tie_incident, name="incident-tie"),
]
