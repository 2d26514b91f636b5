"""Two plans side by side: what the second changes in people and rupiah, and who gains or loses protection."""

from __future__ import annotations

from typing import Any, Final, Literal

from semesta.bulk import read_lines
from semesta.funding.queries.plans import plan_numbered
from semesta.funding.refusals import RefusedError, refusal

_COUNTED: Final = ("protected", "kept", "months", "public_rp", "self_rp")
_SIDE: Final = """
SELECT {key} AS code, count(*) FILTER (WHERE months > 0) AS protected, count(*) FILTER (WHERE kept) AS kept,
       sum(months) AS months, sum(public_rp) AS public_rp, sum(self_rp) AS self_rp
  FROM funding_planperson WHERE regency_code = %(regency)s AND plan_id = %({plan})s GROUP BY 1
"""
_BOTH: Final = """
(SELECT person_id, village_code, segment_code, months FROM funding_planperson
  WHERE regency_code = %(regency)s AND plan_id = %(a)s) a
FULL JOIN (SELECT person_id, village_code, segment_code, months FROM funding_planperson
            WHERE regency_code = %(regency)s AND plan_id = %(b)s) b USING (person_id)
"""
_MOVED: Final = f"""
SELECT count(*) FILTER (WHERE coalesce(a.months, 0) = 0 AND b.months > 0)::int AS gain,
       count(*) FILTER (WHERE a.months > 0 AND coalesce(b.months, 0) = 0)::int AS lose
  FROM {_BOTH}
"""
_CHANGED: Final = f"""
SELECT person_id, p.name, coalesce(a.village_code, b.village_code) AS village_code,
       coalesce(a.segment_code, b.segment_code) AS segment_code, coalesce(a.months, 0) AS months_a,
       coalesce(b.months, 0) AS months_b
  FROM {_BOTH}
  JOIN people_person p ON p.regency_code = %(regency)s AND p.id = person_id
 WHERE coalesce({{without}}.months, 0) = 0 AND {{protected}}.months > 0 AND person_id > %(after)s
 ORDER BY person_id LIMIT %(most)s
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
        "by_village": _by("village_code", "LEFT JOIN regions_region n ON n.code = t.code", "n.name", values),
        "by_segment": _by("segment_code", "LEFT JOIN people_segment n ON n.code = t.code", "n.name_id", values),
        **moved,
    }


def changed_people(
    regency_code: str, plan_a: int, plan_b: int, *, who: Literal["gain", "lose"], after: int = 0, most: int = 100
) -> list[dict[str, Any]]:
    """Return who gains or loses protection by the second plan, in order of numbers behind `after`: person_id, name,
    village_code, segment_code, months_a, months_b."""
    without, protected = ("a", "b") if who == "gain" else ("b", "a")
    values = {"regency": regency_code, "a": plan_a, "b": plan_b, "after": after, "most": most}
    return read_lines(_CHANGED.format(without=without, protected=protected), values)


def _by(key: str, join: str, name: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    sums = ", ".join(
        f"t.{one}_a::bigint AS {one}_a, t.{one}_b::bigint AS {one}_b, (t.{one}_b - t.{one}_a)::bigint AS {one}_more"
        for one in _COUNTED
    )
    both = ", ".join(f"coalesce(a.{one}, 0) AS {one}_a, coalesce(b.{one}, 0) AS {one}_b" for one in _COUNTED)
    return read_lines(
        f"SELECT t.code, coalesce({name}, '') AS name, {sums} FROM (SELECT coalesce(a.code, b.code) AS code, {both} "
        f"FROM ({_SIDE.format(key=key, plan='a')}) a FULL JOIN ({_SIDE.format(key=key, plan='b')}) b USING (code)) t "
        f"{join} ORDER BY t.code",
        values,
    )
