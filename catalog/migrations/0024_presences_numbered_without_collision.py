"""Rows are numbered one after the other within where and when, so that no two can collide."""

from django.db import migrations

from catalog.presence import InstallBoxes


class Migration(migrations.Migration):
    dependencies = [("catalog", "0023_comparisons_are_kept")]

    operations = [InstallBoxes()]
