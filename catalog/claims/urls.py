"""The addresses of claims."""

from django.urls import path

from catalog.claims import views

urlpatterns = [
    path("items/<str:ref>/claims/new", views.record_on_item, name="claim-item"),
    path("incidents/<int:incident_id>/claims/new", views.record_on_incident, name="claim-incident"),
    path("claims/<int:claim_id>/", views.claim, name="claim"),
    path("claims/<int:claim_id>/supersede", views.supersede_one, name="claim-supersede"),
    path("cases/<str:code>/sources", views.sources, name="case-sources"),
]
