"""Purses are held all at once in the order of their numbers, so that two amendments never wait for each other."""

from __future__ import annotations

from threading import Thread

import polars as pl
from django.db import OperationalError, connection, transaction

from semesta.bulk import execute, read_lines
from tests.funding.builders import MINIMUM, a_house, a_purse, decreed, months_of, some_workers
from tests.intake.builders import LOTIM

WAITING = "SELECT count(*) AS n FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
"""Who waits for this connection: locks are told as they are, activity as it was when a transaction first asked."""


def test_an_amendment_waits_for_the_first_of_its_purses_with_no_other_in_hand(own_database: str) -> None:
    a_house()
    some_workers(2)
    losing, given = a_purse(ceiling_rp=2 * MINIMUM), a_purse("apbd_regency", ceiling_rp=2 * MINIMUM)
    decreed(months_of([1], range(1, 3), losing))
    hand = Thread(target=amended, args=(given,))
    with transaction.atomic():
        execute("SELECT 1 FROM funding_purse WHERE id = %s FOR UPDATE", [losing])
        hand.start()
        while not read_lines(WAITING)[0]["n"]:
            assert hand.is_alive()
        assert is_free(given)
    hand.join()
    (line,) = read_lines("SELECT count(*) AS n FROM funding_decree WHERE regency_code = %s", [LOTIM])
    assert line["n"] == 2


def amended(purse: int) -> None:
    """On a connection of its own: person 2 gets what person 1 gives back, from another purse."""
    gone = months_of([1], range(2, 3), purse).select("person_id", "month", reason=pl.lit("uji"))
    decreed(months_of([2], range(2, 3), purse), number="SK-2", amends="SK-1", removals=gone)
    connection.close()


def is_free(purse: int) -> bool:
    """Say whether nobody holds a purse."""
    try:
        with transaction.atomic():
            execute("SELECT 1 FROM funding_purse WHERE id = %s FOR UPDATE NOWAIT", [purse])
    except OperationalError:
        return False
    return True
