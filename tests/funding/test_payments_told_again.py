"""Payments that an earlier file told are no money again, whatever the bytes of the file; each is booked on its day."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from semesta.bulk import read_lines
from semesta.funding.actions import match_payment, refund_payment, reverse_payment, take_payments
from semesta.funding.actions.payments import Taken
from semesta.funding.payment_file import read_payment_bytes
from semesta.funding.queries.audit import audit
from semesta.funding.queries.payments import lines_of_file, payment_files_of
from semesta.funding.queries.purses import realisation
from semesta.funding.refusals import RefusedError
from tests.funding.builders import MINIMUM, a_house, a_purse, balance, billed, decreed, months_of, some_workers, states
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db
Told = tuple[int, int, str]


@pytest.fixture(autouse=True)
def _house() -> None:
    """Three members whose January is billed."""
    a_house()
    decreed(months_of(some_workers(3), range(1, 3), a_purse()))
    billed(1)


def bill() -> str:
    (line,) = read_lines("SELECT reference FROM funding_bill")
    return str(line["reference"])


def paid(*told: Told, payer: str = "BENDAHARA", end: str = "", on: date = date(2026, 2, 10), **asked: bool) -> Taken:
    """Take a file of payments: day of January, rupiah, reference (empty: the bill)."""
    rows = [f"2026-01-{day:02d};{reference or bill()};{amount};{payer}" for day, amount, reference in told]
    text = "\n".join(["tanggal;referensi;jumlah;pembayar", *rows, f"TOTAL;;{sum(rp for _, rp, _ in told)};{end}"])
    return take_payments(CONSOLE, LOTIM, read_payment_bytes("bank.csv", text.encode()), taken_on=on, **asked)


def test_a_bank_file_saved_again_pays_nothing() -> None:
    paid((9, 2 * MINIMUM, ""))
    again = paid((9, 2 * MINIMUM, bill().lower().replace("-", " ")), payer="Bendahara ", end="\n")
    assert (again.matches, again.repeated, again.repeated_rp, again.applied_rp, again.unapplied_rp) == (
        {"repeated": 1}, (2,), 2 * MINIMUM, 0, 0)  # fmt: skip
    assert (states()["paid"], balance("received", 0), balance("unapplied", 0)) == (2, 2 * MINIMUM, 0)
    assert audit(LOTIM).differences == ()


def test_of_two_statements_that_overlap_only_the_new_days_count() -> None:
    paid((9, MINIMUM, ""), (12, 700, "x"))
    second = paid((12, 700, "x"), (12, 700, "x"), (14, MINIMUM, ""))
    third = paid((12, 700, "x"), (9, MINIMUM, ""), (14, MINIMUM, ""), end="lagi")
    assert second.matches == {"partial": 1, "repeated": 1, "unknown": 1}
    assert third.matches == {"repeated": 3}
    assert (states()["paid"], balance("received", 0)) == (2, 2 * MINIMUM + 1_400)
    assert audit(LOTIM).differences == ()


def test_equal_payments_within_one_file_or_on_purpose_are_payments() -> None:
    assert paid((9, MINIMUM, ""), (9, MINIMUM, "")).months_paid == 2
    assert paid((9, MINIMUM, ""), end=".", again_on_purpose=True).months_paid == 1
    assert paid((9, MINIMUM, "")).matches == {"repeated": 1}
    assert audit(LOTIM).differences == ()


@pytest.mark.parametrize("other", [{"payer": "BANK LAIN"}, {"told": (8, MINIMUM, "")}, {"told": (9, MINIMUM + 1, "")}])
def test_another_payer_day_or_amount_is_another_payment(other: dict[str, object]) -> None:
    paid((9, MINIMUM, ""))
    told = other.get("told", (9, MINIMUM, ""))
    assert paid(told, payer=str(other.get("payer", "BENDAHARA"))).repeated == ()  # type: ignore[arg-type]


def numbered(*told: tuple[str, str, int], end: str = "") -> Taken:
    """Take a file with the bank's own numbers: number, reference (empty: the bill), rupiah; all of 9 January."""
    rows = [f"2026-01-09;{reference or bill()};{amount};{number}" for number, reference, amount in told]
    text = "\n".join(["tanggal;referensi;jumlah;No. Transaksi", *rows, f"TOTAL;;{sum(rp for *_, rp in told)};{end}"])
    return take_payments(CONSOLE, LOTIM, read_payment_bytes("b.csv", text.encode()), taken_on=date(2026, 2, 10))


def test_the_bank_s_own_number_tells_equal_payments_apart_and_one_payment_again() -> None:
    assert numbered(("TX 01", "", MINIMUM)).months_paid == 1
    again = numbered(("tx-01", "referensi lain", MINIMUM), ("TX02", "", MINIMUM), end=".")
    assert (again.matches, again.repeated) == ({"partial": 1, "repeated": 1}, (2,))
    assert numbered(("TX01", "", MINIMUM - 1), end=",").repeated == ()
    assert [line["bank_number"] for line in lines_of_file(LOTIM, again.file_id)] == ["tx-01", "TX02"]
    assert audit(LOTIM).differences == ()


def test_files_with_and_without_the_bank_s_number_know_each_other_s_payments() -> None:
    paid((9, MINIMUM, ""), payer="")
    assert numbered(("TX01", "", MINIMUM), ("TX02", "", MINIMUM)).matches == {"partial": 1, "repeated": 1}
    assert paid((9, MINIMUM, ""), (9, MINIMUM, ""), (9, MINIMUM, ""), payer="").matches == {"exact": 1, "repeated": 2}


def test_a_repeated_line_can_be_neither_matched_nor_given_back() -> None:
    paid((9, MINIMUM, "x"))
    again = paid((9, MINIMUM, "x"), end=".")
    with pytest.raises(RefusedError, match="only Rp0"), transaction.atomic():
        match_payment(CONSOLE, LOTIM, again.file_id, 2, reference=bill(), on=date(2026, 2, 10), document="BA")
    with pytest.raises(RefusedError, match="only Rp0"), transaction.atomic():
        refund_payment(CONSOLE, LOTIM, again.file_id, 2, amount_rp=1, on=date(2026, 2, 10), document="BA")
    assert reverse_payment(CONSOLE, LOTIM, again.file_id, 2, on=date(2026, 2, 10), document="BA", reason="uji") == 0
    (file, _) = payment_files_of(LOTIM)
    assert (file["left_rp"], file["lines_left"], file["repeated_rp"]) == (0, 0, MINIMUM)
    assert [line["match"] for line in lines_of_file(LOTIM, again.file_id)] == ["repeated"]
    assert audit(LOTIM).differences == ()


def test_realisation_counts_a_payment_on_its_own_day_once_the_bill_is_there() -> None:
    def realised(day: int) -> int:
        return int(realisation(LOTIM, 2026, on=date(2026, 1, day))["total"]["paid_rp"])

    paid((1, MINIMUM, ""), (20, MINIMUM, ""), on=date(2026, 3, 4))
    assert [realised(day) for day in (2, 3, 19, 20)] == [0, MINIMUM, MINIMUM, 2 * MINIMUM]
    keys = read_lines(
        "SELECT split_part(key, '/', 3) AS day FROM ledger_journalentry WHERE kind = 'payment' ORDER BY 1"
    )
    assert [line["day"] for line in keys] == ["2026-01-01", "2026-01-03", "2026-01-20"]
