"""Batches sent to the insurer, their lines, the answers to them, and what an active wage earner's answer undoes.

A batch is frozen when it is made: the migration refuses to change what was sent or received. Of a line only the answer
moves (`state` and what came with it), and only forward: open -> accepted, refused or overlap; accepted -> overlap; or
open -> closed, when a batch is closed whose lines were never answered.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from semesta.kernel.exchange_layout import ENTRIES, LEAVE_REASONS, OUTCOMES
from semesta.membership.models import CLASSES

LINE_STATES = ["open", *OUTCOMES, "closed"]
EFFECTS = ["applied", "repeated", "overtaken"]


class Batch(models.Model):
    """A numbered batch: what is told the insurer of one purse, class and first month, in one layout.

    `sha256` seals the lines; `layout_text` is the layout file it is written by.
    """

    pk = models.CompositePrimaryKey("regency_code", "number")
    regency_code = models.CharField(max_length=5)
    number = models.IntegerField()
    purse_id = models.BigIntegerField()
    payer = models.TextField()
    membership_class = models.CharField(max_length=3)
    first_month = models.DateField()
    lines = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    layout_name = models.TextField()
    layout_text = models.TextField()
    made_on = models.DateField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(membership_class__in=CLASSES), name="batch_class"),
            models.CheckConstraint(condition=Q(first_month__day=1, lines__gte=1), name="batch_lines"),
        ]


class BatchLine(models.Model):
    """What a batch says of one person, as it was known when the batch was made, and how the insurer answered.

    Months run from `first_month` up to, not including, `end_month`. `told_hash` knows whether the person's data have
    changed since. The number the insurer issued is kept masked; it is never a key.
    """

    pk = models.CompositePrimaryKey("regency_code", "batch", "line")
    regency_code = models.CharField(max_length=5)
    batch = models.IntegerField()
    line = models.IntegerField()
    person_id = models.BigIntegerField()
    payer = models.TextField()
    purse_id = models.BigIntegerField()
    entry = models.CharField(max_length=8)
    first_month = models.DateField()
    end_month = models.DateField()
    nik = models.CharField(max_length=16, null=True)
    name = models.TextField()
    birth_place = models.TextField(null=True)
    birth_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, null=True)
    mother_name = models.TextField(null=True)
    phone = models.TextField(null=True)
    address = models.TextField(null=True)
    village_code = models.CharField(max_length=13, null=True)
    village = models.TextField(null=True)
    district = models.TextField(null=True)
    segment_code = models.CharField(max_length=40, null=True)
    membership_class = models.CharField(max_length=3)
    from_payer = models.TextField(null=True)
    income_rp = models.BigIntegerField(null=True)
    monthly_rp = models.BigIntegerField(null=True)
    event_on = models.DateField(null=True)
    leave_reason = models.CharField(max_length=12, null=True)
    decree_id = models.BigIntegerField()
    decree_line = models.IntegerField()
    decree = models.TextField(null=True)
    told_hash = models.CharField(max_length=32)
    state = models.CharField(max_length=8, default="open")
    answer_id = models.BigIntegerField(null=True)
    number_masked = models.CharField(max_length=20, null=True)
    reason = models.CharField(max_length=40, null=True)
    reason_text = models.TextField(null=True)
    since_month = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regency_code", "batch", "person_id"], name="batch_person_once"),
            models.UniqueConstraint(
                fields=["regency_code", "payer", "person_id"],
                condition=Q(state="open"),
                name="open_line_once_per_payer",
            ),
            models.CheckConstraint(condition=Q(entry__in=ENTRIES), name="batch_line_entry"),
            models.CheckConstraint(condition=Q(state__in=LINE_STATES), name="batch_line_state"),
            models.CheckConstraint(
                condition=Q(leave_reason__isnull=True) | Q(leave_reason__in=LEAVE_REASONS), name="batch_line_leave"
            ),
            models.CheckConstraint(
                condition=Q(end_month__gt=F("first_month"), first_month__day=1, end_month__day=1),
                name="batch_line_months",
            ),
        ]
        indexes = [models.Index(fields=["regency_code", "person_id"], name="batch_line_person")]


class BatchClosing(models.Model):
    """That the lines of a batch still open were given up, and why: never answered, they are due again."""

    pk = models.CompositePrimaryKey("regency_code", "batch")
    regency_code = models.CharField(max_length=5)
    batch = models.IntegerField()
    lines = models.IntegerField()
    reason = models.TextField()
    closed_on = models.DateField()
    closed_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & Q(lines__gte=1), name="batch_closing_reason"),
        ]


class AnswerFile(models.Model):
    """An answer of the insurer to one batch, taken whole or not at all; the same content is taken once."""

    regency_code = models.CharField(max_length=5)
    sha256 = models.CharField(max_length=64)
    file_name = models.TextField()
    batch = models.IntegerField()
    lines = models.IntegerField()
    applied = models.IntegerField()
    repeated = models.IntegerField()
    overtaken = models.IntegerField()
    taken_on = models.DateField()
    taken_by = models.CharField(max_length=150)
    taken_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regency_code", "sha256"], name="answer_file_once")]


class AnswerLine(models.Model):
    """One answer as a file gives it, at its sheet and row, and what it did to the line of the batch.

    effect: applied; repeated (said before); overtaken (a wage earner's answer had come before it).
    """

    pk = models.CompositePrimaryKey("regency_code", "answer_id", "line")
    regency_code = models.CharField(max_length=5)
    answer_id = models.BigIntegerField()
    line = models.IntegerField()
    batch = models.IntegerField()
    sheet = models.TextField()
    row = models.IntegerField()
    outcome = models.CharField(max_length=8)
    reason = models.CharField(max_length=40, null=True)
    reason_code = models.TextField(null=True)
    reason_text = models.TextField(null=True)
    since_month = models.DateField(null=True)
    effect = models.CharField(max_length=9)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="answer_line_outcome"),
            models.CheckConstraint(condition=Q(effect__in=EFFECTS), name="answer_line_effect"),
        ]
        indexes = [models.Index(fields=["regency_code", "batch", "line"], name="answer_line_batch_line")]


class WageEarnerOverlap(models.Model):
    """Months of a decree line that the insurer says belong to an active wage earner; to be amended by the planner.

    `taken_back` are the months (first days) given up with this answer; `kept` those billed or paid already, which only
    a reversal can undo.
    """

    pk = models.CompositePrimaryKey("regency_code", "answer_id", "decree_id", "decree_line")
    regency_code = models.CharField(max_length=5)
    answer_id = models.BigIntegerField()
    decree_id = models.BigIntegerField()
    decree_line = models.IntegerField()
    person_id = models.BigIntegerField()
    batch = models.IntegerField()
    line = models.IntegerField()
    since_month = models.DateField()
    taken_back = ArrayField(models.DateField())
    kept = ArrayField(models.DateField())

    class Meta:
        indexes = [models.Index(fields=["regency_code", "person_id"], name="overlap_person")]
