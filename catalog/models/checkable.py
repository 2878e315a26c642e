"""What has checks, and whether they are in step with the facts."""

from django.db import models


class Checkable(models.Model):
    """Counts what its checks are made from.

    ``checks_asked`` rises in every transaction that changes an input. ``checks_version`` is the
    version of the rules by which the checks were made, 0 while they are still to be made.
    """

    checks_asked = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    checks_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        abstract = True
