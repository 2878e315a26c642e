"""Items that belong together."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Relations, the media found in items, and where an appearance was found."""

    dependencies = [
        ("catalog", "0002_keep_evidence_unchanged"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="appearance",
            name="found_inside",
            field=models.CharField(
                blank=True,
                help_text="The item it was taken out of, and where it lay.",
                max_length=200,
            ),
        ),
        migrations.CreateModel(
            name="Contained",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=40)),
                ("suggested_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size_bytes", models.BigIntegerField()),
                ("start", models.BigIntegerField(blank=True, null=True)),
                ("refused", models.TextField(blank=True)),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="found_as",
                        to="catalog.item",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contained",
                        to="catalog.run",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("item__isnull", True), ("refused", ""), _connector="OR"
                        ),
                        name="what_was_refused_has_not_been_taken_in",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Relation",
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
                            ("contained_in", "Lies in"),
                            ("live_photo_pair", "Live Photo pair"),
                            ("same_burst", "Same burst"),
                        ],
                        max_length=20,
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
                        default="suggested",
                        max_length=10,
                    ),
                ),
                ("method", models.CharField(blank=True, max_length=60)),
                ("method_version", models.PositiveIntegerField(blank=True, null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.TextField(blank=True, help_text="Why it was confirmed or rejected."),
                ),
                ("details", models.JSONField(blank=True, default=dict)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations_as_first",
                        to="catalog.item",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations_as_second",
                        to="catalog.item",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("first", "second", "kind"),
                        name="two_items_have_one_relation_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first", models.F("second")), _negated=True),
                        name="an_item_is_not_related_to_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "contained_in"),
                            ("first__lt", models.F("second")),
                            _connector="OR",
                        ),
                        name="a_relation_without_order_names_the_older_item_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("method", ""), _negated=True),
                                ("method_version__isnull", False),
                            ),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="a_relation_rests_on_a_method_or_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="whoever_decides_on_a_relation_does_so_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "suggested"), _negated=True),
                            ("decided_by__isnull", True),
                            _connector="OR",
                        ),
                        name="a_suggested_relation_is_not_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "rejected"), _negated=True),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="only_a_person_rejects_a_relation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedId",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("meaning", models.CharField(max_length=20)),
                ("value", models.CharField(max_length=200)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_ids",
                        to="catalog.item",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["value", "meaning"], name="items_by_shared_id")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "meaning", "value"), name="an_item_names_a_shared_id_once"
                    )
                ],
            },
        ),
    ]
