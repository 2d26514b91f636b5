"""Pages of a village: what its people see and nobody else, found by name and NIK, without a query per line."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from semesta.accounts.actor import Role
from semesta.bulk import read_lines
from semesta.jobs.worker import work
from semesta.matching.name_key import name_key_of
from semesta.people.models import Person
from tests.intake.alike import a_sent_list
from tests.intake.builders import LOTIM, VILLAGE, nik
from tests.web.made_up import OTHER_VILLAGE, SECRETS
from tests.web.signing import signed_in_as
from tests.web.village.lists import the_form

PEOPLE = f"/desa/{VILLAGE}/orang/"
IS_BEHIND = 1
IS_KEPT = 3  # whether what is kept of the village still holds
"""The first page asks once more, what the program is doing, while its figures are older than the newest list."""
HOSTILE = "=HYPERLINK(1) <script>alert(1)</script>"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def number_of(name: str) -> int:
    return int(read_lines("SELECT id FROM people_person WHERE name = %s", [name])[0]["id"])


def a_resident(number: int, name: str) -> None:
    """Somebody more in Kesik, put straight into the register."""
    key = name_key_of(name)[0]
    Person.objects.create(regency_code=LOTIM, id=number, name=name, name_key=key, name_token=key, village_code=VILLAGE)


def test_the_home_of_a_village_says_what_to_do_and_what_became_of_its_lists(operator: Client, writable: int) -> None:
    page = text_of(operator, f"/desa/{VILLAGE}/")
    assert (
        page.index("Yang perlu dilakukan")
        < page.index("Cakupan dalam dua ukuran")
        < page.index("Daftar yang diserahkan")
    )
    assert "Perbaiki 1 baris yang menunggu" in page
    assert "7 orang perlindungannya segera habis" in page
    assert f"/kiriman/{writable}/hasil/" in page
    assert operator.get("/desa/")["Location"] == f"/desa/{VILLAGE}/"


def test_a_village_that_never_handed_in_is_told_so_first(writable: int) -> None:
    newcomer = signed_in_as(Role.VILLAGE_OPERATOR, "52.03.05.2003")
    page = text_of(newcomer, "/desa/52.03.05.2003/")
    assert "Serahkan daftar pekerja yang pertama" in page
    assert "Belum ada daftar dari desa ini" in page
    assert "Belum ada orang yang dikenal" in text_of(newcomer, "/desa/52.03.05.2003/orang/")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("cari=petani+c", {"PETANI C"}),
        ("cari=9003", {"PETANI C"}),
        ("cari=%25", set()),
        ("keadaan=covered&pembayar=DBHCHT", {"PETANI A"}),
        ("keadaan=uncovered", {f"PETANI {letter}" for letter in "HIJKL"}),
        ("keadaan=ends_soon", {f"PETANI {letter}" for letter in "ABCDEFG"}),
        ("pekerjaan=trader", set()),
        ("keadaan=';DROP TABLE&pekerjaan=<script>&sesudah=x", {f"PETANI {letter}" for letter in "ABCDEFGHIJKL"}),
    ],
)
def test_people_are_found_and_filtered(operator: Client, query: str, names: set[str]) -> None:
    page = text_of(operator, f"{PEOPLE}?{query}")
    assert {f"PETANI {letter}" for letter in "ABCDEFGHIJKL" if f">PETANI {letter}<" in page} == names
    assert "52030501018590" not in page  # NIK are masked
    assert "<script>" not in page.replace("<script src", "")


def test_a_whole_nik_is_asked_without_standing_in_an_address(operator: Client) -> None:
    found = operator.post(PEOPLE, {"cari": "5203 0501 0185 9003"})
    assert found["Location"] == f"/orang/{number_of('PETANI C')}/"
    nobody = operator.post(PEOPLE, {"cari": "5203050101859999"})
    assert "Tidak ada yang cocok" in nobody.content.decode()
    assert "5203050101859999" not in nobody.content.decode()
    assert (
        operator.post(PEOPLE, {"cari": "petani c", "keadaan": "late"})["Location"]
        == f"{PEOPLE}?cari=petani+c&keadaan=late"
    )


def test_pages_of_people_follow_one_another_without_gap_or_overlap(operator: Client) -> None:
    for place in range(60):
        a_resident(900_000 + place, f"WARGA {chr(65 + place // 26)}{chr(65 + place % 26)}")
    first = text_of(operator, PEOPLE)
    link = first[first.index("?sesudah=") :].split('"')[0]
    second = text_of(operator, PEOPLE + link.replace("&amp;", "&"))
    shown = re.findall(r">((?:WARGA|PETANI) \w+)</a>", first + second)
    assert (len(shown), len(set(shown))) == (72, 72)
    assert queries_of(operator, PEOPLE) <= queries_of(operator, f"{PEOPLE}?cari=petani+c")
    Person.objects.filter(id__gte=900_000).delete()


def test_the_csv_masks_and_defuses_what_a_spreadsheet_would_run(operator: Client) -> None:
    a_resident(900_100, HOSTILE)
    answer = operator.get(f"/desa/{VILLAGE}/orang.csv?cari=HYPERLINK")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[1][0] == "'" + HOSTILE
    assert "attachment" in answer["Content-Disposition"]
    all_of_them = operator.get(f"/desa/{VILLAGE}/orang.csv").content.decode()
    assert "5203********9003" in all_of_them
    assert "5203050101859003" not in all_of_them
    assert "<script>" not in text_of(operator, "/orang/900100/").replace("<script src", "")
    Person.objects.filter(id=900_100).delete()


def test_a_person_s_page_tells_months_payer_benefit_and_lists(operator: Client) -> None:
    page = text_of(operator, f"/orang/{number_of('PETANI A')}/")
    for words in (
        "Terlindungi sampai",
        "Januari 2026",
        "DBHCHT",
        "Rp10.000.000",
        "5203********9001",
        "NIK-nya sudah dikenal",
    ):
        assert words in page, words
    assert "5203050101859001" not in page
    assert "Belum pernah terlindungi" in text_of(operator, f"/orang/{number_of('PETANI L')}/")


def test_where_cover_lapsed_nothing_is_due_and_the_page_says_why(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEMESTA_TODAY", "2027-03-01")
    page = text_of(operator, f"/orang/{number_of('PETANI A')}/")
    assert page.count("Tidak ada: kepesertaannya sudah gugur. Bulan terakhir yang terlindungi:") == 2
    assert "pemakaman saja" not in page


def test_the_queries_of_a_page_do_not_grow_with_what_it_shows(operator: Client) -> None:
    covered, never = number_of("PETANI A"), number_of("PETANI L")
    assert queries_of(operator, f"/orang/{covered}/") == queries_of(operator, f"/orang/{never}/") <= 21
    assert queries_of(operator, f"/desa/{VILLAGE}/") <= 21 + IS_BEHIND + IS_KEPT
    assert queries_of(operator, PEOPLE) <= 14


def test_a_result_shows_its_own_people_names_and_values_and_others_nothing(operator: Client, writable: int) -> None:
    page = text_of(operator, f"/kiriman/{writable}/hasil/")
    name, damaged, sheet, file_name, _ = SECRETS
    assert name in page
    assert file_name in page
    assert damaged not in page.replace(f'value="{damaged}', "")  # a long number is masked, also a damaged one
    other = signed_in_as(Role.VILLAGE_OPERATOR, OTHER_VILLAGE)
    for address in (f"/kiriman/{writable}/hasil/", f"/kiriman/{writable}/bertanda.xlsx"):
        assert other.get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert sheet not in text_of(Client(), f"/kiriman/{writable}/")


def test_cells_are_mended_on_the_page_and_mistakes_said_beside_them(operator: Client, writable: int) -> None:
    address = f"/kiriman/{writable}/hasil/"
    wrong = operator.post(address, {"key": "k", "nik-13": "123", "name-13": "RAHASIAWATI <b>"})
    assert wrong.status_code == 422
    assert "NIK harus 16 angka; ini 3." in wrong.content.decode()
    assert "RAHASIAWATI &lt;b&gt;" in wrong.content.decode()
    assert operator.post(address, {"key": "k"}).status_code == 422
    job = operator.post(address, {"key": "k", "nik-13": "5203050101859250"})["Location"]
    assert operator.post(address, {"key": "k", "nik-13": "5203050101859250"})["Location"] == job
    work(until_nothing_waits=True)
    assert "Lihat hasilnya" in text_of(operator, job)
    assert "Masih menunggu: 0" in text_of(operator, address)


def test_a_refused_file_says_why_on_its_page(operator: Client) -> None:
    operator.post("/serahkan/", the_form(SimpleUploadedFile("foto.xlsx", b"\x89PNG\r\n\x1a\n" + b"1" * 99)))
    work(until_nothing_waits=True)
    number = read_lines("SELECT max(id) AS id FROM intake_submission")[0]["id"]
    page = text_of(operator, f"/kiriman/{number}/hasil/")
    assert "Tidak diterima" in page
    assert "Berkas ini foto, hasil pindai, atau PDF (PNG), bukan tabel." in page
    assert "atau PDF, bukan tabel." in text_of(Client(), f"/kiriman/{number}/")
    assert "bertanda.xlsx" not in page
    assert operator.get(f"/kiriman/{number}/bertanda.xlsx")["Location"] == f"/kiriman/{number}/hasil/"
    assert f"/kiriman/{number}/hasil/" in text_of(operator, "/pekerjaan/")


@pytest.mark.parametrize("address", [f"/desa/{OTHER_VILLAGE}/", f"/desa/{OTHER_VILLAGE}/orang/", "/orang/{trader}/"])
def test_another_village_is_not_there(operator: Client, address: str) -> None:
    address = address.format(trader=number_of("PEDAGANG A"))
    assert operator.get(address).status_code == 404
    assert signed_in_as(Role.DISTRICT, "52.03.05").get(address).status_code == 200
    assert signed_in_as(Role.DISTRICT, "52.03.06").get(address).status_code == 404
    assert signed_in_as(Role.AGENCY_OPERATOR, LOTIM).get(address).status_code == 403


def test_a_death_is_told_on_the_page_and_confirmed_by_a_verifier(operator: Client) -> None:
    number = number_of("PETANI K")
    told = {"what": "died", "happened_on": "2026-01-10", "note": "<b>jatuh</b> dari pohon"}
    assert operator.post(f"/orang/{number}/lapor/", told)["Location"] == f"/orang/{number}/#lapor"
    page = text_of(operator, f"/orang/{number}/")
    assert "menunggu konfirmasi" in page
    assert "<b>jatuh" not in page
    decided = {"what": "died", "told_on": "2026-01-20", "decision": "confirm"}
    assert operator.post(f"/orang/{number}/putuskan/", decided).status_code == 403
    signed_in_as(Role.VERIFIER, LOTIM).post(f"/orang/{number}/putuskan/", decided)
    assert "Meninggal 10 Januari 2026" in text_of(operator, f"/orang/{number}/")
    Person.objects.filter(id=number).update(died_on=None)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"what": "died", "happened_on": ""}, "Isi tanggal meninggalnya"),
        ({"what": "died", "happened_on": "2099-01-01"}, "belum terjadi"),
        ({"what": "work", "segment": "<script>"}, "tidak dikenal"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form(operator: Client, told: dict[str, str], words: str) -> None:
    number = number_of("PETANI J")
    assert words in text_of(operator, operator.post(f"/orang/{number}/lapor/", told)["Location"])
    assert operator.post(f"/orang/{number}/lapor/", {"what": "haunted"}).status_code == 404


def test_a_nik_is_shown_in_full_for_a_reason_and_leaves_a_trace(operator: Client) -> None:
    number = number_of("PETANI B")
    address = f"/orang/{number}/buka/"
    assert operator.post(address, {"field": "nik", "reason": "ingin"}).status_code == 422
    answer = operator.post(address, {"field": "nik", "reason": "mencocokkan dengan KTP"})
    assert "5203050101859002" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "Membuka data yang tersamar" in text_of(operator, f"/orang/{number}/")
    assert operator.post(address, {"field": "name", "reason": "mencocokkan dengan KTP"}).status_code == 404
    other = signed_in_as(Role.VILLAGE_OPERATOR, OTHER_VILLAGE)
    assert other.post(address, {"field": "nik", "reason": "mencocokkan dengan KTP"}).status_code == 404


def test_people_whose_rows_wait_are_asked_for_apart_and_lead_to_their_row(operator: Client, tmp_path: Path) -> None:
    number = a_sent_list(tmp_path, ("INAQ <I>MENUNGGU", "5203059999999001", "", "P"), ("AMAQ ADA", nik(9777), "", "L"))
    page = text_of(operator, f"{PEOPLE}?keadaan=waiting&cari=menunggu")
    assert f"/kiriman/{number}/hasil/?sesudah=0#baris-1" in page
    assert "INAQ &lt;I&gt;MENUNGGU" in page
    assert "AMAQ ADA" not in page
    assert "5203059999999001" not in page
    assert 'id="baris-1"' in text_of(operator, f"/kiriman/{number}/hasil/?sesudah=0")
    rows = operator.get(f"/desa/{VILLAGE}/orang.csv?keadaan=waiting&cari=menunggu").content.decode("utf-8-sig")
    assert [line.split(";")[0] for line in rows.splitlines()[1:]] == ["INAQ <I>MENUNGGU"]
    for hostile in ("sesudah=x-1", "sesudah=99999999999-1", "cari=%25", "sesudah=1-1-1"):
        assert operator.get(f"{PEOPLE}?keadaan=waiting&{hostile}").status_code == 200
    assert "Tidak ada baris yang menunggu" in text_of(operator, f"{PEOPLE}?keadaan=waiting&cari=tiada")
    found = operator.post(PEOPLE, {"cari": "5203059999999001", "keadaan": "waiting"})
    assert "INAQ &lt;I&gt;MENUNGGU" in found.content.decode()


def test_whoever_moved_belongs_to_the_new_village_once_it_is_confirmed(operator: Client, writable: int) -> None:
    a_resident(900_200, "AMAQ PINDAH")
    address = "/orang/900200/"
    assert "salah=village_unknown" in operator.post(f"{address}lapor/", {"what": "moved"})["Location"]
    for nowhere in ("99.99.99.9999", VILLAGE, "<script>", "52.03.05"):
        told = operator.post(f"{address}lapor/", {"what": "moved", "to": nowhere})
        assert "salah=village_unknown" in told["Location"]
    operator.post(f"{address}lapor/", {"what": "moved", "to": OTHER_VILLAGE, "note": "ikut suami"})
    (name,) = read_lines("SELECT name FROM regions_region WHERE code = %s", [OTHER_VILLAGE])
    assert f"Pindah ke {name['name']}" in text_of(operator, address)
    decided = {"what": "moved", "told_on": "2026-01-20", "decision": "confirm"}
    signed_in_as(Role.VERIFIER, LOTIM).post(f"{address}putuskan/", decided)
    other = signed_in_as(Role.VILLAGE_OPERATOR, OTHER_VILLAGE)
    assert "Pindah masuk dari desa lain" in text_of(other, address)
    assert "AMAQ PINDAH" in text_of(other, f"/desa/{OTHER_VILLAGE}/orang/?cari=pindah")
    assert operator.get(address).status_code == 404
    Person.objects.filter(id=900_200).delete()
