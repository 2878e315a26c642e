"""The one Django app: it keeps, schedules and shows; measuring is media_tools' work."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The catalogue of evidence."""

    name = "catalog"
    default_auto_field = "django.db.models.BigAutoField"
