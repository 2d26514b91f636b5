"""Bills, payments and arrears on pages: billed once, a bank file taken whole, money left matched, all reversible."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from semesta.funding.queries.bills import bills_of
from semesta.funding.queries.payments import payment_files_of
from tests.exchange.builders import answered, made
from tests.funding.builders import MINIMUM, billed, decreed, months_of, states
from tests.intake.builders import LOTIM
from tests.web.planner.pages import DAY, plain, put_away, text_of, worked

FORM = {"document": "TAG-7", "issued_on": "2026-07-03"}


@pytest.fixture
def reference(purse: int) -> str:
    """Return the reference of the bill of two farmers of Kesik for July."""
    decreed(months_of([1, 2], range(7, 13), purse))
    billed(7)
    put_away()
    return str(bills_of(LOTIM)[0]["reference"])


def a_bank_file(*rows: str, total: int | None = None, name: str = "bank.csv", **more: str) -> dict[str, Any]:
    """What the form of a bank file sends."""
    text = "tanggal;referensi;jumlah;pembayar\n" + "".join(f"{row}\n" for row in rows)
    if total is not None:
        text += f"TOTAL;;{total};\n"
    return {"file": SimpleUploadedFile(name, text.encode()), "stated_rp": "", **more}


def test_a_month_is_billed_in_the_background_once(planner: Client, purse: int) -> None:
    decreed(months_of([1, 2, 5], range(7, 13), purse))
    put_away()
    form = FORM | {"month": "2026-07", "key": uuid.uuid4().hex}
    jobs = {planner.post("/tagihan/susun/", form)["Location"] for _ in range(2)}
    worked()
    assert (len(jobs), states()) == (1, {"billed": 3, "decreed": 15})
    page = text_of(planner, "/tagihan/?bulan=2026-07")
    assert "2 tagihan" in page
    assert "Juli 2026" in text_of(planner, "/tagihan/")
    assert planner.post("/tagihan/susun/", form | {"month": "2026-13"}).status_code == 422


def test_whom_the_insurer_refused_is_not_billed_from_the_page_and_that_is_told(
    planner: Client, purse: int, tmp_path: Path
) -> None:
    decreed(months_of([1, 2], range(7, 13), purse))
    made()
    answered(tmp_path, (1, "DITERIMA"), (2, "DITOLAK", "code=02"))
    put_away()
    planner.post("/tagihan/susun/", FORM | {"month": "2026-07", "key": uuid.uuid4().hex})
    worked()
    assert states() == {"billed": 1, "decreed": 11}
    assert "1 orang tidak ditagih untuk bulan ini" in text_of(planner, "/tagihan/?bulan=2026-07")


def test_a_bill_shows_its_people_and_is_reversed_with_a_reason(planner: Client, reader: Client, reference: str) -> None:
    page = text_of(planner, f"/tagihan/{reference}/")
    assert ("PEKERJA 1" in page, "Rp33.600" in page) == (True, True)
    assert planner.get(f"/tagihan/{reference}/unduh.csv").content.count(b"PEKERJA") == 2
    form = {"on": DAY, "document": "BA-1", "reason": "salah bulan"}
    reader.post(f"/tagihan/{reference}/", form)
    assert planner.post(f"/tagihan/{reference}/", form | {"reason": ""}).status_code == 422
    assert states() == {"billed": 2, "decreed": 10}
    assert planner.post(f"/tagihan/{reference}/", form).status_code == 302
    assert states() == {"decreed": 12}
    assert planner.get("/tagihan/TIDAK-ADA/").status_code == 404


def test_a_bank_file_tells_the_outcome_of_every_line(planner: Client, reference: str) -> None:
    rows = (f"2026-07-10;{reference};{2 * MINIMUM};BPKAD", "2026-07-10;=cmd|' /C calc';5000;<script>alert(1)</script>")
    answer = planner.post("/pembayaran/", a_bank_file(*rows, total=2 * MINIMUM + 5000))
    page = planner.get(answer["Location"]).content.decode()
    assert ("tepat" in plain(page), "tidak dikenal" in plain(page)) == (True, True)
    assert "<script>alert(1)" not in page
    assert states() == {"decreed": 10, "paid": 2}
    assert "Rp5.000" in text_of(planner, "/pembayaran/")


def test_the_same_file_twice_is_one_file(planner: Client, reference: str) -> None:
    rows = [f"2026-07-10;{reference};{2 * MINIMUM};BPKAD"]
    first, second = (planner.post("/pembayaran/", a_bank_file(*rows, total=2 * MINIMUM)) for _ in range(2))
    assert (first["Location"], len(payment_files_of(LOTIM))) == (second["Location"], 1)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (a_bank_file("kemarin;X;seribu;"), "baris 2"),
        (a_bank_file("2026-07-10;X;5000;"), "jumlah seluruhnya"),
        (a_bank_file("2026-07-10;X;5000;", total=6000), "Rp6.000"),
        (a_bank_file(), "baris pembayaran"),
        ({"file": SimpleUploadedFile("bank.xlsx", b"\x00\x01\x02")}, "tidak terbaca"),
    ],
)
def test_a_file_that_is_not_taken_says_row_and_remedy_and_books_nothing(
    planner: Client, purse: int, form: dict[str, Any], words: str
) -> None:
    answer = planner.post("/pembayaran/", form)
    assert (answer.status_code, words in plain(answer.content.decode())) == (422, True)
    assert payment_files_of(LOTIM) == []


def test_money_left_is_matched_then_reversed(planner: Client, reference: str) -> None:
    bank = a_bank_file(f"2026-07-10;TANPA NOMOR;{2 * MINIMUM};BPKAD", total=2 * MINIMUM)
    line = planner.post("/pembayaran/", bank)["Location"] + "2/"
    step = {"langkah": "match", "reference": "salah", "on": DAY, "document": "NOTA-1"}
    assert planner.post(line, step).status_code == 422
    assert planner.post(line, step | {"reference": reference}).status_code == 302
    assert states() == {"decreed": 10, "paid": 2}
    assert reference in text_of(planner, line)
    planner.post(line, {"langkah": "reverse", "on": DAY, "document": "NOTA-2", "reason": "dikembalikan bank"})
    assert states() == {"billed": 2, "decreed": 10}


def test_money_left_is_given_back_and_no_more_than_is_left(planner: Client, purse: int) -> None:
    line = planner.post("/pembayaran/", a_bank_file("2026-07-10;X;5000;", total=5000))["Location"] + "2/"
    step = {"langkah": "refund", "amount_rp": "6.000", "on": DAY, "document": "NOTA-3"}
    assert planner.post(line, step).status_code == 422
    assert planner.post(line, step | {"amount_rp": "5.000"}).status_code == 302
    assert payment_files_of(LOTIM)[0]["left_rp"] == 0


def test_who_only_looks_books_nothing(reader: Client, purse: int) -> None:
    reader.post("/pembayaran/", a_bank_file("2026-07-10;X;5000;", total=5000))
    assert payment_files_of(LOTIM) == []
    assert "Muat berkas bank" not in text_of(reader, "/pembayaran/")


def test_arrears_tell_age_deduction_and_whose_cover_ends_next(
    planner: Client, purse: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.funding.builders import a_purse
    from tests.intake.builders import VILLAGE

    village = a_purse("add", owner=VILLAGE, ceiling_rp=10**6)
    decreed(months_of([1, 2], range(1, 7), village), number="SK-D")
    for month in (1, 2):
        billed(month)
    put_away()
    monkeypatch.setenv("SEMESTA_TODAY", "2026-02-28")
    page = text_of(planner, "/tunggakan/")
    assert "Tunggakan Rp67.200" in page or "Tunggakan Rp33.600" in page
    assert "2 orang gugur bila satu bulan lagi tidak dibayar" in page
    assert VILLAGE in planner.get("/tunggakan/potongan.csv").content.decode()
