"""A farmer who is covered this month and the next, whenever that is, and a citizen's browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from semesta.bulk import execute
from semesta.kernel.month import Month
from semesta.regions.actions import load_shipped_regions
from tests.intake.builders import CONSOLE, LOTIM, a_list, a_row, nik, taken

NIK = nik(9001)
BORN = "1985-01-01"


@pytest.fixture
def citizen(db: None, tmp_path: Path) -> Client:
    """Return a browser without an account; ADD pays for NIK 9001 this month and the next."""
    load_shipped_regions(CONSOLE)
    taken(a_list(a_row("PETANI A", nik=NIK, kk=None), folder=tmp_path))
    cover(Month.of(timezone.localdate()), months=2)
    return Client()


def cover(since: Month, *, months: int) -> None:
    """Let ADD pay for the one person of the register from a month on."""
    for month in (since.plus(place) for place in range(months)):
        execute(
            "INSERT INTO membership_coveredmonth (regency_code, month, person_id, programme, membership_class, payer,"
            " state, submission_id) SELECT %s, %s, id, p, 'BPU', 'ADD', 'paid', 1"
            " FROM people_person, unnest(ARRAY['jkk', 'jkm']) p",
            [LOTIM, month.first_day()],
        )
