"""What the pages say of a small made-up regency, and what they keep to themselves."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from semesta.accounts.actor import Role
from tests.web.made_up import DISTRICT, LOTIM, OTHER_VILLAGE, SECRETS, VILLAGE
from tests.web.signing import signed_in_as


def words_of(pages: Client, address: str, **asked: str) -> str:
    """Return the words of a page that answers, single-spaced, without tags."""
    answer = pages.get(address, asked)
    assert answer.status_code == 200, address
    text = re.sub(r"<title>.*?</title>|<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(text).replace("\xa0", " ").split())


def test_the_first_page_balances_the_rows_before_anything_else(pages: Client) -> None:
    words = words_of(pages, "/")
    assert "24 baris masuk = 15 diterima + 8 digabung + 1 menunggu + 0 ditolak" in words
    assert words.index("baris masuk") < words.index("Cakupan dalam dua ukuran jujur")


def test_both_measures_stand_with_numerator_base_kind_date_and_source(pages: Client) -> None:
    words = words_of(pages, "/")
    assert "46,67 % Pekerja yang dikenal dari daftar : 7 peserta dari 15" in words
    assert "0,70 % Target 2026 : 7 peserta dari 1.000 Dilaporkan, per 2026. Sumber: surat uji" in words
    assert "7 peserta dari 504.000 Dilaporkan (media yang mengutip pejabat), per Mei 2025. Sumber: " in words


def test_findings_and_waiting_rows_come_with_their_next_step(pages: Client) -> None:
    words = words_of(pages, "/")
    assert "Perlu diperbaiki Jumlah angka NIK salah 1 1" in words
    assert "1 Menunggu: NIK rusak. Ketik ulang 16 angka dari KTP sebagai teks, lalu serahkan lagi." in words


def test_every_village_has_a_tile_that_leads_to_its_page(pages: Client) -> None:
    page = pages.get("/").content.decode()
    assert len(set(re.findall(r'href="/wilayah/52\.03\.\d\d\.\d{4}/', page))) == 254
    assert "<title>Kesik: tidak ditulis, menyangkut sedikit orang</title>" in page
    assert page.count("belum ada pekerja yang dikenal</title>") == 252


def test_another_month_is_counted_for_itself(pages: Client) -> None:
    words = words_of(pages, "/", month="2025-12")
    assert "Kabupaten Lombok Timur, Desember 2025" in words
    assert "0,00 % Pekerja yang dikenal dari daftar : 0 peserta dari 15" in words


@pytest.fixture
def reader(last_submission: int) -> Client:
    """Return the regent's reader, who sees counts as they are."""
    return signed_in_as(Role.READER, LOTIM)


def test_a_village_shows_its_figures_and_whom_to_reach(reader: Client) -> None:
    words = words_of(reader, f"/wilayah/{VILLAGE}/")
    assert "7 peserta 0 dalam masa tenggang: belum lunas bulan ini 5 pekerja yang dikenal" in words
    assert "Petani 7 12 58,33 %" in words


def test_few_people_of_one_kind_are_not_counted_out(reader: Client) -> None:
    assert "Mandiri … Bagi hasil cukai tembakau (DBHCHT) <5" in words_of(reader, f"/wilayah/{VILLAGE}/")
    assert "Pedagang 0 <5 –" in words_of(reader, f"/wilayah/{OTHER_VILLAGE}/")
    assert "Mandiri … Bagi hasil cukai tembakau (DBHCHT) <5" in words_of(Client(), f"/wilayah/{DISTRICT}/")


def test_a_village_of_few_is_not_told_and_cannot_be_worked_out_from_its_neighbour(pages: Client) -> None:
    few, many = (words_of(pages, f"/wilayah/{code}/") for code in (OTHER_VILLAGE, VILLAGE))
    assert "0 peserta 0 dalam masa tenggang: belum lunas bulan ini … pekerja yang dikenal" in few
    assert "7 peserta 0 dalam masa tenggang: belum lunas bulan ini … pekerja yang dikenal" in many
    assert "Kesik 7 … –" in words_of(pages, f"/wilayah/{DISTRICT}/")
    assert [words for words in (few, many) if "dari 12" in words or "dari 3" in words or "Petani" in words] == []


def test_a_district_shows_its_villages(reader: Client) -> None:
    words = words_of(reader, f"/wilayah/{DISTRICT}/")
    assert "Cakupan menurut desa" in words
    assert "Kesik 7 5 58,33 % dari 12 " in words


def test_submissions_are_listed_and_narrowed_to_a_region(pages: Client) -> None:
    assert re.search(r"Nomor \d+, Kesik Daftar desa, .* Selesai 13 5 7 1 0", words_of(pages, "/kiriman/"))
    assert "Kesik" not in words_of(pages, "/kiriman/", wilayah=OTHER_VILLAGE)
    assert "Belum ada kiriman" in words_of(pages, "/kiriman/", wilayah="52.03.07.1001")


def test_a_submission_shows_how_it_was_understood_and_what_to_mend(pages: Client, last_submission: int) -> None:
    words = words_of(pages, f"/kiriman/{last_submission}/")
    assert "13 orang, baris 2 sampai 14" in words
    assert "B nama C NIK tidak dipakai: D" in words
    assert "Jumlah angka NIK salah × 1 NIK '…' terdiri atas … angka; seharusnya 16." in words
    assert "C14" in words


def test_no_page_tells_a_name_a_nik_or_what_the_sender_wrote(pages: Client, last_submission: int) -> None:
    addresses = ("/", "/kiriman/", f"/kiriman/{last_submission}/", f"/wilayah/{DISTRICT}/", f"/wilayah/{VILLAGE}/")
    told = "".join(pages.get(address).content.decode() for address in addresses).upper()
    assert [secret for secret in (*SECRETS, "PETANI A", "PEDAGANG B", "5203050101859") if secret.upper() in told] == []


def test_what_people_typed_is_shown_as_text(pages: Client) -> None:
    page = pages.get("/kiriman/").content.decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("address", ["/wilayah/52.01.01/", "/wilayah/52.03.99/", "/wilayah/52.03.05.2001.1/", "/apa/"])
def test_what_is_not_of_this_regency_is_not_found(pages: Client, address: str) -> None:
    answer = pages.get(address)
    assert answer.status_code == 404
    assert "Halaman ini tidak ada" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/kiriman/99999/", f"/kiriman/{10**30}/", "/kiriman/?wilayah=x", "/kiriman/%00/", "/kiriman/-1/"]
)
def test_a_submission_that_is_not_there_is_not_found(pages: Client, address: str) -> None:
    assert pages.get(address).status_code == 404


@pytest.mark.parametrize(
    ("asked", "said"),
    [("2020-01", "Januari 2020 belum dihitung"), ("kapan", "Bulan itu tidak dikenal"), ("2026-13", "tidak dikenal")],
)
def test_a_month_that_was_not_counted_is_said_in_plain_words(pages: Client, asked: str, said: str) -> None:
    for address in ("/", f"/wilayah/{VILLAGE}/"):
        answer = pages.get(address, {"month": asked})
        assert answer.status_code == 404
        assert said in answer.content.decode()
        assert '<a href="?month=2026-01">Januari 2026</a>' in answer.content.decode()


def test_the_regency_itself_is_the_first_page(pages: Client) -> None:
    assert pages.get("/wilayah/52.03/").headers["Location"] == "/"
