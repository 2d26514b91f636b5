"""Owners of micro-enterprises: how they stand in a month, by whom they are paid and until when; counted and by name.

An owner is a living person whom a list names with the segment micro_enterprise, whatever else the person does; merged
records are one person, and whoever lives in no village of the regency has an empty code. Counts and names come from one
statement, so that a figure always opens to as many persons as it says. Whom nobody has listed is not among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from semesta.bulk import read_lines
from semesta.coverage.cover import CLASSES, grace_values
from semesta.coverage.queries.figures import villages_of
from semesta.coverage.queries.village_people import STANDINGS, Standing
from semesta.funding.candidates import SELF_PAYER
from semesta.funding.law_terms import the_law, usual_payer
from semesta.kernel.month import Month
from semesta.kernel.nik import Nik
from semesta.kernel.region_code import regency_of
from semesta.membership.payer import key_of_payer, payer_key
from semesta.people.standing import HEAD_DETAILS, MERGED

SEGMENT: Final = "micro_enterprise"
PaidBy = Literal["self", "purse", "employer", "other"]
PAID_BY: Final[tuple[PaidBy, ...]] = get_args(PaidBy)
_EMPLOYER_PAYER: Final = "PEMBERI KERJA"
_FIRST: Final = (
    "(array_agg(c.{} ORDER BY array_position(ARRAY['PU', 'JK', 'PMI', 'BPU'], c.membership_class::text),"
    " c.programme, c.person_id))[1]"
)
_KEY: Final = payer_key("coalesce(n.payer, e.payer)")

_STANDING = f"""
WITH head AS MATERIALIZED (
    SELECT p.id, p.name, p.nik, p.birth_on, o.enterprise, coalesce(r.code, '') AS village_code
      FROM (SELECT coalesce(m.merged_into, l.person_id) AS id, min(l.enterprise) AS enterprise
              FROM people_livelihood l LEFT JOIN {MERGED} m ON m.id = l.person_id
             WHERE l.regency_code = %(regency)s AND l.segment_code = %(segment)s GROUP BY 1) o
      JOIN people_person p ON p.regency_code = %(regency)s AND p.id = o.id
      LEFT JOIN {HEAD_DETAILS} d ON d.id = p.id
      LEFT JOIN regions_region r ON r.code = coalesce(p.village_code, d.village_code) AND r.level = 'village'
                                AND r.regency_code = %(regency)s
     WHERE (least(p.died_on, d.died_on) IS NULL OR least(p.died_on, d.died_on) >= %(month)s)
       AND coalesce(r.code, '') LIKE %(within)s
), record AS (
    SELECT id, id AS head_id FROM head UNION ALL
    SELECT m.id, m.merged_into FROM {MERGED} m JOIN head h ON h.id = m.merged_into
), paid AS (
    SELECT r.head_id, c.month, {_FIRST.format("membership_class")} AS membership_class,
           {_FIRST.format("payer")} AS payer
      FROM record r JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.person_id = r.id
     WHERE c.programme IN ('jkk', 'jkm') AND c.state IN ('paid', 'recognised')
       AND c.month >= %(month)s::date - make_interval(months => %(longest_grace)s)
     GROUP BY 1, 2 HAVING min(c.programme) < max(c.programme)
), run AS (
    SELECT head_id, max(month) AS until_month
      FROM (SELECT head_id, month, (row_number() OVER (PARTITION BY head_id ORDER BY month) - 1)::int AS place
              FROM paid WHERE month >= %(month)s) p
     WHERE month = %(month)s::date + make_interval(months => place) GROUP BY 1
), earlier AS (
    SELECT DISTINCT ON (p.head_id) p.*
      FROM paid p
      JOIN unnest(%(classes)s::text[], %(graces)s::int[]) AS g(membership_class, months) USING (membership_class)
     WHERE p.month < %(month)s AND p.month >= %(month)s::date - make_interval(months => g.months)
     ORDER BY p.head_id, p.month DESC
), standing AS (
    SELECT h.id AS person_id, h.name, h.nik, h.birth_on, h.enterprise, h.village_code,
           coalesce(u.until_month, e.month) AS until_month, coalesce(n.payer, e.payer, '') AS payer,
           CASE WHEN u.until_month > %(month)s::date + interval '1 month' THEN 'covered'
                WHEN u.until_month IS NOT NULL THEN 'ends_soon'
                WHEN e.head_id IS NOT NULL THEN 'late' ELSE 'uncovered' END AS standing,
           CASE WHEN n.head_id IS NULL AND e.head_id IS NULL THEN ''
                WHEN {_KEY} = %(self)s THEN 'self'
                WHEN {_KEY} = ANY(%(purses)s) THEN 'purse'
                WHEN coalesce(n.membership_class, e.membership_class) IN ('PU', 'JK')
                  OR {_KEY} = %(employer)s THEN 'employer'
                ELSE 'other' END AS paid_by
      FROM head h LEFT JOIN run u ON u.head_id = h.id
      LEFT JOIN paid n ON n.head_id = u.head_id AND n.month = %(month)s
      LEFT JOIN earlier e ON e.head_id = h.id AND u.head_id IS NULL
)
"""
_IS_ASKED = """
 WHERE (%(asked)s = '' OR standing = %(asked)s OR (%(asked)s = 'members' AND standing IN ('covered', 'ends_soon')))
   AND (%(paid_by)s = '' OR paid_by = %(paid_by)s) AND (%(payer)s = '' OR payer = %(payer)s)
   AND (%(until)s::date IS NULL OR until_month = %(until)s)
"""
Asked = Standing | Literal["members"]
ASKED: Final[tuple[Asked, ...]] = ("members", *STANDINGS)
"""Whom to name: those covered in the month (members), or one standing of them."""


@dataclass(frozen=True, slots=True)
class Owners:
    """Which owners to name: a standing (empty: all), by whom paid, by which payer, and covered until which month."""

    standing: Asked = ""
    paid_by: str = ""
    payer: str = ""
    until: Month | None = None


def enterprise_counts(region_code: str, month: Month) -> list[dict[str, Any]]:
    """Return owners counted: village_code, standing, paid_by, payer, until_month (a date, or None), people.

    standing: covered, ends_soon (covered, but not beyond the next month), late (not paid for the month, within the
    grace of the class), uncovered. paid_by: self, purse (a payer called like a kind of purse), employer, other
    (any other payer that the insurer names); empty where nobody pays. `until_month` is the last of the months that
    follow one another without a gap, of those late the last one paid.
    """
    return read_lines(
        _STANDING + "SELECT village_code, standing, paid_by, payer, until_month, count(*) AS people FROM standing"
        " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5",
        _values(region_code, month),
    )


def enterprise_people(
    region_code: str, month: Month, owners: Owners, *, most: int = 50, skip: int = 0
) -> tuple[int, list[dict[str, Any]]]:
    """Return how many owners are meant, and some of them in order of village and name.

    Each: person_id, name, nik (masked), birth_year, enterprise (as a list names it, or None), village_code, standing,
    until_month, payer, paid_by.
    """
    lines = read_lines(
        _STANDING + f", meant AS MATERIALIZED (SELECT * FROM standing {_IS_ASKED})"
        " SELECT counted.number, shown.* FROM (SELECT count(*) AS number FROM meant) counted LEFT JOIN ("
        " SELECT person_id, name, nik, extract(year FROM birth_on)::int AS birth_year, enterprise, village_code,"
        " standing, until_month, payer, paid_by FROM meant"
        " ORDER BY village_code, name, person_id LIMIT %(most)s OFFSET %(skip)s) shown ON true"
        " ORDER BY village_code, name, person_id",
        _values(region_code, month) | {
            "asked": owners.standing, "paid_by": owners.paid_by, "payer": owners.payer,
            "until": owners.until.first_day() if owners.until else None, "most": most, "skip": skip,
        },
    )  # fmt: skip
    numbers = [line.pop("number") for line in lines]
    people = [line for line in lines if line["person_id"] is not None]
    return numbers[0], [line | {"nik": Nik(line["nik"]).masked() if line["nik"] else None} for line in people]


def _values(region_code: str, month: Month) -> dict[str, Any]:
    regency = regency_of(region_code)
    graces: list[int] = grace_values(month)["graces"]
    return {
        "regency": regency, "segment": SEGMENT, "month": month.first_day(), "within": villages_of(region_code),
        "classes": list(CLASSES), "graces": graces, "longest_grace": max(graces), "self": key_of_payer(SELF_PAYER),
        "employer": key_of_payer(_EMPLOYER_PAYER),
        "purses": _purse_payers(regency),
    }  # fmt: skip


def _purse_payers(regency_code: str) -> list[str]:
    """Return the keys of what the insurer calls purses: the usual name of each kind in law/purses, its name there."""
    purses = {kind: purse for kind, purse in the_law(regency_code).purses.items() if kind != "self"}
    return sorted(key_of_payer(name) for kind, purse in purses.items() for name in (usual_payer(kind), purse.name.id))
