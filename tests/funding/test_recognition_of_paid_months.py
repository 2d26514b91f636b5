"""What a purse has paid and what the insurer reports meet in one key: confirmed, or a finding; never a second payer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.db import IntegrityError, connection, transaction

from semesta.bulk import execute, read_lines
from semesta.duplicates.actions import decide_pair, undo_decision
from semesta.duplicates.double_payments import double_payments
from semesta.funding.actions import reverse_bill, take_payments
from semesta.funding.payment_file import read_payment_bytes
from semesta.funding.queries.audit import audit
from semesta.funding.refusals import RefusedError
from semesta.matching.name_key import with_name_keys
from tests.duplicates.registers import a_pair
from tests.funding.builders import (
    MINIMUM,
    a_house,
    a_purse,
    billed,
    decreed,
    merged,
    months_of,
    some_workers,
    states,
)
from tests.intake.builders import CONSOLE, LOTIM, a_list, a_row, nik, taken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _january_paid() -> None:
    """One worker, January and February 2026 decreed, January paid."""
    a_house()
    purse = a_purse()
    decreed(months_of(some_workers(1), range(1, 3), purse))
    billed(1)
    data = f"tanggal;referensi;jumlah\n2026-01-09;P{purse};{MINIMUM}\nTOTAL;;{MINIMUM}"
    take_payments(CONSOLE, LOTIM, read_payment_bytes("bank.csv", data.encode()), taken_on=date(2026, 1, 12))


def extract(folder: Path, payer: str) -> None:
    """The insurer reports the worker for December and January."""
    key = with_name_keys(pl.DataFrame({"name": ["SAHRUDIN"]})).row(0, named=True)
    execute("UPDATE people_person SET name = %(name)s, name_key = %(name_key)s, name_token = %(name_token)s", key)
    cover = {"membership_class": "BPU", "programmes": "JKK+JKM", "payer": payer, "segment": None, "kk": None}
    months = {"active_from": date(2025, 12, 1), "paid_until": date(2026, 1, 31)}
    row = a_row("SAHRUDIN", nik=nik(9001), birth_on=None, sex=None, **cover, **months)
    taken(a_list(row, folder=folder, kind="insurer", sender="bpjs-tk"))


def test_a_paid_month_the_insurer_reports_from_the_same_payer_is_recognised(tmp_path: Path) -> None:
    extract(tmp_path, "DBHCHT")
    assert states() == {"recognised": 2, "decreed": 1}
    assert audit(LOTIM).is_sound


def test_another_payer_s_month_stays_with_the_purse_and_is_a_finding(tmp_path: Path) -> None:
    extract(tmp_path, "MANDIRI")
    assert states() == {"recognised": 1, "paid": 1, "decreed": 1}
    found = read_lines("SELECT code FROM intake_rowfinding")
    assert [line["code"] for line in found] == ["two_payers"]
    assert audit(LOTIM).is_sound


@pytest.mark.parametrize("payer", ["Dbhcht", " DBH-CHT", "dbhcht."])
def test_a_payer_is_the_same_however_its_name_is_written(tmp_path: Path, payer: str) -> None:
    extract(tmp_path, payer)
    assert states() == {"recognised": 2, "decreed": 1}
    assert double_payments(LOTIM) == []
    assert audit(LOTIM).is_sound


def a_second_record() -> int:
    """The worker stands in the register a second time, under the number by which the insurer knows him."""
    execute("UPDATE people_person SET nik = NULL WHERE id = 1")
    key = with_name_keys(pl.DataFrame({"name": ["SAHRUDIN"]})).row(0, named=True)
    execute(
        "INSERT INTO people_person (regency_code, id, name, name_key, name_token, nik) VALUES "
        "(%(regency)s, 50, %(name)s, %(name_key)s, %(name_token)s, %(nik)s)",
        key | {"regency": LOTIM, "nik": nik(9001)},
    )
    return 50


def of_the_purse() -> list[tuple[int, str]]:
    """Month and state of what the purse holds."""
    lines = read_lines("SELECT extract(month FROM month)::int AS month, state FROM membership_coveredmonth "
                       "WHERE submission_id = 0 AND programme = 'jkm' ORDER BY 1")  # fmt: skip
    return [(line["month"], line["state"]) for line in lines]


def test_what_the_insurer_tells_of_another_record_confirms_the_person_s_month(tmp_path: Path) -> None:
    merged(a_second_record(), into=1)
    extract(tmp_path, "DBHCHT")
    assert of_the_purse() == [(1, "recognised"), (2, "decreed")]
    (bill,) = read_lines("SELECT reference FROM funding_bill")
    with pytest.raises(RefusedError, match="the insurer recognises already"), transaction.atomic():
        reverse_bill(CONSOLE, LOTIM, bill["reference"], on=date(2026, 2, 1), document="BA", reason="uji")
    assert double_payments(LOTIM) == []
    assert audit(LOTIM).is_sound


def test_another_payer_told_of_another_record_is_a_finding(tmp_path: Path) -> None:
    merged(a_second_record(), into=1)
    extract(tmp_path, "PT LAIN")
    assert of_the_purse() == [(1, "paid"), (2, "decreed")]
    assert [line["code"] for line in read_lines("SELECT code FROM intake_rowfinding")] == ["two_payers"]


def test_recognition_follows_a_merge_and_its_undoing(tmp_path: Path) -> None:
    second = a_second_record()
    extract(tmp_path, "DBHCHT")
    assert of_the_purse() == [(1, "paid"), (2, "decreed")]
    pair = a_pair(1, second)
    decide_pair(CONSOLE, LOTIM, pair, "same", reason="KTP dilihat")
    assert of_the_purse() == [(1, "recognised"), (2, "decreed")]
    undo_decision(CONSOLE, LOTIM, pair, reason="keliru")
    assert of_the_purse() == [(1, "paid"), (2, "decreed")]
    assert audit(LOTIM).is_sound


def test_a_month_does_not_jump(tmp_path: Path) -> None:
    jump = "UPDATE membership_coveredmonth SET state = 'paid' WHERE state = 'decreed'"
    with pytest.raises(IntegrityError, match="does not go from decreed to paid"), transaction.atomic():
        connection.cursor().execute(jump)
