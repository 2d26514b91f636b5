"""Read what a project or a migrant worker's package would be billed, before it is."""

from __future__ import annotations

from datetime import date
from typing import Any

from semesta.bulk import read_lines
from semesta.funding.other_bill_terms import living_person, package_rp, person_asked_for, project_terms
from semesta.kernel.month import Month
from semesta.law.contribution import Placement

_KINDS = """
SELECT kind, count(*)::int AS bills, sum(amount_rp)::bigint AS amount_rp, sum(paid_rp)::bigint AS paid_rp,
       sum(amount_rp - paid_rp)::bigint AS open_rp
  FROM funding_bill WHERE regency_code = %s AND kind <> 'monthly' AND reversed_on IS NULL GROUP BY kind
"""
OTHER_KINDS = ("project", "package")
_NONE: dict[str, Any] = {"bills": 0, "amount_rp": 0, "paid_rp": 0, "open_rp": 0}


def other_bill_totals(regency_code: str) -> list[dict[str, Any]]:
    """Return, of projects and of packages, kind, bills, amount_rp, paid_rp and open_rp; reversed ones left out."""
    found = {line["kind"]: line for line in read_lines(_KINDS, [regency_code])}
    return [{"kind": kind} | found.get(kind, _NONE) for kind in OTHER_KINDS]


def project_preview(
    regency_code: str, *, contract_value_rp: int, village_code: str, starts_on: date
) -> dict[str, int]:  # fmt: skip
    """Return jkk_rp, jkm_rp and amount_rp that a project would be billed. Errors: RefusedError as for billing it."""
    answer = project_terms(
        regency_code, contract_value_rp=contract_value_rp, village_code=village_code, starts_on=starts_on
    )
    return {"jkk_rp": answer.jkk_rp, "jkm_rp": answer.jkm_rp, "amount_rp": answer.jkk_rp + answer.jkm_rp}


def package_preview(
    regency_code: str, asked: str, *, start: Month, contract_months: int, placement: Placement
) -> dict[str, Any]:  # fmt: skip
    """Return whom (`asked`: NIK or number) a package would cover and its price: person_id, name, village_code, last
    (the last month), amount_rp. Errors: RefusedError for nobody, somebody dead, or a gap in the law."""
    person = living_person(regency_code, person_asked_for(regency_code, asked), start)
    amount_rp = package_rp(regency_code, start, contract_months, placement)
    return {name: person[name] for name in ("person_id", "name", "village_code")} | {
        "last": start.plus(contract_months - 1), "amount_rp": amount_rp,
    }  # fmt: skip
