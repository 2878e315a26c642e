"""Claims about incidents, gradings, assessments, reviews, ties; the stage of the work."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import catalog.models.source


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_reading_raw_hex"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("holds", "Holds"),
                            ("does_not_hold", "Does not hold"),
                            ("undetermined", "Undetermined"),
                        ],
                        max_length=13,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("low", "Low"), ("moderate", "Moderate"), ("high", "High")],
                        max_length=8,
                    ),
                ),
                ("reasoning", models.TextField()),
                (
                    "reason",
                    models.TextField(
                        blank=True, help_text="Why it supersedes the older assessment."
                    ),
                ),
                ("signed_as", models.CharField(max_length=200)),
                ("signed_at", models.DateTimeField()),
                ("signature", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Grade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "letter",
                    models.CharField(
                        choices=[
                            ("A", "A: completely reliable"),
                            ("B", "B: usually reliable"),
                            ("C", "C: fairly reliable"),
                            ("D", "D: not usually reliable"),
                            ("E", "E: unreliable"),
                            ("F", "F: cannot be judged"),
                        ],
                        max_length=1,
                    ),
                ),
                ("reason", models.TextField(help_text="Why it is relied on this far.")),
                ("graded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Ground",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(blank=True, max_length=40)),
                ("version", models.PositiveIntegerField(null=True)),
                ("tag", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField(blank=True)),
                ("tool", models.CharField(blank=True, max_length=100)),
                ("name", models.CharField(blank=True, max_length=60)),
                ("value", models.FloatField(null=True)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("uncertainty", models.FloatField(null=True)),
                ("method", models.TextField(blank=True)),
                ("cannot_tell", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="IncidentRelation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("part_of", "Is part of"),
                            ("repeats", "Repeats"),
                            ("same_as", "Is the same as"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("suggested", "Suggested"),
                            ("confirmed", "Confirmed"),
                            ("rejected", "Rejected"),
                        ],
                        default="confirmed",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="LinkDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("shows", "Shows it"),
                            ("before", "Shows the place before"),
                            ("aftermath", "Shows its aftermath"),
                            ("wrongly", "Wrongly said to show it"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("suggested", "Suggested"),
                            ("confirmed", "Confirmed"),
                            ("rejected", "Rejected"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("holds", "Holds"),
                            ("does_not_hold", "Does not hold"),
                            ("undetermined", "Undetermined"),
                        ],
                        max_length=13,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[("low", "Low"), ("moderate", "Moderate"), ("high", "High")],
                        max_length=8,
                    ),
                ),
                ("reasoning", models.TextField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("agreement", "Agreement"), ("dissent", "Dissent")], max_length=9
                    ),
                ),
                ("is_blind", models.BooleanField()),
                ("signed_as", models.CharField(max_length=200)),
                ("signed_at", models.DateTimeField()),
                ("signature", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="appearance",
            name="edited_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When the posting was last edited, as it says itself.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="appearance",
            name="forwarded_words",
            field=models.CharField(
                blank=True, help_text="The link or reference it is said to forward.", max_length=500
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="asserted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="incident",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="catalog.incident",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="language",
            field=models.CharField(
                blank=True,
                help_text="Of the words, such as uk.",
                max_length=35,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\\Z",
                        "Use a language code, such as uk, ru or en-GB.",
                    )
                ],
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="translation",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="item",
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
        migrations.AddField(
            model_name="source",
            name="affiliation",
            field=models.CharField(
                blank=True, help_text="To whom it belongs or is close.", max_length=300
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="handle",
            field=models.CharField(
                blank=True, help_text="As the platform names it.", max_length=200
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="language",
            field=models.CharField(
                blank=True,
                help_text="A code, such as uk or ru.",
                max_length=35,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\\Z",
                        "Use a language code, such as uk, ru or en-GB.",
                    )
                ],
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="other_urls",
            field=models.TextField(
                blank=True,
                help_text="Further links, one a line.",
                validators=[catalog.models.source.each_line_is_a_link],
            ),
        ),
        migrations.AlterField(
            model_name="claim",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="catalog.item",
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
                    ("work_moved", "Work moved on"),
                    ("viewed", "Viewed"),
                    ("downloaded", "Downloaded"),
                    ("stopped", "Stop asked"),
                    ("retried", "Run again"),
                    ("verified", "Verified"),
                    ("failed_verification", "Failed verification"),
                    ("changed", "Changed"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="kind",
            field=models.CharField(
                choices=[
                    ("unknown", "Not known"),
                    ("channel", "Channel or group"),
                    ("account", "Account"),
                    ("outlet", "News outlet"),
                    ("official", "Official body"),
                    ("group", "Organisation"),
                    ("archive", "Archive or agency"),
                    ("person", "Person"),
                    ("witness", "Eyewitness"),
                    ("camera", "Camera owner"),
                ],
                default="unknown",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="appearance",
            index=models.Index(fields=["forwarded_words"], name="appearances_by_forwarded"),
        ),
        migrations.AddConstraint(
            model_name="appearance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("forwarded_from__isnull", True),
                    models.Q(("forwarded_from", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="a_posting_does_not_forward_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("incident__isnull", False), ("item__isnull", True)),
                    models.Q(("incident__isnull", True), ("item__isnull", False)),
                    _connector="OR",
                ),
                name="a_claim_is_about_an_item_or_an_incident",
                violation_error_message="Choose the item or the incident that it is about.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("supersedes__isnull", True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_claim_is_superseded_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("supersedes__isnull", True),
                    models.Q(("supersedes", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="a_claim_does_not_supersede_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(("workflow__in", ["new", "in_work", "needs_review", "done"])),
                name="the_work_on_an_item_is_at_a_known_stage",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="claim",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="catalog.claim",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="incident",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="catalog.incident",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="signed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="supersedes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="catalog.assessment",
            ),
        ),
        migrations.AddField(
            model_name="grade",
            name="graded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="grade",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grades",
                to="catalog.source",
            ),
        ),
        migrations.AddField(
            model_name="ground",
            name="assessment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grounds",
                to="catalog.assessment",
            ),
        ),
        migrations.AddField(
            model_name="ground",
            name="claim",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.claim",
            ),
        ),
        migrations.AddField(
            model_name="ground",
            name="item",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.item",
            ),
        ),
        migrations.AddField(
            model_name="incidentrelation",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="incidentrelation",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ties_as_first",
                to="catalog.incident",
            ),
        ),
        migrations.AddField(
            model_name="incidentrelation",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ties_as_second",
                to="catalog.incident",
            ),
        ),
        migrations.AddField(
            model_name="linkdecision",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="linkdecision",
            name="link",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="catalog.incidentitem",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="assessment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="catalog.assessment",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="signed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claim__isnull", True), ("incident__isnull", False)),
                    models.Q(("claim__isnull", False), ("incident__isnull", True)),
                    _connector="OR",
                ),
                name="an_assessment_is_about_a_claim_or_an_incident",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confidence__in", ["low", "moderate", "high"]),
                    ("verdict__in", ["holds", "does_not_hold", "undetermined"]),
                ),
                name="an_assessment_has_a_known_verdict_and_confidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("reasoning", ""), _negated=True),
                name="an_assessment_gives_its_reasoning",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("supersedes__isnull", True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="an_assessment_is_superseded_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="grade",
            constraint=models.CheckConstraint(
                condition=models.Q(("letter__in", ["A", "B", "C", "D", "E", "F"])),
                name="a_source_is_graded_from_a_to_f",
            ),
        ),
        migrations.AddConstraint(
            model_name="grade",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="a_source_is_graded_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="ground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("claim__isnull", False), ("item__isnull", True), ("name", ""), ("tag", "")
                    ),
                    models.Q(
                        ("claim__isnull", True),
                        ("item__isnull", False),
                        ("name", ""),
                        models.Q(("tag", ""), _negated=True),
                    ),
                    models.Q(
                        ("claim__isnull", True),
                        ("item__isnull", False),
                        ("tag", ""),
                        models.Q(("name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_ground_is_a_claim_or_a_reading_or_a_measurement",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentrelation",
            constraint=models.UniqueConstraint(
                fields=("first", "second", "kind"), name="two_incidents_have_one_tie_of_a_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentrelation",
            constraint=models.CheckConstraint(
                condition=models.Q(("first", models.F("second")), _negated=True),
                name="an_incident_is_not_tied_to_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentrelation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "same_as"), _negated=True),
                    ("first__lt", models.F("second")),
                    _connector="OR",
                ),
                name="of_two_incidents_that_are_the_same_the_older_row_stands_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("assessment", "signed_by"), name="a_person_reviews_an_assessment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confidence__in", ["low", "moderate", "high"]),
                    ("verdict__in", ["holds", "does_not_hold", "undetermined"]),
                ),
                name="a_review_has_a_known_verdict_and_confidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("reasoning", ""), _negated=True),
                name="a_review_gives_its_reasoning",
            ),
        ),
    ]
