"""Hand in a list on a page: kept, read by a job, found again; nothing twice, nothing lost, hostile files refused."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from semesta.accounts.actor import Actor, Role
from semesta.installation.places import asked_folder, files_folder
from semesta.intake.queries import submission, submissions
from semesta.jobs.queries import jobs_of
from semesta.jobs.worker import work
from tests.intake.builders import LOTIM, VILLAGE
from tests.web.made_up import OTHER_VILLAGE
from tests.web.signing import signed_in_as
from tests.web.village.lists import a_csv, a_person, the_form

OPERATOR = Actor(f"{Role.VILLAGE_OPERATOR}-{VILLAGE}", Role.VILLAGE_OPERATOR, VILLAGE)


def newest() -> dict[str, object]:
    return submissions(LOTIM, most=1)[0]


def worked() -> dict[str, object]:
    work(until_nothing_waits=True)
    return jobs_of(OPERATOR)[0]


def kept_files() -> set[str]:
    return {path.name for path in files_folder().rglob("*") if path.is_file()}


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_list_goes_from_form_to_job_to_result_without_a_script(operator: Client) -> None:
    answer = operator.post("/serahkan/", the_form())
    job = answer["Location"]
    assert "menunggu giliran" in text_of(operator, job).lower()
    assert worked()["state"] == "done"
    assert "Lihat hasilnya" in text_of(operator, job)
    assert (newest()["sender"], newest()["accepted"], newest()["file_name"]) == (VILLAGE, 1, "daftar.csv")
    assert "daftar.csv" in text_of(operator, "/pekerjaan/")
    assert kept_files()


def test_a_form_sent_twice_is_one_job_and_another_file_from_the_same_form_is_another(operator: Client) -> None:
    who = a_person()
    form = the_form(a_csv(who))
    first = operator.post("/serahkan/", form)["Location"]
    assert operator.post("/serahkan/", form | {"file": a_csv(who)})["Location"] == first
    assert operator.post("/serahkan/", form | {"file": a_csv(a_person())})["Location"] != first


def test_the_same_file_another_day_doubles_nobody(operator: Client) -> None:
    who = a_person()
    operator.post("/serahkan/", the_form(a_csv(who)))
    worked()
    before = newest()["id"]
    operator.post("/serahkan/", the_form(a_csv(who)))
    assert worked()["result"] == {"submission": before, "is_repeat": True}
    assert newest()["id"] == before


def test_a_script_that_sends_the_form_is_answered_with_an_address_or_with_problems(operator: Client) -> None:
    by_script = {"x-semesta-upload": "1"}
    sent = operator.post("/serahkan/", the_form(), headers=by_script)
    assert sent.json()["next"].startswith("/pekerjaan/")
    refused = operator.post("/serahkan/", {"purpose": "serahkan", "key": "ab" * 16}, headers=by_script)
    assert (refused.status_code, refused.json()["problems"]) == (422, ["Pilih berkasnya dulu."])


def test_a_list_that_is_only_asked_about_leaves_no_row_and_no_file(operator: Client) -> None:
    work(until_nothing_waits=True)
    asked = a_csv(("PETANI B", "5203050101859002"), a_person("BARU SEKALI"))
    before, kept = newest()["id"], kept_files()
    operator.post("/serahkan/", the_form(asked, purpose="periksa"))
    result = worked()["result"]
    assert (result["rows"], result["known"], result["covered"]) == (2, 1, 1)
    assert newest()["id"] == before
    assert (kept_files(), list(asked_folder().iterdir())) == (kept, [])
    page = text_of(operator, f"/pekerjaan/{jobs_of(OPERATOR)[0]['id']}/pemeriksaan/?belum=1")
    assert "BARU SEKALI" in page
    assert "PETANI B" not in page


def test_a_sender_outside_the_territory_is_not_taken_whatever_the_form_says(operator: Client) -> None:
    operator.post("/serahkan/", the_form(sender=OTHER_VILLAGE))
    worked()
    assert newest()["sender"] == VILLAGE
    verifier = signed_in_as(Role.VERIFIER, "52.03.05")
    assert verifier.post("/serahkan/", the_form(sender="52.03.06.2001")).status_code == 422
    assert verifier.post("/serahkan/", the_form(sender=OTHER_VILLAGE)).status_code == 302


def test_an_agency_hands_in_as_itself_whatever_the_form_says(writable: int) -> None:
    agency = signed_in_as(Role.AGENCY_OPERATOR, LOTIM, name="pertanian", agency="dinas-pertanian")
    assert agency.post("/serahkan/", the_form(sender="dinas-perikanan")).status_code == 302
    work(until_nothing_waits=True)
    assert newest()["sender"] == "dinas-pertanian"


def test_an_account_of_no_agency_hands_in_nothing(writable: int) -> None:
    agency = signed_in_as(Role.AGENCY_OPERATOR, LOTIM)
    assert agency.post("/serahkan/", the_form(sender="dinas-pertanian")).status_code == 422


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"file": SimpleUploadedFile("kosong.xlsx", b"")}, "kosong (0 bita)"),
        ({"key": "bukan-kunci"}, "Formulir ini usang"),
        ({"segment": "<script>"}, "tidak dikenal"),
        ({"purpose": "hapus"}, "tidak dikenal"),
    ],
)
def test_a_form_that_says_nonsense_is_told_so(operator: Client, change: dict[str, object], words: str) -> None:
    before = len(jobs_of(OPERATOR))
    answer = operator.post("/serahkan/", the_form(**change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "<script>" not in answer.content.decode().replace('<script src="', "")
    assert len(jobs_of(OPERATOR)) == before


def test_a_file_too_large_is_thrown_away_while_it_arrives(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("semesta.web.upload_limit.LARGEST_BYTES", 50)
    kept = kept_files()
    answer = operator.post("/serahkan/", the_form())
    assert answer.status_code == 422
    assert "tidak diterima" in answer.content.decode()
    assert kept_files() == kept


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "..\\..\\boot.csv", "<img src=x onerror=alert(1)>.csv", "a" * 300]
)
def test_a_name_full_of_tricks_is_only_a_name(operator: Client, name: str) -> None:
    operator.post("/serahkan/", the_form(a_csv(a_person(), name=name)))
    assert worked()["state"] == "done"
    assert not {"/", "\\"} & set(str(newest()["file_name"]))
    assert "<img src=x" not in text_of(operator, "/pekerjaan/")
    assert all(len(name) == 64 for name in kept_files())


def test_a_file_that_is_no_list_is_refused_in_words_and_nothing_is_lost(operator: Client) -> None:
    operator.post("/serahkan/", the_form(SimpleUploadedFile("foto.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 99)))
    assert worked()["state"] == "done"
    found = submission(LOTIM, int(str(newest()["id"])), language="id")
    assert (found["state"], found["rows_in"], found["format"]) == ("refused", 0, "xlsx")


def test_an_expired_token_says_that_nothing_was_sent(writable: int) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(signed_in_as(Role.VILLAGE_OPERATOR, VILLAGE).get("/serahkan/").wsgi_request.user)
    before = len(jobs_of(OPERATOR))
    answer = strict.post("/serahkan/", the_form())
    assert answer.status_code == 403
    assert "kedaluwarsa" in answer.content.decode()
    assert len(jobs_of(OPERATOR)) == before


def test_whoever_does_not_hand_in_does_not_see_the_form_nor_other_people_s_work(operator: Client) -> None:
    job = operator.post("/serahkan/", the_form())["Location"]
    other = signed_in_as(Role.VILLAGE_OPERATOR, OTHER_VILLAGE)
    assert other.get(job).status_code == 404
    assert other.post(f"{job}lagi/").status_code == 404
    assert signed_in_as(Role.READER, LOTIM).get("/serahkan/").status_code == 403
    assert Client().get("/serahkan/").status_code == 302


def test_the_template_bears_the_village_and_holds_nobody(operator: Client) -> None:
    answer = operator.get("/serahkan/templat.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="templat-daftar-pekerja.xlsx"'
    file = SimpleUploadedFile("t.xlsx", answer.content)
    operator.post("/serahkan/", the_form(file))
    worked()
    assert newest()["accepted"] == 0
