"""An incident is assessed and assigned; how far the work on it is was not said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0025_whose_work_a_thing_is"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="workflow",
            field=models.CharField(
                choices=[
                    ("new", "New"),
                    ("in_work", "In work"),
                    ("needs_review", "Needs review"),
                    ("done", "Done"),
                ],
                db_default="new",
                default="new",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(("workflow__in", ["new", "in_work", "needs_review", "done"])),
                name="the_work_on_an_incident_is_at_a_known_stage",
            ),
        ),
    ]
