"""Answers: each line accepted, refused or overlapping, in whatever order files come; a file is taken whole or not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.bulk import execute, read_lines
from semesta.exchange.actions import take_answer_file
from semesta.exchange.queries import batch, lines_to_amend, refusals
from semesta.exchange.refusal import NotTakenError
from semesta.funding.queries.audit import audit
from semesta.sheets.exchange.layout_file import shipped_layout
from tests.exchange.builders import (
    DAY,
    Row,
    an_answer,
    answered,
    decreed_workers,
    entries,
    line_states,
    made,
    taken,
    written,
)
from tests.funding.builders import billed, decreed, states
from tests.intake.builders import LOTIM

pytestmark = pytest.mark.django_db


def codes_of(problem: pytest.ExceptionInfo[NotTakenError]) -> set[str]:
    return {finding.kind.code for finding in problem.value.findings}


def test_accepted_lines_keep_the_number_masked(tmp_path: Path) -> None:
    decreed_workers(2)
    made()
    result = answered(tmp_path, (1, "DITERIMA", "kpj=12345678901"), (2, "sukses"))
    assert (result.applied, result.unanswered, line_states()) == (2, 0, {1: "accepted", 2: "accepted"})
    stored = read_lines("SELECT line, number_masked FROM exchange_batchline ORDER BY line")
    assert stored == [{"line": 1, "number_masked": "*******8901"}, {"line": 2, "number_masked": None}]


def test_a_refusal_is_a_finding_with_place_reason_and_next_step(tmp_path: Path) -> None:
    decreed_workers(2)
    made()
    answered(tmp_path, (1, "DITERIMA"), (2, "DITOLAK", "code=02"))
    for language, reason in (("id", "NIK tidak ditemukan di Dukcapil"), ("en", "NIK not found in the civil registry")):
        (line,) = refusals(LOTIM, language=language)  # type: ignore[arg-type]
        assert (line["file"], line["row"], line["reason"]) == ("jawaban.csv", 3, "nik_unknown")
        assert line["words"]["reason"] == reason
        assert line["words"]["remedy"]
        assert line["words"]["next"]
        assert line["nik"] == "520305**********"[:6] + "********" + "02"


def test_a_reason_is_known_by_its_words(tmp_path: Path) -> None:
    decreed_workers(1)
    made()
    answered(tmp_path, (1, "GAGAL", "reason=Nama tidak sesuai KTP"))
    assert refusals(LOTIM, language="id")[0]["reason"] == "identity_mismatch"


def test_an_unknown_reason_is_kept_and_shown(tmp_path: Path) -> None:
    decreed_workers(1)
    made()
    answered(tmp_path, (1, "DITOLAK", "reason=Perlu klarifikasi"))
    (line,) = refusals(LOTIM, language="id")
    assert (line["reason"], line["reason_text"]) == ("unknown", "Perlu klarifikasi")
    assert line["words"]["reason"].endswith(": Perlu klarifikasi")


def test_who_was_corrected_goes_into_the_next_batch_and_nobody_else(tmp_path: Path) -> None:
    decreed_workers(3)
    made()
    answered(tmp_path, (1, "DITERIMA"), (2, "DITOLAK", "code=02"), (3, "DITOLAK", "code=02"))
    assert made().batches == ()
    execute("UPDATE people_person SET nik = '5203050101859555' WHERE id = 3")
    assert made().batches == (2,)
    assert entries(2) == [(3, "enrol", "2026-01", "2026-09")]


def test_a_fault_of_the_branch_needs_no_correction_and_again_sends_as_it_was(tmp_path: Path) -> None:
    decreed_workers(2)
    made()
    answered(tmp_path, (1, "DITOLAK", "code=09"), (2, "DITOLAK", "code=02"))
    assert [made().batches, entries(2)[0][0]] == [(2,), 1]
    assert made(again=[1]).batches == (3,)
    assert entries(3)[0][0] == 2


def test_the_same_answer_again_changes_nothing(tmp_path: Path) -> None:
    decreed_workers(1)
    made()
    path = an_answer(tmp_path, (1, "DITERIMA"))
    first, again = taken(path), taken(path.rename(tmp_path / "salinan.csv"))
    assert (first.is_repeat, again.is_repeat, again.answer_id) == (False, True, first.answer_id)
    assert read_lines("SELECT count(*) AS n FROM exchange_answerfile") == [{"n": 1}]


def test_a_part_answered_leaves_the_rest_open(tmp_path: Path) -> None:
    decreed_workers(3)
    made()
    assert answered(tmp_path, (2, "DITERIMA"), (3, "")).unanswered == 2
    assert made().batches == ()
    second = answered(tmp_path, (1, "DITERIMA"), (2, "DITERIMA"), (3, "DITERIMA"), name="susulan")
    assert (second.applied, second.repeated, second.unanswered) == (2, 1, 0)


REFUSED: list[tuple[list[Row], str]] = [
    ([(1, "DITERIMA"), (9, "DITERIMA")], "answer_line_unknown"),
    ([(1, "DITERIMA", "nik=5203050101859999")], "answer_other_nik"),
    ([(1, "DITERIMA"), (1, "DITOLAK", "code=02")], "answer_twice"),
    ([(1, "MUNGKIN")], "answer_outcome_unknown"),
    ([(1, "PESERTA PU AKTIF", "since=kemarin")], "answer_unreadable"),
    ([(1, "")], "answer_empty"),
]


@pytest.mark.parametrize(("rows", "code"), REFUSED, ids=[code for _, code in REFUSED])
def test_a_file_with_a_row_that_does_not_fit_is_refused_whole(tmp_path: Path, rows: list[Row], code: str) -> None:
    decreed_workers(3)
    made()
    before = written()
    with pytest.raises(NotTakenError) as problem:
        answered(tmp_path, *rows)
    assert codes_of(problem) == {code}
    assert problem.value.said("id") != problem.value.said("en")
    assert written() == before


def test_an_answer_for_another_batch_or_for_none_is_refused(tmp_path: Path) -> None:
    decreed_workers(1)
    made()
    for said, named, code in (
        (2, 1, "answer_other_batch"),
        (7, None, "answer_batch_unknown"),
        ("", None, "answer_batch_unnamed"),
    ):
        with pytest.raises(NotTakenError) as problem:
            taken(an_answer(tmp_path, (1, "DITERIMA"), batch=said), batch=named)
        assert codes_of(problem) == {code}
    assert line_states() == {1: "open"}


def test_an_answer_that_contradicts_an_earlier_one_is_refused(tmp_path: Path) -> None:
    decreed_workers(2)
    made()
    answered(tmp_path, (1, "DITOLAK", "code=02"))
    with pytest.raises(NotTakenError) as problem:
        answered(tmp_path, (1, "DITERIMA"), (2, "DITERIMA"), name="dua")
    assert codes_of(problem) == {"answer_contradicts"}
    assert line_states() == {1: "refused", 2: "open"}


def test_a_file_that_is_no_answer_is_refused(tmp_path: Path) -> None:
    decreed_workers(1)
    made()
    path = tmp_path / "daftar.csv"
    path.write_text("Nama;Alamat\nAMAQ;Selong\n")
    with pytest.raises(NotTakenError) as problem:
        taken(path)
    assert codes_of(problem) == {"answer_without_table"}


def test_of_an_active_wage_earner_the_months_are_taken_back_and_the_decree_is_marked(tmp_path: Path) -> None:
    decreed_workers(2)
    made()
    billed(1)
    billed(2)
    result = answered(tmp_path, (1, "PESERTA PU AKTIF", "since=02/2026"), (2, "DITERIMA"))
    assert (result.months_taken_back, states()) == (7, {"billed": 4, "decreed": 7})
    (line,) = lines_to_amend(LOTIM, language="id")
    assert (line["person_id"], line["decree"], line["since_month"]) == (1, "SK-1", "2026-02")
    assert (line["taken_back"][0], len(line["taken_back"]), line["kept"]) == ("2026-03", 7, ["2026-02"])
    assert "2026-02" in line["message"]
    assert made().batches == ()


def test_a_wage_earner_found_after_acceptance_ends_the_same_in_either_order(tmp_path: Path) -> None:
    decreed_workers(2)
    made()
    answered(tmp_path, (1, "PESERTA PU AKTIF", "since=03/2026"), (2, "DITERIMA"))
    late = answered(tmp_path, (1, "DITERIMA", "kpj=12345678901"), (2, "DITERIMA", "kpj=12345678902"), name="dua")
    assert (late.applied, late.overtaken) == (1, 1)
    assert line_states() == {1: "overlap", 2: "accepted"}
    assert batch(LOTIM, 1)["overlap"] == 1


def test_the_branch_answers_and_others_do_not(tmp_path: Path) -> None:
    decreed_workers(1)
    made()
    path = an_answer(tmp_path, (1, "PESERTA PU AKTIF"))
    for role in (Role.READER, Role.VILLAGE_OPERATOR, Role.VERIFIER):
        with pytest.raises(NotPermittedError):
            take_answer_file(
                Actor("orang", role, LOTIM), LOTIM, path, shipped_layout(), taken_on=DAY, files_folder=tmp_path
            )
    branch = Actor("cabang", Role.INSURER_BRANCH, LOTIM)
    result = take_answer_file(branch, LOTIM, path, shipped_layout(), taken_on=date(2026, 1, 20), files_folder=tmp_path)
    assert (result.months_taken_back, result.since_assumed) == (9, (1,))


def test_only_who_is_a_wage_earner_since_an_untold_day_is_named(tmp_path: Path) -> None:
    decreed_workers(3)
    made()
    rows = ((1, "PESERTA PU AKTIF", "since=02/2026"), (2, "DITERIMA"), (3, "PESERTA PU AKTIF"))
    assert answered(tmp_path, *rows).since_assumed == (3,)
    assert answered(tmp_path, *rows, name="lagi").since_assumed == ()


def test_an_amendment_takes_out_what_was_taken_back_and_the_books_agree(tmp_path: Path) -> None:
    decreed_workers(2)
    made()
    answered(tmp_path, (1, "PESERTA PU AKTIF", "since=04/2026"), (2, "DITERIMA"))
    assert {found.about for found in audit(LOTIM).differences} != set()
    (line,) = lines_to_amend(LOTIM, language="id")
    months = [date.fromisoformat(f"{month}-01") for month in line["taken_back"]]
    removals = pl.DataFrame([{"person_id": 1, "month": month, "reason": "penerima upah"} for month in months])
    decreed(None, number="SK-2", amends="SK-1", removals=removals)
    assert (len(months), lines_to_amend(LOTIM, language="id"), states()) == (6, [], {"decreed": 12})
    assert audit(LOTIM).is_sound
