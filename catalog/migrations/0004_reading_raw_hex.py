"""The bytes behind a reading."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_relations_between_items"),
    ]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="raw_hex",
            field=models.TextField(blank=True),
        ),
    ]
