"""Two registers: what people ask about their own data, and failures to protect data. Neither is ever deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

REQUEST_KINDS = ["access", "correction", "objection", "erasure"]
REQUEST_STATES = ["open", "granted", "refused"]


class PrivacyRequest(models.Model):
    """What somebody asks about their own data: open until it is granted or refused, each with an answer."""

    regency_code = models.CharField(max_length=5)
    person_id = models.BigIntegerField(null=True)  # null where nobody of the register was found
    kind = models.CharField(max_length=10)
    wish = models.TextField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    received_by = models.CharField(max_length=150)
    state = models.CharField(max_length=8, default="open")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=REQUEST_KINDS) & ~Q(wish=""), name="privacy_request_kind"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True)
                | (Q(state__in=["granted", "refused"], answered_at__isnull=False) & ~Q(answer="")),
                name="privacy_request_answered",
            ),
        ]


class Breach(models.Model):
    """A failure to protect personal data: what, when, what is done about it, and when whom it concerns was told."""

    regency_code = models.CharField(max_length=5)
    what = models.TextField()
    data = models.TextField()
    people = models.IntegerField()
    handling = models.TextField()
    happened_at = models.DateTimeField()
    known_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reported_by = models.CharField(max_length=150)
    people_told_at = models.DateTimeField(null=True)
    authority_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(data="") & ~Q(handling="") & Q(people__gte=0), name="breach_told"
            ),
            models.CheckConstraint(condition=Q(happened_at__lte=F("known_at")), name="breach_order"),
        ]
