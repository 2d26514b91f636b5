"""Actions do their whole work under the web role, in the reach of who acts; what one forgot, the database refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import ProgrammingError

from semesta.accounts.actor import Actor, Role
from semesta.accounts.scope import in_scope_of
from semesta.bulk import execute, read_lines
from semesta.duplicates.queries import records_of
from semesta.exchange.actions import make_batches, take_answer_file
from semesta.funding.actions import bill_month, close_year, issue_decree, open_purse, take_payments
from semesta.funding.actions.decrees import DecreeHead
from semesta.funding.actions.purses import NewPurse
from semesta.funding.payment_file import read_payment_bytes
from semesta.funding.queries.audit import audit
from semesta.intake.row_matching import decide, undo
from semesta.kernel.month import Month
from semesta.sheets.exchange.layout_file import shipped_layout
from tests.accounts.two_regencies import OPERATOR, PLANNER, VERIFIER
from tests.duplicates.registers import a_pair, a_village, heads, pairs, person_ids, register
from tests.exchange.builders import an_answer
from tests.funding.builders import DAY, MINIMUM, YEAR, a_house, months_of, some_workers, states
from tests.intake.builders import LOTIM, TODAY

FINANCE = Actor("keuangan", Role.FINANCE, LOTIM)
BRANCH = Actor("cabang", Role.INSURER_BRANCH, LOTIM)


def test_a_verifier_decides_and_undoes_a_pair_of_persons(own_database: str, tmp_path: Path) -> None:
    a_village(tmp_path)
    first, second = person_ids()[:2]
    pair = a_pair(first, second)
    with in_scope_of(VERIFIER):
        decide(VERIFIER, LOTIM, pair, "same", reason="KTP dilihat", today=TODAY)
        assert records_of(LOTIM, second) == [first, second]
    with in_scope_of(VERIFIER):
        undo(VERIFIER, LOTIM, pair, reason="keliru", today=TODAY)
    assert heads() == {}


def test_a_row_decided_the_same_becomes_a_record_and_is_taken_back(own_database: str, tmp_path: Path) -> None:
    pair = a_row_that_is_asked(tmp_path)
    before = register()
    with in_scope_of(VERIFIER):
        decide(VERIFIER, LOTIM, pair, "same", reason="KTP dilihat", today=TODAY)
    assert read_lines("SELECT count(*) AS n FROM intake_stagedrow WHERE reason = 'decided_same'") == [{"n": 1}]
    with in_scope_of(VERIFIER):
        undo(VERIFIER, LOTIM, pair, reason="keliru", today=TODAY)
    assert register()["people_person"] == before["people_person"]


def test_a_purse_is_opened_decreed_billed_paid_and_told_to_the_insurer(own_database: str, tmp_path: Path) -> None:
    a_house()
    people = some_workers(2)
    execute("UPDATE people_person SET birth_on = '1985-01-01', sex = 'L'")
    with in_scope_of(PLANNER):
        terms = {"fiscal_year": YEAR, "name": "", "legal_basis": "DPA uji", "payer": "", "owner": LOTIM}
        purse = open_purse(PLANNER, LOTIM, NewPurse(kind="dbhcht", **terms), ceiling_rp=10**6, dated_on=DAY)  # type: ignore[arg-type]
        plan = months_of(people, range(1, 3), purse)
        issue_decree(PLANNER, LOTIM, DecreeHead(number="SK-1", dated_on=DAY, title="uji", amends=""), plan=plan)
    with in_scope_of(FINANCE):
        bill_month(FINANCE, LOTIM, Month(YEAR, 1), issued_on=DAY, document="TAG-1")
        (bill,) = read_lines("SELECT reference FROM funding_bill")
        lines = ("tanggal;referensi;jumlah;pembayar", f"{DAY};{bill['reference']};{2 * MINIMUM};BENDAHARA",
                 f"TOTAL;;{2 * MINIMUM};")  # fmt: skip
        take_payments(FINANCE, LOTIM, read_payment_bytes("bank.csv", "\n".join(lines).encode()), taken_on=DAY)
        make_batches(FINANCE, LOTIM, shipped_layout(), made_on=DAY)
    answer = an_answer(tmp_path, (1, "DITERIMA"), (2, "DITERIMA"))
    with in_scope_of(BRANCH):
        take_answer_file(
            BRANCH, LOTIM, answer, shipped_layout(), taken_on=DAY, files_folder=tmp_path / "kept", batch=None
        )
    with in_scope_of(FINANCE):
        assert states() == {"paid": 2, "decreed": 2}
        assert audit(LOTIM).differences == ()
        close_year(FINANCE, LOTIM, YEAR, closed_on=DAY, document="BA-1", early_because="uji")


def test_the_database_refuses_what_an_action_forgot_to(own_database: str) -> None:
    a_house()
    statement = (
        "INSERT INTO funding_purse (regency_code, fiscal_year, kind, owner, name, payer, legal_basis, months,"
        " opened_on) VALUES ('52.03', 2026, 'csr', '52.03', '', 'CSR', 'x', '{1}', '2026-01-01')"
    )
    for actor in (OPERATOR, VERIFIER, Actor("pembaca", Role.READER, LOTIM)):
        with pytest.raises(ProgrammingError, match="row-level security"), in_scope_of(actor):
            execute(statement)


def a_row_that_is_asked(folder: Path) -> int:
    """Take in a village and a row like one of its workers; return the number of the pair that is asked."""
    from tests.duplicates.registers import searched, without_nik
    from tests.intake.builders import a_list, taken

    rows = a_village(folder)
    taken(a_list(without_nik(rows[0]), folder=folder, kind="agency_list", sender="dinas-pertanian"))
    searched()
    (found,) = [pair for pair in pairs() if pair["submission_id"] is not None][:1]
    return int(found["number"])
