"""The counts of a village's first page, against its list of people, which another statement finds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from semesta.accounts.actor import Actor, Role
from semesta.accounts.scope import in_scope_of
from semesta.coverage.queries import STANDINGS, Wanted, people_of_village
from semesta.coverage.queries.village_standings import standings_of_village
from semesta.kernel.month import Month
from semesta.people.actions import load_segments
from semesta.people.models import Person
from semesta.regions.actions import load_shipped_regions
from tests.intake.builders import CONSOLE, VILLAGE, a_list, a_row, nik, taken

pytestmark = pytest.mark.django_db
JANUARY = Month(2026, 1)
UNTIL = {9001: (2026, 1, 31), 9002: (2026, 6, 30), 9003: (2025, 12, 31), 9004: (2025, 2, 28), 9005: (2026, 6, 30)}
"""Ends soon; covered; late; ended long ago; covered, and another record than the list's (see `village`)."""


@pytest.fixture(autouse=True)
def village(tmp_path: Path) -> None:
    """Fill a village: seven workers of a list; the cover of 9007 stands with a head that tells no village, 9005."""
    load_shipped_regions(CONSOLE)
    load_segments(CONSOLE)
    workers = [a_row(f"PEKERJA {serial}", nik=nik(serial), kk=None) for serial in range(9001, 9008)]
    cover = {"membership_class": "BPU", "programmes": "JKK+JKM", "payer": "MANDIRI", "active_from": date(2025, 1, 1)}
    members = [
        worker | cover | {"segment": None, "paid_until": date(*UNTIL[serial])}
        for serial, worker in enumerate(workers[:5], start=9001)
    ]
    taken(a_list(*members, folder=tmp_path, kind="insurer", sender="bpjs-tk"))
    taken(a_list(*workers, folder=tmp_path))
    head = Person.objects.get(nik=nik(9005))
    Person.objects.filter(nik=nik(9007)).update(merged_into=head.id)
    Person.objects.filter(id=head.id).update(village_code=None)


@pytest.mark.parametrize("role", [Role.VILLAGE_OPERATOR, Role.VERIFIER])
def test_a_village_s_counts_are_the_people_its_list_shows(role: Role) -> None:
    territory = VILLAGE if role is Role.VILLAGE_OPERATOR else VILLAGE[:5]
    with in_scope_of(Actor(name="penguji", role=role, territory=territory)):
        counts = standings_of_village(VILLAGE, JANUARY)
        listed = {name: len(people_of_village(VILLAGE, JANUARY, Wanted(standing=name))) for name in STANDINGS}
    assert counts == listed | {"people": 6}
    assert counts == {"people": 6, "covered": 3, "ends_soon": 1, "late": 1, "uncovered": 3}


def test_another_village_s_reader_counts_nobody() -> None:
    other = Actor(name="penguji", role=Role.VILLAGE_OPERATOR, territory="52.03.05.2002")
    with in_scope_of(other):
        assert standings_of_village(VILLAGE, JANUARY)["people"] == 0
