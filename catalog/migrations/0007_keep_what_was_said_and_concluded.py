"""Claims, gradings, decisions on links, assessments and reviews are kept by the database."""

from django.db import migrations

from catalog.immutable import InstallTriggers


class Migration(migrations.Migration):
    """Triggers on all that is never edited."""

    dependencies = [("catalog", "0006_first_decisions_on_links")]

    operations = [InstallTriggers()]
