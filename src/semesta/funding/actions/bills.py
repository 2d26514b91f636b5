"""Bill a month: what every purse owes for each village and class, by the decrees and the law of that month."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db import connection, transaction

from semesta.accounts.actor import Actor, may_spend, require
from semesta.audit.actions import record
from semesta.bulk import copy_frame, execute, read_lines
from semesta.funding import bill_staging as staging
from semesta.funding.law_terms import due_on, the_law, with_prices
from semesta.funding.purse_lock import balance_of, lock_purses, named
from semesta.funding.refusals import RefusedError, refusal, refuse
from semesta.kernel.month import Month
from semesta.kernel.rupiah import rupiah_text
from semesta.law import UnanswerableError
from semesta.law.words import Words
from semesta.ledger.actions import book
from semesta.ledger.books import open_books
from semesta.membership.actions import move_months

_ASKED = {
    "segment_code": pl.String, "membership_class": pl.String, "income_rp": pl.Int64, "risk_class": pl.Int64,
    "kind": pl.String,
}  # fmt: skip
_STAGE = "DROP TABLE IF EXISTS billable, price, bill_draft_line, month_to_move"


@dataclass(frozen=True, slots=True)
class Billed:
    """What a run of billing brought: new bills, members and rupiah; people decreed who died before the month, those of
    the people to be withheld whose month is decreed and unbilled, and records whose person is billed under another."""

    bills: tuple[int, ...]
    members: int
    amount_rp: int
    died_before: tuple[int, ...]
    withheld: tuple[int, ...] = ()
    merged: tuple[int, ...] = ()


@transaction.atomic
def bill_month(
    actor: Actor,
    regency_code: str,
    month: Month,
    *,
    issued_on: date,
    document: str,
    purse_ids: list[int] | None = None,
    withheld: Collection[int] = (),
) -> Billed:
    """Bill everybody whose month is decreed and unbilled: one frozen bill per purse, village and class.

    The amounts are those of the law in `month`; what they fall below the commitment goes back to the purse. Covered
    months become `billed`. Doing it again bills only who was decreed since. People who died before the month are not
    billed and returned by number, to be taken out by an amendment, and so are records of a person who has the month
    billed under another record (two decreed before they were merged); the people `withheld` are not billed this time
    (docs/funding.md: those the insurer refused). Errors: RefusedError when the law asks more than a purse has left or
    says nothing, when a decree is younger than the bill, or when the month's year has no purse.
    """
    require(may_spend(actor, regency_code), actor=actor, to="bill in", region_code=regency_code)
    if not document.strip():
        raise refuse("paper_missing", detail=Words("dokumen tagihan", "document of the bill"))
    law = the_law(regency_code)
    values: dict[str, Any] = {
        "regency": regency_code, "month": month.first_day(), "purses": purse_ids, "issued_on": issued_on,
        "document": document, "due_own": due_on(law, "BPU", month), "due_late": due_on(law, "PU", month),
        "withheld": list(withheld),
    }  # fmt: skip
    asked = _purses_of(regency_code, values)
    if not asked:
        raise refuse("year_unknown", before=month.year)
    execute("SELECT pg_advisory_xact_lock(hashtext('semesta.bills'), hashtext(%s))", [regency_code])
    purses = lock_purses(regency_code, asked)
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        cursor.execute(staging.BILLABLE, values)
        people = cursor.rowcount
        died = tuple(sorted(line["person_id"] for line in read_lines(staging.DEAD, values)))
        waiting = tuple(sorted(line["person_id"] for line in read_lines(staging.WITHHELD, values)))
        merged = tuple(sorted(line["person_id"] for line in read_lines(staging.MERGED_TWICE, values)))
        if people == len(died) + len(waiting) + len(merged):
            return Billed((), 0, 0, died, waiting, merged)
        cursor.execute("ANALYZE billable")
        _require_decreed_by(regency_code, issued_on)
        _price(regency_code, month)
        cursor.execute(staging.DRAFT_LINES)
        _require_cover(regency_code, purses)
        cursor.execute(staging.BILLS, values)
        bills = tuple(line[0] for line in cursor.fetchall())
        cursor.execute(staging.BILL_LINES, values | {"bills": list(bills)})
        lines = cursor.rowcount
        cursor.execute("CREATE TEMPORARY TABLE month_to_move ON COMMIT DROP AS "
                       "SELECT person_id, %(month)s::date AS month FROM bill_draft_line", values)  # fmt: skip
        cursor.execute("ANALYZE month_to_move")
    execute("ANALYZE funding_bill")
    move_months(actor, regency_code, from_state="decreed", to_state="billed")
    book_bills(actor, regency_code, bills)
    (total,) = read_lines("SELECT sum(amount_rp)::bigint AS rp FROM funding_bill WHERE id = ANY(%s)", [list(bills)])
    record(actor, "bill_month", object_type="bill", object_id=str(month), region_code=regency_code,
           detail={"bills": len(bills), "members": lines, "amount_rp": total["rp"], "died_before": len(died),
                   "withheld": len(waiting), "merged": len(merged)}
    )  # fmt: skip
    return Billed(bills, lines, total["rp"], died, waiting, merged)


def book_bills(actor: Actor, regency_code: str, bills: tuple[int, ...]) -> None:
    """Book bills with lines: from committed to billed, what the law asks less back to available, and the claim."""
    open_books()
    values = {"regency": regency_code, "bills": list(bills)}
    execute(staging.ENTRIES, values)
    execute(staging.POSTINGS, values)
    book(actor, regency_code)


def _purses_of(regency_code: str, values: dict[str, Any]) -> list[int]:
    lines = read_lines(
        "SELECT id FROM funding_purse WHERE regency_code = %(regency)s AND (%(purses)s::bigint[] IS NULL "
        "OR id = ANY(%(purses)s)) AND fiscal_year = extract(year FROM %(month)s::date)",
        values,
    )
    return [line["id"] for line in lines]


def _require_decreed_by(regency_code: str, day: date) -> None:
    """Refuse a bill dated before a decree it stands on."""
    younger = [
        refusal("bill_before_decree", before=line["number"], after=line["dated_on"], detail=day)
        for line in read_lines(staging.YOUNGER_DECREES, {"regency": regency_code, "day": day})
    ]
    if younger:
        raise RefusedError(younger)


def _price(regency_code: str, month: Month) -> None:
    """Ask the law once per kind of person of the month, and put the answers into table `price`."""
    asked = pl.DataFrame(read_lines(staging.ASKED), schema=_ASKED).with_columns(month=pl.lit(month.first_day()))
    try:
        prices = with_prices(the_law(regency_code), asked)
    except UnanswerableError as problem:
        raise refuse("law_silent", detail=problem.words) from problem
    execute(staging.PRICE_TABLE)
    copy_frame(prices, "price", columns=[*_ASKED, "jkk_rp", "jkm_rp"])
    execute("ANALYZE price")


def _require_cover(regency_code: str, purses: list[dict[str, Any]]) -> None:
    """Refuse when the law of the month asks more than was committed and the purse has not left the difference."""
    by_id = {purse["id"]: purse for purse in purses}
    asked = {line["purse_id"]: line["amount_rp"] - line["committed_rp"] for line in read_lines(staging.BY_PURSE)}
    available = balance_of(regency_code, "available", asked)
    short = [
        refusal("purse_short", before=named(by_id[purse]), after=rupiah_text(more - available[purse]),
                detail=Words("iuran bulan ini di atas komitmen", "this month's law asks more than was committed"))
        for purse, more in asked.items()
        if more > available[purse]
    ]  # fmt: skip
    if short:
        raise RefusedError(short)
