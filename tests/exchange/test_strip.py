"""The strip of a person: how far each purse's cover has come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from semesta.exchange.strip import STEPS, NoPersonError, person_strip
from tests.exchange.builders import answered, decreed_workers, made
from tests.funding.builders import billed
from tests.intake.builders import LOTIM

pytestmark = pytest.mark.django_db


def steps_of(asked: str) -> dict[str, dict[str, Any]]:
    (strip,) = person_strip(LOTIM, asked, language="id")["strips"]
    return {step["step"]: step for step in strip["steps"]}


def reached(asked: str) -> list[str]:
    return [name for name, step in steps_of(asked).items() if step["is_reached"]]


def test_the_strip_grows_along_the_road(tmp_path: Path) -> None:
    decreed_workers(1)
    assert reached("1") == ["proposed", "decreed"]
    made()
    assert reached("1") == ["proposed", "decreed", "sent"]
    answered(tmp_path, (1, "DITERIMA", "kpj=12345678901"))
    billed(1)
    assert reached("5203050101859001") == ["proposed", "decreed", "sent", "answered", "billed"]
    assert tuple(steps_of("1")) == STEPS


def test_the_strip_tells_decree_batch_number_and_bill(tmp_path: Path) -> None:
    decreed_workers(1)
    made()
    answered(tmp_path, (1, "DITERIMA", "kpj=12345678901"))
    billed(1)
    steps = steps_of("1")
    assert steps["decreed"]["details"][0]["decree"] == "SK-1"
    assert (steps["sent"]["details"][0]["batch"], steps["sent"]["details"][0]["end_month"]) == (1, "2026-10")
    assert steps["answered"]["details"][0]["number"] == "*******8901"
    assert (steps["billed"]["months"], steps["billed"]["details"][0]["amount_rp"]) == (["2026-01"], 16_800)


def test_a_refusal_stands_in_the_strip_with_its_reason(tmp_path: Path) -> None:
    decreed_workers(1)
    made()
    answered(tmp_path, (1, "DITOLAK", "code=03"))
    (told,) = steps_of("1")["answered"]["details"]
    assert (told["outcome"], told["reason"]) == ("refused", "birth_mismatch")
    assert told["words"]["next"]


def test_the_strip_masks_the_nik_and_nobody_is_an_error() -> None:
    decreed_workers(1)
    assert person_strip(LOTIM, "1", language="id")["nik"] == "520305********01"
    with pytest.raises(NoPersonError):
        person_strip(LOTIM, "99", language="id")
