"""Reading payment files: how amounts and days may be written, and what is refused with its row."""

from __future__ import annotations

from datetime import date

import pytest

from semesta.funding.payment_file import PaymentList, read_payment_bytes
from semesta.funding.refusals import RefusedError


def a_list(*rows: str, total: str) -> PaymentList:
    text = "\n".join(["tanggal;referensi;jumlah", *rows, f"Total:;;{total}"])
    return read_payment_bytes("bank.csv", text.encode())


@pytest.mark.parametrize("written", ["16800", "16.800", "Rp 16.800", "rp16800,00", "16.800,-", "16800.0"])
def test_an_amount_may_be_written_in_the_ways_offices_write_it(written: str) -> None:
    assert a_list(f"2026-01-10;A;{written}", total="16800").lines["amount_rp"].to_list() == [16_800]


@pytest.mark.parametrize("written", ["2026-01-09", "09/01/2026", "9/1/2026", "09-01-2026", "09.01.2026"])
def test_a_day_may_be_written_in_the_ways_offices_write_it(written: str) -> None:
    assert a_list(f"{written};A;1", total="1").lines["paid_on"].to_list() == [date(2026, 1, 9)]


def test_empty_rows_are_passed_over_and_lines_keep_their_row() -> None:
    read = a_list("2026-01-10; A ;5000", ";;", "2026-01-11;B;7000", total="12.000")

    assert read.lines["line", "reference", "payer"].rows() == [(2, "A", ""), (4, "B", "")]
    assert read.total_rp == 12_000


def test_a_transaction_of_the_bank_stands_once_in_a_file_its_parts_may_share_it() -> None:
    def read(*rows: str, total: int) -> PaymentList:
        text = "\n".join(["date;reference;amount;transaction number", *rows, f"Total;;{total};"])
        return read_payment_bytes("bank.csv", text.encode())

    parts = read("2026-01-10;A;5000;77", "2026-01-10;B;5000;77", "2026-01-10;A;5000;", total=15_000)
    assert parts.lines["bank_number"].to_list() == ["77", "77", ""]
    with pytest.raises(RefusedError) as refused:
        read("2026-01-10;A;5000;77", "2026-01-11;B;7000;78", "2026-01-10;A;5000;77", total=17_000)
    assert [(one.kind.code, one.place.row, one.before) for one in refused.value.findings] == [
        ("bank_number_twice", 4, "77")
    ]


def test_every_wrong_cell_is_refused_with_its_row() -> None:
    with pytest.raises(RefusedError) as refused:
        a_list("besok;A;12,5", "2026-01-10;B;0", "2026-01-11;C;7000", "2026-01-11;D;1500.000", total="nol")

    found = [(finding.place.row, finding.before) for finding in refused.value.findings]
    assert found == [(2, "besok"), (2, "12,5"), (3, "0"), (5, "1500.000"), (6, "nol")]
