"""Spells as the insurer reports them, and covered months. One person-month-programme has at most one payer."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact

CLASSES = ["PU", "BPU", "JK", "PMI"]
PROGRAMMES = ["jkk", "jkm", "jht", "jp", "jkp"]
STATES = ["planned", "decreed", "billed", "paid", "recognised", "lapsed"]


_DAY_OF_MONTH = Func(Value("day"), F("month"), function="date_part", output_field=models.FloatField())
"""As a double: EXTRACT makes an exact numeric of it, at several times the cost, for millions of months."""


class Spell(models.Model):
    """A membership in the insurer's extract: person, class, programmes, payer, months it is recognised for.

    `start_month` is included, `end_month` is not (first days of months). From `superseded_from_month` on a later
    extract of the same sender speaks instead (`superseded_by_id`); the spell vouches for the months before.
    """

    pk = models.CompositePrimaryKey("regency_code", "submission_id", "line")
    regency_code = models.CharField(max_length=5)
    submission_id = models.BigIntegerField()
    line = models.IntegerField()
    person_id = models.BigIntegerField()
    membership_class = models.CharField(max_length=3)
    programmes = models.TextField()
    payer = models.TextField()
    start_month = models.DateField()
    end_month = models.DateField()
    superseded_by_id = models.BigIntegerField(null=True)
    superseded_from_month = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(membership_class__in=CLASSES), name="spell_class"),
            models.CheckConstraint(condition=Q(end_month__gt=models.F("start_month")), name="spell_period"),
        ]
        indexes = [models.Index(fields=["regency_code", "person_id"], name="spell_person")]


class CoveredMonth(models.Model):
    """Person x month x programme x payer x state. The key is the promise that no two purses pay one month.

    JKK and JKM, the compulsory pair that coverage counts; a spell also names other programmes of its member.
    Half of every page is left free (migration 0005), so that a new state is written beside the old one without
    touching the key; the months of purses lie month by month, which the index by ranges of pages makes use of.
    """

    pk = models.CompositePrimaryKey("regency_code", "person_id", "month", "programme")
    regency_code = models.CharField(max_length=5)
    month = models.DateField()
    person_id = models.BigIntegerField()
    programme = models.CharField(max_length=3)
    membership_class = models.CharField(max_length=3)
    payer = models.TextField()
    state = models.CharField(max_length=10)
    submission_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(programme__in=PROGRAMMES), name="covered_month_programme"),
            models.CheckConstraint(condition=Q(membership_class__in=CLASSES), name="covered_month_class"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="covered_month_state"),
            models.CheckConstraint(condition=Q(Exact(_DAY_OF_MONTH, Value(1))), name="covered_month_first_day"),
        ]
        indexes = [BrinIndex(fields=["regency_code", "month"], autosummarize=True, name="covered_month_pages")]
