"""A token of another system. The secret itself is kept nowhere: only its SHA-256."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from semesta.accounts.actor import Role


class ApiToken(models.Model):
    """A system's way in: who it acts as (role, territory), what it may open (scopes), until which day (included)."""

    name = models.CharField(max_length=60, unique=True)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=24))
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    territory = models.CharField(max_length=13)
    agency = models.CharField(max_length=60, blank=True)  # the key of the agency that the system hands in for
    issued_by = models.CharField(max_length=150)
    issued_at = models.DateTimeField(db_default=Now())
    expires_on = models.DateField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="token_name_shape"),
            models.CheckConstraint(condition=Q(scopes__len__gte=1), name="token_has_scope"),
        ]
