"""Read plans: the list, one with its certificate, its totals, its people page by page, the reason of anybody."""

from __future__ import annotations

import json
from typing import Any, Final, Literal

import polars as pl

from semesta.bulk import read_lines
from semesta.funding.plan_months import TOLD, sentences_of
from semesta.funding.refusals import refuse
from semesta.kernel.finding import Language
from semesta.kernel.nik import Nik, nik_problem
from semesta.matching.name_key import name_key_of

_PLANS = """
SELECT p.id, p.name, p.fiscal_year, p.as_of_on, p.start_month, p.end_month, p.policy_name, p.ceilings, p.relief,
       p.readings, p.take_up_percent, p.seed, p.state, p.people, p.certificate, p.input_sha256, d.number AS decree,
       p.decree_id, p.made_by, p.made_at, p.computed_at, p.policy_text
  FROM funding_plan p LEFT JOIN funding_decree d ON d.id = p.decree_id
 WHERE p.regency_code = %(regency)s AND (%(year)s::int IS NULL OR p.fiscal_year = %(year)s)
   AND (%(plan)s::bigint IS NULL OR p.id = %(plan)s)
 ORDER BY p.fiscal_year, p.id
"""
_PURSES = """
SELECT s.purse_id, s.key, s.kind, s.owner, r.name AS owner_name, s.name, s.ceiling_rp, s.is_tried, s.committed_rp,
       s.room_rp, s.planned_rp, s.left_rp, s.people, s.months
  FROM funding_planpurse s LEFT JOIN regions_region r ON r.code = s.owner
 WHERE s.regency_code = %s AND s.plan_id = %s ORDER BY s.kind, s.owner, s.purse_id
"""
_NAMES: Final = {
    "village": "LEFT JOIN regions_region n ON n.code = t.code",
    "segment": "LEFT JOIN (SELECT code, name_id AS name FROM people_segment) n ON n.code = t.code",
    "reason": "CROSS JOIN LATERAL (SELECT t.code AS name) n",
}
_COUNTED: Final = ("people", "protected", "covered_before", "kept", "months", "public_rp", "self_rp")
_TOTALS: Final = """
SELECT t.code, coalesce(n.name, '') AS name, t.people, t.protected, t.covered_before, t.kept, t.months, t.public_rp,
       t.self_rp
  FROM funding_plantotal t {named}
 WHERE t.regency_code = %s AND t.plan_id = %s AND t.by = %s ORDER BY {order}
"""
_SUMS_OF_PLANS: Final = f"""
SELECT plan_id, {", ".join(f"sum({name})::bigint AS {name}" for name in _COUNTED)}
  FROM funding_plantotal WHERE regency_code = %s AND plan_id = ANY(%s) AND by = 'reason' GROUP BY 1
"""
_KEYS_OF_PLANS: Final = """
SELECT s.plan_id, s.key, s.name, s.owner, coalesce(r.name, '') AS owner_name
  FROM funding_planpurse s LEFT JOIN regions_region r ON r.code = s.owner
 WHERE s.regency_code = %s AND s.plan_id = ANY(%s) AND s.owner NOT LIKE '%%.%%.%%'
 ORDER BY s.plan_id, s.key
"""
_PEOPLE = f"""
SELECT p.village_code, v.name AS village, {", ".join("p." + name for name in TOLD)}, p.decile, p.kept, p.public_rp,
       p.self_rp, o.nik, o.name
  FROM funding_planperson p
  JOIN people_person o ON o.regency_code = p.regency_code AND o.id = p.person_id
  LEFT JOIN regions_region v ON v.code = p.village_code
 WHERE p.regency_code = %(regency)s AND p.plan_id = %(plan)s AND p.person_id > %(after)s
   AND (%(village)s = '' OR p.village_code = %(village)s OR p.village_code LIKE %(village)s || '.%%')
   AND (%(segment)s = '' OR p.segment_code = %(segment)s) AND (%(reason)s = '' OR p.reason = %(reason)s)
   AND (%(chosen)s::bool IS NULL OR (p.months > 0) = %(chosen)s)
   AND (%(person)s::bigint IS NULL OR p.person_id = %(person)s)
   AND (%(nik)s = '' OR o.nik = %(nik)s) AND (%(name)s = '' OR o.name_key LIKE '%%' || %(name)s || '%%')
   AND (%(purse)s::bigint IS NULL OR EXISTS (
        SELECT 1 FROM funding_planline l WHERE l.regency_code = p.regency_code AND l.plan_id = p.plan_id
           AND l.person_id = p.person_id AND l.purse_id = %(purse)s))
 ORDER BY p.person_id LIMIT %(most)s
"""
_MONTHS = """
SELECT l.start_month, (l.end_month - 1) AS last_day, l.months, l.purse_id, coalesce(u.name, '') AS purse, l.monthly_rp
  FROM funding_planline l LEFT JOIN funding_purse u ON u.id = l.purse_id
 WHERE l.regency_code = %s AND l.plan_id = %s AND l.person_id = %s ORDER BY l.start_month
"""
TotalsBy = Literal["village", "segment", "reason"]


def plans_of(regency_code: str, *, fiscal_year: int | None = None) -> list[dict[str, Any]]:
    """Return the plans of a regency (of one year), oldest first: terms, state, people, the aims reached."""
    return [_headline(line) for line in _plans(regency_code, year=fiscal_year)]


def plan_choices(regency_code: str, fiscal_year: int) -> list[dict[str, Any]]:
    """Return the plans of a year that may be chosen among: computed by the law as it stands, the decreed ones first,
    then as they were made.

    Each: id, name, state, decree, tries (how many ceilings it tries), protected, kept, covered_before, months,
    public_rp, self_rp, the certificate's one_more and next_year (empty: computed before it was worked out), and purses:
    key -> name and village's name of those one_more is about. Empty for a reader who sees no plans.
    """
    found = [
        line for line in _plans(regency_code, year=fiscal_year)
        if line["state"] in ("computed", "frozen") and line["relief"] == "as_law"
    ]  # fmt: skip
    if not found:
        return []
    values = [regency_code, [line["id"] for line in found]]
    sums = {line["plan_id"]: line for line in read_lines(_SUMS_OF_PLANS, values)}
    purses = read_lines(_KEYS_OF_PLANS, values)
    choices = [
        {name: line[name] for name in ("id", "name", "state", "decree")}
        | {name: sums[line["id"]][name] for name in _COUNTED}
        | {
            "tries": len(line["ceilings"]), "one_more": line["certificate"].get("one_more", []),
            "next_year": line["certificate"].get("next_year") or {},
            "purses": [one for one in purses if one["plan_id"] == line["id"]],
        }
        for line in found
    ]  # fmt: skip
    return sorted(choices, key=lambda one: (one["state"] != "frozen", one["id"]))


def plan_numbered(regency_code: str, plan_id: int) -> dict[str, Any]:
    """Return a plan with its terms (policy text included), certificate, purses, totals and people by reason.

    Errors: RefusedError for a number that is no plan.
    """
    found = _plans(regency_code, plan=plan_id)
    if not found:
        raise refuse("plan_unknown", before=plan_id)
    values = (regency_code, plan_id)
    reasons = plan_totals(regency_code, plan_id, by="reason")
    return found[0] | {
        "purses": read_lines(_PURSES, values),
        "totals": {name: sum(line[name] for line in reasons) for name in _COUNTED},
        "reasons": reasons,
    }


def plan_totals(regency_code: str, plan_id: int, *, by: TotalsBy) -> list[dict[str, Any]]:
    """Return per village, segment or reason: code, name, people, protected, covered_before, kept, months, public_rp,
    self_rp. What each purse gives stands in `plan_numbered`. Reasons: the commonest first."""
    order = "t.people DESC, t.code" if by == "reason" else "t.code"
    return read_lines(_TOTALS.format(named=_NAMES[by], order=order), [regency_code, plan_id, by])


def people_of_plan(
    regency_code: str,
    plan_id: int,
    *,
    language: Language,
    village: str = "",
    segment: str = "",
    reason: str = "",
    is_chosen: bool | None = None,
    purse_id: int | None = None,
    sought: str = "",
    after: int = 0,
    most: int = 100,
) -> list[dict[str, Any]]:
    """Return people of a plan in order of their numbers from the one behind `after`, NIK masked, with their sentence.

    `village` may be any region: its villages are meant. `sought` is a whole NIK or part of a name. The next page begins
    behind the last `person_id`.
    """
    is_nik = bool(sought) and nik_problem(sought) is None
    found = read_lines(
        _PEOPLE,
        {"regency": regency_code, "plan": plan_id, "after": after, "village": village, "segment": segment,
         "reason": reason, "chosen": is_chosen, "person": None, "purse": purse_id, "most": most,
         "nik": sought if is_nik else "", "name": "" if is_nik or not sought else name_key_of(sought)[0] or "-"},
    )  # fmt: skip
    return _told(regency_code, found, language)


def person_of_plan(regency_code: str, plan_id: int, person_id: int, *, language: Language) -> dict[str, Any]:
    """Return one person of a plan with `sentence` and `lines` (who pays from month to month, at what a month).

    Errors: RefusedError for somebody the plan does not know.
    """
    found = read_lines(
        _PEOPLE,
        {"regency": regency_code, "plan": plan_id, "after": 0, "village": "", "segment": "", "reason": "",
         "chosen": None, "person": person_id, "purse": None, "most": 1, "nik": "", "name": ""},
    )  # fmt: skip
    if not found:
        raise refuse("person_not_planned", before=person_id, detail=plan_id)
    (person,) = _told(regency_code, found, language)
    return person | {"lines": read_lines(_MONTHS, [regency_code, plan_id, person_id])}


def _plans(regency_code: str, *, year: int | None = None, plan: int | None = None) -> list[dict[str, Any]]:
    found = read_lines(_PLANS, {"regency": regency_code, "year": year, "plan": plan})
    return [line | {name: json.loads(line[name]) for name in ("ceilings", "readings", "certificate")} for line in found]


def _headline(line: dict[str, Any]) -> dict[str, Any]:
    certificate = line.pop("certificate")
    line.pop("policy_text")
    reached = {one["objective"]: one["value"] for one in certificate.get("reached", ())}
    return line | {
        "kept": certificate.get("kept"), "protected": certificate.get("protected"),
        "spending_rp": reached.get("spending_rp"), "relaxations": certificate.get("relaxations", []),
    }  # fmt: skip


def _told(regency_code: str, people: list[dict[str, Any]], language: Language) -> list[dict[str, Any]]:
    if not people:
        return []
    frame = pl.DataFrame([{name: one[name] for name in TOLD} for one in people], schema=TOLD)
    said = sentences_of(regency_code, frame, language)
    return [
        one | {"nik": _masked(one["nik"]), "is_chosen": one["months"] > 0, "sentence": sentence}
        for one, sentence in zip(people, said, strict=True)
    ]


def _masked(nik: str | None) -> str | None:
    return Nik(nik).masked() if nik and nik_problem(nik) is None else None
