"""Addresses of the upload page, and of the resumable uploads beneath it."""

from django.urls import path

from catalog.admin.upload import views
from catalog.intake import tus

urlpatterns = [
    path("", views.page, name="upload"),
    path("check/", views.check, name="upload-check"),
    path("reading/", views.reading, name="upload-reading"),
    path("sources/", views.sources, name="upload-sources"),
    path("lines/<uuid:upload_id>/", views.line, name="upload-line"),
    path("files/", tus.files, name="upload-files"),
    path("files/<uuid:upload_id>/", tus.file, name="upload-file"),
]
