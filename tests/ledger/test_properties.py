"""Whatever is booked and reversed in whatever order: debit equals credit, no purse below zero, each event once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.bulk import read_lines
from semesta.ledger.actions import reverse_entry
from semesta.ledger.queries import trial_balance
from tests.intake.builders import CONSOLE, LOTIM
from tests.ledger.builders import DAY, booked

pytestmark = pytest.mark.django_db
MOVES = [
    ("available", "ceiling"), ("committed", "available"), ("billed", "committed"), ("paid", "billed"),
    ("available", "committed"), ("ceiling", "available"),
]  # fmt: skip
BOOKING = st.tuples(st.integers(0, 9), st.sampled_from(MOVES), st.integers(1, 2), st.integers(1, 50))
REVERSING = st.integers(0, 9)


def tried(step: object) -> None:
    """Book or reverse; what the database refuses leaves nothing behind."""
    try:
        with transaction.atomic():
            if isinstance(step, int):
                reverse_entry(CONSOLE, LOTIM, f"event {step}", booked_on=DAY, document="uji", reason="uji")
            else:
                number, (debit, credit), purse, amount = step  # type: ignore[misc]
                booked(f"event {number}", (debit, purse, amount), (credit, purse, -amount))
    except (IntegrityError, LookupError, RuntimeError):
        pass


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(BOOKING, BOOKING, REVERSING), max_size=25))
def test_the_books_balance_and_no_purse_is_overdrawn_after_every_step(steps: list[object]) -> None:
    outer = transaction.atomic()
    outer.__enter__()
    try:
        for step in steps:
            tried(step)
            assert trial_balance(LOTIM, on=DAY)["difference_rp"] == 0
            held = read_lines("SELECT account_id, purse_id, debit_rp - credit_rp AS rp, side FROM ledger_balance")
            assert [line for line in held if line["rp"] * (1 if line["side"] == "debit" else -1) < 0] == []
        carried = read_lines(
            "SELECT account_id, purse_id FROM ledger_balance b WHERE (debit_rp - credit_rp) <> (SELECT coalesce("
            "sum(amount_rp), 0) FROM ledger_posting p WHERE p.account_id = b.account_id AND p.purse_id = b.purse_id)"
        )
        assert carried == []
        keys = read_lines("SELECT count(*) AS entries, count(DISTINCT key) AS keys FROM ledger_journalentry")[0]
        assert keys["entries"] == keys["keys"]
    finally:
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
