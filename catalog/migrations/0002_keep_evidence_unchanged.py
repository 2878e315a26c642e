"""Evidence is kept by the database itself, and the chain of custody has its first head."""

from typing import Any

from django.db import migrations

from catalog.immutable import InstallTriggers


def begin_the_chain(apps: Any, schema_editor: Any) -> None:
    """The one row whose lock makes writers of custody events take turns."""
    apps.get_model("catalog", "ChainHead").objects.using(
        schema_editor.connection.alias
    ).get_or_create(pk=1)


class Migration(migrations.Migration):
    """Triggers on originals and custody events."""

    dependencies = [("catalog", "0001_initial")]

    operations = [
        migrations.RunPython(begin_the_chain, migrations.RunPython.noop),
        InstallTriggers(),
    ]
