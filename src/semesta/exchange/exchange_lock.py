"""The turn of whoever writes to a regency's exchange."""

from __future__ import annotations

from semesta.bulk import execute


def hold_exchange(regency_code: str) -> None:
    """Let batches, answers and bills of members queue until the transaction ends.

    Two at once could tell the insurer of one person twice, or bill somebody whose refusal is just being taken in.
    """
    execute("SELECT pg_advisory_xact_lock(hashtext('exchange'), hashtext(%s))", [regency_code])
