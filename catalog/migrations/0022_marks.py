"""Marks on items, which nothing changes or deletes, and the labels a case agrees on."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from catalog.immutable import InstallTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0021_what_people_say_to_each_other"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="mark_labels",
            field=models.TextField(
                blank=True,
                help_text="The words with which marks are labelled in this case, one a line. They are offered; others may be typed.",
            ),
        ),
        migrations.AlterField(
            model_name="custodyevent",
            name="act",
            field=models.CharField(
                choices=[
                    ("received", "Received"),
                    ("received_again", "Received again"),
                    ("refused", "Refused"),
                    ("read", "Read by a step"),
                    ("claim_recorded", "Claim recorded"),
                    ("claim_superseded", "Claim superseded"),
                    ("graded", "Source graded"),
                    ("linked", "Linked to an incident"),
                    ("incidents_linked", "Incidents linked"),
                    ("assessed", "Assessed"),
                    ("reviewed", "Assessment reviewed"),
                    ("marked", "Marked"),
                    ("marks_exported", "Marks exported"),
                    ("work_moved", "Work moved on"),
                    ("viewed", "Viewed"),
                    ("hashes_exported", "Hashes exported"),
                    ("hashes_imported", "Hashes imported"),
                    ("downloaded", "Downloaded"),
                    ("ordered", "Step ordered"),
                    ("stopped", "Stop asked"),
                    ("retried", "Run again"),
                    ("verified", "Verified"),
                    ("failed_verification", "Failed verification"),
                    ("changed", "Changed"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_pts", models.BigIntegerField(blank=True, null=True)),
                ("ends_pts", models.BigIntegerField(blank=True, null=True)),
                ("time_base", models.CharField(blank=True, max_length=30)),
                ("start_pts", models.BigIntegerField(default=0)),
                (
                    "shape",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Moment only"),
                            ("point", "Point"),
                            ("line", "Line"),
                            ("box", "Box"),
                        ],
                        max_length=5,
                    ),
                ),
                ("x1", models.FloatField(blank=True, null=True)),
                ("y1", models.FloatField(blank=True, null=True)),
                ("x2", models.FloatField(blank=True, null=True)),
                ("y2", models.FloatField(blank=True, null=True)),
                ("label", models.CharField(max_length=80)),
                ("note", models.TextField(blank=True)),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("white", "White"),
                            ("yellow", "Yellow"),
                            ("cyan", "Cyan"),
                            ("magenta", "Magenta"),
                            ("green", "Green"),
                        ],
                        default="white",
                        max_length=7,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "withdrawn",
                    models.BooleanField(default=False, help_text="It takes the older one back."),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="catalog.item",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="catalog.mark",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_pts", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ends_pts__isnull", True),
                                ("starts_pts__isnull", True),
                                ("time_base", ""),
                            ),
                            models.Q(
                                ("starts_pts__isnull", False),
                                models.Q(("time_base", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="the_moment_of_a_mark_has_a_time_base",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_pts__isnull", True),
                            ("ends_pts__gt", models.F("starts_pts")),
                            _connector="OR",
                        ),
                        name="a_marked_stretch_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("shape", ""),
                                ("x1", None),
                                ("x2", None),
                                ("y1", None),
                                ("y2", None),
                            ),
                            models.Q(
                                ("shape", "point"),
                                ("x1__range", (0, 1)),
                                ("x2", None),
                                ("y1__range", (0, 1)),
                                ("y2", None),
                            ),
                            models.Q(
                                ("shape__in", ("line", "box")),
                                ("x1__range", (0, 1)),
                                ("x2__range", (0, 1)),
                                ("y1__range", (0, 1)),
                                ("y2__range", (0, 1)),
                            ),
                            _connector="OR",
                        ),
                        name="what_a_mark_draws_lies_in_the_picture",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("colour__in", ["white", "yellow", "cyan", "magenta", "green"])
                        ),
                        name="a_mark_has_a_known_colour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supersedes__isnull", True),
                            models.Q(("supersedes", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_mark_does_not_supersede_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn", False), ("supersedes__isnull", False), _connector="OR"
                        ),
                        name="only_a_mark_that_was_made_is_withdrawn",
                    ),
                ],
            },
        ),
        InstallTriggers(),
    ]
