"""Numbers of persons in the trail's details are told masked however they are written; amounts and fingerprints stay."""

from __future__ import annotations

import json
from typing import Any

import pytest

from semesta.audit.actions import record
from semesta.audit.queries import TrailQuestion, search_trail
from tests.intake.builders import CONSOLE, LOTIM, nik

NIK = nik(9001)
MASKED = f"{NIK[:6]}********{NIK[-2:]}"
HASH = "a" * 20 + NIK + "b" * 28


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (NIK, MASKED),
        (int(NIK), MASKED),
        ([{"file": f"kk_{NIK}.pdf", "note": f"NIK{NIK}"}], [{"file": f"kk_{MASKED}.pdf", "note": f"NIK{MASKED}"}]),
        (f"{NIK[:6]}.{NIK[6:12]}.{NIK[12:]}", MASKED),
        (f"{NIK[:8]} {NIK[8:]}", MASKED),
        ("hubungi 0812-3456-7890", "hubungi 08…"),
        ("+62 812 3456 789", "08…"),
        (62_800_000_000, 62_800_000_000),
        ("2026-01-31 2026-02-28", "2026-01-31 2026-02-28"),
        (HASH, HASH),
    ],
)
def test_a_detail_is_told_with_the_numbers_of_persons_masked(told: Any, shown: Any) -> None:
    record(CONSOLE, "mend", object_type="submission", object_id=1, region_code=LOTIM, detail={"told": told})
    (entry, *_) = search_trail(TrailQuestion(), most=1)
    detail = entry["detail"] if isinstance(entry["detail"], dict) else json.loads(entry["detail"])
    assert detail["told"] == shown
