"""The one Django app: it keeps, schedules and shows; measuring is media_tools' work."""

import importlib

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The catalogue of evidence."""

    name = "catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks and the chores of intake."""
        importlib.import_module("catalog.checks")
        tasks = importlib.import_module("catalog.tasks")
        uploads = importlib.import_module("catalog.intake.uploads")
        tasks.chores[:] = [uploads.finish_stranded, uploads.forget_abandoned]
