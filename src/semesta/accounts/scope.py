"""What a web request may see of the database: the restricted role and the reader's reach, set for one transaction.

Representation: the database's role, and the settings of `reach.py`, of the transaction. Invariant: outside the block
nothing of it is left, also when the block runs inside a longer transaction. A failing block leaves nothing either: its
savepoint is rolled back, and the settings with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from semesta.accounts.actor import Actor
from semesta.accounts.reach import SETTINGS, settings_of
from semesta.installation.own_server import WEB_ROLE

_NAMES = ("role", *(f"semesta.{name}" for name in SETTINGS))
_SET = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in _NAMES)
_GET = "SELECT " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in _NAMES)

_ACTOR = _NAMES.index("semesta.actor")

Reach = tuple[str, ...]
"""The role, then the settings in the order of `reach.SETTINGS`."""
_here: ContextVar[Reach | None] = ContextVar("reach", default=None)


@contextmanager
def in_scope_of(actor: Actor | None) -> Iterator[None]:
    """Run the block in one transaction that sees what the actor may see; None sees what everybody may."""
    with in_reach((WEB_ROLE, *settings_of(actor).values())):
        yield


@contextmanager
def in_reach(reach: Reach) -> Iterator[None]:
    """Run the block in one transaction that sees what the transaction saw of which `reach` was read (`reach_here`)."""
    is_part_of_another = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        before = _current() if is_part_of_another else None
        cursor.execute(_SET, reach)
        set_here = _here.set(reach)
        try:
            yield
        finally:
            _here.reset(set_here)
        if before is not None:
            cursor.execute(_SET, before)


@contextmanager
def in_reach_apart(reach: Reach) -> Iterator[None]:
    """Run the block as `in_reach`, in a thread that answers no request.

    It takes one processor at a time, for people's pages come first, and its connection is given back at the end.
    """
    try:
        with in_reach(reach):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
            yield
    finally:
        connection.close()


def reach_here() -> Reach:
    """Return the reach that was set last, so that work put off sees no more; outside any, that of the connection."""
    return _here.get() or _current()


def sight_here() -> Reach:
    """Return what of `reach_here` decides what is seen: all but the reader's name."""
    reach = reach_here()
    return (*reach[:_ACTOR], *reach[_ACTOR + 1 :])


@contextmanager
def holding(name: str, value: str) -> Iterator[None]:
    """Run the block in one transaction in which the policies know what is held: a key to single rows, whoever asks.

    name: of a setting (`semesta.` before it) that no actor has: `user`, `session`, `invitation`.
    """
    is_part_of_another = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [f"semesta.{name}", value])
        yield
        if is_part_of_another:
            cursor.execute("SELECT set_config(%s, '', true)", [f"semesta.{name}"])


def _current() -> Reach:
    with connection.cursor() as cursor:
        cursor.execute(_GET)
        return tuple(cursor.fetchone())
