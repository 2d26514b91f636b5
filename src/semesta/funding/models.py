"""Purse and its revisions, decree and its lines, bill and its lines, payment orders, payments and what they paid.

What an office has signed or received is never changed: the migration refuses it. Of a bill only `paid_rp`,
`settled_on` and `reversed_on` move, of a purse only `closed_on`.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from semesta.funding.plan_models import Plan, PlanLine, PlanPerson, PlanPurse, PlanTotal, Release
from semesta.membership.models import CLASSES

__all__ = [
    "Application",
    "Bill",
    "BillLine",
    "CeilingRevision",
    "Decree",
    "DecreeLine",
    "OrderStep",
    "PaymentFile",
    "PaymentLine",
    "PaymentOrder",
    "Plan",
    "PlanLine",
    "PlanPerson",
    "PlanPurse",
    "PlanTotal",
    "Purse",
    "Release",
]
BILL_KINDS = ["monthly", "project", "package"]
ORDER_STEPS = ["sent", "cancelled"]
MATCHES = ["exact", "partial", "over", "several", "unknown", "repeated"]


class Purse(models.Model):
    """One budget of one fiscal year: its kind (a purse of `law/purses`), whose it is, on what document it stands.

    `owner` is the region whose budget it is: a regency or province, for ADD and DD the village. `months` are the month
    numbers it may pay for. `payer` is what the insurer calls it, and what covered months say.
    """

    regency_code = models.CharField(max_length=5)
    fiscal_year = models.IntegerField()
    kind = models.CharField(max_length=40)
    owner = models.CharField(max_length=13)
    name = models.TextField()
    payer = models.TextField()
    legal_basis = models.TextField()
    months = ArrayField(models.SmallIntegerField())
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regency_code", "fiscal_year", "kind", "owner", "name"], name="purse_once"),
            models.CheckConstraint(
                condition=Q(months__len__gte=1, months__contained_by=list(range(1, 13))), name="purse_months"
            ),
            models.CheckConstraint(condition=~Q(legal_basis="") & ~Q(payer=""), name="purse_basis"),
        ]


class CeilingRevision(models.Model):
    """The ceiling of a purse as first set (number 0) and every change of it, with document, date and reason."""

    pk = models.CompositePrimaryKey("regency_code", "purse_id", "number")
    regency_code = models.CharField(max_length=5)
    purse_id = models.BigIntegerField()
    number = models.IntegerField()
    change_rp = models.BigIntegerField()
    dated_on = models.DateField()
    document = models.TextField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(change_rp=0) & ~Q(document=""), name="ceiling_revision_document"),
            models.CheckConstraint(condition=Q(number__gt=0) | Q(change_rp__gt=0), name="ceiling_first_above_zero"),
        ]


class Decree(models.Model):
    """A numbered decree (SK), frozen when issued. `plan_sha256` knows a repetition, `sha256` seals the lines."""

    regency_code = models.CharField(max_length=5)
    number = models.CharField(max_length=80)
    fiscal_year = models.IntegerField()
    title = models.TextField()
    dated_on = models.DateField()
    amends_id = models.BigIntegerField(null=True)
    plan_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    lines = models.IntegerField()
    added_rp = models.BigIntegerField()
    removed_rp = models.BigIntegerField()
    issued_by = models.CharField(max_length=150)
    issued_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regency_code", "number"], name="decree_number_once"),
            models.CheckConstraint(condition=~Q(number=""), name="decree_number"),
        ]


class DecreeLine(models.Model):
    """Person x month range x purse at one monthly amount. A line that removes names the line it takes months from.

    `start_month` is included, `end_month` is not. The committed amount is `monthly_rp` for each month of the range.
    """

    pk = models.CompositePrimaryKey("regency_code", "decree_id", "line")
    regency_code = models.CharField(max_length=5)
    decree_id = models.BigIntegerField()
    line = models.IntegerField()
    person_id = models.BigIntegerField()
    purse_id = models.BigIntegerField()
    village_code = models.CharField(max_length=13)
    segment_code = models.CharField(max_length=40)
    membership_class = models.CharField(max_length=3)
    start_month = models.DateField()
    end_month = models.DateField()
    months = models.SmallIntegerField()
    income_rp = models.BigIntegerField()
    risk_class = models.SmallIntegerField(null=True)
    monthly_rp = models.BigIntegerField()
    removes_decree_id = models.BigIntegerField(null=True)
    removes_line = models.IntegerField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(membership_class__in=CLASSES), name="decree_line_class"),
            models.CheckConstraint(
                condition=Q(end_month__gt=F("start_month"), start_month__day=1, end_month__day=1, months__gte=1),
                name="decree_line_months",
            ),
            models.CheckConstraint(condition=Q(monthly_rp__gt=0), name="decree_line_amount"),
            models.CheckConstraint(
                condition=Q(removes_decree_id__isnull=True, removes_line__isnull=True)
                | Q(removes_decree_id__isnull=False, removes_line__isnull=False),
                name="decree_line_removal",
            ),
        ]
        indexes = [
            models.Index(
                fields=["regency_code", "removes_decree_id", "removes_line"],
                condition=Q(removes_decree_id__isnull=False),
                name="decree_line_removes",
            ),
            models.Index(fields=["regency_code", "person_id"], name="decree_line_person"),
        ]


class Bill(models.Model):
    """What a payer owes for a month: of a purse per village and class, of a project, or of a migrant's package.

    `run` tells a later bill for people decreed afterwards from the first. `purse_id` is 0 where nobody's purse pays.
    """

    regency_code = models.CharField(max_length=5)
    reference = models.CharField(max_length=60)
    kind = models.CharField(max_length=8)
    purse_id = models.BigIntegerField()
    payer = models.TextField()
    village_code = models.CharField(max_length=13)
    membership_class = models.CharField(max_length=3)
    month = models.DateField()
    run = models.IntegerField()
    members = models.IntegerField()
    jkk_rp = models.BigIntegerField()
    jkm_rp = models.BigIntegerField()
    amount_rp = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    document = models.TextField()
    issued_on = models.DateField()
    due_on = models.DateField()
    paid_rp = models.BigIntegerField(default=0)
    settled_on = models.DateField(null=True)
    reversed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regency_code", "reference"], name="bill_reference_once"),
            models.CheckConstraint(condition=Q(kind__in=BILL_KINDS), name="bill_kind"),
            models.CheckConstraint(condition=Q(paid_rp__gte=0, paid_rp__lte=F("amount_rp")), name="bill_paid"),
            models.CheckConstraint(condition=Q(amount_rp__gt=0), name="bill_amount"),
            models.CheckConstraint(condition=Q(reversed_on__isnull=True) | Q(paid_rp=0), name="bill_reversed_unpaid"),
        ]
        indexes = [models.Index(fields=["regency_code", "month", "purse_id"], name="bill_month_purse")]


class BillLine(models.Model):
    """What a bill asks for one person, on which line of which decree (0: no decree, the person pays)."""

    pk = models.CompositePrimaryKey("regency_code", "bill_id", "person_id")
    regency_code = models.CharField(max_length=5)
    bill_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    months = models.SmallIntegerField()
    decree_id = models.BigIntegerField()
    decree_line = models.IntegerField()
    monthly_rp = models.BigIntegerField()
    jkk_rp = models.BigIntegerField()
    jkm_rp = models.BigIntegerField()
    amount_rp = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_rp__gt=0, months__gte=1), name="bill_line_amount")]


class PaymentOrder(models.Model):
    """An order to pay some bills at once; its number may stand as the reference of the payment."""

    pk = models.CompositePrimaryKey("regency_code", "number", "bill_id")
    regency_code = models.CharField(max_length=5)
    number = models.CharField(max_length=60)
    bill_id = models.BigIntegerField()
    amount_rp = models.BigIntegerField()
    dated_on = models.DateField()
    document = models.TextField()


class OrderStep(models.Model):
    """What became of a payment order besides being paid: it went to the bank, or it was cancelled; each at most once.

    A cancelled order binds its bills no more; its number stays taken, so that a payment which names it waits.
    """

    pk = models.CompositePrimaryKey("regency_code", "number", "step")
    regency_code = models.CharField(max_length=5)
    number = models.CharField(max_length=60)
    step = models.CharField(max_length=9)
    dated_on = models.DateField()
    document = models.TextField()
    reason = models.TextField(blank=True)
    told_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(step__in=ORDER_STEPS) & ~Q(document=""), name="order_step_document"),
            models.CheckConstraint(condition=Q(step="sent") | ~Q(reason=""), name="order_cancelled_for_a_reason"),
        ]


class PaymentFile(models.Model):
    """A bank's or the insurer's list of payments, taken whole or not at all; the same content is taken once."""

    regency_code = models.CharField(max_length=5)
    sha256 = models.CharField(max_length=64)
    file_name = models.TextField()
    lines = models.IntegerField()
    total_rp = models.BigIntegerField()
    taken_on = models.DateField()
    taken_by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regency_code", "sha256"], name="payment_file_once")]


class PaymentLine(models.Model):
    """One payment as the file tells it, and how it met the bills when it was taken.

    `bank_number` is the bank's own number of the transaction, empty where its files have none.
    """

    pk = models.CompositePrimaryKey("regency_code", "file_id", "line")
    regency_code = models.CharField(max_length=5)
    file_id = models.BigIntegerField()
    line = models.IntegerField()
    paid_on = models.DateField()
    reference = models.TextField()
    payer = models.TextField()
    bank_number = models.TextField(blank=True, db_default="")
    amount_rp = models.BigIntegerField()
    match = models.CharField(max_length=8)
    is_late = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_rp__gt=0), name="payment_line_amount"),
            models.CheckConstraint(condition=Q(match__in=MATCHES), name="payment_line_match"),
        ]


class Application(models.Model):
    """Money of a payment line put to a bill (negative: taken back), or given back to the payer (bill 0: a refund)."""

    pk = models.CompositePrimaryKey("regency_code", "id")
    regency_code = models.CharField(max_length=5)
    id = models.BigIntegerField()
    file_id = models.BigIntegerField()
    line = models.IntegerField()
    bill_id = models.BigIntegerField()
    amount_rp = models.BigIntegerField()
    applied_on = models.DateField()
    document = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount_rp=0), name="application_amount")]
        indexes = [
            models.Index(fields=["regency_code", "bill_id"], name="application_bill"),
            models.Index(fields=["regency_code", "file_id", "line"], name="application_line"),
        ]
