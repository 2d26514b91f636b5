"""The audit names what somebody changed behind the program's back, whatever the table."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from semesta.bulk import execute, read_lines
from semesta.funding.actions import bill_package, cancel_order, mark_order_sent, order_payment, take_payments
from semesta.funding.payment_file import read_payment_bytes
from semesta.funding.queries.audit import audit
from semesta.kernel.month import Month
from semesta.ledger.actions import book
from semesta.ledger.books import open_books
from tests.funding.builders import MINIMUM, a_house, a_purse, billed, decreed, merged, months_of, some_workers
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db
ONE = "ctid = (SELECT min(ctid) FROM {})"


@pytest.fixture
def _a_year_begun() -> None:
    """Two purses, one decree each, January billed, ordered for the second time and half paid, a payment too much."""
    a_house()
    purse, other = a_purse(), a_purse("apbd_regency")
    decreed(months_of(some_workers(3), range(1, 4), purse))
    decreed(months_of(some_workers(2, first=20), range(1, 4), other), number="SK-2")
    billed(1)
    reference = f"2601-P{purse}-5203052001-BPU-1"
    order_payment(CONSOLE, LOTIM, "SPM-0", references=[reference], dated_on=date(2026, 1, 5), document="SPM-0")
    cancel_order(CONSOLE, LOTIM, "SPM-0", on=date(2026, 1, 5), document="BA-0", reason="salah rekening")
    order_payment(CONSOLE, LOTIM, "SPM-1", references=[reference], dated_on=date(2026, 1, 5), document="SPM-1")
    mark_order_sent(CONSOLE, LOTIM, "SPM-1", on=date(2026, 1, 6), document="BANK-1")
    data = f"tanggal;referensi;jumlah\n2026-01-10;{reference};{2 * MINIMUM}\n2026-01-11;x;77\nTOTAL;;{2 * MINIMUM + 77}"
    take_payments(CONSOLE, LOTIM, read_payment_bytes("bank.csv", data.encode()), taken_on=date(2026, 1, 12))


def tampered(statement: str) -> list[str]:
    """Change a table as its owner, past every trigger, and return the checks that speak up."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table_of(statement)} DISABLE TRIGGER USER")
        cursor.execute(statement)
        assert cursor.rowcount
    return sorted({difference.check for difference in audit(LOTIM).differences})


def table_of(statement: str) -> str:
    return statement.split()[1 if statement.startswith("UPDATE") else 2]


@pytest.mark.usefixtures("_a_year_begun")
def test_a_house_nobody_tampered_with_has_no_difference() -> None:
    report = audit(LOTIM)
    assert (report.is_sound, report.differences) == (True, ())
    assert (report.replayed["decreed_months"], report.replayed["billed_months"]) == (15, 5)


@pytest.mark.usefixtures("_a_year_begun")
@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE ledger_posting SET amount_rp = amount_rp + 1 WHERE {one}", "entries_balance"),
        ("DELETE FROM ledger_posting WHERE {one}", "entries_balance"),
        ("DELETE FROM ledger_journalentry WHERE kind = 'bill'", "postings_have_entries"),
        ("UPDATE ledger_balance SET debit_rp = debit_rp + 1 WHERE {one}", "balances_carried"),
        ("UPDATE ledger_posting SET payer = 'x' WHERE account_id = 'receivable'", "payers"),
        ("UPDATE funding_ceilingrevision SET change_rp = change_rp + 1 WHERE {one}", "ceiling"),
        ("UPDATE funding_purse SET payer = 'LAIN' WHERE {one}", "months_name_their_payer"),
        ("UPDATE funding_decree SET added_rp = 1 WHERE {one}", "decrees_sealed"),
        ("DELETE FROM funding_decree WHERE {one}", "decree_lines_have_decrees"),
        ("UPDATE funding_decreeline SET income_rp = 1 WHERE {one}", "decrees_sealed"),
        ("UPDATE funding_decreeline SET monthly_rp = monthly_rp + 1 WHERE {one}", "committed"),
        ("DELETE FROM funding_decreeline WHERE {one}", "months_have_decrees"),
        ("UPDATE funding_decreeline SET person_id = 21 WHERE person_id = 20", "months_decreed_once"),
        ("UPDATE funding_bill SET amount_rp = amount_rp + 1 WHERE {one}", "charged"),
        ("UPDATE funding_bill SET paid_rp = paid_rp - 1 WHERE paid_rp > 0", "bills_paid"),
        ("UPDATE funding_bill SET jkk_rp = jkk_rp - 1, jkm_rp = jkm_rp + 1 WHERE {one}", "bills_sealed"),
        ("DELETE FROM funding_bill WHERE {one}", "bill_lines_have_bills"),
        ("UPDATE funding_billline SET person_id = 21 WHERE person_id = 3", "bills_sealed"),
        ("DELETE FROM funding_billline WHERE {one}", "months_stand_on_papers"),
        ("UPDATE funding_paymentorder SET bill_id = 0", "payment_orders"),
        ("DELETE FROM funding_orderstep WHERE step = 'cancelled'", "bills_ordered_once"),
        ("UPDATE funding_orderstep SET number = 'lain'", "order_steps_have_orders"),
        ("UPDATE funding_paymentfile SET total_rp = total_rp + 1", "payment_files"),
        ("UPDATE funding_paymentline SET amount_rp = amount_rp - 1 WHERE match = 'unknown'", "unapplied"),
        ("UPDATE funding_paymentline SET amount_rp = 5 WHERE match = 'partial'", "payments_applied"),
        ("UPDATE funding_application SET amount_rp = amount_rp - 1", "bills_paid"),
        ("UPDATE membership_coveredmonth SET state = 'paid' WHERE state = 'billed'", "months_paid"),
        ("UPDATE membership_coveredmonth SET state = 'billed' WHERE state = 'paid'", "months_paid"),
        ("UPDATE membership_coveredmonth SET state = 'recognised' WHERE state = 'paid'", "months_recognised"),
        ("UPDATE membership_coveredmonth SET state = 'recognised' WHERE state = 'billed'", "months_paid"),
        (
            "INSERT INTO membership_coveredmonth (regency_code, month, person_id, programme, membership_class, payer,"
            " state, submission_id) VALUES ('52.03', '2026-08-01', 1, 'jkm', 'BPU', 'DBHCHT', 'paid', 7)",
            "months_have_decrees",
        ),
        ("UPDATE ledger_journalentry SET booked_on = '2027-06-01' WHERE kind = 'bill'", "entries_on_papers"),
        (
            "UPDATE ledger_journalentry SET booked_on = '2026-01-09' WHERE kind = 'payment'",
            "entries_on_papers",
        ),
        ("UPDATE ledger_journalentry SET kind = 'revision' WHERE kind = 'ceiling'", "entries_on_papers"),
        ("UPDATE ledger_journalentry SET document = 'lain' WHERE kind = 'decree'", "entries_on_papers"),
        ("UPDATE ledger_journalentry SET kind = 'lain' WHERE kind = 'decree'", "entries_on_papers"),
        (
            "UPDATE ledger_posting SET amount_rp = 2 * amount_rp WHERE entry_id = (SELECT min(id) FROM"
            " ledger_journalentry WHERE kind = 'decree')",
            "entries_on_papers",
        ),
        ("UPDATE funding_paymentline SET match = 'repeated' WHERE match = 'partial'", "payments_applied"),
        ("UPDATE funding_paymentline SET match = 'repeated' WHERE match = 'unknown'", "received"),
        (
            "INSERT INTO funding_decreeline (regency_code, decree_id, line, person_id, purse_id, village_code,"
            " segment_code, membership_class, start_month, end_month, months, income_rp, monthly_rp, removes_decree_id,"
            " removes_line, reason) SELECT regency_code, decree_id, line + n, person_id, purse_id, village_code,"
            " segment_code, membership_class, start_month, end_month, months, income_rp, monthly_rp, decree_id, line,"
            " '' FROM funding_decreeline, generate_series(100, 101) n WHERE person_id = 20",
            "months_removed_once",
        ),
        ("UPDATE membership_coveredmonth SET state = 'billed' WHERE state = 'decreed'", "months_stand_on_papers"),
        (
            "DELETE FROM membership_coveredmonth WHERE programme = 'jkk' AND person_id = 3",
            "months_have_both_programmes",
        ),
        ("DELETE FROM membership_coveredmonth WHERE person_id = 3", "months_stand_on_papers"),
        ("UPDATE membership_coveredmonth SET person_id = 99 WHERE person_id = 3", "months_have_decrees"),
    ],
)
def test_whatever_is_changed_is_named(statement: str, named: str) -> None:
    assert named in tampered(statement.format(one=ONE.format(table_of(statement))))


@pytest.mark.usefixtures("_a_year_begun")
def test_money_moved_from_purse_to_purse_in_a_balanced_entry_is_named() -> None:
    first, second = (line["id"] for line in read_lines("SELECT id FROM funding_purse ORDER BY id"))
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("ALTER TABLE ledger_journalentry DISABLE TRIGGER USER")  # which refuse such an entry
    open_books()
    execute("INSERT INTO entry_to_book (key, kind, booked_on, document) VALUES ('x', 'revision', '2026-01-05', 'x')")
    execute("INSERT INTO line_to_book (key, account, purse_id, amount_rp) VALUES ('x', 'available', %s, 5000), "
            "('x', 'available', %s, -5000)", [second, first])  # fmt: skip
    book(CONSOLE, LOTIM)
    found = [(difference.check, difference.purse_id) for difference in audit(LOTIM).differences]
    assert found == [("entries_on_papers", 0), ("available", first), ("available", second)]


@pytest.mark.usefixtures("_a_year_begun")
def test_a_package_is_paid_all_at_once() -> None:
    (migrant,) = some_workers(1, segment="migrant", first=40)
    bill_package(CONSOLE, LOTIM, migrant, start=Month(2026, 3), contract_months=6, issued_on=date(2026, 1, 9),
                 document="PK")  # fmt: skip
    assert audit(LOTIM).is_sound
    statement = "UPDATE membership_coveredmonth SET state = 'paid' WHERE person_id = 40 AND month > '2026-03-01'"
    assert tampered(statement) == ["months_paid"]


@pytest.mark.usefixtures("_a_year_begun")
def test_a_person_decreed_under_two_records_is_named_month_by_month() -> None:
    assert audit(LOTIM).is_sound
    merged(20, into=1)
    found = [difference for difference in audit(LOTIM).differences if difference.check == "months_decreed_once"]
    assert [difference.about for difference in found] == [f"person 1 month 2026-0{month}" for month in (1, 2, 3)]
    assert found[0].found.count("decree") == 2


@pytest.mark.usefixtures("_a_year_begun")
def test_a_difference_tells_purse_both_sides_and_the_place() -> None:
    tampered("UPDATE membership_coveredmonth SET state = 'paid' WHERE person_id = 3 AND month = '2026-01-01'")
    (difference,) = audit(LOTIM).differences
    assert difference.purse_id > 0
    assert (difference.about.startswith("bill 2601-P"), difference.expected, difference.found) == (
        True, f"months paid up to {2 * MINIMUM}", str(3 * MINIMUM))  # fmt: skip
