"""Words by which a program asks in a person's name."""

import hashlib
import secrets
from datetime import timedelta
from typing import Optional

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

# Any program can be told apart from a token of something else, and a leak be searched for.
PREFIX = "slt_"
_USE_IS_NOTED_EVERY = timedelta(minutes=1)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens; none of them can be read again once it was given out."""

    def give(self, person_id: int, name: str, days: int | None) -> tuple["ApiToken", str]:
        """Make a token, which ends after so many days. Returns it and the secret, this once."""
        secret = PREFIX + secrets.token_urlsafe(32)
        ends_at = None if days is None else timezone.now() + timedelta(days=days)
        token = self.create(person_id=person_id, name=name, digest=_digest(secret), ends_at=ends_at)
        return token, secret

    def valid(self, secret: str) -> Optional["ApiToken"]:
        """The token of this secret, if it may still be used by a person who may still sign in.

        What is kept is SHA-256 of 256 random bits, which needs no salt and no slowness.
        """
        now = timezone.now()
        token = (
            self.select_related("person")
            .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), digest=_digest(secret))
            .filter(revoked_at__isnull=True, person__is_active=True)
            .first()
        )
        if token and (token.used_at is None or now - token.used_at > _USE_IS_NOTED_EVERY):
            self.filter(pk=token.pk).update(used_at=now)
        return token

    def revoke(self) -> int:
        """Let none of these be used any more. Returns how many could be until now."""
        return self.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())


class ApiToken(models.Model):
    """A program's key to what one person may see; only its digest is kept."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
