"""What a later extract of the insurer changes in the covered months, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from semesta.audit.queries import trail_of
from semesta.bulk import read_lines
from semesta.intake.handing_in import ReadFile
from semesta.intake.queries import submission
from tests.intake.builders import LOTIM, a_list, a_row, nik, taken

pytestmark = pytest.mark.django_db


def a_member(number: int = 0, **values: Any) -> dict[str, Any]:
    cover = {"membership_class": "BPU", "programmes": "JKK+JKM", "payer": "DBHCHT", "segment": None, "kk": None}
    months = {"active_from": date(2025, 11, 1), "paid_until": date(2026, 1, 31), "village_code": None}
    return a_row(f"ORANG {chr(65 + number)}", nik=nik(9001 + number)) | cover | months | values


def an_extract(folder: Path, *rows: dict[str, Any], sender: str = "bpjs-tk", corrects: int | None = None) -> ReadFile:
    made = a_list(*rows, folder=folder, kind="insurer", sender=sender)
    return replace(made, handed_in=replace(made.handed_in, corrects=corrects))


def months(number: int = 0) -> list[str]:
    lines = read_lines(
        "SELECT to_char(month, 'YYYY-MM ') || c.membership_class || ' ' || payer AS month"
        " FROM membership_coveredmonth c JOIN people_person p ON p.id = c.person_id"
        " WHERE p.nik = %s AND programme = 'jkm' ORDER BY month",
        [nik(9001 + number)],
    )
    return [line["month"] for line in lines]


def found(number: int) -> dict[str, tuple[str, str]]:
    findings = submission(LOTIM, number, language="id")["file_findings"]
    return {line["code"]: (line["before"], line["detail"]) for line in findings}


BEFORE = ["2025-11 BPU DBHCHT", "2025-12 BPU DBHCHT", "2026-01 BPU DBHCHT"]


def test_months_the_corrected_extract_no_longer_tells_are_taken_back_and_counted(tmp_path: Path) -> None:
    taken(an_extract(tmp_path, a_member(), a_member(1)))
    (second,) = taken(an_extract(tmp_path, a_member(), a_member(1, paid_until=date(2025, 11, 30))))
    assert (months(0), months(1)) == (BEFORE, BEFORE[:1])
    assert found(second) == {"months_taken_back": ("1", "2")}
    detail = trail_of("covered_month", "*")[-1]["detail"]
    assert (detail["months_taken_back"], detail["superseded"]) == (2, 2)


def test_a_corrected_payer_and_class_take_effect(tmp_path: Path) -> None:
    taken(an_extract(tmp_path, a_member(), a_member(1)))
    (second,) = taken(an_extract(tmp_path, a_member(), a_member(1, membership_class="PU", payer="PT REKAAN")))
    assert months(1) == ["2025-11 PU PT REKAAN", "2025-12 PU PT REKAAN", "2026-01 PU PT REKAAN"]
    assert found(second) == {"months_changed": ("1", "3")}


def test_an_extract_of_one_member_is_superseded_too(tmp_path: Path) -> None:
    taken(an_extract(tmp_path, a_member()))
    taken(an_extract(tmp_path, a_member(active_from=date(2025, 12, 1), paid_until=date(2025, 12, 31))))
    assert months() == BEFORE[:2]


def test_a_member_taken_out_of_a_corrected_extract_loses_the_months(tmp_path: Path) -> None:
    taken(an_extract(tmp_path, *(a_member(number) for number in range(3))))
    taken(an_extract(tmp_path, a_member(0), a_member(1)))
    assert (months(1), months(2)) == (BEFORE, [])


def test_who_is_missing_in_the_next_month_s_extract_keeps_the_months_before(tmp_path: Path) -> None:
    taken(an_extract(tmp_path, *(a_member(number) for number in range(4))))
    (second,) = taken(
        an_extract(tmp_path, a_member(0), a_member(1), *(a_member(2, paid_until=date(2026, 2, 28)) for _ in "1"))
    )
    assert (months(3), months(2)[-1]) == (BEFORE, "2026-02 BPU DBHCHT")
    assert found(second) == {}


def test_months_that_another_source_vouches_for_stay(tmp_path: Path) -> None:
    (first,) = taken(an_extract(tmp_path, a_member()))
    taken(an_extract(tmp_path, a_member(payer="APBD"), sender="bpjs-mataram"))
    taken(an_extract(tmp_path, a_member(1), corrects=first))
    assert months() == [line.replace("DBHCHT", "APBD") for line in BEFORE]


def test_a_member_whose_corrected_row_waits_keeps_the_months(tmp_path: Path) -> None:
    taken(an_extract(tmp_path, a_member(), a_member(1)))
    taken(an_extract(tmp_path, a_member(), a_member(1, nik=None, nik_state="missing")))
    assert months(1) == BEFORE


def test_an_older_month_s_extract_handed_in_late_takes_nothing_back(tmp_path: Path) -> None:
    (first,) = taken(an_extract(tmp_path, *(a_member(number) for number in range(12))))
    older = [a_member(number, paid_until=date(2025, 12, 31)) for number in range(12)]
    (second,) = taken(an_extract(tmp_path, *older))
    assert months() == BEFORE
    assert found(second) == {"extract_of_older_month": (str(first), "12")}


def test_a_correction_of_a_correction_has_the_last_word(tmp_path: Path) -> None:
    taken(an_extract(tmp_path, a_member(), a_member(1)))
    taken(an_extract(tmp_path, a_member(), a_member(1, payer="APBD")))
    taken(an_extract(tmp_path, a_member(), a_member(1, payer="APBDES", paid_until=date(2025, 12, 31))))
    assert months(1) == ["2025-11 BPU APBDES", "2025-12 BPU APBDES"]
    assert months(0) == BEFORE
