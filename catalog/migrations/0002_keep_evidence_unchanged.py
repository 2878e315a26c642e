"""Evidence is kept by the database itself."""

from django.db import migrations

from catalog.immutable import InstallTriggers


class Migration(migrations.Migration):
    """Triggers on originals and custody events."""

    dependencies = [("catalog", "0001_initial")]

    operations = [InstallTriggers()]
