"""Plan with its terms and result: what a scenario was asked with, its purses, its people and the months it proposes.

Once its decree is issued a plan is frozen with all that belongs to it; the migration refuses the rest.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

TOTALS_BY = ["village", "segment", "reason"]
PLAN_STATES = ["draft", "computed", "infeasible", "frozen"]


class Release(models.Model):
    """What a purse has released by a month, counted from the beginning of its year, on a document; the newest holds."""

    pk = models.CompositePrimaryKey("regency_code", "purse_id", "number")
    regency_code = models.CharField(max_length=5)
    purse_id = models.BigIntegerField()
    number = models.IntegerField()
    month = models.DateField()
    through_rp = models.BigIntegerField()
    document = models.TextField()
    dated_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1, through_rp__gte=0) & ~Q(document=""), name="release_month_document"
            ),
        ]


class Plan(models.Model):
    """A scenario: the terms it is computed under, frozen when it is made, and once computed what came of it.

    States: draft, computed, infeasible (the certificate says which rule to relax), frozen (its decree is issued).
    `ceilings` holds rupiah by purse number where the plan tries another ceiling than the purse has. Months run from
    `start_month` up to, not including, `end_month`. `input_sha256` knows the same register and purses again.
    """

    regency_code = models.CharField(max_length=5)
    name = models.CharField(max_length=120)
    fiscal_year = models.IntegerField()
    as_of_on = models.DateField()
    start_month = models.DateField()
    end_month = models.DateField()
    policy_name = models.TextField()
    policy_text = models.TextField()
    ceilings = models.JSONField(default=dict)
    relief = models.CharField(max_length=6)
    readings = models.JSONField(default=dict)
    take_up_percent = models.SmallIntegerField()
    seed = models.CharField(max_length=80)
    terms_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="draft")
    certificate = models.JSONField(default=dict)
    input_sha256 = models.CharField(max_length=64, blank=True)
    people = models.IntegerField(default=0)
    decree_id = models.BigIntegerField(null=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(db_default=Now())
    computed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regency_code", "fiscal_year", "name"], name="plan_name_once"),
            models.CheckConstraint(condition=Q(state__in=PLAN_STATES) & ~Q(name=""), name="plan_state"),
            models.CheckConstraint(condition=Q(relief__in=["as_law", "none"]), name="plan_relief"),
            models.CheckConstraint(condition=Q(take_up_percent__gte=0, take_up_percent__lte=100), name="plan_take_up"),
            models.CheckConstraint(
                condition=Q(end_month__gt=F("start_month"), start_month__day=1, end_month__day=1), name="plan_months"
            ),
            models.CheckConstraint(condition=Q(state="frozen") ^ Q(decree_id__isnull=True), name="plan_decree"),
        ]


class PlanPurse(models.Model):
    """A purse as a plan saw and used it; purse 0 stands for those who pay for themselves, without a ceiling."""

    pk = models.CompositePrimaryKey("regency_code", "plan_id", "purse_id")
    regency_code = models.CharField(max_length=5)
    plan_id = models.BigIntegerField()
    purse_id = models.BigIntegerField()
    key = models.TextField()
    kind = models.CharField(max_length=40)
    owner = models.CharField(max_length=13)
    name = models.TextField()
    ceiling_rp = models.BigIntegerField(null=True)
    is_tried = models.BooleanField()
    committed_rp = models.BigIntegerField()
    room_rp = models.BigIntegerField(null=True)
    planned_rp = models.BigIntegerField()
    left_rp = models.BigIntegerField(null=True)
    people = models.IntegerField()
    months = models.IntegerField()


class PlanPerson(models.Model):
    """Somebody a plan decided on: chosen or not, and why (code and parameters of `allocation.reason`).

    `kept` is empty where there was no membership to keep. `paid_until_month` is the last month held before the plan.
    """

    pk = models.CompositePrimaryKey("regency_code", "plan_id", "person_id")
    regency_code = models.CharField(max_length=5)
    plan_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    village_code = models.CharField(max_length=13)
    segment_code = models.CharField(max_length=40)
    membership_class = models.CharField(max_length=3, null=True)
    decile = models.SmallIntegerField(null=True)
    points = models.IntegerField()
    kept = models.BooleanField(null=True)
    months = models.SmallIntegerField()
    public_rp = models.BigIntegerField()
    self_rp = models.BigIntegerField()
    reason = models.CharField(max_length=20)
    refusal = models.CharField(max_length=20, null=True)
    paid_until_month = models.DateField(null=True)
    first_month = models.DateField(null=True)
    payers = models.TextField(null=True)
    least_points = models.IntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["regency_code", "plan_id", "village_code"], name="plan_person_village")]


class PlanLine(models.Model):
    """Person x month range x purse (0: the person) at one monthly amount, as a plan proposes it."""

    pk = models.CompositePrimaryKey("regency_code", "plan_id", "person_id", "start_month")
    regency_code = models.CharField(max_length=5)
    plan_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    purse_id = models.BigIntegerField()
    start_month = models.DateField()
    end_month = models.DateField()
    months = models.SmallIntegerField()
    monthly_rp = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end_month__gt=F("start_month"), months__gte=1), name="plan_line_months")
        ]


class PlanTotal(models.Model):
    """What a plan comes to for one village, segment or reason (`by`, `code`): kept when it is computed, so that no page
    adds up its people again."""

    pk = models.CompositePrimaryKey("regency_code", "plan_id", "by", "code")
    regency_code = models.CharField(max_length=5)
    plan_id = models.BigIntegerField()
    by = models.CharField(max_length=7)
    code = models.CharField(max_length=40)
    people = models.IntegerField()
    protected = models.IntegerField()
    covered_before = models.IntegerField()
    kept = models.IntegerField()
    months = models.BigIntegerField()
    public_rp = models.BigIntegerField()
    self_rp = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(by__in=TOTALS_BY), name="plan_total_by")]
