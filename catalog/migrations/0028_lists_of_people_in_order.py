from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What people changed in a case, and who was mentioned, are read in order; of a question it is
    known at once whether somebody has signed on it."""

    dependencies = [
        ("catalog", "0027_marks_on_pages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(
                fields=["claim", "signed_by"], name="assessments_of_a_claim_by_whom"
            ),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(
                fields=["incident", "signed_by"], name="assessments_of_an_incident_by"
            ),
        ),
        migrations.AddIndex(
            model_name="custodyevent",
            index=models.Index(fields=["case", "act", "-seq"], name="custody_of_a_case_by_act"),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(fields=["person", "-id"], name="mentions_of_a_person_by_age"),
        ),
    ]
