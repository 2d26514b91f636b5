"""Row-level security, asked round the application: as the web role itself, straight in SQL."""

from __future__ import annotations

import psycopg
import pytest

from semesta.accounts.actor import EVERYWHERE, Actor, Role
from semesta.installation.own_server import WEB_ROLE
from tests.accounts.two_regencies import (
    AGENCY,
    DISTRICT_HEAD,
    NEIGHBOUR,
    OPERATOR,
    OTHER_REGENCY,
    PERSONAL,
    PLANNER,
    PROVINCE,
    STRANGER,
    VERIFIER,
    count,
    web_login,
)
from tests.funding.builders import OTHER_VILLAGE
from tests.intake.builders import LOTIM, VILLAGE

pytestmark = pytest.mark.usefixtures("filled")
CONSOLE = Actor("konsol", Role.ADMINISTRATOR, EVERYWHERE)


@pytest.mark.parametrize("actor", [None, PROVINCE], ids=["nobody", "province"])
def test_without_reach_nothing_of_people_or_money_is_seen(actor: Actor | None) -> None:
    with web_login(actor) as login:
        assert {table: seen for table in PERSONAL if (seen := count(login, table))} == {}
        assert count(login, "regions_region") > 0
        assert count(login, "sight.open_submission") == 2


def test_a_village_sees_its_people_and_its_lists_and_nothing_of_another_village() -> None:
    with web_login(OPERATOR) as login:
        assert count(login, "people_person") == 3
        assert count(login, "people_livelihood") == 3
        assert count(login, "intake_submission") == 1
        assert count(login, "intake_stagedrow", f"village_code IS DISTINCT FROM '{VILLAGE}'") == 0
        assert count(login, "membership_coveredmonth") == count(login, "funding_bill") == 0
        assert count(login, "funding_purse") == count(login, "ledger_posting") == 0


def test_a_village_sees_its_own_purse_its_bills_and_who_is_on_them() -> None:
    with web_login(NEIGHBOUR) as login:
        assert count(login, "people_person") == 3
        assert (count(login, "funding_purse"), count(login, "funding_bill")) == (1, 1)
        assert (count(login, "funding_billline"), count(login, "funding_decreeline")) == (2, 2)
        assert count(login, "membership_coveredmonth") == 12
        assert count(login, "ledger_balance") > 0
        assert count(login, "ledger_journalentry") == 0


def test_an_agency_sees_whom_it_handed_in_wherever_they_live() -> None:
    with web_login(AGENCY) as login:
        assert count(login, "intake_submission") == 1
        assert count(login, "people_person") == 2
        assert count(login, "people_person", f"village_code = '{OTHER_VILLAGE}'") == 1


def test_an_agency_operator_whose_agency_is_not_said_sees_nobody() -> None:
    with web_login(Actor("tanpa", Role.AGENCY_OPERATOR, LOTIM)) as login:
        assert count(login, "people_person") == count(login, "intake_submission") == 0


def test_a_district_sees_its_villages() -> None:
    with web_login(DISTRICT_HEAD) as login:
        assert count(login, "people_person") == 6
    with web_login(Actor("camat lain", Role.DISTRICT, "52.03.06")) as login:
        assert count(login, "people_person") == 0


@pytest.mark.parametrize(("actor", "people"), [(VERIFIER, 6), (PLANNER, 6), (STRANGER, 1), (CONSOLE, 7)])
def test_a_regency_is_seen_by_its_own_roles_and_no_other(actor: Actor, people: int) -> None:
    with web_login(actor) as login:
        assert count(login, "people_person") == people


def test_nothing_of_another_regency_is_seen() -> None:
    with web_login(STRANGER) as login:
        seen = {table: count(login, table, f"regency_code <> '{OTHER_REGENCY}'") for table in PERSONAL[:-2]}
        assert set(seen.values()) == {0}


def test_a_reach_set_by_hand_does_not_reach_beyond_what_a_login_may_do() -> None:
    with web_login(CONSOLE) as login:
        for statement in ("RESET ROLE", "SET ROLE NONE", "RESET SESSION AUTHORIZATION"):
            login.execute(statement)
            assert login.execute("SELECT current_user").fetchone() == (WEB_ROLE,)
        for role in ("semesta_owner", "postgres"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), login.transaction():
                login.execute(f"SET ROLE {role}")


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY see ON people_person",
        "CREATE POLICY mine ON people_person USING (true)",
        "DROP TABLE people_livelihood",
        "CREATE TABLE mine (id int)",
        "CREATE OR REPLACE VIEW sight.resident AS SELECT regency_code, id FROM people_person",
        "TRUNCATE people_person CASCADE",
        "UPDATE audit_entry SET actor = 'orang lain'",
        "DELETE FROM audit_entry",
        "UPDATE ledger_balance SET debit_rp = 0",
        "UPDATE ledger_posting SET amount_rp = 1",
        "DELETE FROM intake_stagedrow",
        "UPDATE accounts_user SET is_superuser = true",
        "SELECT * FROM django_migrations",
        "COPY people_person TO PROGRAM 'cat'",
        "SELECT pg_read_file('postgresql.conf')",
    ],
)
def test_the_web_role_cannot(statement: str) -> None:
    with web_login(CONSOLE) as login, pytest.raises(psycopg.errors.InsufficientPrivilege):
        login.execute(statement)


def test_the_trail_is_written_in_the_reader_s_own_name_only() -> None:
    add = (
        "INSERT INTO audit_entry (actor, role, action, object_type, object_id, region_code, detail)"
        " VALUES (%s, %s, 'uji', 'uji', '1', '52.03', '{}')"
    )
    with web_login(OPERATOR) as login:
        login.execute(add, [OPERATOR.name, str(OPERATOR.role)])
        for name, role in ((VERIFIER.name, OPERATOR.role), (OPERATOR.name, VERIFIER.role)):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), login.transaction():
                login.execute(add, [name, str(role)])


def test_what_lies_outside_the_reach_cannot_be_written_either() -> None:
    with web_login(OPERATOR) as login:
        assert login.execute("UPDATE people_person SET phone = '0'").rowcount == 3
        with pytest.raises(psycopg.errors.InsufficientPrivilege), login.transaction():
            login.execute("UPDATE people_person SET village_code = %s", [OTHER_VILLAGE])
        assert login.execute("DELETE FROM membership_coveredmonth").rowcount == 0
    with web_login(VERIFIER) as login:
        assert login.execute("UPDATE funding_purse SET closed_on = '2026-12-31'").rowcount == 0


def test_a_function_of_the_reader_s_own_learns_nothing_of_rows_not_seen() -> None:
    with web_login(OPERATOR) as login:
        login.execute(
            "CREATE FUNCTION pg_temp.tells(name text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS"
            " $$ BEGIN RAISE NOTICE '%', name; RETURN true; END $$"
        )
        told: list[str] = []
        login.add_notice_handler(lambda notice: told.append(notice.message_primary or ""))
        login.execute("SELECT count(*) FROM people_person WHERE pg_temp.tells(name)")
        assert sorted(told) == ["PETANI A", "PETANI B", "PETANI C"]
