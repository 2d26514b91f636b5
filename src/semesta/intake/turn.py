"""Lists of a regency are taken in, and their rows mended, one batch after the other."""

from __future__ import annotations

from semesta.bulk import execute


def wait_for_turn(regency_code: str) -> None:
    """Wait until nobody else takes lists in here, and let nobody until this transaction ends.

    So two clerks handing in the same person never make two of her, and two verifiers never mend the same row.
    """
    execute("SELECT pg_advisory_xact_lock(hashtext('semesta.intake'), hashtext(%s))", [regency_code])
