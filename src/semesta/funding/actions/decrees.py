"""Freeze a plan into a numbered decree, and amend it. All of it happens, or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db import connection, transaction

from semesta.accounts.actor import Actor, may_spend, require
from semesta.audit.actions import record
from semesta.bulk import copy_frame, execute, read_lines
from semesta.funding.decree_facts import facts_of_planned
from semesta.funding.decree_text import LINES_SHA256
from semesta.funding.law_terms import the_law
from semesta.funding.models import Decree
from semesta.funding.plan import Asking, decided_lines, months_twice, read_plan, sha256_of
from semesta.funding.programme_months import months_above_the_programme
from semesta.funding.purse_lock import balance_of, lock_purses, named
from semesta.funding.refusals import RefusedError, refusal, refuse
from semesta.kernel.finding import Finding, Place
from semesta.kernel.rupiah import rupiah_text
from semesta.law.words import Words
from semesta.ledger.actions import book
from semesta.ledger.books import open_books
from semesta.membership.actions import cover_months, release_months
from semesta.people.standing import MERGED

_LINE_COLUMNS = (
    "person_id", "purse_id", "village_code", "segment_code", "membership_class", "start_month", "end_month", "months",
    "income_rp", "risk_class", "monthly_rp", "reason", "row",
)  # fmt: skip
_STAGE = """
DROP TABLE IF EXISTS decree_draft, planned_person, month_to_cover, month_to_move, month_to_remove;
CREATE TEMPORARY TABLE decree_draft (LIKE funding_decreeline INCLUDING DEFAULTS) ON COMMIT DROP;
ALTER TABLE decree_draft ADD COLUMN row bigint, ALTER COLUMN line DROP NOT NULL, ALTER COLUMN decree_id DROP NOT NULL,
    ALTER COLUMN regency_code DROP NOT NULL;
CREATE TEMPORARY TABLE planned_person (person_id bigint, first_month date) ON COMMIT DROP;
CREATE TEMPORARY TABLE month_to_cover (person_id bigint, month date, membership_class text, payer text) ON COMMIT DROP;
CREATE TEMPORARY TABLE month_to_move (person_id bigint, month date) ON COMMIT DROP;
CREATE TEMPORARY TABLE month_to_remove (row bigint, person_id bigint, month date, reason text) ON COMMIT DROP;
"""
_MERGED_AWAY = """
SELECT p.id AS person_id, p.merged_into
  FROM planned_person n
  JOIN people_person p ON p.regency_code = %(regency)s AND p.id = n.person_id AND p.merged_into IS NOT NULL
 ORDER BY 1 LIMIT 1000
"""
_PAID_BY_ANOTHER = f"""
WITH planned AS (
    SELECT row, person_id, person_id AS record_id, start_month, end_month FROM decree_draft WHERE removes_line IS NULL
     UNION ALL
    SELECT d.row, d.person_id, m.id, d.start_month, d.end_month
      FROM decree_draft d JOIN {MERGED} m ON m.merged_into = d.person_id WHERE d.removes_line IS NULL
)
SELECT row, person_id, month, min(payer) AS payer
  FROM (SELECT d.row, d.person_id, c.month, c.payer
          FROM planned d
          JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.person_id = d.record_id
                                        AND c.month >= d.start_month AND c.month < d.end_month
                                        AND c.programme IN ('jkk', 'jkm')
         WHERE NOT EXISTS (SELECT 1 FROM decree_draft r
                            WHERE r.removes_line IS NOT NULL AND r.person_id = c.person_id
                              AND c.month >= r.start_month AND c.month < r.end_month)
         UNION ALL
        SELECT d.row, d.person_id, m::date, u.payer
          FROM planned d
          JOIN funding_decreeline l ON l.regency_code = %(regency)s AND l.person_id = d.record_id
                                   AND l.removes_line IS NULL AND l.start_month < d.end_month
                                   AND l.end_month > d.start_month
          JOIN funding_purse u ON u.id = l.purse_id
         CROSS JOIN LATERAL generate_series(greatest(l.start_month, d.start_month)::timestamp,
                                            (least(l.end_month, d.end_month) - 1)::timestamp, '1 month') m
         WHERE NOT EXISTS (SELECT 1 FROM funding_decreeline r
                            WHERE r.regency_code = %(regency)s AND r.removes_decree_id = l.decree_id
                              AND r.removes_line = l.line AND m >= r.start_month AND m < r.end_month)
           AND NOT EXISTS (SELECT 1 FROM decree_draft r
                            WHERE r.removes_decree_id = l.decree_id AND r.removes_line = l.line
                              AND m >= r.start_month AND m < r.end_month)) held
 GROUP BY 1, 2, 3 ORDER BY 1, 3 LIMIT 1000
"""
"""Months that the person has already, under its own number or that of a record merged into it: covered, or standing on
a line of a decree (an insurer's answer may have taken the covered month back; the line waits for its amendment)."""
_REMOVABLE = """
WITH found AS (
    SELECT m.row, m.person_id, m.month, m.reason, l.decree_id, l.line,
           (extract(year FROM m.month) * 12 + extract(month FROM m.month))::int
           - row_number() OVER (PARTITION BY l.decree_id, l.line ORDER BY m.month) AS island
      FROM month_to_remove m
      JOIN funding_decreeline l ON l.regency_code = %(regency)s AND l.person_id = m.person_id
                               AND l.removes_line IS NULL AND m.month >= l.start_month AND m.month < l.end_month
                               AND (l.decree_id = %(amends)s OR l.decree_id IN (
                                    SELECT id FROM funding_decree WHERE regency_code = %(regency)s
                                                                    AND amends_id = %(amends)s))
     WHERE NOT EXISTS (SELECT 1 FROM funding_decreeline r
                        WHERE r.regency_code = %(regency)s AND r.removes_decree_id = l.decree_id
                          AND r.removes_line = l.line AND m.month >= r.start_month AND m.month < r.end_month)
       AND NOT EXISTS (SELECT 1 FROM membership_coveredmonth c
                        WHERE c.regency_code = %(regency)s AND c.person_id = m.person_id AND c.month = m.month
                          AND c.programme = 'jkm' AND c.submission_id = 0 AND c.state <> 'decreed')
)
INSERT INTO decree_draft (row, person_id, purse_id, village_code, segment_code, membership_class, start_month,
                          end_month, months, income_rp, risk_class, monthly_rp, removes_decree_id, removes_line, reason)
SELECT min(f.row), l.person_id, l.purse_id, l.village_code, l.segment_code, l.membership_class, min(f.month),
       (max(f.month) + interval '1 month')::date, count(*), l.income_rp, l.risk_class, l.monthly_rp, l.decree_id,
       l.line, min(f.reason)
  FROM found f
  JOIN funding_decreeline l ON l.regency_code = %(regency)s AND l.decree_id = f.decree_id AND l.line = f.line
 GROUP BY l.regency_code, l.decree_id, l.line, f.island
"""
"""A month that the insurer's answer took back already (nobody of ours holds it) may be removed as one still decreed."""
_NOT_REMOVABLE = """
SELECT m.row, m.person_id, m.month FROM month_to_remove m
 WHERE NOT EXISTS (SELECT 1 FROM decree_draft d WHERE d.removes_line IS NOT NULL AND d.person_id = m.person_id
                                                  AND m.month >= d.start_month AND m.month < d.end_month)
 ORDER BY m.row LIMIT 1000
"""
_NUMBER_LINES = """
UPDATE decree_draft d SET line = n.line, regency_code = %(regency)s, decree_id = %(decree)s
  FROM (SELECT ctid, row_number() OVER (ORDER BY removes_line IS NOT NULL, village_code, person_id, start_month) AS line
          FROM decree_draft) n
 WHERE d.ctid = n.ctid
"""
_MONTHS = "CROSS JOIN LATERAL generate_series(d.start_month::timestamp, d.end_month - 1::int, '1 month') m"
_KEEP_LINES = """
INSERT INTO funding_decreeline (regency_code, decree_id, line, person_id, purse_id, village_code, segment_code,
    membership_class, start_month, end_month, months, income_rp, risk_class, monthly_rp, removes_decree_id,
    removes_line, reason)
SELECT regency_code, decree_id, line, person_id, purse_id, village_code, segment_code, membership_class, start_month,
       end_month, months, income_rp, risk_class, monthly_rp, removes_decree_id, removes_line, reason
  FROM decree_draft ORDER BY line
"""
_POSTINGS = """
INSERT INTO line_to_book (key, account, purse_id, payer, amount_rp)
SELECT %(key)s, a.account, d.purse_id, u.owner, a.sign * d.amount_rp
  FROM (SELECT purse_id,
               sum(months * monthly_rp * CASE WHEN removes_line IS NULL THEN 1 ELSE -1 END)::bigint AS amount_rp
          FROM decree_draft GROUP BY purse_id) d
  JOIN funding_purse u ON u.id = d.purse_id
 CROSS JOIN (VALUES ('committed', 1), ('available', -1)) AS a(account, sign)
"""


@dataclass(frozen=True, slots=True)
class DecreeHead:
    """What stands at the head of a decree: number, date, title, and the number of the decree it amends, if any.

    `past_months`: why months before the day of the decree are given to people whose membership does not go on.
    """

    number: str
    dated_on: date
    title: str
    amends: str = ""
    past_months: str = ""


@transaction.atomic
def issue_decree(
    actor: Actor,
    regency_code: str,
    head: DecreeHead,
    *,
    plan: pl.DataFrame | None = None,
    removals: pl.DataFrame | None = None,
) -> int:
    """Freeze a plan into a decree and return its id: lines, checksum, committed purses, months of state `decreed`.

    `plan` as in `semesta.funding.plan`. An amendment names the decree it changes and may have `removals` (person_id,
    month, reason), which give months back to their purse while nothing of them is billed. The same decree again
    changes nothing. Errors: RefusedError with every finding: a closed year, a month outside year or calendar, an
    unlawful pair, somebody whom the law does not let join, a passed month of a new member, a person unknown, merged
    into another, dead or living elsewhere, a month another pays, more months of the tobacco programme than a year has,
    a purse younger than the decree or short of money.
    """
    require(may_spend(actor, regency_code), actor=actor, to="issue a decree in", region_code=regency_code)
    if not head.number.strip() or not head.title.strip():
        raise refuse("paper_missing", detail=Words("nomor atau judul", "number or title"))
    amends = _amended(regency_code, head.amends)
    added = read_plan(plan) if plan is not None and plan.height else None
    removed = _read_removals(removals) if amends and removals is not None and removals.height else None
    given = [frame for frame in (added, removed) if frame is not None]
    if not given:
        raise refuse("plan_empty")
    plan_sha256 = sha256_of(*given)
    found = Decree.objects.filter(regency_code=regency_code, number=head.number).first()
    if found is not None:
        if found.plan_sha256 != plan_sha256 or found.dated_on != head.dated_on:
            raise refuse("decree_number_taken", before=head.number)
        return int(found.pk)
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
    purses = _draft_additions(regency_code, added, head) if added is not None else []
    if removed is not None:
        purses = _draft_removals(regency_code, removed, amends, purses)
    _require_unpaid(regency_code)
    over = months_above_the_programme(regency_code, purses)
    if over:
        raise RefusedError(over)
    _require_cover(regency_code, purses)
    decree_id = _keep(actor, regency_code, head, amends or None, plan_sha256)
    _commit_purses(actor, regency_code, head, decree_id)
    _move(actor, regency_code)
    return decree_id


def _amended(regency_code: str, number: str) -> int:
    if not number:
        return 0
    found = Decree.objects.filter(regency_code=regency_code, number=number).first()
    if found is None:
        raise refuse("decree_unknown", before=number)
    return int(found.amends_id or found.pk)


def _read_removals(removals: pl.DataFrame) -> pl.DataFrame:
    read = read_plan(removals.with_columns(purse_id=pl.lit(0)))
    twice = list(months_twice(read, place="pengurangan"))
    if twice:
        raise RefusedError(twice)
    return read.select("row", "person_id", "month", "reason")


def _draft_additions(regency_code: str, plan: pl.DataFrame, head: DecreeHead) -> list[dict[str, Any]]:
    purses = lock_purses(regency_code, plan["purse_id"].unique().to_list())
    _require_open(purses)
    _require_opened_by(purses, head.dated_on)
    copy_frame(plan.group_by("person_id").agg(pl.col("month").min().alias("first_month")), "planned_person")
    execute("ANALYZE planned_person")
    _require_heads(regency_code, plan)
    lines = decided_lines(
        the_law(regency_code),
        plan,
        facts_of_planned(regency_code),
        purses,
        Asking(regency_code, head.dated_on, head.past_months),
    )
    copy_frame(lines, "decree_draft", columns=_LINE_COLUMNS)
    execute("ANALYZE decree_draft")
    return purses


def _require_heads(regency_code: str, plan: pl.DataFrame) -> None:
    """Refuse records that are merged into another: the person is planned for once, under its head."""
    heads = {line["person_id"]: line["merged_into"] for line in read_lines(_MERGED_AWAY, {"regency": regency_code})}
    first = plan.filter(pl.col("person_id").is_in(list(heads))).group_by("person_id").agg(pl.col("row").min())
    if heads:
        raise RefusedError(
            [
                refusal("person_merged", before=person, after=heads[person], place=Place("rencana", row=row))
                for person, row in first.sort("row").rows()
            ]
        )


def _draft_removals(
    regency_code: str, removals: pl.DataFrame, amends: int, purses: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    copy_frame(removals, "month_to_remove")
    execute("ANALYZE month_to_remove")
    execute(_REMOVABLE, {"regency": regency_code, "amends": amends})
    stuck = [
        refusal("not_removable", before=line["person_id"], after=f"{line['month']:%Y-%m}",
                place=Place("pengurangan", row=line["row"]))
        for line in read_lines(_NOT_REMOVABLE)
    ]  # fmt: skip
    if stuck:
        raise RefusedError(stuck)
    concerned = read_lines("SELECT DISTINCT purse_id FROM decree_draft")
    return lock_purses(regency_code, [*(purse["id"] for purse in purses), *(line["purse_id"] for line in concerned)])


def _require_unpaid(regency_code: str) -> None:
    """Refuse months that a person has from anybody already, unless this very draft gives them back."""
    taken = [
        refusal("paid_by_another", before=line["person_id"], after=f"{line['month']:%Y-%m}", detail=line["payer"],
                place=Place("rencana", row=line["row"]))
        for line in read_lines(_PAID_BY_ANOTHER, {"regency": regency_code})
    ]  # fmt: skip
    if taken:
        raise RefusedError(taken)


def _require_open(purses: list[dict[str, Any]]) -> None:
    closed = [
        refusal("purse_closed", before=named(purse), detail=purse["fiscal_year"])
        for purse in purses
        if purse["closed_on"] is not None
    ]
    if closed:
        raise RefusedError(closed)


def _require_opened_by(purses: list[dict[str, Any]], day: date) -> None:
    early = [
        refusal("decree_before_purse", before=named(purse), after=purse["opened_on"], detail=day)
        for purse in purses
        if purse["opened_on"] > day
    ]
    if early:
        raise RefusedError(early)


def _require_cover(regency_code: str, purses: list[dict[str, Any]]) -> None:
    """Refuse when a purse has less available than the draft asks of it, telling by how much."""
    asked = {
        line["purse_id"]: int(line["asked_rp"])
        for line in read_lines(
            "SELECT purse_id, sum(months * monthly_rp * CASE WHEN removes_line IS NULL THEN 1 ELSE -1 END) AS asked_rp "
            "FROM decree_draft GROUP BY purse_id"
        )
    }
    available = balance_of(regency_code, "available", asked)
    short: list[Finding] = []
    for purse in purses:
        wants, has = asked.get(purse["id"], 0), available.get(purse["id"], 0)
        if wants > has:
            told = Words(f"perlu {rupiah_text(wants)}, tersedia {rupiah_text(has)}",
                         f"{rupiah_text(wants)} asked, {rupiah_text(has)} available")  # fmt: skip
            short.append(refusal("purse_short", before=named(purse), after=rupiah_text(wants - has), detail=told))
    if short:
        raise RefusedError(short)


def _keep(actor: Actor, regency_code: str, head: DecreeHead, amends: int | None, plan_sha256: str) -> int:
    (number,) = read_lines("SELECT nextval(pg_get_serial_sequence('funding_decree', 'id')) AS id")
    decree_id = int(number["id"])
    execute(_NUMBER_LINES, {"regency": regency_code, "decree": decree_id})
    (totals,) = read_lines(
        f"SELECT {LINES_SHA256} AS sha256, count(*) AS lines, min(extract(year FROM start_month))::int AS fiscal_year, "
        "coalesce(sum(months * monthly_rp) FILTER (WHERE removes_line IS NULL), 0)::bigint AS added_rp, "
        "coalesce(sum(months * monthly_rp) FILTER (WHERE removes_line IS NOT NULL), 0)::bigint AS removed_rp "
        "FROM decree_draft"
    )
    Decree.objects.create(
        pk=decree_id, regency_code=regency_code, number=head.number, title=head.title, dated_on=head.dated_on,
        amends_id=amends, plan_sha256=plan_sha256, issued_by=actor.name, **totals,
    )  # fmt: skip
    execute(_KEEP_LINES)
    record(actor, "issue_decree", object_type="decree", object_id=decree_id, region_code=regency_code,
           detail={"number": head.number, "past_months": head.past_months, **totals})  # fmt: skip
    return decree_id


def _commit_purses(actor: Actor, regency_code: str, head: DecreeHead, decree_id: int) -> None:
    open_books()
    key = f"decree/{decree_id}"
    execute(
        "INSERT INTO entry_to_book (key, kind, booked_on, document) VALUES (%s, 'decree', %s, %s)",
        [key, head.dated_on, head.number],
    )
    execute(_POSTINGS, {"key": key})
    book(actor, regency_code)


def _move(actor: Actor, regency_code: str) -> None:
    """Give up what is removed first: an amendment may give the same month to another purse."""
    if execute(
        f"INSERT INTO month_to_move SELECT d.person_id, m::date FROM decree_draft d {_MONTHS} "
        "JOIN funding_purse u ON u.id = d.purse_id "
        "JOIN membership_coveredmonth c ON c.regency_code = %s AND c.person_id = d.person_id AND c.month = m::date "
        "AND c.programme = 'jkm' AND c.submission_id = 0 AND c.payer = u.payer "
        "WHERE d.removes_line IS NOT NULL",
        [regency_code],
    ):
        release_months(actor, regency_code, from_state="decreed")
    if execute(
        "INSERT INTO month_to_cover SELECT d.person_id, m::date, d.membership_class, u.payer "
        f"FROM decree_draft d {_MONTHS} "
        "JOIN funding_purse u ON u.id = d.purse_id WHERE d.removes_line IS NULL ORDER BY d.person_id, m"
    ):
        cover_months(actor, regency_code, state="decreed")
    execute("ANALYZE funding_decreeline")  # right after a bulk load the planner knows nothing of these tables yet
    execute("ANALYZE membership_coveredmonth")
