"""Makes the queue's app together with Django itself, in every process."""

import importlib

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The installation."""

    name = "config"

    def ready(self) -> None:
        importlib.import_module("config.celery")
