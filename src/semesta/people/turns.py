"""Turns at a regency's persons: one batch of lists, one decision or one writing of a search after the other.

Whoever writes takes a turn for a transaction. A search needs one for a moment only: it lets go of it as soon as it sees
the database as it stands between two turns, and reads on while others write.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection, transaction

from semesta.bulk import execute, read_lines

_OF_TURN = "hashtext('semesta.intake'), hashtext(%s)"


def wait_for_turn(regency_code: str) -> None:
    """Wait until nobody else works on a regency's persons, and let nobody until this transaction ends.

    So two clerks handing in the same person never make two of her, and two verifiers never mend the same row.
    """
    execute(f"SELECT pg_advisory_xact_lock({_OF_TURN})", [regency_code])


class Turn:
    """The turn at a regency's persons, across transactions, until it is given up or the block ends."""

    def __init__(self, regency_code: str) -> None:
        self._regency_code = regency_code
        self._is_held = False

    def __enter__(self) -> Self:
        execute(f"SELECT pg_advisory_lock({_OF_TURN})", [self._regency_code])
        self._is_held = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.give_up()
            return
        with suppress(DatabaseError):  # a connection that broke has let go of it, and its error is to be told
            self.give_up()

    def give_up(self) -> None:
        """Let the next one have its turn."""
        if self._is_held:
            self._is_held = False
            execute(f"SELECT pg_advisory_unlock({_OF_TURN})", [self._regency_code])


@contextmanager
def one_moment() -> Iterator[datetime]:
    """Let the block read the database as it stands now, whatever others commit meanwhile; yield when that is.

    Within a transaction of the caller's it is that one's view, which others' commits may change.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        (now,) = read_lines("SELECT clock_timestamp() AS at")
        yield now["at"]
