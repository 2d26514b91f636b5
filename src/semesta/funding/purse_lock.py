"""Hold purses while money is decided on: two approvals of one purse queue here, in the order of their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from semesta.bulk import read_lines
from semesta.funding.refusals import refuse

_LOCKED = """
SELECT id, fiscal_year, kind, owner, name, payer, months, opened_on, closed_on
  FROM funding_purse WHERE regency_code = %s AND id = ANY(%s) ORDER BY id FOR UPDATE
"""
_AVAILABLE = """
SELECT purse_id, debit_rp - credit_rp AS balance_rp FROM ledger_balance
 WHERE regency_code = %s AND account_id = %s AND purse_id = ANY(%s)
"""


def lock_purses(regency_code: str, purse_ids: Iterable[int]) -> list[dict[str, Any]]:
    """Return the purses (id, fiscal_year, kind, owner, name, payer, months, opened_on, closed_on), held until the
    transaction ends. Errors: RefusedError for a number that is no purse of the regency."""
    wanted = sorted(set(purse_ids))
    found = read_lines(_LOCKED, [regency_code, wanted])
    missing = sorted(set(wanted) - {purse["id"] for purse in found})
    if missing:
        raise refuse("purse_unknown", before=", ".join(map(str, missing)))
    return found


def balance_of(regency_code: str, account: str, purse_ids: Iterable[int]) -> dict[int, int]:
    """Return what a debit account of each purse holds now; nought where nothing was booked."""
    wanted = sorted(set(purse_ids))
    found = read_lines(_AVAILABLE, [regency_code, account, wanted])
    return dict.fromkeys(wanted, 0) | {line["purse_id"]: line["balance_rp"] for line in found}


def named(purse: dict[str, Any]) -> str:
    """Return how a purse is called in messages."""
    return f"{purse['name']} {purse['fiscal_year']} (P{purse['id']})"
