"""What the law asks for a construction project and for a migrant worker's package, and whom a package can be for."""

from __future__ import annotations

from datetime import date
from typing import Any

from semesta.bulk import read_lines
from semesta.funding.law_terms import the_law
from semesta.funding.refusals import refuse
from semesta.kernel.month import Month
from semesta.law import UnanswerableError
from semesta.law.contribution import Contribution, Placement, construction_contribution, contribution
from semesta.law.words import Words
from semesta.people.standing import HEAD_DETAILS

_LIVING = f"""
SELECT p.id AS person_id, p.name, coalesce(p.village_code, h.village_code, '') AS village_code,
       least(p.died_on, h.died_on) AS died_on, p.merged_into
  FROM people_person p LEFT JOIN {HEAD_DETAILS} h ON h.id = p.id
 WHERE p.regency_code = %(regency)s AND p.id = %(person)s
"""
_ASKED_FOR = """
SELECT coalesce(p.merged_into, p.id) AS person_id FROM people_person p
 WHERE p.regency_code = %(regency)s AND (p.nik = %(asked)s OR (length(%(asked)s) < 16 AND p.id::text = %(asked)s))
 ORDER BY p.nik IS NULL, p.id LIMIT 1
"""


def project_terms(regency_code: str, *, contract_value_rp: int, village_code: str, starts_on: date) -> Contribution:
    """Return what a project pays for JKK and JKM by the law of its first day. Errors: RefusedError for a value that is
    not above nought, a place outside the regency, or a gap in the law."""
    if isinstance(contract_value_rp, bool) or contract_value_rp <= 0:
        raise refuse("not_whole", before=contract_value_rp, detail=Words("nilai kontrak", "contract value"))
    places = "SELECT 1 FROM regions_region WHERE code = %s AND regency_code = %s AND level = 'village'"
    if not read_lines(places, [village_code, regency_code]):
        raise refuse("village_unknown", before=village_code)
    try:
        return construction_contribution(the_law(regency_code), on=starts_on, contract_value_rp=contract_value_rp)
    except UnanswerableError as problem:
        raise refuse("law_silent", detail=problem.words) from problem


def package_rp(regency_code: str, start: Month, contract_months: int, placement: Placement) -> int:
    """Return the price of a migrant worker's package. Errors: RefusedError for a gap in the law or no month."""
    try:
        answer = contribution(
            the_law(regency_code), month=start, segment="migrant", income_rp=0, contract_months=contract_months,
            placement=placement,
        )  # fmt: skip
    except UnanswerableError as problem:
        raise refuse("law_silent", detail=problem.words) from problem
    return answer.package_rp


def living_person(regency_code: str, person_id: int, start: Month) -> dict[str, Any]:
    """Return whom a package is for: person_id, name, village_code. Errors: RefusedError for nobody of the regency, a
    record merged into another, or somebody who died before the first month."""
    found = read_lines(_LIVING, {"regency": regency_code, "person": person_id})
    if not found:
        raise refuse("person_unknown", before=person_id)
    if found[0]["merged_into"] is not None:
        raise refuse("person_merged", before=person_id, after=found[0]["merged_into"])
    if found[0]["died_on"] is not None and found[0]["died_on"] < start.first_day():
        raise refuse("person_dead", before=person_id, after=str(start), detail=found[0]["died_on"])
    return found[0]


def person_asked_for(regency_code: str, asked: str) -> int:
    """Return the person of a NIK or number, the head where records were merged. Errors: RefusedError."""
    found = read_lines(_ASKED_FOR, {"regency": regency_code, "asked": asked.strip()})
    if not found:
        raise refuse("person_not_found", before=asked.strip())
    return int(found[0]["person_id"])
