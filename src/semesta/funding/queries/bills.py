"""Read bills, payments and arrears."""

from __future__ import annotations

from datetime import date
from typing import Any

from semesta.bulk import read_lines
from semesta.funding.law_terms import breaking_gaps, the_law
from semesta.funding.refusals import refuse
from semesta.kernel.month import Month
from semesta.people.standing import MERGED

_BILLS = """
SELECT b.id, b.reference, b.kind, b.purse_id, u.name AS purse, b.payer, b.village_code, b.membership_class, b.month,
       b.run, b.members, b.jkk_rp, b.jkm_rp, b.amount_rp, b.paid_rp, b.amount_rp - b.paid_rp AS open_rp, b.document,
       b.issued_on, b.due_on, b.settled_on, b.reversed_on
  FROM funding_bill b LEFT JOIN funding_purse u ON u.id = b.purse_id
 WHERE b.regency_code = %(regency)s AND (%(month)s::date IS NULL OR b.month = %(month)s)
   AND (%(purse)s::bigint IS NULL OR b.purse_id = %(purse)s)
   AND (NOT %(open)s OR (b.reversed_on IS NULL AND b.paid_rp < b.amount_rp))
   AND (%(reference)s = '' OR b.reference = %(reference)s) AND (%(kind)s = '' OR b.kind = %(kind)s)
 ORDER BY b.month, b.reference
"""
_MONTHS = """
SELECT month, count(*)::int AS bills, sum(members)::bigint AS members, sum(amount_rp)::bigint AS amount_rp,
       sum(paid_rp)::bigint AS paid_rp, sum(amount_rp - paid_rp)::bigint AS open_rp
  FROM funding_bill WHERE regency_code = %s AND reversed_on IS NULL GROUP BY month ORDER BY month DESC
"""
_LINES = """
SELECT l.person_id, p.name, l.months, l.jkk_rp, l.jkm_rp, l.amount_rp, d.number AS decree, l.decree_line, c.state
  FROM funding_billline l
  JOIN funding_bill b ON b.id = l.bill_id
  LEFT JOIN people_person p ON p.regency_code = l.regency_code AND p.id = l.person_id
  LEFT JOIN funding_decree d ON d.id = l.decree_id
  LEFT JOIN membership_coveredmonth c ON c.regency_code = l.regency_code AND c.person_id = l.person_id
                                     AND c.month = b.month AND c.programme = 'jkm'
 WHERE l.regency_code = %s AND l.bill_id = %s ORDER BY l.person_id
"""
_PAYMENTS = """
SELECT p.file_id, f.file_name, p.line, p.paid_on, p.reference, p.payer, p.bank_number, p.amount_rp, p.match, p.is_late,
       (CASE WHEN p.match = 'repeated' THEN 0 ELSE p.amount_rp END - coalesce(a.rp, 0))::bigint AS left_rp
  FROM funding_paymentline p
  JOIN funding_paymentfile f ON f.id = p.file_id
  LEFT JOIN (SELECT file_id, line, sum(amount_rp) AS rp FROM funding_application WHERE regency_code = %(regency)s
              GROUP BY 1, 2) a ON a.file_id = p.file_id AND a.line = p.line
 WHERE p.regency_code = %(regency)s
   AND (NOT %(left)s OR (p.match <> 'repeated' AND p.amount_rp > coalesce(a.rp, 0)))
 ORDER BY p.file_id, p.line LIMIT %(most)s
"""
_ARREARS = """
SELECT b.purse_id, coalesce(u.name, b.kind) AS purse, b.payer, coalesce(r.name, b.payer) AS payer_name,
       coalesce(r.level, '') AS payer_level, count(*) AS bills, sum(b.amount_rp - b.paid_rp)::bigint AS open_rp,
       min(b.due_on) AS oldest_due_on, (%(on)s::date - min(b.due_on)) AS age_days, min(b.month) AS oldest_month,
       count(DISTINCT b.month) AS months, sum(b.members)::int AS person_months
  FROM funding_bill b
  LEFT JOIN funding_purse u ON u.id = b.purse_id
  LEFT JOIN regions_region r ON r.code = b.payer
 WHERE b.regency_code = %(regency)s AND b.reversed_on IS NULL AND b.paid_rp < b.amount_rp AND b.due_on < %(on)s
 GROUP BY 1, 2, 3, 4, 5 ORDER BY open_rp DESC, b.payer, b.purse_id
"""
_WARNINGS = f"""
WITH record AS MATERIALIZED (
    SELECT c.person_id, max(c.membership_class) AS membership_class, min(c.month) AS first,
           max(c.month) FILTER (WHERE c.state <> 'billed') AS paid_until
      FROM membership_coveredmonth c
     WHERE c.regency_code = %(regency)s AND c.programme = 'jkm' AND c.state IN ('billed', 'paid', 'recognised')
       AND c.month <= %(month)s AND c.month > %(month)s::date - interval '1 year'
       AND c.payer IN (SELECT payer FROM funding_purse WHERE regency_code = %(regency)s)
     GROUP BY 1
), held AS (
    SELECT coalesce(m.merged_into, c.person_id) AS person_id, max(c.membership_class) AS membership_class,
           coalesce(max(c.paid_until), min(c.first) - interval '1 month')::date AS paid_until
      FROM record c LEFT JOIN {MERGED} m ON m.id = c.person_id GROUP BY 1
), unpaid AS (
    SELECT person_id, membership_class, (paid_until + interval '1 month')::date AS first_unpaid,
           (extract(year FROM %(month)s::date) - extract(year FROM paid_until)) * 12
           + extract(month FROM %(month)s::date) - extract(month FROM paid_until) AS unpaid_months
      FROM held
)
SELECT coalesce(p.village_code, '') AS village_code, coalesce(r.name, '') AS village, u.membership_class,
       g.months AS grace_months, count(*) AS people, min(u.first_unpaid) AS first_unpaid,
       (array_agg(u.person_id ORDER BY u.person_id))[1:20] AS person_ids
  FROM unpaid u
  JOIN unnest(%(classes)s::text[], %(graces)s::int[]) AS g(membership_class, months) USING (membership_class)
  JOIN people_person p ON p.regency_code = %(regency)s AND p.id = u.person_id
  LEFT JOIN regions_region r ON r.code = p.village_code
 WHERE g.months > 1 AND u.unpaid_months = g.months - 1
 GROUP BY 1, 2, 3, 4 ORDER BY people DESC, 1
"""
"""SQL: members whose grace ends with the next unpaid month. Months are put together by record before records are by
person: a look-up for each of twelve months of everybody took three seconds in a regency.
"""


def bill_months(regency_code: str) -> list[dict[str, Any]]:
    """Return the months billed, newest first: month, bills, members, amount_rp, paid_rp, open_rp; reversed left out."""
    return read_lines(_MONTHS, [regency_code])


def bills_of(
    regency_code: str, *, month: Month | None = None, purse_id: int | None = None, only_open: bool = False,
    kind: str = "",
) -> list[dict[str, Any]]:  # fmt: skip
    """Return bills with what is paid and open, by month and reference; reversed ones too unless `only_open`.

    `kind`: only monthly, project or package ones.
    """
    first_day = month.first_day() if month else None
    values = {
        "regency": regency_code, "month": first_day, "purse": purse_id, "open": only_open, "reference": "",
        "kind": kind,
    }  # fmt: skip
    return read_lines(_BILLS, values)


def bill_named(regency_code: str, reference: str) -> dict[str, Any]:
    """Return a bill with its `lines` (person, amounts, decree, state of the month). Errors: RefusedError."""
    values = {"regency": regency_code, "month": None, "purse": None, "open": False, "reference": reference, "kind": ""}
    found = read_lines(_BILLS, values)
    if not found:
        raise refuse("bill_unknown", before=reference)
    return found[0] | {"lines": read_lines(_LINES, [regency_code, found[0]["id"]])}


def payments_of(regency_code: str, *, only_left: bool = False, most: int = 1_000) -> list[dict[str, Any]]:
    """Return payment lines with what of each no bill has taken yet (`left_rp`)."""
    return read_lines(_PAYMENTS, {"regency": regency_code, "left": only_left, "most": most})


def arrears(regency_code: str, *, on: date) -> dict[str, Any]:
    """Return what was due before `on` and is unpaid, per payer and purse with its age, oldest and largest first.

    `deductions` proposes for every village in arrears what to hold back from its next transfer. `warnings` count, per
    village and class, members whom the regency's purses pay and whose membership the next unpaid month ends. Unpaid are
    all calendar months after the last one paid or recognised (of any record of the person) up to that of `on`: billed,
    only decreed, or nobody's. Who never had a month paid counts from the first one billed.
    """
    owed = read_lines(_ARREARS, {"regency": regency_code, "on": on})
    grace = breaking_gaps(the_law(regency_code), Month.of(on))
    warnings = read_lines(
        _WARNINGS,
        {"regency": regency_code, "month": Month.of(on).first_day(), "classes": list(grace),
         "graces": list(grace.values())},
    )  # fmt: skip
    villages: dict[str, dict[str, Any]] = {}
    for line in owed:
        if line["payer_level"] == "village":
            held = villages.setdefault(
                line["payer"], {"village_code": line["payer"], "village": line["payer_name"], "hold_back_rp": 0}
            )
            held["hold_back_rp"] += line["open_rp"]
    return {
        "on": on, "open_rp": sum(line["open_rp"] for line in owed), "payers": owed,
        "deductions": sorted(villages.values(), key=lambda held: (-held["hold_back_rp"], held["village_code"])),
        "warnings": warnings,
    }  # fmt: skip
