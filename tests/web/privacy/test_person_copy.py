"""A person's own data as PDF and JSON, whole and for a reason; and what is past its term, emptied by the worker."""

from __future__ import annotations

import io
import json

import pytest
from django.test import Client
from pypdf import PdfReader

from semesta.accounts.actor import Role
from semesta.audit.queries import trail_of
from semesta.bulk import execute, read_lines
from tests.intake.builders import LOTIM, nik
from tests.web.planner.pages import plain, text_of, worked
from tests.web.signing import signed_in_as

REASON = "permintaan nomor 1, KTP dilihat"


def test_the_copy_is_whole_in_both_formats_and_leaves_its_reason(keeper: Client, farmer: int) -> None:
    address = f"/privasi/orang/{farmer}/"
    assert nik(9001) not in text_of(keeper, address)
    assert address in keeper.get(f"/orang/{farmer}/").content.decode()
    told = keeper.post(address, {"reason": REASON, "format": "json"})
    held = json.loads(told.content)
    assert (held["people_person"][0]["nik"], held["people_person"][0]["phone"]) == (nik(9001), "+6281900009001")
    assert told["Content-Disposition"] == f'attachment; filename="data-pribadi-{farmer}.json"'
    assert "no-store" in told["Cache-Control"]
    pdf = PdfReader(io.BytesIO(keeper.post(address, {"reason": REASON, "format": "pdf"}).content))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "PETANI A" in text
    assert "Mengambil salinan data seseorang" in text
    assert "export_person" not in text
    assert nik(9001) in text
    assert [entry["detail"]["reason"] for entry in trail_of("person", farmer)] == [REASON, REASON]


@pytest.mark.parametrize(("reason", "status"), [("", 422), ("ya", 422), ("x" * 300, 422)])
def test_without_a_reason_nothing_is_given(keeper: Client, farmer: int, reason: str, status: int) -> None:
    answer = keeper.post(f"/privasi/orang/{farmer}/", {"reason": reason, "format": "json"})
    assert answer.status_code == status
    assert nik(9001) not in answer.content.decode()
    assert trail_of("person", farmer) == []


def test_nobody_and_no_format_are_not_found(keeper: Client, farmer: int) -> None:
    assert keeper.get("/privasi/orang/999999/").status_code == 404
    assert keeper.post(f"/privasi/orang/{farmer}/", {"reason": REASON, "format": "exe"}).status_code == 404


def test_what_is_past_its_term_is_shown_then_emptied_in_the_background(keeper: Client, farmer: int) -> None:
    execute(
        "INSERT INTO intake_rowfinding (regency_code, submission_id, number, sheet, code, severity, before)"
        " SELECT regency_code, id, 1, 'S', 'nik_length', 'error', '52030' FROM intake_submission"
    )
    assert "Belum ada yang lewat masa simpan" in text_of(keeper, "/privasi/masa-simpan/")
    execute("UPDATE intake_submission SET handed_in_at = handed_in_at - interval '10 years'")
    page = text_of(keeper, "/privasi/masa-simpan/")
    assert "730 hari" in page
    asked = [keeper.post("/privasi/masa-simpan/hapus/", {"key": "satu"})["Location"] for _ in range(2)]
    assert asked[0] == asked[1]
    assert read_lines("SELECT 1 AS one FROM intake_rowfinding WHERE before IS NOT NULL") != []
    worked()
    assert read_lines("SELECT 1 AS one FROM intake_rowfinding WHERE before IS NOT NULL") == []
    page = text_of(keeper, "/privasi/masa-simpan/")
    assert "Belum ada yang lewat masa simpan" in page
    assert "Yang sudah dikosongkan" in page


def test_an_auditor_sees_the_terms_and_empties_nothing(auditor: Client) -> None:
    execute("UPDATE intake_submission SET handed_in_at = handed_in_at - interval '10 years'")
    assert "Ya, kosongkan" not in text_of(auditor, "/privasi/masa-simpan/")
    assert auditor.post("/privasi/masa-simpan/hapus/").status_code == 403


def test_the_record_is_for_everybody_and_the_registers_are_offered_to_their_keepers(keeper: Client) -> None:
    everybody = plain(Client().get("/privasi/").content.decode())
    assert "Catatan pemrosesan" not in everybody
    assert "tidak ada kolom data kesehatan" in everybody
    assert "Catatan pemrosesan" in text_of(keeper, "/privasi/")
    assert "Catatan pemrosesan" not in text_of(signed_in_as(Role.PLANNER, LOTIM), "/privasi/")
