"""Appointments and invitations. A user's role, territory and agency follow the standing appointment, by a trigger."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from semesta.accounts.actor import Role

_ROLES = [(role.value, role.value) for role in Role]


class PostFields(models.Model):
    """What somebody is appointed to: a role, for a territory (dotted region code), for an agency (key, else empty)."""

    role = models.CharField(max_length=24, choices=_ROLES)
    territory = models.CharField(max_length=13)
    agency = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        abstract = True


class Appointment(PostFields):
    """A user holds a post from `from_on` until the day `until_on`; it stands while that is open, one per user."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    appointed_by = models.CharField(max_length=150)
    reason = models.CharField(max_length=300, default="", blank=True)
    end_reason = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["territory"], name="staff_appointment_territory")]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(until_on=None), name="one_standing_appointment"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="ends_after_begin"),
        ]


class Invitation(PostFields):
    """A one-time link to take up a post, or (`user`) to choose a new password in the post one has.

    Of the token only its SHA-256 is kept: whoever reads the table cannot use the link.
    """

    token_sha256 = models.CharField(max_length=64, unique=True)
    for_whom = models.CharField(max_length=150, default="", blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    invited_by = models.CharField(max_length=150)
    reason = models.CharField(max_length=300, default="", blank=True)
    invited_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
