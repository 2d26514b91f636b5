"""States of a covered month and the only ways from one to another; a trigger refuses every other.

planned -> decreed -> billed -> paid -> recognised is the road of a month that a purse pays. Back go only corrections:
a bill reversed (billed -> decreed), a payment reversed (paid -> billed), an extract that no longer tells what an
earlier one did (recognised -> paid). What the insurer recognises without us begins at recognised; a month that nobody
billed in its fiscal year ends as lapsed.
"""

from __future__ import annotations

FLOW = frozenset(
    {
        ("planned", "decreed"),
        ("decreed", "billed"),
        ("billed", "paid"),
        ("paid", "recognised"),
        ("billed", "decreed"),
        ("paid", "billed"),
        ("recognised", "paid"),
        ("decreed", "lapsed"),
    }
)
BEGINNINGS = frozenset({"planned", "decreed", "billed"})
"""States in which a month of ours may begin; billed without a decree is a package that its member pays."""
RELEASABLE = frozenset({"planned", "decreed", "billed"})
"""States from which a month may be given up as if it had not been: nothing was paid for it."""


class IllegalMoveError(ValueError):
    """There is no such way between two states. Nothing was changed."""


class MonthsMovedError(RuntimeError):
    """Some of the months are not (or no longer) in the state they were to leave. Nothing was changed."""


def require_move(from_state: str, to_state: str) -> None:
    """Raise IllegalMoveError unless the flow has this way.

    >>> require_move("billed", "paid")
    >>> require_move("decreed", "paid")
    Traceback (most recent call last):
    semesta.membership.flow.IllegalMoveError: decreed -> paid
    """
    if (from_state, to_state) not in FLOW:
        raise IllegalMoveError(f"{from_state} -> {to_state}")
