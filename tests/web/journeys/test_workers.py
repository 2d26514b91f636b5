"""Who works: a verifier by keyboard, the insurer's branch with files, the auditor to the file, the administrator."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from semesta.accounts.actor import Role
from semesta.bulk import read_lines
from semesta.installation.places import files_folder
from semesta.intake.storage import kept_path
from tests.exchange.builders import HEAD
from tests.intake.builders import LOTIM
from tests.web.journeys.conftest import Walk
from tests.web.made_up_money import MadeUpMoney, number_of

pytestmark = pytest.mark.browser


def test_a_verifier_decides_by_keyboard_and_takes_it_back(walk: Walk, money: MadeUpMoney) -> None:
    verifier = walk(Role.VERIFIER, LOTIM)
    verifier.goes_to("/verifikasi/")
    verifier.page.keyboard.press("m")
    verifier.page.wait_for_url(re.compile(r"/pasangan/\d+/"))
    verifier.looks()
    verifier.page.keyboard.press("b")
    assert verifier.sees("orang berbeda.")
    verifier.looks()
    verifier.page.keyboard.press("u")
    verifier.page.wait_for_url(re.compile(rf"/pasangan/{money.pair}/"))
    assert verifier.sees("Apakah A dan B orang yang sama?")
    verifier.looks()
    verifier.presses("Berhenti dan lepaskan")
    verifier.page.wait_for_url("**/verifikasi/")


def test_the_branch_takes_a_batch_and_gives_its_answer(walk: Walk, tmp_path: Path) -> None:
    branch = walk(Role.INSURER_BRANCH, LOTIM)
    branch.goes_to("/gelombang/")
    branch.follows("Nomor 1", exact=True)
    assert b"PETANI K" in branch.takes(branch.page.get_by_role("link", name="CSV", exact=True))[1]
    answer = tmp_path / "jawaban.csv"
    answer.write_text(f"{HEAD}\n1;1;;;DITERIMA;KPJ90010001;;;\n")
    branch.page.get_by_text("Muat jawaban kantor cabang").click()
    branch.page.get_by_label("Berkas jawaban").set_input_files(answer)
    branch.looks()
    branch.page.get_by_role("button", name="Muat jawaban").click()
    assert branch.page.get_by_role("status").first.is_visible()
    branch.follows("Diterima")
    assert branch.sees("PETANI")


def test_an_auditor_goes_from_a_figure_to_its_file_and_finds_the_own_trace(walk: Walk) -> None:
    (first,) = read_lines("SELECT id, sha256 FROM intake_submission WHERE kind = 'insurer'")
    file = kept_path(files_folder(), first["sha256"])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"berkas asli")
    auditor = walk(Role.AUDITOR, LOTIM)
    auditor.goes_to("/ringkasan/")
    auditor.page.locator(".headline a").first.click()
    auditor.looks()
    auditor.follows("PETANI A")
    assert auditor.sees("Jejak tindakan atas surat-surat ini")
    auditor.follows("berkas asli")
    auditor.page.get_by_label("Untuk apa").fill("uji petik")
    assert auditor.takes(auditor.page.get_by_role("button", name="Unduh dan catat"))[1] == b"berkas asli"
    auditor.goes_to("/jejak/")
    auditor.page.get_by_label("Tindakan").select_option("give_out_file")
    auditor.presses("Cari")
    auditor.looks()
    assert auditor.sees("uji petik")
    name, trail = auditor.takes(auditor.page.get_by_role("button", name="Unduh CSV"))
    assert name == "jejak.csv"
    assert b"uji petik" in trail


def test_an_administrator_invites_and_answers_a_person_about_own_data(walk: Walk) -> None:
    farmer = number_of("PETANI A")
    keeper = walk(Role.ADMINISTRATOR, LOTIM)
    keeper.goes_to("/petugas/")
    keeper.page.get_by_label("Nama orangnya").fill("Lalu Rekaan")
    keeper.page.get_by_label("Peran", exact=True).select_option("reader")
    keeper.page.get_by_label("Wilayah", exact=True).select_option(LOTIM)
    keeper.page.get_by_label("Alasan (nomor surat tugas)").fill("ST/1/2026")
    keeper.presses("Buat tautan")
    assert "/undangan/" in keeper.page.get_by_label("Tautan", exact=True).input_value()
    keeper.looks()
    keeper.goes_to(f"/orang/{farmer}/")
    keeper.follows("Salinan data untuk orang ini")
    keeper.page.get_by_label("Alasan").fill("permintaan warga, KTP dilihat")
    assert keeper.takes(keeper.page.get_by_role("button", name="Unduh PDF"))[1].startswith(b"%PDF")
    keeper.follows("Catat permintaan orang ini")
    keeper.page.get_by_label("Permintaannya").fill(f"salinan data, {keeper.page.viewport_size}")
    keeper.presses("Catat")
    assert keeper.sees("Permintaan sudah dicatat.")
    keeper.looks()
    keeper.page.get_by_label("Jawaban").fill("salinan sudah diserahkan")
    keeper.presses("Catat jawaban")
    assert keeper.sees("salinan sudah diserahkan")
    keeper.follows("Kegagalan")
    keeper.follows("Catat kegagalan")
    keeper.follows("Masa simpan")
