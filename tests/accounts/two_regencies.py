"""People, lists and money of two villages of one regency and one of another, for tests of who sees what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
from django.db import connection

from semesta.accounts.actor import Actor, Role
from semesta.accounts.reach import settings_of
from semesta.bulk import copy_frame, execute
from semesta.installation.own_server import WEB_ROLE
from tests.funding.builders import OTHER_VILLAGE, a_house, a_purse, billed, decreed, months_of, some_workers
from tests.intake.builders import LOTIM, VILLAGE, a_list, a_row, nik, taken

OTHER_REGENCY = "52.01"
DISTRICT = "52.03.05"
OPERATOR = Actor("operator", Role.VILLAGE_OPERATOR, VILLAGE)
NEIGHBOUR = Actor("tetangga", Role.VILLAGE_OPERATOR, OTHER_VILLAGE)
AGENCY = Actor("pertanian", Role.AGENCY_OPERATOR, LOTIM, agency="dinas-pertanian")
DISTRICT_HEAD = Actor("camat", Role.DISTRICT, DISTRICT)
VERIFIER = Actor("verifikator", Role.VERIFIER, LOTIM)
PLANNER = Actor("perencana", Role.PLANNER, LOTIM)
PROVINCE = Actor("provinsi", Role.PROVINCE, "52")
STRANGER = Actor("kabupaten lain", Role.ADMINISTRATOR, OTHER_REGENCY)

PERSONAL = (
    "people_person", "people_livelihood", "membership_coveredmonth", "membership_spell", "intake_submission",
    "intake_stagedrow", "intake_waitingrow", "duplicates_pair", "duplicates_decision",
    "funding_purse", "funding_decree", "funding_decreeline", "funding_bill", "funding_billline", "ledger_journalentry",
    "ledger_posting", "ledger_balance", "audit_entry", "exchange_batchline",
)  # fmt: skip
"""Tables of which nobody without reach may see a row."""


def two_regencies(folder: Path) -> None:
    """Fill the database.

    VILLAGE: 3 residents listed by the village itself, one of whom the agriculture agency lists too, with an agency's
    fourth person who lives in OTHER_VILLAGE; a row waits. OTHER_VILLAGE: 2 residents of the register with decreed,
    billed months of the village's own purse. The other regency: one person.
    """
    a_house()
    farmers = [a_row(f"PETANI {letter}", nik=nik(9001 + i), kk=None) for i, letter in enumerate("ABC")]
    waiting = a_row("TANPA NIK", nik=None, nik_state="damaged", nik_written="52030501", kk=None)
    away = a_row("PETANI D", nik=nik(9004), kk=None, village_code=OTHER_VILLAGE)
    taken(a_list(*farmers, waiting, folder=folder))
    taken(a_list(farmers[0], away, folder=folder, kind="agency_list", sender=AGENCY.agency))
    residents = some_workers(2, segment="cadre", village=OTHER_VILLAGE, first=1_000_001)
    purse = a_purse("add", owner=OTHER_VILLAGE)
    decreed(months_of(residents, range(1, 4), purse, income_rp=2_000_000, risk_class=1))
    billed(1)
    someone = {"regency_code": OTHER_REGENCY, "id": 1, "village_code": "52.01.01.2001"}
    named = {"name": "ORANG LAIN", "name_key": "orang lain", "name_token": "orang"}
    copy_frame(pl.DataFrame([someone | named]), "people_person")


@contextmanager
def web_login(actor: Actor | None) -> Iterator[psycopg.Connection[Any]]:
    """Log in to the test's database as the web role itself, round the application, with the reach of an actor."""
    parameters = {key: connection.get_connection_params()[key] for key in ("host", "dbname")}
    with psycopg.connect(**parameters, user=WEB_ROLE) as login:
        for name, value in settings_of(actor).items():
            login.execute("SELECT set_config(%s, %s, false)", [f"semesta.{name}", value])
        login.commit()
        yield login
        login.rollback()


def count(login: psycopg.Connection[Any], table: str, where: str = "true") -> int:
    """Return how many rows of a table the login sees."""
    line = login.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()
    assert line is not None
    return int(line[0])


def merge(person: int, into: str) -> None:
    """Let a record stand for the person of another name."""
    execute(
        "UPDATE people_person SET merged_into = (SELECT id FROM people_person WHERE regency_code = %s AND name = %s)"
        " WHERE regency_code = %s AND id = %s",
        [LOTIM, into, LOTIM, person],
    )
