"""Two plans side by side: what the second changes in people and rupiah, and who gains or loses protection."""

from __future__ import annotations

from typing import Any, Final, Literal

from semesta.bulk import read_lines
from semesta.funding.queries.plans import plan_numbered
from semesta.funding.refusals import RefusedError, refusal

_COUNTED: Final = ("protected", "kept", "months", "public_rp", "self_rp")
_SIDE: Final = """
SELECT code, protected, kept, months, public_rp, self_rp
  FROM funding_plantotal WHERE regency_code = %(regency)s AND plan_id = %({plan})s AND by = '{by}'
"""
_PROTECTED: Final = """
SELECT person_id FROM funding_planperson WHERE regency_code = %(regency)s AND plan_id = %({plan})s AND months > 0
"""
_MOVED: Final = f"""
SELECT count(*) FILTER (WHERE a.person_id IS NULL)::int AS gain,
       count(*) FILTER (WHERE b.person_id IS NULL)::int AS lose
  FROM ({_PROTECTED.format(plan="a")}) a FULL JOIN ({_PROTECTED.format(plan="b")}) b ON b.person_id = a.person_id
"""
_CHANGED: Final = """
SELECT w.person_id, p.name, w.village_code, coalesce(r.name, '') AS village, w.segment_code,
       {months_a} AS months_a, {months_b} AS months_b,
       EXISTS (SELECT 1 FROM funding_planperson k
                WHERE k.regency_code = w.regency_code AND k.plan_id = %(b)s
                  AND k.person_id = w.person_id) AS is_told_in_b
  FROM funding_planperson w
  JOIN people_person p ON p.regency_code = w.regency_code AND p.id = w.person_id
  LEFT JOIN regions_region r ON r.code = w.village_code
 WHERE w.regency_code = %(regency)s AND w.plan_id = %({plan})s AND w.months > 0 AND w.person_id > %(after)s
   AND NOT EXISTS (SELECT 1 FROM funding_planperson o
                    WHERE o.regency_code = w.regency_code AND o.plan_id = %({other})s AND o.person_id = w.person_id
                      AND o.months > 0)
 ORDER BY w.person_id LIMIT %(most)s
"""


def compare_plans(regency_code: str, plan_a: int, plan_b: int) -> dict[str, Any]:
    """Return what the second plan changes: `whole`, `by_village`, `by_segment`, and how many people gain and lose.

    Lines: code, name, and protected, kept, months, public_rp, self_rp of both plans (`_a`, `_b`) with the second less
    the first (`_more`). Whom only one plan knows is unprotected in the other. Errors: RefusedError for a number that
    is no plan, or a plan that is not computed: everybody would seem to lose.
    """
    plans = [plan_numbered(regency_code, plan) for plan in (plan_a, plan_b)]
    idle = [plan["name"] for plan in plans if plan["state"] not in ("computed", "frozen")]
    if idle:
        raise RefusedError([refusal("plan_not_computed", before=name) for name in idle])
    values = {"regency": regency_code, "a": plan_a, "b": plan_b}
    whole = {
        f"{name}_{side}": plan["totals"][name] for plan, side in zip(plans, "ab", strict=True) for name in _COUNTED
    }
    (moved,) = read_lines(_MOVED, values)
    return {
        "plans": [{name: plan[name] for name in ("id", "name", "state")} for plan in plans],
        "whole": whole | {f"{name}_more": whole[f"{name}_b"] - whole[f"{name}_a"] for name in _COUNTED},
        "by_village": _by("village", "LEFT JOIN regions_region n ON n.code = t.code", "n.name", values),
        "by_segment": _by("segment", "LEFT JOIN people_segment n ON n.code = t.code", "n.name_id", values),
        **moved,
    }


def changed_people(
    regency_code: str, plan_a: int, plan_b: int, *, who: Literal["gain", "lose"], after: int = 0, most: int = 100
) -> list[dict[str, Any]]:
    """Return who gains or loses protection by the second plan, in order of numbers behind `after`: person_id, name,
    village_code, village, segment_code, months_a, months_b, is_told_in_b (the second plan says why)."""
    plan, other = ("b", "a") if who == "gain" else ("a", "b")
    months = {f"months_{plan}": "w.months", f"months_{other}": "0"}
    values = {"regency": regency_code, "a": plan_a, "b": plan_b, "after": after, "most": most}
    return read_lines(_CHANGED.format(plan=plan, other=other, **months), values)


def _by(by: str, join: str, name: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    sums = ", ".join(
        f"t.{one}_a::bigint AS {one}_a, t.{one}_b::bigint AS {one}_b, (t.{one}_b - t.{one}_a)::bigint AS {one}_more"
        for one in _COUNTED
    )
    both = ", ".join(f"coalesce(a.{one}, 0) AS {one}_a, coalesce(b.{one}, 0) AS {one}_b" for one in _COUNTED)
    return read_lines(
        f"SELECT t.code, coalesce({name}, '') AS name, {sums} FROM (SELECT coalesce(a.code, b.code) AS code, {both} "
        f"FROM ({_SIDE.format(by=by, plan='a')}) a FULL JOIN ({_SIDE.format(by=by, plan='b')}) b USING (code)) t "
        f"{join} ORDER BY t.code",
        values,
    )
