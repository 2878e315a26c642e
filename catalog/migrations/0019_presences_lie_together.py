"""Rows are numbered by where and when, so that those of one question lie together."""

from django.db import migrations

from catalog.presence import InstallBoxes


class Migration(migrations.Migration):
    dependencies = [("catalog", "0018_date_of_a_file_on_its_disk")]

    operations = [InstallBoxes()]
