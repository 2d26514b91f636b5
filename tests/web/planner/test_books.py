"""The books on pages at any day: realisation as finance reads it, on screen and as a file, and the trial balance."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from django.test import Client

from semesta.bulk import read_lines
from semesta.funding.actions import revise_ceiling, take_payments
from semesta.funding.payment_file import read_payment_bytes
from tests.funding.builders import MINIMUM, billed, decreed, months_of
from tests.intake.builders import CONSOLE, LOTIM
from tests.web.planner.pages import put_away, text_of


@pytest.fixture
def year(purse: int) -> int:
    """24 months of ceiling; 4 decreed in January, 2 billed on 3 February, 1 paid on the 10th, a cut of 5 on 1 March."""
    decreed(months_of([1, 2], range(2, 4), purse))
    billed(2)
    (bill,) = read_lines("SELECT reference FROM funding_bill")
    data = f"tanggal;referensi;jumlah\n2026-02-10;{bill['reference']};{MINIMUM}\nTOTAL;;{MINIMUM}"
    take_payments(CONSOLE, LOTIM, read_payment_bytes("b.csv", data.encode()), taken_on=date(2026, 3, 2))
    revise_ceiling(CONSOLE, LOTIM, purse, change_rp=-5 * MINIMUM, dated_on=date(2026, 3, 1), document="P", reason="")
    put_away()
    return purse


def the_file(client: Client, day: str) -> list[dict[str, str]]:
    answer = client.get(f"/dana/realisasi.csv?tahun=2026&tanggal={day}")
    assert f"realisasi-2026-per-{day}.csv" in answer["Content-Disposition"]
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";" if ";" in text.splitlines()[0] else ","))


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        ("2026-01-01", (0, 0, 0, 0, 0, 0)),
        ("2026-02-02", (24, 0, 4, 0, 0, 24)),
        ("2026-02-10", (24, 0, 4, 2, 1, 23)),
        ("2026-03-01", (24, -5, 4, 2, 1, 18)),
    ],
)
def test_the_realisation_of_a_day_is_a_line_per_purse_and_their_sum(
    reader: Client, year: int, day: str, counted: tuple[int, ...]
) -> None:
    names = ("pagu_rp", "perubahan_rp", "komitmen_rp", "tagihan_rp", "realisasi_rp", "sisa_rp")
    purse, total = the_file(reader, day)
    assert [int(purse[name]) for name in names] == [months * MINIMUM for months in counted]
    assert {name: total[name] for name in names} == {name: purse[name] for name in names}
    assert int(purse["pagu_setelah_perubahan_rp"]) == (counted[0] + counted[1]) * MINIMUM
    assert total["sumber_dana"] == "JUMLAH"


def test_the_page_of_a_day_shows_the_same_and_leads_to_the_file(reader: Client, year: int) -> None:
    page = text_of(reader, "/dana/?tahun=2026&tanggal=2026-02-10")
    assert "Realisasi sampai 10 Februari 2026" in page
    assert "4,2 %" in page.replace("\u00a0", " ")
    assert "tanggal=2026-02-10" in reader.get("/dana/?tahun=2026&tanggal=2026-02-10").content.decode()
    assert reader.get("/dana/?tanggal=kemarin").status_code == 404


def test_the_trial_balance_of_any_day_and_purse_balances(reader: Client, year: int) -> None:
    whole = text_of(reader, "/dana/neraca/?tanggal=2026-02-10")
    assert "Debet dan kredit sama." in whole
    assert "Realisasi Rp16.800 Rp0 Rp16.800" in whole
    own = text_of(reader, f"/dana/neraca/?tanggal=2026-02-02&dana={year}")
    assert "Komitmen Rp67.200 Rp0 Rp67.200" in own
    assert "Penyelesaian antara sumber dana dan penerimaan" in own
    assert reader.get("/dana/neraca/?dana=999").status_code == 404
