"""The Celery app of every process, and what its workers do at start."""

import logging
import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_process_init, worker_ready

from catalog.stack.prctl import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("sightline")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["catalog"])
# The "current" app is one thread's; the web server publishes from many.
app.set_default()


@setup_logging.connect
def _keep_django_logging(**_: Any) -> None:
    """Having a receiver is enough for Celery to leave Django's LOGGING alone."""
    logging.captureWarnings(True)


@worker_process_init.connect
def _leave_no_child_behind(**_: Any) -> None:
    die_with_parent()


@worker_ready.connect
def _say_ready(**_: Any) -> None:
    if path := os.environ.get("SIGHTLINE_READY_FILE"):
        Path(path).touch()
