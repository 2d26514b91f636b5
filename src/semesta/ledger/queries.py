"""Read the ledger: trial balance on any day, budget realisation per purse, the entries behind an amount."""

from __future__ import annotations

from datetime import date
from typing import Any

from semesta.bulk import read_lines

_TRIAL = """
SELECT a.code AS account, a.name_id, a.name_en, a.side,
       coalesce(sum(p.amount_rp) FILTER (WHERE p.amount_rp > 0), 0)::bigint AS debit_rp,
       coalesce(-sum(p.amount_rp) FILTER (WHERE p.amount_rp < 0), 0)::bigint AS credit_rp,
       coalesce(sum(p.amount_rp) * CASE a.side WHEN 'debit' THEN 1 ELSE -1 END, 0)::bigint AS balance_rp
  FROM ledger_account a
  LEFT JOIN (ledger_posting p JOIN ledger_journalentry e ON e.regency_code = p.regency_code AND e.id = p.entry_id
                                                        AND e.booked_on <= %(on)s)
         ON p.account_id = a.code AND p.regency_code = %(regency)s {purse}
 GROUP BY a.code ORDER BY a.position
"""
_SETTLED = """
SELECT coalesce(sum(p.amount_rp), 0)::bigint AS rp
  FROM ledger_posting p
  JOIN ledger_journalentry e ON e.regency_code = p.regency_code AND e.id = p.entry_id AND e.booked_on <= %(on)s
 WHERE p.regency_code = %(regency)s AND p.account_id = 'paid' AND (%(purse)s = 0 OR p.purse_id = %(purse)s)
"""
"""What payments brought to a purse's bills; the money itself is received outside the purses (0)."""
_REALISATION = """
SELECT p.purse_id,
       coalesce(-sum(amount_rp) FILTER (WHERE account_id = 'ceiling' AND kind = 'ceiling'), 0)::bigint AS ceiling_rp,
       coalesce(-sum(amount_rp) FILTER (WHERE account_id = 'ceiling' AND kind <> 'ceiling'), 0)::bigint AS change_rp,
       coalesce(sum(amount_rp) FILTER (WHERE account_id = 'available'), 0)::bigint AS available_rp,
       coalesce(sum(amount_rp) FILTER (WHERE account_id IN ('committed', 'billed', 'paid')), 0)::bigint AS committed_rp,
       coalesce(sum(amount_rp) FILTER (WHERE account_id IN ('billed', 'paid')), 0)::bigint AS billed_rp,
       coalesce(sum(amount_rp) FILTER (WHERE account_id = 'paid'), 0)::bigint AS paid_rp
  FROM ledger_posting p
  JOIN ledger_journalentry e ON e.regency_code = p.regency_code AND e.id = p.entry_id
 WHERE p.regency_code = %(regency)s AND e.booked_on <= %(on)s AND p.purse_id = ANY(%(purses)s)
 GROUP BY p.purse_id
"""
_ENTRIES = """
SELECT e.key, e.kind, e.booked_on, e.document, e.reason, e.actor, p.account_id AS account, p.payer, p.amount_rp
  FROM ledger_posting p
  JOIN ledger_journalentry e ON e.regency_code = p.regency_code AND e.id = p.entry_id
 WHERE p.regency_code = %(regency)s AND p.purse_id = %(purse)s AND e.booked_on <= %(on)s
   AND (%(kind)s = '' OR e.kind = %(kind)s) AND (%(account)s = '' OR p.account_id = %(account)s)
 ORDER BY e.booked_on, e.id, p.line LIMIT %(most)s
"""


def trial_balance(regency_code: str, *, on: date, purse_id: int | None = None) -> dict[str, Any]:
    """Return the accounts with debit, credit and balance (on the account's own side) of entries up to `on`.

    `difference_rp` is debit minus credit over all accounts: nought in a ledger nobody tampered with. Of one purse (0:
    what belongs to none) a further line `settled` stands for the money that was received outside of it for its bills.
    """
    parameters = {"regency": regency_code, "on": on, "purse": purse_id}
    lines = read_lines(_TRIAL.format(purse="" if purse_id is None else "AND p.purse_id = %(purse)s"), parameters)
    if purse_id is not None:
        lines.append(_settled(parameters))
    debit, credit = (sum(line[name] for line in lines) for name in ("debit_rp", "credit_rp"))
    return {
        "on": on, "purse_id": purse_id, "accounts": lines, "debit_rp": debit, "credit_rp": credit,
        "difference_rp": debit - credit,
    }  # fmt: skip


def _settled(parameters: dict[str, Any]) -> dict[str, Any]:
    (line,) = read_lines(_SETTLED, parameters)
    rp = -line["rp"] if parameters["purse"] == 0 else line["rp"]
    return {
        "account": "settled", "name_id": "Penyelesaian antara sumber dana dan penerimaan",
        "name_en": "Settlement between purse and receipts", "side": "debit", "debit_rp": max(rp, 0),
        "credit_rp": max(-rp, 0), "balance_rp": rp,
    }  # fmt: skip


def realisation_by_purse(regency_code: str, purse_ids: list[int], *, on: date) -> dict[int, dict[str, int]]:
    """Return per purse, up to `on`: ceiling_rp as first set, change_rp, available_rp, committed_rp, billed_rp, paid_rp.

    Committed counts everything decreed, billed everything billed, whatever became of it; revised ceiling = ceiling +
    change = available + committed.
    """
    lines = read_lines(_REALISATION, {"regency": regency_code, "on": on, "purses": purse_ids})
    return {line.pop("purse_id"): line for line in lines}


def entries_of_purse(
    regency_code: str, purse_id: int, *, on: date, kind: str = "", account: str = "", most: int = 200
) -> list[dict[str, Any]]:
    """Return the lines booked for a purse up to `on`, oldest first; of one kind of event or one account if named."""
    values = {"regency": regency_code, "purse": purse_id, "on": on, "kind": kind, "account": account, "most": most}
    return read_lines(_ENTRIES, values)
