"""The trail: searched, turned by key, taken out as a file with a trace, and shown to be whole or not."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.audit.actions import export_trail, record
from semesta.audit.queries import TrailQuestion, search_trail, trail_integrity, trail_of
from tests.intake.builders import CONSOLE, LOTIM
from tests.web.signing import signed_in_as
from tests.web.test_pages import words_of

pytestmark = pytest.mark.django_db
AUDITOR = Actor("periksa", Role.AUDITOR, LOTIM)


def some_entries(
    count: int, *, actor: str = "petugas", action: str = "uji", region: str = LOTIM, **detail: object
) -> None:
    who = Actor(actor, Role.VERIFIER, LOTIM)
    for number in range(count):
        record(who, action, object_type="benda", object_id=number, region_code=region, detail=detail)


def found(**asked: object) -> list[tuple[str, str]]:
    entries = search_trail(TrailQuestion(**asked), most=10)  # type: ignore[arg-type]
    return [(entry["actor"], entry["object_id"]) for entry in entries]


def test_a_search_narrows_by_who_what_on_what_and_where() -> None:
    some_entries(2)
    some_entries(1, actor="lain", action="ubah", region="52.03.05.2001")
    assert found(actor="lain") == [("lain", "0")]
    assert found(action="uji", object_id="1") == [("petugas", "1")]
    assert found(within="52.03.05") == [("lain", "0")]
    assert len(found(within=LOTIM)) == 3
    assert found(within="52.0") == []


def test_a_page_turns_by_key_whatever_is_added_meanwhile() -> None:
    some_entries(3)
    first = search_trail(TrailQuestion(), most=2)
    some_entries(1, actor="baru")
    rest = search_trail(TrailQuestion(before=first[-1]["id"]), most=2)
    assert [entry["object_id"] for entry in first + rest] == ["2", "1", "0"]


def test_numbers_of_persons_in_the_detail_are_masked() -> None:
    some_entries(1, before={"nik": "5203050101859001", "phone": "081907123456"}, sha256="12" * 32)
    (entry,) = search_trail(TrailQuestion(), most=1)
    assert "5203050101859001" not in entry["detail"]
    assert "081907123456" not in entry["detail"]
    assert "12" * 32 in entry["detail"]


def test_the_file_is_safe_and_leaves_its_own_entry() -> None:
    some_entries(1, actor="=HYPERLINK(1)")
    answer = signed_in_as(Role.AUDITOR, LOTIM, name="periksa").post("/jejak/csv/", {"action": "uji"})
    (line,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert line["actor"] == "'=HYPERLINK(1)"
    assert (line["role"], line["role_words"], line["region"]) == ("verifier", "Verifikator", LOTIM)
    (trace,) = trail_of("trail", LOTIM)
    assert (trace["actor"], trace["action"], trace["detail"]["entries"]) == ("periksa", "export_trail", 1)
    assert trace["detail"]["question"] == {"action": "uji"}


def test_only_auditors_take_the_trail_out() -> None:
    with pytest.raises(NotPermittedError):
        export_trail(Actor("x", Role.PLANNER, LOTIM), TrailQuestion(), region_code=LOTIM, most=1)
    with pytest.raises(NotPermittedError):
        export_trail(Actor("x", Role.AUDITOR, "52.01"), TrailQuestion(), region_code=LOTIM, most=1)


def test_a_search_that_cannot_be_read_says_what_to_mend() -> None:
    reader = signed_in_as(Role.AUDITOR, LOTIM)
    answer = reader.get("/jejak/", {"since": "kemarin", "within": "Masbagik"})
    assert answer.status_code == 400
    assert "Tanggal ditulis" in answer.content.decode()
    assert "Kode wilayah" in answer.content.decode()
    assert reader.get("/jejak/", {"actor": "\x00'; --", "before": "9" * 30}).status_code == 200


def test_the_page_turns_to_older_entries() -> None:
    some_entries(51)
    reader = signed_in_as(Role.AUDITOR, LOTIM)
    page = reader.get("/jejak/", {"action": "uji"}).content.decode()
    older = re.search(r'rel="next" href="(\?[^"]+)"', page)
    assert older
    words = words_of(reader, "/jejak/" + older[1].replace("&amp;", "&"))
    assert words.count("petugas Verifikator uji benda") == 1


def test_the_trail_shows_that_it_is_guarded_and_when_it_is_not() -> None:
    some_entries(2)
    whole = trail_integrity()
    assert (whole["entries"], whole["missing_numbers"], whole["is_append_only"]) == (2, 0, True)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER trail_append_only")
    assert trail_integrity()["is_append_only"] is False
    assert "TIDAK dijaga" in words_of(signed_in_as(Role.AUDITOR, LOTIM), "/jejak/")


def test_a_trail_can_be_asked_of_by_its_first_and_last_day() -> None:
    record(CONSOLE, "uji", object_type="benda", object_id=1, region_code=LOTIM, detail={})
    (entry,) = search_trail(TrailQuestion(), most=1)
    day = entry["at"].astimezone().date()
    assert search_trail(TrailQuestion(until=day.replace(year=2020)), most=1) == []
    assert len(search_trail(TrailQuestion(since=day.replace(year=2020)), most=1)) == 1


def test_entries_are_told_in_words_and_chosen_by_them() -> None:
    detail = {"reference": "T-1", "amount_rp": 62_812_345_678, "months": 1_200, "again_on_purpose": False, "note": None}
    record(CONSOLE, "reverse_bill", object_type="bill", object_id=7, region_code=LOTIM, detail=detail)
    auditor = signed_in_as(Role.AUDITOR, LOTIM)
    told = ("Membatalkan tagihan Tagihan 7 52.03", "jumlah Rp62.812.345.678", "bulan 1.200", "diterima lagi tidak")
    words = words_of(auditor, "/jejak/", action="reverse_bill")
    assert [part for part in told if part not in words] == []
    assert "reverse_bill" not in words
    assert "Reversed a bill Bill 7 52.03" in words_of(auditor, "/jejak/", lang="en")
