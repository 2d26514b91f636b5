"""The audit reads one moment: what is billed while it runs is no difference."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from django.db import connection

from semesta.funding.queries.audit import audit
from tests.funding.builders import a_house, a_purse, billed, decreed, months_of, some_workers
from tests.intake.builders import LOTIM


def test_an_audit_sees_one_moment_whatever_is_billed_meanwhile(own_database: str) -> None:
    a_house()
    decreed(months_of(some_workers(2), range(1, 3), a_purse()))
    hands: list[Thread] = []

    def meanwhile(run: Callable[..., object], statement: str, *rest: object) -> object:
        if "CREATE TEMPORARY TABLE audit_account" in statement and not hands:
            hands.append(Thread(target=billed_and_closed))
            hands[0].start()
            hands[0].join()
        return run(statement, *rest)

    with connection.execute_wrapper(meanwhile):
        before = audit(LOTIM)
    assert (before.differences, before.replayed["bills"], audit(LOTIM).replayed["bills"]) == ((), 0, 1)


def billed_and_closed() -> None:
    """Bill January on a connection of its own."""
    billed(1)
    connection.close()
