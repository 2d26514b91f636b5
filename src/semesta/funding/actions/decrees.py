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
from semesta.funding import decree_staging as staging
from semesta.funding.decree_facts import facts_of_planned
from semesta.funding.decree_text import LINES_SHA256
from semesta.funding.law_terms import the_law
from semesta.funding.models import Decree
from semesta.funding.plan import Asking, decided_lines, months_twice, read_plan, sha256_of
from semesta.funding.programme_months import months_above_the_programme
from semesta.funding.purse_lock import balance_of, lock_purses, named
from semesta.funding.refusals import RefusedError, refusal, refuse, require_not_before
from semesta.kernel.finding import Finding, Place
from semesta.kernel.rupiah import rupiah_text
from semesta.law.words import Words
from semesta.ledger.actions import book
from semesta.ledger.books import open_books
from semesta.membership.actions import cover_months, release_months


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
    a purse younger than the decree or short of money, an amendment older than what it amends.
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
        cursor.execute(staging.STAGE)
    _hold_purses(regency_code, added, removed, amends)
    purses = _draft_additions(regency_code, added, head) if added is not None else []
    if removed is not None:
        purses = _draft_removals(regency_code, removed, amends, purses)
        (amended,) = read_lines(staging.AMENDED_ON)
        require_not_before(head.dated_on, amended["day"], Words("SK perubahan", "the amending decree"))
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


def _hold_purses(
    regency_code: str, added: pl.DataFrame | None, removed: pl.DataFrame | None, amends: int
) -> None:  # fmt: skip
    """Hold the purses that are given months and those that may lose some, all at once in the order of their numbers:
    one after the other, two amendments could each wait for the purse the other one has."""
    wanted = set() if added is None else set(added["purse_id"].unique().to_list())
    if removed is not None:
        values = {"regency": regency_code, "amends": amends, "people": removed["person_id"].unique().to_list()}
        wanted |= {line["purse_id"] for line in read_lines(staging.MAY_LOSE, values)}
    lock_purses(regency_code, wanted)


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
    copy_frame(lines, "decree_draft", columns=staging.LINE_COLUMNS)
    execute("ANALYZE decree_draft")
    return purses


def _require_heads(regency_code: str, plan: pl.DataFrame) -> None:
    """Refuse records that are merged into another: the person is planned for once, under its head."""
    heads = {
        line["person_id"]: line["merged_into"] for line in read_lines(staging.MERGED_AWAY, {"regency": regency_code})
    }
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
    execute(staging.REMOVABLE, {"regency": regency_code, "amends": amends})
    stuck = [
        refusal("not_removable", before=line["person_id"], after=f"{line['month']:%Y-%m}",
                place=Place("pengurangan", row=line["row"]))
        for line in read_lines(staging.NOT_REMOVABLE)
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
        for line in read_lines(staging.PAID_BY_ANOTHER, {"regency": regency_code})
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
    execute(staging.NUMBER_LINES, {"regency": regency_code, "decree": decree_id})
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
    execute(staging.KEEP_LINES)
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
    execute(staging.POSTINGS, {"key": key})
    book(actor, regency_code)


def _move(actor: Actor, regency_code: str) -> None:
    """Give up what is removed first: an amendment may give the same month to another purse."""
    if execute(
        f"INSERT INTO month_to_move SELECT d.person_id, m::date FROM decree_draft d {staging.MONTHS} "
        "JOIN funding_purse u ON u.id = d.purse_id "
        "JOIN membership_coveredmonth c ON c.regency_code = %s AND c.person_id = d.person_id AND c.month = m::date "
        "AND c.programme = 'jkm' AND c.submission_id = 0 AND c.payer = u.payer "
        "WHERE d.removes_line IS NOT NULL",
        [regency_code],
    ):
        release_months(actor, regency_code, from_state="decreed")
    if execute(
        "INSERT INTO month_to_cover SELECT d.person_id, m::date, d.membership_class, u.payer "
        f"FROM decree_draft d {staging.MONTHS} "
        "JOIN funding_purse u ON u.id = d.purse_id WHERE d.removes_line IS NULL ORDER BY d.person_id, m"
    ):
        cover_months(actor, regency_code, state="decreed")
    execute("ANALYZE funding_decreeline")  # right after a bulk load the planner knows nothing of these tables yet
    execute("ANALYZE membership_coveredmonth")
