"""Account, journal entry, posting, and the running balance of each account and purse.

A posting is one signed amount: debit positive, credit negative. The migrations add what makes them a ledger: an entry
sums to zero at commit, and within it the budget accounts of every purse do; nothing is ever changed or deleted, no line
is added to an entry of an earlier transaction, and no balance of an account may fall below zero on its own side.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

SIDES = ["debit", "credit"]


class Account(models.Model):
    """A line of the chart of accounts (chart.csv is what ships); postings add purse and payer to it."""

    code = models.CharField(primary_key=True, max_length=20)
    side = models.CharField(max_length=6)
    name_id = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    position = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(side__in=SIDES), name="account_side")]


class JournalEntry(models.Model):
    """Why money moved: what kind of event, on which day, on which document, by whom.

    `key` names the event and is used once in a regency, so that doing it again books nothing. `transaction` is the
    database transaction that wrote it; postings can only be written by the same.
    """

    pk = models.CompositePrimaryKey("regency_code", "id")
    regency_code = models.CharField(max_length=5)
    id = models.BigIntegerField()
    key = models.CharField(max_length=160)
    kind = models.CharField(max_length=24)
    booked_on = models.DateField()
    document = models.TextField()
    reason = models.TextField(blank=True)
    reverses_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=150)
    recorded_at = models.DateTimeField(db_default=Now())
    transaction = models.BigIntegerField(
        db_default=Func(function="txid_current", output_field=models.BigIntegerField())
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regency_code", "key"], name="journal_entry_once"),
            models.UniqueConstraint(
                fields=["regency_code", "reverses_id"],
                condition=Q(reverses_id__isnull=False),
                name="journal_entry_reversed_once",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="journal_entry_key"),
            models.CheckConstraint(condition=~Q(document=""), name="journal_entry_document"),
        ]
        indexes = [models.Index(fields=["regency_code", "booked_on"], name="journal_entry_booked_on")]


class Posting(models.Model):
    """One signed amount of an entry on an account, for a purse (0: no purse) and a payer (empty: the purse itself)."""

    pk = models.CompositePrimaryKey("regency_code", "entry_id", "line")
    regency_code = models.CharField(max_length=5)
    entry_id = models.BigIntegerField()
    line = models.IntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    purse_id = models.BigIntegerField()
    payer = models.TextField()
    amount_rp = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount_rp=0), name="posting_amount")]


class Balance(models.Model):
    """What the postings of an account and purse come to, counted on the account's own side; never below zero.

    Kept by the database with every posting. Its row is what two approvals of one purse queue for.
    """

    pk = models.CompositePrimaryKey("regency_code", "account", "purse_id")
    regency_code = models.CharField(max_length=5)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False)
    purse_id = models.BigIntegerField()
    debit_rp = models.BigIntegerField()
    credit_rp = models.BigIntegerField()
    side = models.CharField(max_length=6)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(side="debit", debit_rp__gte=F("credit_rp"))
                | Q(side="credit", credit_rp__gte=F("debit_rp")),
                name="balance_not_below_zero",
            )
        ]
