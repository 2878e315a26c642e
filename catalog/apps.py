"""The one Django app: it keeps, schedules and shows; measuring is media_tools' work."""

import importlib

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The catalogue of evidence."""

    name = "catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks, the maker of checks and what the workers have to do."""
        importlib.import_module("catalog.system_checks")
        checks = importlib.import_module("catalog.checks")
        due = importlib.import_module("catalog.due")
        tasks = importlib.import_module("catalog.tasks")
        uploads = importlib.import_module("catalog.intake.uploads")
        contained = importlib.import_module("catalog.intake.contained")
        due.makers[:] = [checks.make]
        likeness = importlib.import_module("catalog.likeness.store")
        tasks.takers[:] = [contained.take_from]
        tasks.chores[:] = [
            uploads.finish_stranded,
            uploads.forget_abandoned,
            contained.take_left_behind,
            checks.make_what_is_due,
            likeness.fold,
        ]
