"""Everything about a person is given out for a reason; what is past its term is emptied, and nothing else is."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.audit.queries import trail_of
from semesta.bulk import execute, read_lines
from semesta.intake.queries import balance
from semesta.people.actions import load_segments
from semesta.privacy.actions import PrivacyError, erase_past_retention, export_person
from semesta.privacy.privacy_data import held_words
from semesta.privacy.queries import HELD, NobodyError, past_retention, staying
from semesta.privacy.readable import as_json, as_pdf
from semesta.regions.actions import load_shipped_regions
from tests.intake.builders import CONSOLE, LOTIM, TODAY, a_list, a_row, nik, taken
from tests.web.made_up import SECRETS, made_up_regency

pytestmark = pytest.mark.usefixtures("own_database")
REASON = "permintaan warga di kantor desa"


def test_the_export_knows_every_table_that_names_a_person() -> None:
    named = read_lines(
        "SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t"
        " USING (table_schema, table_name) WHERE c.table_schema = 'public' AND c.column_name = 'person_id'"
        " AND t.table_type = 'BASE TABLE'"
    )
    assert {line["name"] for line in named} == set(HELD)


def test_every_table_and_column_of_the_copy_has_words_of_its_own() -> None:
    tables = ["people_person", "intake_waitingrow", *HELD]
    named = read_lines(
        "SELECT table_name AS held, column_name AS name FROM information_schema.columns WHERE table_name = ANY(%s)",
        [tables],
    )
    words = held_words()
    assert {line["name"] for line in named} | {"at", "actor", "role", "action", "detail"} == set(words["columns"])
    assert set(words["tables"]) == {*tables, "audit_entry"}
    for language in ("id", "en"):
        told = Counter((line["held"], words["columns"][line["name"]][language]) for line in named)
        assert [one for one, times in told.items() if times > 1] == []


def test_everything_about_a_person_is_given_out_for_a_reason_that_stays(tmp_path: Path) -> None:
    made_up_regency(tmp_path)
    (person,) = read_lines("SELECT id FROM people_person WHERE name = 'PETANI A'")
    found = export_person(CONSOLE, LOTIM, person["id"], reason=REASON)
    assert {"people_person", "membership_coveredmonth", "intake_stagedrow", "people_livelihood"} <= set(found)
    assert trail_of("person", person["id"])[-1]["detail"]["reason"] == REASON
    assert '"name": "PETANI A"' in as_json(found)
    assert as_pdf(found, person_id=person["id"], regency="Rekaan", by="uji", on=TODAY, language="id")[:4] == b"%PDF"
    with pytest.raises(PrivacyError):
        export_person(CONSOLE, LOTIM, person["id"], reason="ya")
    with pytest.raises(NobodyError):
        export_person(CONSOLE, LOTIM, 999_999, reason=REASON)
    with pytest.raises(NotPermittedError):
        export_person(Actor("p", Role.PLANNER, LOTIM), LOTIM, person["id"], reason=REASON)


def test_what_is_past_its_term_is_emptied_once_and_what_stays_is_told(tmp_path: Path) -> None:
    made_up_regency(tmp_path)
    before = {line["table"]: line["rows"] for line in staying(LOTIM)}
    assert all(line["rows"] == 0 for line in past_retention(LOTIM, on=TODAY))
    execute("UPDATE intake_submission SET handed_in_at = handed_in_at - interval '10 years'")
    erased = {line["rule"]: line["rows"] for line in erase_past_retention(CONSOLE, LOTIM, today=TODAY)}
    assert erased["finding_values"] > 0
    assert read_lines("SELECT 1 FROM intake_rowfinding WHERE before LIKE %s", [f"%{SECRETS[1]}%"]) == []
    assert all(line["rows"] == 0 for line in erase_past_retention(CONSOLE, LOTIM, today=TODAY + timedelta(days=1)))
    assert [entry["action"] for entry in trail_of("retention_rule", "finding_values")] == ["erase"]
    after = {line["table"]: line["rows"] for line in staying(LOTIM)}
    assert after["membership_coveredmonth"] == before["membership_coveredmonth"] > 0
    assert after["audit_entry"] > before["audit_entry"]


def test_a_waiting_row_whose_place_a_corrected_file_took_is_emptied_and_the_balance_stands(tmp_path: Path) -> None:
    load_shipped_regions(CONSOLE)
    load_segments(CONSOLE)
    others = [a_row(f"ORANG KE {word}", nik=nik(9010 + i), kk=None) for i, word in enumerate(("SATU", "DUA", "TIGA"))]
    mended = a_row("AMAQ SALAH", nik=nik(9002), phone="+6281900009002", mother_name="INAQ RAHASIA")
    damaged = mended | {"nik": None, "nik_state": "damaged", "nik_written": "520305"}
    (first,) = taken(a_list(*others, damaged, folder=tmp_path))
    taken(a_list(*others, mended, folder=tmp_path))
    execute("UPDATE intake_submission SET handed_in_at = handed_in_at - interval '10 years' WHERE id = %s", [first])
    before = balance(LOTIM)
    erased = {found["rule"]: found["rows"] for found in erase_past_retention(CONSOLE, LOTIM, today=TODAY)}
    assert erased["corrected_rows"] == 1
    emptied = read_lines("SELECT r::text AS line FROM intake_stagedrow r WHERE corrected_by_id IS NOT NULL")
    kept = read_lines("SELECT w::text AS line FROM intake_waitingrow w WHERE submission_id = %s", [first])
    assert [secret for secret in ("SALAH", "520305,", "RAHASIA") if secret in str(emptied)] == []
    assert len(emptied) == 1
    assert kept == []
    assert balance(LOTIM) == before
    assert all(found["rows"] == 0 for found in erase_past_retention(CONSOLE, LOTIM, today=TODAY))
    assert read_lines("SELECT 1 AS one FROM people_person WHERE name = 'AMAQ SALAH'") != []
