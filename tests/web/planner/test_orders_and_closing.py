"""Payment orders, money without a reference, the closing of a year, and who took an annex: on pages."""

from __future__ import annotations

import uuid
from urllib.parse import quote, quote_plus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from semesta.accounts.actor import Role
from semesta.bulk import read_lines
from semesta.funding.queries.bills import bills_of
from semesta.funding.queries.orders import orders_of
from tests.exchange.builders import made
from tests.funding.builders import MINIMUM, OTHER_VILLAGE, a_purse, billed, decreed, months_of, states
from tests.intake.builders import LOTIM, VILLAGE
from tests.web.planner.pages import DAY, plain, put_away, text_of, worked
from tests.web.planner.test_bills_and_payments import a_bank_file
from tests.web.signing import signed_in_as

NEW = "/perintah-bayar/baru/"
NUMBER = "900/SPM 7/2026?&x"
"""A number as offices write them, and worse."""
HEAD = {"number": NUMBER, "dated_on": DAY, "document": "SPP-7"}
ORDER = f"/perintah-bayar/surat/?nomor={quote_plus(NUMBER)}"


@pytest.fixture
def references(purse: int) -> list[str]:
    """Return July's bills of two farmers of the regency's purse and of one of the village's."""
    village = a_purse("add", owner=OTHER_VILLAGE, ceiling_rp=10**6)
    decreed(months_of([1, 2], range(7, 13), purse))
    decreed(months_of([5], range(7, 13), village), number="SK-2")
    billed(7)
    put_away()
    return [str(bill["reference"]) for bill in sorted(bills_of(LOTIM), key=lambda bill: bill["purse_id"])]


@pytest.fixture
def ordered(planner: Client, references: list[str]) -> str:
    """Return the address of an order of both bills."""
    answer = planner.post(NEW, HEAD | {"bill": references})
    assert answer.status_code == 302, plain(answer.content.decode())
    return str(answer["Location"])


def test_bills_are_ticked_narrowed_down_and_ordered_once(planner: Client, references: list[str]) -> None:
    page = text_of(planner, NEW)
    assert "2 tagihan dipilih, Rp50.400" in page
    assert "1 tagihan dipilih, Rp16.800" in text_of(planner, f"{NEW}?jenis=add&bulan=2026-07")
    assert planner.post(NEW, HEAD | {"bill": []}).status_code == 422
    assert planner.post(NEW, HEAD | {"bill": references[:1]})["Location"] == ORDER
    refused = planner.post(NEW, HEAD | {"bill": references, "number": "SPM-8"})
    assert (refused.status_code, "batalkan perintah itu" in plain(refused.content.decode())) == (422, True)
    assert "1 tagihan, Rp16.800, belum ada" in text_of(planner, "/perintah-bayar/")


def test_an_order_is_sent_received_and_shows_its_receipts(planner: Client, ordered: str) -> None:
    planner.post(ordered, {"langkah": "sent", "on": DAY, "document": "BANK-1"})
    assert "BANK-1" in text_of(planner, ordered)
    planner.post("/pembayaran/", a_bank_file(f"2026-07-10;{NUMBER};{3 * MINIMUM};BPKAD", total=3 * MINIMUM))
    page = text_of(planner, ordered)
    assert ("lunas" in page, "10 Juli 2026 BPKAD" in page, "Batalkan perintah" in page) == (True, True, False)
    assert states() == {"decreed": 15, "paid": 3}


def test_an_order_is_cancelled_with_a_reason_by_whoever_decides(planner: Client, reader: Client, ordered: str) -> None:
    step = {"langkah": "cancel", "on": DAY, "document": "BA-1", "reason": "salah rekening"}
    reader.post(ordered, step)
    assert planner.post(ordered, step | {"reason": ""}).status_code == 422
    assert [one["state"] for one in orders_of(LOTIM)] == ["issued"]
    assert planner.post(ordered, step)["Location"] == ORDER
    assert "salah rekening" in text_of(planner, ordered)
    assert "2 tagihan dipilih" in text_of(planner, NEW)
    assert reader.get(NEW).status_code == 403
    assert planner.get("/perintah-bayar/surat/?nomor=tidak-ada").status_code == 404


def test_money_without_a_reference_is_assigned_by_hand_from_the_guess(planner: Client, ordered: str) -> None:
    planner.post("/pembayaran/", a_bank_file(f"2026-07-10;SETORAN TUNAI;{3 * MINIMUM};BPKAD", total=3 * MINIMUM))
    page = planner.get("/pembayaran/belum-cocok/").content.decode()
    assert "Belum cocok Rp50.400" in plain(page)
    (line,) = read_lines("SELECT file_id, line FROM funding_paymentline")
    address = f"/pembayaran/{line['file_id']}/{line['line']}/"
    assert f"{address}?rujukan={quote(NUMBER, safe='')}" in page
    assert f'value="{NUMBER.replace("&", "&amp;")}"' in planner.get(address, {"rujukan": NUMBER}).content.decode()
    planner.post(address, {"langkah": "match", "reference": NUMBER, "on": DAY, "document": "NOTA-1"})
    assert states() == {"decreed": 15, "paid": 3}
    assert "Semua uang sudah dipakai" in text_of(planner, "/pembayaran/belum-cocok/")


def test_a_year_is_closed_after_the_page_has_said_what_will_happen(planner: Client, references: list[str]) -> None:
    page = text_of(planner, "/dana/tutup/?tahun=2026")
    assert "2 sumber dana ditutup" in page
    assert "15 bulan dari 3 orang gugur" in page
    assert "2 tagihan sejumlah Rp50.400 belum lunas dan tetap terutang" in page
    form = {"closed_on": DAY, "document": "BA-31", "year_again": "2026", "key": uuid.uuid4().hex,
            "early_because": "kas dibekukan"}  # fmt: skip
    assert planner.post("/dana/tutup/?tahun=2026", form | {"early_because": ""}).status_code == 422
    assert planner.post("/dana/tutup/?tahun=2026", form | {"year_again": "2025"}).status_code == 422
    jobs = {planner.post("/dana/tutup/?tahun=2026", form)["Location"] for _ in range(2)}
    worked()
    assert (len(jobs), states()) == (1, {"billed": 3, "lapsed": 15})
    assert "Tahun anggaran 2026 sudah ditutup" in text_of(planner, "/dana/tutup/?tahun=2026")
    assert "Tidak ada sumber dana tahun ini" in text_of(planner, "/dana/tutup/?tahun=2031")


def test_whoever_takes_an_annex_is_on_record(reader: Client, references: list[str]) -> None:
    auditor = signed_in_as(Role.AUDITOR, LOTIM)
    (decree,) = read_lines("SELECT id FROM funding_decree WHERE number = 'SK-1'")
    assert reader.get(f"/sk/{decree['id']}/lampiran.xlsx").status_code == 200
    assert auditor.get(f"/sk/{decree['id']}/lampiran.pdf?desa={VILLAGE}").content.startswith(b"%PDF")
    assert auditor.get(f"/sk/{decree['id']}/lampiran.pdf?desa=52.03.99.2001").status_code == 404
    traces = read_lines(
        "SELECT role, detail ->> 'written_as' AS kind, detail ->> 'village' AS village FROM audit_entry "
        "WHERE action = 'hand_out_annex' AND object_id = %s ORDER BY id",
        [str(decree["id"])],
    )
    assert [tuple(one.values()) for one in traces] == [("reader", "xlsx", ""), ("auditor", "pdf", VILLAGE)]


def asked_about(client: Client, address: str, table: str) -> int:
    """How many statements of a page read a table."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return sum(table in query["sql"] for query in asked)


def test_batches_and_decrees_are_added_up_once_and_again_when_they_change(
    planner: Client, references: list[str]
) -> None:
    made()
    put_away()
    (decree,) = read_lines("SELECT id FROM funding_decree WHERE number = 'SK-1'")
    pages = (("/gelombang/", "exchange_batchline"), (f"/sk/{decree['id']}/", "funding_decreeline"))
    assert [asked_about(planner, *page) for page in pages] == [2, 1]
    assert [asked_about(planner, *page) for page in pages] == [1, 0]  # the overlaps to amend, and nothing
    planner.post("/gelombang/1/tutup/", {"reason": "tidak dijawab"})
    assert asked_about(planner, "/gelombang/", "exchange_batchline") == 2
