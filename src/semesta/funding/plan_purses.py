"""The purses of a year as the allocation engine takes them: ceilings with their revisions, commitments, releases.

A plan may try another ceiling: it then holds all year, without revisions. Those who pay for themselves stand as
purse 0. The tobacco programme's months per person are capped over all purses of its kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from semesta.bulk import read_lines
from semesta.funding.law_terms import CAPPED_KIND, programme_months, usual_payer
from semesta.kernel.region_code import level_of
from semesta.law import Law

SELF_KIND: Final = "self"
SELF_PURSE: Final = 0
_PURSES = """
SELECT u.id, u.kind, u.owner, u.name, u.payer, u.months, coalesce(c.rp, 0)::bigint AS committed_rp
  FROM funding_purse u
  LEFT JOIN (SELECT purse_id, sum(debit_rp - credit_rp) AS rp FROM ledger_balance
              WHERE regency_code = %(regency)s AND account_id IN ('committed', 'billed', 'paid') GROUP BY 1) c
         ON c.purse_id = u.id
 WHERE u.regency_code = %(regency)s AND u.fiscal_year = %(year)s AND u.closed_on IS NULL ORDER BY u.id
"""
_REVISIONS = """
SELECT purse_id, dated_on, number, change_rp FROM funding_ceilingrevision
 WHERE regency_code = %(regency)s AND purse_id = ANY(%(purses)s)
 ORDER BY purse_id, number
"""
_RELEASES = """
SELECT DISTINCT ON (purse_id, month) purse_id, month, through_rp FROM funding_release
 WHERE regency_code = %(regency)s AND purse_id = ANY(%(purses)s) ORDER BY purse_id, month, number DESC
"""


_PAYERS = "SELECT DISTINCT payer FROM funding_purse WHERE regency_code = %(regency)s"


@dataclass(frozen=True)
class PlanMoney:
    """The frames `purses`, `revisions` and `releases` of docs/allocation.md, and per key of the engine the purse:
    id, kind, owner, name, ceiling_rp (as of the end of the year), is_tried, committed_rp. `payers`: what the insurer
    calls the regency's purses of any year, and what it calls them where nothing else was agreed."""

    purses: pl.DataFrame
    revisions: pl.DataFrame
    releases: pl.DataFrame
    by_key: dict[str, dict[str, Any]]
    payers: frozenset[str]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of purses there are, self-payment included."""
        return tuple(sorted(set(self.purses["kind"])))


def money_of(law: Law, regency_code: str, fiscal_year: int, *, ceilings: Mapping[int, int]) -> PlanMoney:
    """Return the open purses of a year as a plan sees them; `ceilings` are the ceilings it tries, by purse number."""
    found = read_lines(_PURSES, {"regency": regency_code, "year": fiscal_year})
    values = {"regency": regency_code, "purses": [purse["id"] for purse in found]}
    revised: dict[int, list[dict[str, Any]]] = {}
    for line in read_lines(_REVISIONS, values):
        revised.setdefault(line["purse_id"], []).append(line)
    keys = _keys(found)
    cap = programme_months(law, fiscal_year)
    by_key, purses, revisions = {}, [], []
    for purse in found:
        key, tried = keys[purse["id"]], ceilings.get(purse["id"])
        steps = revised[purse["id"]]
        last = sum(step["change_rp"] for step in steps)
        by_key[key] = purse | {"ceiling_rp": last if tried is None else tried, "is_tried": tried is not None}
        purses.append(
            {"purse": key, "kind": purse["kind"], "owner": purse["owner"],
             "ceiling_rp": steps[0]["change_rp"] if tried is None else tried, "committed_rp": purse["committed_rp"],
             "months": list(purse["months"]), "months_per_person": cap if purse["kind"] == CAPPED_KIND else None}
        )  # fmt: skip
        if tried is None:
            revisions += [{"purse": key, "on": step["dated_on"], "change_rp": step["change_rp"]} for step in steps[1:]]
    by_key[SELF_KIND] = {
        "id": SELF_PURSE, "kind": SELF_KIND, "owner": regency_code, "name": law.purses[SELF_KIND].name.id,
        "ceiling_rp": None, "is_tried": False, "committed_rp": 0,
    }  # fmt: skip
    purses.append({"purse": SELF_KIND, "kind": SELF_KIND, "owner": regency_code, "committed_rp": 0})
    releases = [
        {"purse": keys[line["purse_id"]], "month": line["month"], "through_rp": line["through_rp"]}
        for line in read_lines(_RELEASES, values)
    ]
    schema: dict[str, Any] = {
        "purse": pl.String, "kind": pl.String, "owner": pl.String, "ceiling_rp": pl.Int64, "committed_rp": pl.Int64,
        "months": pl.List(pl.Int64), "months_per_person": pl.Int64,
    }  # fmt: skip
    return PlanMoney(
        pl.DataFrame(purses, schema=schema),
        pl.DataFrame(revisions, schema={"purse": pl.String, "on": pl.Date, "change_rp": pl.Int64}),
        pl.DataFrame(releases, schema={"purse": pl.String, "month": pl.Date, "through_rp": pl.Int64}),
        by_key,
        frozenset(line["payer"] for line in read_lines(_PAYERS, values)) | {usual_payer(kind) for kind in law.purses},
    )


def _keys(purses: list[dict[str, Any]]) -> dict[int, str]:
    """Return what each purse is called in reasons: its kind, with its owner where villages have one each, and with its
    number where a region has several."""
    keys: dict[int, str] = {}
    taken: dict[str, int] = {}
    for purse in purses:
        is_village = level_of(purse["owner"]) == "village"
        key = f"{purse['kind']} {purse['owner']}" if is_village else purse["kind"]
        keys[purse["id"]] = f"{key} P{purse['id']}" if key in taken else key
        taken[key] = purse["id"]
    return keys
