"""The words of items go from a column that was read whole into an index of each database's own."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import catalog.models.words
from catalog.models.words import Document
from catalog.words.table import CreateWordIndex


def take_over(apps: Any, schema_editor: Any) -> None:
    """What was found by a word is found by it still; ``manage.py reindex`` finds the rest."""
    del schema_editor
    words = apps.get_model("catalog", "Words")
    items = apps.get_model("catalog", "Item").objects.values_list("pk", "case_id", "words")
    for pk, case_id, text in items.iterator(chunk_size=1000):
        words.objects.create(pk=pk, document=Document.of(case_id, [text]))


class Migration(migrations.Migration):
    """Full text on SQLite and PostgreSQL."""

    dependencies = [("catalog", "0009_what_people_order")]

    operations = [
        CreateWordIndex(
            name="Words",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        db_column="rowid",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="catalog.item",
                    ),
                ),
                ("document", catalog.models.words.DocumentField()),
            ],
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.RemoveField(model_name="item", name="words"),
    ]
