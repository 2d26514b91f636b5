"""Projects and packages on pages: seen before they are billed, billed once, followed, paid and reversed like others."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from semesta.funding.queries.bills import bills_of
from tests.funding.builders import some_workers, states
from tests.intake.builders import LOTIM, VILLAGE, nik
from tests.web.planner.pages import DAY, plain, put_away, text_of
from tests.web.planner.test_bills_and_payments import a_bank_file

PROJECT, PACKAGE = "/tagihan/proyek/", "/tagihan/paket/"


def a_project(**more: Any) -> dict[str, Any]:
    return {
        "number": "SPK-7/2026", "contractor": "CV Rekaan", "village_code": VILLAGE, "contract_value_rp": "300.000.000",
        "starts_on": "2026-08-03", "issued_on": DAY, "due_on": "2026-08-15", "langkah": "tagih",
    } | more  # fmt: skip


def a_package(**more: Any) -> dict[str, Any]:
    return {
        "person": nik(9007), "start": "2026-08", "contract_months": 24, "placement": "individual", "document": "PK-1",
        "issued_on": DAY, "langkah": "tagih",
    } | more  # fmt: skip


@pytest.fixture
def office(planner: Client) -> Client:
    """The planner's office, with a migrant worker in the register."""
    some_workers(1, segment="migrant", first=7)
    put_away()
    return planner


def test_a_project_is_worked_out_then_billed_once_then_paid(office: Client) -> None:
    shown = plain(office.post(PROJECT, a_project(langkah="hitung")).content.decode())
    assert ("Yang akan ditagih: Rp620.000" in shown, bills_of(LOTIM)) == (True, [])
    addresses = {office.post(PROJECT, a_project())["Location"] for _ in range(2)}
    (bill,) = bills_of(LOTIM)
    assert addresses == {f"/tagihan/{bill['reference']}/"}
    page = text_of(office, addresses.pop())
    assert ("CV Rekaan" in page, "SPK-7/2026" in page, "Proyek konstruksi" in page) == (True, True, True)
    assert "Rp620.000" in text_of(office, "/tagihan/?jenis=project")
    assert "Proyek konstruksi, CV Rekaan" in text_of(office, "/perintah-bayar/baru/")
    office.post("/pembayaran/", a_bank_file(f"2026-07-19;{bill['reference']};620000;CV Rekaan", total=620_000))
    assert "Lunas" in text_of(office, f"/tagihan/{bill['reference']}/")


def test_a_package_shows_whom_it_covers_until_when_then_covers_him(office: Client) -> None:
    shown = plain(office.post(PACKAGE, a_package(langkah="hitung")).content.decode())
    assert "Rp332.500" in shown
    assert "PEKERJA 7, nomor 7" in shown
    assert "sampai Juli 2028" in shown
    assert states() == {}
    address = office.post(PACKAGE, a_package(person="7"))["Location"]
    assert office.post(PACKAGE, a_package())["Location"] == address
    assert states() == {"billed": 24}
    assert "24 bulan sejak Agustus 2026" in text_of(office, address)
    assert "PK-1" in text_of(office, "/tagihan/?jenis=package")
    office.post(address, {"on": DAY, "document": "BA-1", "reason": "batal berangkat"})
    assert states() == {}


@pytest.mark.parametrize(
    ("address", "form", "words"),
    [
        (PROJECT, a_project(contract_value_rp="tiga ratus juta"), "bukan rupiah bulat"),
        (PROJECT, a_project(contract_value_rp="0"), "bukan rupiah bulat lebih dari nol"),
        (PROJECT, a_project(village_code="52.04.01.2001"), "Desa tempat proyek"),
        (PROJECT, a_project(due_on="2026-07-01"), "Jatuh tempo mendahului tanggal tagihan"),
        (PACKAGE, a_package(person="Siti"), "Tulis NIK (16 angka) atau nomor orang"),
        (PACKAGE, a_package(person=nik(9099)), "minta desanya mengirim data orang ini"),
        (PACKAGE, a_package(contract_months="0"), "Lama kontrak"),
        (PACKAGE, a_package(start="2026-13"), "Tulis bulan sebagai TTTT-BB"),
    ],
)
def test_what_cannot_be_billed_says_why_and_bills_nothing(
    office: Client, address: str, form: dict[str, Any], words: str
) -> None:
    answer = office.post(address, form)
    assert (answer.status_code, words in plain(answer.content.decode())) == (422, True)
    assert bills_of(LOTIM) == []


def test_other_terms_lead_to_the_page_of_the_bill_that_stands(office: Client) -> None:
    office.post(PACKAGE, a_package())
    answer = office.post(PACKAGE, a_package(contract_months=6))
    assert (answer.status_code, "batalkan tagihan lama di halamannya" in plain(answer.content.decode())) == (422, True)


def test_who_only_looks_sees_the_bills_and_raises_none(office: Client, reader: Client) -> None:
    office.post(PROJECT, a_project())
    page = text_of(reader, "/tagihan/")
    assert ("Di luar sumber dana" in page, "Tagih proyek" in page) == (True, False)
    assert (reader.get(PROJECT).status_code, reader.post(PACKAGE, a_package()).status_code) == (403, 403)


def test_what_projects_owe_stands_in_the_arrears(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    office.post(PROJECT, a_project())
    assert "CV Rekaan" not in text_of(office, "/tunggakan/")
    monkeypatch.setenv("SEMESTA_TODAY", "2026-09-01")
    assert "CV Rekaan Proyek konstruksi Rp620.000" in text_of(office, "/tunggakan/")
