"""One piece of background work: what is asked, by whom, how far it is, and what came of it.

The queue itself is django-tasks'; it knows nothing but a job's number. Everything a reader is told stands here.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

STATES = ["waiting", "running", "done", "failed"]


class Job(models.Model):
    """Work of a kind (`kinds.py`) in the name of its owner.

    `key` names the owner's wish: the same key is the same job, however often it is asked for. `step` says in a code
    what is being done, `done` of `total` how far; `total` is null where nobody can tell. `result` follows from the
    kind; its part `private` is forgotten after some days. `failure` holds the words, id and en, of a failed job.
    """

    kind = models.CharField(max_length=40)
    about = models.TextField(blank=True)  # what it is about, in the owner's own words: the name of a file
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=64, blank=True)
    owner = models.CharField(max_length=150)
    role = models.CharField(max_length=24)
    territory = models.CharField(max_length=13)
    state = models.CharField(max_length=8, default="waiting")
    step = models.CharField(max_length=40, blank=True)
    done = models.BigIntegerField(db_default=0)
    total = models.BigIntegerField(null=True)
    attempts = models.IntegerField(db_default=0)
    result = models.JSONField(default=dict)
    failure = models.JSONField(default=dict)
    asked_at = models.DateTimeField(db_default=Now())
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="job_state"),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(done__gte=0, done__lte=F("total")), name="job_progress"
            ),
            models.UniqueConstraint(fields=["owner", "key"], condition=~Q(key=""), name="job_same_wish_once"),
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="job_of_owner"),
            models.Index(fields=["state"], condition=Q(state__in=["waiting", "running"]), name="job_open"),
        ]
