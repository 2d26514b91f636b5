"""What a purse has paid and what the insurer reports meet in one key: confirmed, or a finding; never a second payer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.db import IntegrityError, connection, transaction

from semesta.bulk import execute, read_lines
from semesta.funding.actions import take_payments
from semesta.funding.payment_file import read_payment_bytes
from semesta.funding.queries.audit import audit
from semesta.matching.name_key import with_name_keys
from tests.funding.builders import MINIMUM, a_house, a_purse, billed, decreed, months_of, some_workers, states
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
    assert any("double" in line["code"] or "payer" in line["code"] for line in found), found
    assert audit(LOTIM).is_sound


def test_a_month_does_not_jump(tmp_path: Path) -> None:
    jump = "UPDATE membership_coveredmonth SET state = 'paid' WHERE state = 'decreed'"
    with pytest.raises(IntegrityError, match="does not go from decreed to paid"), transaction.atomic():
        connection.cursor().execute(jump)
