"""What a web request may see of the database: its territory and role, set for one transaction.

Representation: the settings `semesta.territory` and `semesta.role` of the transaction. Invariant: outside the block
nothing of it is left, also when the block runs inside a longer transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from semesta.accounts.actor import Actor

_SET = "SELECT set_config('semesta.territory', %s, true), set_config('semesta.role', %s, true)"


@contextmanager
def in_scope_of(actor: Actor | None) -> Iterator[None]:
    """Run the block in one transaction that sees what the actor may see; None sees what everybody may."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SET, [actor.territory if actor else "", str(actor.role) if actor else ""])
        yield
        cursor.execute(_SET, ["", ""])
