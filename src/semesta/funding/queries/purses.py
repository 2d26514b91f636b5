"""Read purses and their budget realisation, in the form the finance office reads."""

from __future__ import annotations

from datetime import date
from typing import Any

from semesta.bulk import read_lines
from semesta.ledger.queries import realisation_by_purse

_PURSES = """
SELECT u.id, u.fiscal_year, u.kind, u.owner, r.name AS owner_name, u.name, u.payer, u.legal_basis, u.months,
       u.opened_on, u.closed_on
  FROM funding_purse u LEFT JOIN regions_region r ON r.code = u.owner
 WHERE u.regency_code = %(regency)s AND (%(year)s::int IS NULL OR u.fiscal_year = %(year)s)
 ORDER BY u.fiscal_year, u.kind, u.owner, u.id
"""
_REVISIONS = """
SELECT number, change_rp, dated_on, document, reason FROM funding_ceilingrevision
 WHERE regency_code = %s AND purse_id = %s ORDER BY number
"""
_RELEASES = """
SELECT number, month, through_rp, document, dated_on FROM funding_release
 WHERE regency_code = %s AND purse_id = %s ORDER BY number
"""
_NOTHING = {"ceiling_rp": 0, "change_rp": 0, "available_rp": 0, "committed_rp": 0, "billed_rp": 0, "paid_rp": 0}


def purses_of(regency_code: str, *, fiscal_year: int | None = None) -> list[dict[str, Any]]:
    """Return the purses of a regency (of one year): id, kind, owner, name, payer, basis, calendar, opened, closed."""
    return read_lines(_PURSES, {"regency": regency_code, "year": fiscal_year})


def fiscal_years(regency_code: str) -> list[int]:
    """Return the years that have purses, oldest first."""
    lines = read_lines(
        "SELECT DISTINCT fiscal_year FROM funding_purse WHERE regency_code = %s ORDER BY 1", [regency_code]
    )
    return [int(line["fiscal_year"]) for line in lines]


def revisions_of(regency_code: str, purse_id: int) -> list[dict[str, Any]]:
    """Return the ceiling of a purse as first set and every change of it."""
    return read_lines(_REVISIONS, [regency_code, purse_id])


def releases_of(regency_code: str, purse_id: int) -> list[dict[str, Any]]:
    """Return what was released of a purse by which month, in the order it was kept; of a month the newest holds."""
    return read_lines(_RELEASES, [regency_code, purse_id])


def realisation(regency_code: str, fiscal_year: int, *, on: date) -> dict[str, Any]:
    """Return the budget realisation of a year up to `on`, purse by purse and in total.

    Columns: ceiling_rp (pagu as first set), change_rp (perubahan), revised_rp, committed_rp (komitmen: all decreed),
    billed_rp (tagihan: all billed), paid_rp (realisasi), rest_rp = revised - paid (sisa), available_rp (not decreed),
    share = paid / revised.
    """
    purses = purses_of(regency_code, fiscal_year=fiscal_year)
    money = realisation_by_purse(regency_code, [purse["id"] for purse in purses], on=on)
    lines = [
        {name: purse[name] for name in ("id", "kind", "owner", "owner_name", "name")}
        | _derived(money.get(purse["id"], _NOTHING))
        for purse in purses
    ]
    total = {name: sum(line[name] for line in lines) for name in _NOTHING}
    return {"fiscal_year": fiscal_year, "on": on, "purses": lines, "total": _derived(total)}


def _derived(money: dict[str, int]) -> dict[str, Any]:
    revised = money["ceiling_rp"] + money["change_rp"]
    return {
        "ceiling_rp": money["ceiling_rp"], "change_rp": money["change_rp"], "revised_rp": revised,
        "committed_rp": money["committed_rp"], "billed_rp": money["billed_rp"], "paid_rp": money["paid_rp"],
        "rest_rp": revised - money["paid_rp"], "available_rp": money["available_rp"],
        "share": money["paid_rp"] / revised if revised else None,
    }  # fmt: skip
