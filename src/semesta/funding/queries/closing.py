"""What closing a fiscal year would do, before it is done: from the same months as `actions.closing` takes."""

from __future__ import annotations

from typing import Any, Final

from semesta.bulk import read_lines
from semesta.funding.refusals import refuse
from semesta.funding.unbilled import TO_AMEND, UNBILLED

_BY_PURSE: Final = f"""
SELECT u.id, u.kind, u.owner, r.name AS owner_name, u.name, u.closed_on, coalesce(n.people, 0)::int AS people,
       coalesce(n.months, 0)::int AS months, coalesce(n.rp, 0)::bigint AS released_rp,
       coalesce(b.bills, 0)::int AS open_bills, coalesce(b.rp, 0)::bigint AS open_rp,
       coalesce(e.rp, 0)::bigint AS available_rp
  FROM funding_purse u
  LEFT JOIN regions_region r ON r.code = u.owner
  LEFT JOIN (SELECT purse_id, count(DISTINCT person_id) AS people, count(*) AS months, sum(monthly_rp) AS rp
               FROM ({UNBILLED}) m GROUP BY 1) n ON n.purse_id = u.id
  LEFT JOIN (SELECT purse_id, count(*) AS bills, sum(amount_rp - paid_rp) AS rp FROM funding_bill
              WHERE regency_code = %(regency)s AND reversed_on IS NULL AND paid_rp < amount_rp GROUP BY 1) b
         ON b.purse_id = u.id
  LEFT JOIN (SELECT purse_id, debit_rp - credit_rp AS rp FROM ledger_balance
              WHERE regency_code = %(regency)s AND account_id = 'available') e ON e.purse_id = u.id
 WHERE u.regency_code = %(regency)s AND u.fiscal_year = %(year)s ORDER BY u.kind, u.owner, u.id
"""
_PEOPLE: Final = f"SELECT count(DISTINCT person_id)::int AS people FROM ({UNBILLED}) m"
_SUMS: Final = ("months", "released_rp", "open_bills", "open_rp", "available_rp")


def what_closing_does(regency_code: str, fiscal_year: int) -> dict[str, Any]:
    """Return per purse what closing the year would do: people and months that lapse unbilled, released_rp (back to
    available), bills that stay owed (open_bills, open_rp), available_rp (what was never decreed and stays unspent).

    With the sums, `people` counted once, `to_amend` (number, person_id, months: taken back by the insurer's answer and
    still decreed; while there is one, no year is closed), `to_close` (purses not closed yet) and `is_done`
    (closing would change nothing). Errors: RefusedError for a year without purses.
    """
    values = {"regency": regency_code, "year": fiscal_year}
    purses = read_lines(_BY_PURSE, values)
    if not purses:
        raise refuse("year_unknown", before=fiscal_year)
    (counted,) = read_lines(_PEOPLE, values)
    to_close = sum(purse["closed_on"] is None for purse in purses)
    sums = {name: sum(purse[name] for purse in purses) for name in _SUMS}
    return sums | counted | {
        "fiscal_year": fiscal_year, "purses": purses, "to_close": to_close,
        "to_amend": read_lines(TO_AMEND, values),
        "is_done": not to_close and not sums["months"],
    }  # fmt: skip
