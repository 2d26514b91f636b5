"""From bill to receipt: what was billed, paid in whole or part, too much, too late, unknown, and taken back."""

from __future__ import annotations

from datetime import date
from itertools import count

import polars as pl
import pytest
from django.db import transaction

from semesta.bulk import copy_frame, execute, read_lines
from semesta.funding.actions import (
    bill_package,
    bill_project,
    close_year,
    match_payment,
    order_payment,
    refund_payment,
    reverse_bill,
    reverse_payment,
    take_payments,
)  # fmt: skip
from semesta.funding.actions.other_bills import Project
from semesta.funding.actions.payments import Taken
from semesta.funding.payment_file import read_payment_bytes
from semesta.funding.queries.audit import audit
from semesta.funding.refusals import RefusedError
from semesta.kernel.month import Month
from semesta.ledger.queries import trial_balance
from tests.funding.builders import (
    MINIMUM,
    a_house,
    a_purse,
    balance,
    billed,
    decreed,
    died,
    months_of,
    some_workers,
    states,
)
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db
FEBRUARY = date(2026, 2, 10)
_number = count()


@pytest.fixture(autouse=True)
def _house() -> None:
    a_house()


def a_file(*lines: tuple[str, int], day: str = "2026-01-10", total: int | None = None, name: str = "") -> bytes:
    """A payment file of these references and amounts, which states its total (or another one)."""
    rows = [f"{day};{reference};{amount};BENDAHARA" for reference, amount in lines]
    stated = sum(amount for _, amount in lines) if total is None else total
    return "\n".join(["tanggal;referensi;jumlah;pembayar", *rows, f"TOTAL;;{stated};"]).encode()


def paid(*lines: tuple[str, int], day: str = "2026-01-10") -> Taken:
    """Take a payment file of these lines."""
    return take_payments(CONSOLE, LOTIM, read_payment_bytes(f"bank-{next(_number)}.csv", a_file(*lines, day=day)),
                         taken_on=max(FEBRUARY, date.fromisoformat(day)))  # fmt: skip


def references() -> list[str]:
    return [line["reference"] for line in read_lines("SELECT reference FROM funding_bill ORDER BY month, id")]


def a_billed_village(people: int = 3, *, months: int = 1) -> int:
    """People of one village decreed for January on, billed for so many months; returns the purse."""
    purse = a_purse()
    decreed(months_of(some_workers(people), range(1, 7), purse))
    for month in range(1, months + 1):
        billed(month)
    return purse


def assert_sound() -> None:
    assert audit(LOTIM).differences == ()


def test_a_month_is_billed_once_by_the_law_of_the_month() -> None:
    purse = a_billed_village()
    again = billed(1)
    assert (states(), again.members) == ({"billed": 3, "decreed": 15}, 0)
    assert (balance("billed", purse), balance("receivable", purse), balance("committed", purse)) == (
        3 * MINIMUM, 3 * MINIMUM, 15 * MINIMUM)  # fmt: skip
    assert_sound()


def test_people_decreed_later_are_billed_on_a_second_bill() -> None:
    purse = a_billed_village(2)
    decreed(months_of(some_workers(1, first=50), range(1, 3), purse), number="SK-2")
    assert billed(1).members == 1
    assert [reference[-1] for reference in references()] == ["1", "2"]
    assert_sound()


def test_who_died_before_the_month_is_not_billed_and_named() -> None:
    purse = a_purse()
    decreed(months_of(some_workers(2), range(1, 7), purse))
    died(2, date(2026, 1, 20))
    assert (billed(1).members, billed(2).died_before) == (2, (2,))
    assert_sound()


def test_an_exact_payment_pays_the_months() -> None:
    purse = a_billed_village()
    taken = paid((references()[0].lower().replace("-", " "), 3 * MINIMUM))
    assert (taken.matches, taken.months_paid, taken.late) == ({"exact": 1}, 3, 0)
    assert (states()["paid"], balance("paid", purse), balance("receivable", purse)) == (3, 3 * MINIMUM, 0)
    assert_sound()


def test_a_part_pays_whole_months_longest_unpaid_first() -> None:
    a_billed_village(3, months=2)
    january, february = references()
    paid((january, 2 * MINIMUM + 5))  # persons 1 and 2, by decree line
    paid((february, MINIMUM))  # then of February: person 1 has the earliest last month, with 2; 3 never paid
    lines = read_lines(
        "SELECT person_id, month FROM membership_coveredmonth WHERE state = 'paid' AND programme = 'jkm' ORDER BY 2, 1"
    )
    assert [(line["person_id"], line["month"].month) for line in lines] == [(1, 1), (2, 1), (1, 2)]
    assert paid((january, MINIMUM - 5)).months_paid == 1
    assert_sound()


def test_too_much_stays_unapplied_and_can_be_given_back() -> None:
    a_billed_village()
    taken = paid((references()[0], 3 * MINIMUM + 700))
    assert (taken.matches, taken.unapplied_rp, balance("unapplied", 0)) == ({"over": 1}, 700, 700)
    with pytest.raises(RefusedError, match="only Rp700"), transaction.atomic():
        refund_payment(CONSOLE, LOTIM, taken.file_id, 2, amount_rp=701, on=FEBRUARY, document="BA-1")
    for _ in range(2):
        assert refund_payment(CONSOLE, LOTIM, taken.file_id, 2, amount_rp=700, on=FEBRUARY, document="BA-1") == 0
    assert (balance("unapplied", 0), balance("received", 0)) == (0, 3 * MINIMUM)
    assert_sound()


def test_an_unknown_reference_waits_and_is_matched_by_hand() -> None:
    a_billed_village()
    taken = paid(("SETORAN JAN", 3 * MINIMUM))
    assert (taken.matches, states().get("paid", 0)) == ({"unknown": 1}, 0)
    assert (
        match_payment(CONSOLE, LOTIM, taken.file_id, 2, reference=references()[0], on=FEBRUARY, document="BA-2")
        == 3 * MINIMUM
    )
    assert states()["paid"] == 3
    assert_sound()


def test_one_payment_pays_many_bills_late_by_list_order_or_purse() -> None:
    purse = a_billed_village(1, months=5)
    first, second, third, fourth, _ = references()
    taken = paid((f"{second} + {first}", 2 * MINIMUM), day="2026-03-01")
    assert (taken.matches, taken.late) == ({"several": 1}, 1)
    assert (
        order_payment(CONSOLE, LOTIM, "SPM-9", references=[third, fourth], dated_on=FEBRUARY, document="SPM-9")
        == 2 * MINIMUM
    )
    assert paid(("spm 9", 2 * MINIMUM)).matches == {"several": 1}
    assert paid((f"P{purse}", MINIMUM)).matches == {"exact": 1}
    assert states() == {"paid": 5, "decreed": 1}
    assert_sound()


def test_a_bill_is_ordered_once_and_the_same_order_again_changes_nothing() -> None:
    a_billed_village(1, months=3)
    first, second, third = references()

    def ordered(number: str, *bills: str) -> int:
        return order_payment(CONSOLE, LOTIM, number, references=list(bills), dated_on=FEBRUARY, document=number)

    assert (ordered("SPM-1", first, second), ordered("SPM-1", second, first)) == (2 * MINIMUM, 2 * MINIMUM)
    with pytest.raises(RefusedError, match="order SPM-1 already"):
        ordered("SPM-2", second, third)
    with pytest.raises(RefusedError, match="exists for other bills"):
        ordered("SPM-1", first)
    paid(("SPM-1", 2 * MINIMUM))
    assert ordered("SPM-1", first, second) == 2 * MINIMUM
    assert ordered("SPM-2", third) == MINIMUM


def test_a_purse_s_own_trial_balance_balances() -> None:
    purse = a_billed_village()
    bill_project(CONSOLE, LOTIM, Project("SPK-7", "CV", "52.03.05.2001", 300_000_000, date(2026, 3, 2)),
                 issued_on=FEBRUARY, due_on=FEBRUARY)  # fmt: skip
    paid((references()[0], 2 * MINIMUM), ("x", 77))
    told = {number: trial_balance(LOTIM, on=FEBRUARY, purse_id=number) for number in (purse, 0)}
    settled = {number: page["accounts"][-1]["balance_rp"] for number, page in told.items()}
    assert (settled, [page["difference_rp"] for page in told.values()]) == (
        {purse: 2 * MINIMUM, 0: -2 * MINIMUM}, [0, 0])  # fmt: skip
    whole = trial_balance(LOTIM, on=FEBRUARY)
    assert (whole["difference_rp"], whole["accounts"][-1]["account"]) == (0, "unapplied")


def test_the_same_file_twice_changes_nothing() -> None:
    a_billed_village()
    data = a_file((references()[0], MINIMUM))
    first, second = (
        take_payments(CONSOLE, LOTIM, read_payment_bytes(name, data), taken_on=FEBRUARY) for name in ("a.csv", "b.csv")
    )
    assert (second.is_repeat, second.file_id, balance("received", 0)) == (True, first.file_id, MINIMUM)


def test_a_file_with_a_wrong_total_or_cell_is_refused_whole() -> None:
    a_billed_village()
    good = (references()[0], MINIMUM)
    with pytest.raises(RefusedError, match=r"come to Rp16\.800, but the file states Rp16\.801"):
        read_payment_bytes("bank.csv", a_file(good, total=MINIMUM + 1))
    with pytest.raises(RefusedError, match="does not state its total"):
        read_payment_bytes("bank.csv", b"tanggal;referensi;jumlah\n2026-01-10;x;5000")
    with pytest.raises(RefusedError) as error:
        read_payment_bytes("bank.csv", b"tanggal;referensi;jumlah\n2026-01-10;x;-5\nkapan;y;12,5\nTOTAL;;7")
    assert [finding.place.row for finding in error.value.findings] == [2, 3, 3]


def test_a_payment_that_did_not_happen_is_reversed() -> None:
    purse = a_billed_village()
    taken = paid((references()[0], 3 * MINIMUM + 10))
    for off in (3 * MINIMUM, 0):
        assert reverse_payment(CONSOLE, LOTIM, taken.file_id, 2, on=FEBRUARY, document="BA-3", reason="retur") == off
    assert (states()["billed"], balance("paid", purse), balance("received", 0), balance("unapplied", 0)) == (3, 0, 0, 0)
    assert_sound()


def test_a_paid_bill_is_corrected_by_reversal_amendment_and_a_new_bill() -> None:
    purse = a_billed_village()
    (reference,) = references()
    taken = paid((reference, 3 * MINIMUM))
    for _ in range(2):
        reverse_bill(CONSOLE, LOTIM, reference, on=FEBRUARY, document="BA-4", reason="orang ke-3 ganda")
    assert (states(), balance("unapplied", 0)) == ({"decreed": 18}, 3 * MINIMUM)
    gone = months_of([3], range(1, 7), purse).select("person_id", "month", reason="purse_id")
    decreed(None, number="SK-2", amends="SK-1", removals=gone)
    billed(1)
    match_payment(CONSOLE, LOTIM, taken.file_id, 2, reference=references()[-1], on=FEBRUARY, document="BA-5")
    assert (states()["paid"], balance("unapplied", 0)) == (2, MINIMUM)
    assert_sound()


def test_a_bill_whose_months_the_insurer_recognises_is_not_reversed() -> None:
    a_billed_village()
    paid((references()[0], 3 * MINIMUM))
    recognised(1, 2, 3)
    assert_sound()
    with pytest.raises(RefusedError, match="insurer recognises"), transaction.atomic():
        reverse_bill(CONSOLE, LOTIM, references()[0], on=FEBRUARY, document="BA-4", reason="uji")


def test_a_payment_that_pays_months_the_insurer_recognises_is_not_reversed() -> None:
    a_billed_village()
    first, second = (paid((references()[0], rp), day=day) for rp, day in ((MINIMUM, "2026-01-10"), (9, "2026-01-11")))
    recognised(1)
    with pytest.raises(RefusedError, match="1 months that the insurer recognises"), transaction.atomic():
        reverse_payment(CONSOLE, LOTIM, first.file_id, 2, on=FEBRUARY, document="BA-3", reason="retur")
    assert reverse_payment(CONSOLE, LOTIM, second.file_id, 2, on=FEBRUARY, document="BA-3", reason="retur") == 9
    assert_sound()


def recognised(*people: int) -> None:
    """The insurer's extract tells January of these people from the purse."""
    spells = [
        {"regency_code": LOTIM, "submission_id": 9, "line": n, "person_id": n, "membership_class": "BPU",
         "programmes": "JKK+JKM", "payer": "DBHCHT", "start_month": date(2026, 1, 1), "end_month": date(2026, 2, 1)}
        for n in people
    ]  # fmt: skip
    copy_frame(pl.DataFrame(spells), "membership_spell")
    execute("UPDATE membership_coveredmonth SET state = 'recognised' WHERE person_id = ANY(%s) AND state = 'paid'",
            [list(people)])  # fmt: skip


def test_a_project_s_bill_is_corrected_by_reversal_and_billed_once_whatever_its_first_day() -> None:
    def billed_project(value: int, day: date) -> str:
        project = Project("SPK-8", "CV Rekaan", "52.03.05.2001", value, day)
        return bill_project(CONSOLE, LOTIM, project, issued_on=FEBRUARY, due_on=FEBRUARY)

    first = billed_project(500_000_000, date(2026, 3, 31))
    with pytest.raises(RefusedError, match=f"SPK-8 \\({first}\\) was billed with other terms"), transaction.atomic():
        billed_project(500_000_000, date(2026, 4, 1))
    reverse_bill(CONSOLE, LOTIM, first, on=FEBRUARY, document="BA", reason="nilai salah")
    second = billed_project(300_000_000, date(2026, 3, 31))
    assert (second, billed_project(300_000_000, date(2026, 3, 31))) == (f"{first[:-1]}2", second)
    assert paid((second, 620_000)).matches == {"exact": 1}
    assert_sound()


def test_a_project_is_billed_by_its_contract_value() -> None:
    project = Project("SPK-7", "CV Rekaan", "52.03.05.2001", 300_000_000, date(2026, 3, 2))
    first, again = (bill_project(CONSOLE, LOTIM, project, issued_on=FEBRUARY, due_on=FEBRUARY) for _ in range(2))
    assert first == again
    # JKK 210,000 + 0.17 % of 200 million, JKM 30,000 + 0.02 % of 200 million
    assert paid((first, 620_000)).matches == {"exact": 1}
    with pytest.raises(RefusedError, match="other terms"), transaction.atomic():
        bill_project(CONSOLE, LOTIM, Project("SPK-7", "CV Rekaan", "52.03.05.2001", 1, date(2026, 3, 2)),
                     issued_on=FEBRUARY, due_on=FEBRUARY)  # fmt: skip
    assert_sound()


def test_a_migrant_s_package_covers_the_whole_contract() -> None:
    (person,) = some_workers(1, segment="migrant")
    terms = {"start": Month(2026, 3), "contract_months": 24, "issued_on": FEBRUARY, "document": "PK-1"}
    first, again = (bill_package(CONSOLE, LOTIM, person, **terms) for _ in range(2))
    assert (first, states()) == (again, {"billed": 24})
    for other in ({"contract_months": 6}, {"placement": "agency"}, {"document": "PK-2"}):
        with pytest.raises(RefusedError, match=f"{first} was billed with other terms"), transaction.atomic():
            bill_package(CONSOLE, LOTIM, person, **(terms | other))
    assert paid((first, 332_500)).months_paid == 24
    assert_sound()
    reverse_bill(CONSOLE, LOTIM, first, on=FEBRUARY, document="BA-6", reason="batal berangkat")
    assert (states(), balance("unapplied", 0)) == ({}, 332_500)
    assert_sound()


def test_a_bill_reversed_after_the_year_was_closed_lapses_when_it_is_closed_again() -> None:
    purse = a_billed_village(2)

    def closed() -> int:
        return close_year(CONSOLE, LOTIM, 2026, closed_on=date(2026, 12, 31), document="BA")

    closed()
    reverse_bill(CONSOLE, LOTIM, references()[0], on=date(2026, 12, 31), document="BA", reason="salah")
    assert balance("committed", purse) == 2 * MINIMUM
    assert (closed(), closed()) == (2, 0)
    assert (balance("committed", purse), set(states())) == (0, {"lapsed"})
    assert_sound()


def test_a_closed_year_gives_back_what_was_not_billed_and_takes_no_decree() -> None:
    purse = a_billed_village(1)
    lapsed = [close_year(CONSOLE, LOTIM, 2026, closed_on=date(2026, 12, 31), document="BA-9") for _ in range(2)]
    assert (lapsed, states(), balance("committed", purse)) == ([5, 0], {"lapsed": 5, "billed": 1}, 0)
    with pytest.raises(RefusedError, match="fiscal year 2026 is closed"), transaction.atomic():
        decreed(months_of(some_workers(1, first=9), range(1, 2), purse), number="SK-3")
    assert_sound()
