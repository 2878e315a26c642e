"""The decision that each link between an item and an incident already carries."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def write_down(apps: Any, schema_editor: Any) -> None:
    """One decision for each link, as it stands."""
    alias = schema_editor.connection.alias
    decisions = apps.get_model("catalog", "LinkDecision").objects.using(alias)
    links = apps.get_model("catalog", "IncidentItem").objects.using(alias)
    decided = (
        decisions.model(
            link=link,
            role=link.role,
            status=link.status,
            by_id=link.decided_by_id,
            at=link.decided_at or timezone.now(),
        )
        for link in links.order_by("pk").iterator()
    )
    decisions.bulk_create(decided, batch_size=500)


class Migration(migrations.Migration):
    """From now on every decision on a link is kept."""

    dependencies = [("catalog", "0005_claims_incidents_assessments")]

    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
