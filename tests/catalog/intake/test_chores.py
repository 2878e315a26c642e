"""What intake must do now and then is done by the tasks, though they do not know intake."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from catalog import tasks
from catalog.intake import parts
from catalog.models import Case, Item, Upload

pytestmark = pytest.mark.django_db


def test_an_upload_that_arrived_whole_and_was_left_untaken_is_taken_in(
    case: Case, analyst: User
) -> None:
    upload = Upload.objects.create(
        id=uuid.uuid4(),
        case=case,
        person=analyst,
        file_name="left.mp4",
        size_bytes=5,
        offset_bytes=5,
        active_at=timezone.now() - timedelta(hours=1),
    )
    with parts.hold(upload.pk) as part:
        part.write(b"whole")
    assert settings.CELERY_BEAT_SCHEDULE["tidy"]["task"] == tasks.tidy.name
    tasks.tidy()
    assert Item.objects.get().title == "left.mp4"
    upload.refresh_from_db()
    assert upload.outcome == "queued"
