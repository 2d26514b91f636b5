"""Submission, staged row, row finding. The balance of rows is checked by the database at every commit."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

OUTCOMES = ["accepted", "merged", "waiting", "refused"]
STATES = ["resolved", "stopped", "refused"]
MATCHED = ["matched", "decided_same"]
KINDS = ["village_list", "agency_list", "insurer", "deaths", "welfare"]


class Submission(models.Model):
    """A file handed in by somebody for a village or agency, and what became of its rows.

    resolved: every row has its outcome; stopped: the circuit breaker holds all rows waiting; refused: the file
    as a whole was not taken (`refusal_code` says why) and has no rows.
    """

    regency_code = models.CharField(max_length=5)
    sender = models.CharField(max_length=60)  # dotted village code, or the key of an agency
    kind = models.CharField(max_length=12)
    segment_code = models.CharField(max_length=40, blank=True)
    file_name = models.TextField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    format = models.CharField(max_length=8)
    layout = models.CharField(max_length=40)
    tables = models.JSONField(default=list)
    file_findings = models.JSONField(default=list)
    state = models.CharField(max_length=10)
    stop_reason = models.CharField(max_length=40, blank=True)
    refusal_code = models.CharField(max_length=60, blank=True)
    corrects_id = models.BigIntegerField(null=True)
    as_of_on = models.DateField(null=True)  # the day a welfare extract speaks of
    handed_in_by = models.CharField(max_length=150)
    handed_in_at = models.DateTimeField(db_default=Now())
    rows_in = models.IntegerField()
    accepted = models.IntegerField()
    merged = models.IntegerField()
    waiting = models.IntegerField()
    refused = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rows_in=F("accepted") + F("merged") + F("waiting") + F("refused")),
                name="submission_balance",
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="submission_state"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="submission_kind"),
            models.CheckConstraint(
                condition=~Q(kind="welfare") | Q(as_of_on__isnull=False), name="submission_welfare_has_day"
            ),
            models.UniqueConstraint(
                fields=["regency_code", "sender", "kind", "sha256"],
                condition=~Q(refusal_code="reader_failed"),  # our fault, not the sender's: the file may come again
                name="submission_same_file_once",
            ),
        ]
        indexes = [models.Index(fields=["regency_code", "handed_in_at"], name="submission_at")]


class StagedRow(models.Model):
    """One person row of a submission, as read, with its outcome, the reason and the person it led to.

    A row that matching merged has a record of its own (`person_id`), merged into its person, and keeps in `waited_for`
    the reason it waited for until then.
    """

    pk = models.CompositePrimaryKey("regency_code", "submission_id", "line")
    regency_code = models.CharField(max_length=5)
    submission_id = models.BigIntegerField()
    line = models.IntegerField()
    sheet = models.TextField()
    row = models.IntegerField()
    row_hash = models.CharField(max_length=32)
    nik = models.CharField(max_length=16, null=True)
    nik_state = models.CharField(max_length=8)
    nik_written = models.TextField(null=True)
    kk = models.CharField(max_length=16, null=True)
    name = models.TextField(null=True)
    name_key = models.TextField(null=True)
    name_token = models.TextField(null=True)
    birth_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, null=True)
    village_code = models.CharField(max_length=13, null=True)
    segment = models.CharField(max_length=40, null=True)
    outcome = models.CharField(max_length=8)
    reason = models.CharField(max_length=40)
    person_id = models.BigIntegerField(null=True)
    corrected_by_id = models.BigIntegerField(null=True)
    waited_for = models.CharField(max_length=40, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="staged_row_outcome"),
            models.CheckConstraint(
                condition=Q(waited_for__isnull=True) | Q(outcome="merged", reason__in=MATCHED),
                name="staged_row_matched",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["accepted", "merged"], person_id__isnull=False)
                | Q(outcome__in=["waiting", "refused"]),
                name="staged_row_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["regency_code", "person_id"], condition=Q(person_id__isnull=False), name="staged_row_person_idx"
            )
        ]


class WaitingRow(models.Model):
    """What a waiting row tells besides what stands in its `StagedRow`: kept so that it can be matched later.

    `is_linked` when a search for duplicates has looked at it.
    """

    pk = models.CompositePrimaryKey("regency_code", "submission_id", "line")
    regency_code = models.CharField(max_length=5)
    submission_id = models.BigIntegerField()
    line = models.IntegerField()
    birth_told_on = models.DateField(null=True)
    birth_place = models.TextField(null=True)
    birth_precision = models.CharField(max_length=8, null=True)
    mother_name = models.TextField(null=True)
    phone = models.TextField(null=True)
    marital = models.TextField(null=True)
    address = models.TextField(null=True)
    dusun = models.TextField(null=True)
    occupation = models.TextField(null=True)
    enterprise = models.TextField(null=True)
    membership_class = models.CharField(max_length=3, null=True)
    programmes = models.TextField(null=True)
    payer = models.TextField(null=True)
    active_from_on = models.DateField(null=True)
    paid_until_on = models.DateField(null=True)
    died_on = models.DateField(null=True)
    decile = models.SmallIntegerField(null=True)
    is_linked = models.BooleanField(db_default=False)


class RowFinding(models.Model):
    """A finding about a row, as the reader made it. Its words come from the catalogue of `sheets`."""

    pk = models.CompositePrimaryKey("regency_code", "submission_id", "number")
    regency_code = models.CharField(max_length=5)
    submission_id = models.BigIntegerField()
    number = models.IntegerField()
    sheet = models.TextField()
    row = models.IntegerField(null=True)
    column = models.CharField(max_length=4, null=True)
    field = models.CharField(max_length=40, null=True)
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=8)
    before = models.TextField(null=True)
    after = models.TextField(null=True)
    detail = models.TextField(null=True)
