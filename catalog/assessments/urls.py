"""The addresses of assessments and second looks."""

from django.urls import path

from catalog.assessments import views

urlpatterns = [
    path("claims/<int:claim_id>/assess", views.assess_claim, name="assess-claim"),
    path("incidents/<int:incident_id>/assess", views.assess_incident, name="assess-incident"),
    path("assessments/<int:assessment_id>/again", views.assess_again, name="assess-again"),
    path("assessments/<int:assessment_id>/second", views.second_look, name="second-look"),
    path("assessments/preview", views.preview, name="assess-preview"),
    path("assessments/", views.waiting, name="second-looks"),
]
