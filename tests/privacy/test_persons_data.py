"""Everything about a person is given out for a reason; what is past its term is emptied, and nothing else is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.audit.queries import trail_of
from semesta.bulk import execute, read_lines
from semesta.privacy.actions import PrivacyError, erase_past_retention, export_person
from semesta.privacy.queries import HELD, NobodyError, past_retention, staying
from semesta.privacy.readable import readable
from tests.intake.builders import CONSOLE, LOTIM, TODAY
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


def test_everything_about_a_person_is_given_out_for_a_reason_that_stays(tmp_path: Path) -> None:
    made_up_regency(tmp_path)
    (person,) = read_lines("SELECT id FROM people_person WHERE name = 'PETANI A'")
    found = export_person(CONSOLE, LOTIM, person["id"], reason=REASON)
    assert {"people_person", "membership_coveredmonth", "intake_stagedrow", "people_livelihood"} <= set(found)
    assert trail_of("person", person["id"])[-1]["detail"]["reason"] == REASON
    found["people_person"][0]["name"] = "<b>x</b>"
    assert "&lt;b&gt;x&lt;/b&gt;" in readable(found, title="Data pribadi")
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
