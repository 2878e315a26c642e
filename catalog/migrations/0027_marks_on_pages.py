from django.db import migrations, models

from catalog.immutable import InstallTriggers


class Migration(migrations.Migration):
    """A mark on a picture of several pages carries the page's number."""

    dependencies = [("catalog", "0026_how_far_the_work_on_an_incident_is")]

    operations = [
        migrations.AddField(
            model_name="mark",
            name="page",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(page__isnull=True)
                | models.Q(page__gte=1, starts_pts__isnull=True),
                name="a_mark_has_a_page_or_a_moment",
            ),
        ),
        InstallTriggers(),
    ]
