"""Close a fiscal year: what was decreed and never billed lapses, its commitment goes back, the purses take no more.

Nothing of it can be undone, so it is refused while an amendment is still due, and before the year is over.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from semesta.accounts.actor import Actor, may_spend, require
from semesta.audit.actions import record
from semesta.bulk import execute, read_lines
from semesta.funding.purse_lock import lock_purses
from semesta.funding.refusals import RefusedError, refusal, refuse
from semesta.funding.unbilled import TO_AMEND, UNBILLED
from semesta.kernel.rupiah import rupiah_text
from semesta.law.words import Words
from semesta.ledger.actions import book
from semesta.ledger.books import open_books
from semesta.membership.actions import move_months


def months_to_lapse(regency_code: str, fiscal_year: int) -> tuple[int, int]:
    """Return how many person-months of a year would lapse if it were closed now, and the rupiah committed for them."""
    (line,) = read_lines(
        f"SELECT count(*) AS months, coalesce(sum(monthly_rp), 0)::bigint AS rp FROM ({UNBILLED}) u",
        {"regency": regency_code, "year": fiscal_year},
    )
    return int(line["months"]), int(line["rp"])


@transaction.atomic
def close_year(
    actor: Actor, regency_code: str, fiscal_year: int, *, closed_on: date, document: str, early_because: str = ""
) -> int:
    """Close every purse of a fiscal year and return how many person-months lapsed unbilled.

    Their commitment is available again (and stays so: a closed purse takes no decree). Bills still unpaid remain owed.
    Closing again changes nothing, but that months whose bill was reversed since lapse, too. Errors:
    RefusedError for a year without purses, for months taken back by the insurer's answer that no amendment has taken
    out, and before 31 December while months would lapse, unless a reason is given (`early_because`).
    """
    require(may_spend(actor, regency_code), actor=actor, to="close a year in", region_code=regency_code)
    purses = read_lines(
        "SELECT id, closed_on FROM funding_purse WHERE regency_code = %s AND fiscal_year = %s",
        [regency_code, fiscal_year],
    )
    if not purses:
        raise refuse("year_unknown", before=fiscal_year)
    if not document.strip():
        raise refuse("paper_missing", detail=Words("dokumen", "document"))
    lock_purses(regency_code, [purse["id"] for purse in purses])
    open_ones = [purse["id"] for purse in purses if purse["closed_on"] is None]
    _require_over(regency_code, fiscal_year, closed_on, early_because)
    execute("DROP TABLE IF EXISTS unbilled")
    lapsed = execute(f"CREATE TEMPORARY TABLE unbilled ON COMMIT DROP AS {UNBILLED}",
                     {"regency": regency_code, "year": fiscal_year})  # fmt: skip
    if not open_ones and not lapsed:
        return 0
    if lapsed:
        execute("CREATE TEMPORARY TABLE IF NOT EXISTS month_to_move (person_id bigint, month date) ON COMMIT DROP")
        execute("TRUNCATE month_to_move")
        execute("INSERT INTO month_to_move SELECT person_id, month FROM unbilled")
        move_months(actor, regency_code, from_state="decreed", to_state="lapsed")
        open_books()
        (before,) = read_lines(
            "SELECT count(*) AS times FROM ledger_journalentry WHERE regency_code = %s AND kind = 'closing' "
            "AND key LIKE %s",
            [regency_code, f"close/{fiscal_year}/%"],
        )
        key = f"close/{fiscal_year}/{closed_on}/{before['times'] + 1}"
        execute("INSERT INTO entry_to_book (key, kind, booked_on, document, reason) "
                "VALUES (%s, 'closing', %s, %s, %s)", [key, closed_on, document, early_because])  # fmt: skip
        execute(
            "INSERT INTO line_to_book (key, account, purse_id, payer, amount_rp) "
            "SELECT %s, a.account, u.purse_id, u.owner, a.sign * sum(u.monthly_rp) FROM unbilled u "
            "CROSS JOIN (VALUES ('available', 1), ('committed', -1)) AS a(account, sign) GROUP BY 2, 3, 4, a.sign",
            [key],
        )
        book(actor, regency_code)
    execute("UPDATE funding_purse SET closed_on = %s WHERE id = ANY(%s)", [closed_on, open_ones])
    record(actor, "close_year", object_type="fiscal_year", object_id=fiscal_year, region_code=regency_code,
           detail={"purses": len(open_ones), "lapsed_months": lapsed, "document": document,
                   "early_because": early_because})  # fmt: skip
    return lapsed


def _require_over(regency_code: str, fiscal_year: int, closed_on: date, early_because: str) -> None:
    waiting = read_lines(TO_AMEND, {"regency": regency_code, "year": fiscal_year})
    if waiting:
        raise RefusedError(
            [
                refusal("amendment_due", before=line["person_id"], after=line["months"], detail=line["number"])
                for line in waiting
            ]
        )
    if closed_on < date(fiscal_year, 12, 31) and not early_because.strip():
        months, rp = months_to_lapse(regency_code, fiscal_year)
        if months:
            raise refuse("year_not_over", before=fiscal_year, after=months, detail=rupiah_text(rp))
