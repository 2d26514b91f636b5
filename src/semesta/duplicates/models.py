"""Pair, decision and run. Decisions are append-only; what stands of them is kept with the pair and is theirs alone.

A pair is a person of the register and another record: a person too, or a waiting row of a list. A row has a number
among persons set aside for it, so that merging it is the same act; the record itself exists only while it is merged.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

LINK_TYPES = ["within", "register", "insurer", "deaths", "welfare"]
BANDS = ["machine", "queue", "sender"]
VERDICTS = ["same", "different", "undone"]
DECIDERS = ["machine", "person"]
_NOW = models.Func(function="clock_timestamp", output_field=models.DateTimeField())


class Run(models.Model):
    """One search for duplicates: with which model, who had been told by then, what was found.

    `looked_at` is the moment until which the search knows of lists and decisions: it compares afterwards, while others
    may come, and `ran_at` is when what it found was written. Empty for searches of before the two were told apart.
    """

    pk = models.CompositePrimaryKey("regency_code", "number")
    regency_code = models.CharField(max_length=5)
    number = models.IntegerField()
    model_version = models.CharField(max_length=64)
    told_until_at = models.DateTimeField(null=True)  # the latest `changed_at` of the persons looked at
    looked_at = models.DateTimeField(null=True)
    done_on = models.DateField()
    ran_at = models.DateTimeField(db_default=_NOW)
    detail = models.JSONField(default=dict)


class Pair(models.Model):
    """Two records that may be one person, with the evidence and what a decision is worth.

    `person_id` stands in the register; `record_id` is another person (then the greater number) or the number set aside
    for the row `submission_id`, `line`. `verdict` is empty while nothing stands decided. `levels` holds per comparison
    the level reached, its weight and that of the value's rarity.
    """

    pk = models.CompositePrimaryKey("regency_code", "number")
    regency_code = models.CharField(max_length=5)
    number = models.BigIntegerField()
    person_id = models.BigIntegerField()
    record_id = models.BigIntegerField()
    submission_id = models.BigIntegerField(null=True)
    line = models.IntegerField(null=True)
    link_type = models.CharField(max_length=10)
    band = models.CharField(max_length=8)
    reason = models.CharField(max_length=40, blank=True)
    weight = models.FloatField()
    levels = models.JSONField()
    model_version = models.CharField(max_length=64)
    worth_months = models.IntegerField()
    worth_rp = models.BigIntegerField()
    verdict = models.CharField(max_length=9, blank=True)
    decided_by = models.CharField(max_length=8, blank=True)
    decision_id = models.BigIntegerField(null=True)
    against = models.JSONField(default=list)  # numbers of the pairs that a merge would contradict

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regency_code", "person_id", "record_id"], name="pair_once"),
            models.CheckConstraint(condition=~Q(person_id=F("record_id")), name="pair_two_records"),
            models.CheckConstraint(condition=Q(link_type__in=LINK_TYPES), name="pair_link_type"),
            models.CheckConstraint(condition=Q(band__in=BANDS), name="pair_band"),
            models.CheckConstraint(
                condition=Q(submission_id__isnull=True, line__isnull=True, person_id__lt=F("record_id"))
                | Q(submission_id__isnull=False, line__isnull=False),
                name="pair_row_or_ordered",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", decided_by="", decision_id__isnull=True)
                | Q(verdict__in=VERDICTS[:2], decided_by__in=DECIDERS, decision_id__isnull=False),
                name="pair_verdict",
            ),
        ]
        indexes = [
            models.Index(fields=["regency_code", "record_id"], name="pair_record"),
            models.Index(fields=["regency_code", "submission_id", "line"], name="pair_row"),
            models.Index(
                fields=["regency_code", "-worth_rp", "-weight", "number"], condition=Q(verdict=""), name="pair_asked"
            ),
        ]


class Decision(models.Model):
    """What was said of a pair, by whom and why. `undone` takes back the decision `undoes_id`; nothing is erased."""

    pk = models.CompositePrimaryKey("regency_code", "number")
    regency_code = models.CharField(max_length=5)
    number = models.BigIntegerField()
    pair_number = models.BigIntegerField()
    verdict = models.CharField(max_length=9)
    by = models.CharField(max_length=8)
    actor = models.CharField(max_length=150)
    reason = models.TextField()
    undoes_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=_NOW)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="decision_verdict"),
            models.CheckConstraint(condition=Q(by__in=DECIDERS), name="decision_by"),
            models.CheckConstraint(
                condition=Q(verdict="undone", undoes_id__isnull=False)
                | (~Q(verdict="undone") & Q(undoes_id__isnull=True)),
                name="decision_undoes",
            ),
            models.UniqueConstraint(
                fields=["regency_code", "undoes_id"],
                condition=Q(undoes_id__isnull=False),
                name="decision_undone_once",
            ),
        ]
        indexes = [
            models.Index(fields=["regency_code", "pair_number", "number"], name="decision_of_pair"),
            models.Index(
                fields=["regency_code", "actor", "-number"], condition=Q(by="person"), name="decision_of_actor"
            ),
        ]


class Claim(models.Model):
    """A pair that somebody has in hand until a moment; its two records are kept with it, for other pairs of theirs."""

    pk = models.CompositePrimaryKey("regency_code", "pair_number")
    regency_code = models.CharField(max_length=5)
    pair_number = models.BigIntegerField()
    person_id = models.BigIntegerField()
    record_id = models.BigIntegerField()
    actor = models.CharField(max_length=150)
    until_at = models.DateTimeField()


class SampledPair(models.Model):
    """A pair drawn for checking blindly, with its stratum, and what the checker said (null: not yet).

    `model_version` is the model that weighed all pairs of the sample; empty for samples of before it was kept.
    """

    pk = models.CompositePrimaryKey("regency_code", "sample", "pair_number")
    regency_code = models.CharField(max_length=5)
    sample = models.IntegerField()
    pair_number = models.BigIntegerField()
    place = models.IntegerField()
    weight = models.FloatField()
    band = models.CharField(max_length=8)
    stratum = models.CharField(max_length=24)
    model_version = models.CharField(max_length=64, blank=True, default="")
    is_same = models.BooleanField(null=True)
    checked_by = models.CharField(max_length=150, blank=True)
    checked_at = models.DateTimeField(null=True)
