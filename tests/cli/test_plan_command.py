"""`semesta plan` from the question to the decree, in both languages and as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from semesta.bulk import execute
from semesta.cli.main import app
from tests.funding.builders import MINIMUM, a_house, a_purse, some_workers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMESTA_TODAY", "2026-01-20")
    a_house()
    some_workers(3)
    execute("UPDATE people_person SET birth_on = '1985-01-01', sex = 'L'")


def run(*arguments: str, code: int = 0) -> Any:
    answer = CliRunner().invoke(app, ["plan", *arguments, "--json"])
    assert answer.exit_code == code, answer.output
    return json.loads(answer.stdout)


def said(*arguments: str) -> str:
    answer = CliRunner().invoke(app, ["--lang", "en", "plan", *arguments])
    assert answer.exit_code == 0, answer.output
    return " ".join(answer.stdout.split())


def test_from_question_to_decree() -> None:
    purse = a_purse("apbd_regency", ceiling_rp=11 * MINIMUM)
    plan = run("make", "Dasar", "2026", "--from", "2026-02")["plan"]["id"]
    more = run("make", "Tambah", "2026", "--from", "2026-02", "--ceiling", f"P{purse}=500.000")["plan"]["id"]
    assert run("compute", str(plan))["plan"]["totals"]["protected"] == 1
    assert run("compute", str(more))["plan"]["state"] == "computed"
    page = run("compare", str(plan), str(more), "--who", "gain")
    assert (page["gain"], len(page["people"])) == (2, 2)
    people = run("people", str(plan), "--most", "2")
    assert (len(people["people"]), people["next"]) == (2, 2)
    (chosen,) = run("people", str(plan), "--chosen")["people"]
    assert run("reason", str(plan), str(chosen["person_id"]))["person"]["lines"][0]["months"] == 11
    decree = run("freeze", str(plan), "SK-1")["decree"]
    assert (decree["is_sealed"], decree["added_rp"]) == (True, 11 * MINIMUM)
    assert [line["state"] for line in run("list", "--year", "2026")["plans"]] == ["frozen", "computed"]


def test_pages_speak_to_people() -> None:
    a_purse("apbd_regency", ceiling_rp=11 * MINIMUM)
    said("make", "Base", "2026", "--from", "2026-02")
    plan = "".join(c for c in said("list").split("Base")[0].split()[-2] if c.isdigit())
    page = said("compute", plan)
    assert "1 of 3 people paid for" in page
    assert "Certificate" in page
    assert "APBD kabupaten" in page
    assert "enrolled" in said("totals", plan, "--by", "reason")
    assert "Enrolled from 2026-02" in said("people", plan, "--chosen")


def test_what_is_refused_leaves_with_exit_code_three() -> None:
    a_purse("apbd_regency")
    assert run("compute", "99", code=3)["refused"][0]["code"] == "plan_unknown"
    assert run("make", "x", "2031", code=3)["refused"][0]["code"] == "year_unknown"
    assert CliRunner().invoke(app, ["plan", "make", "x", "2026", "--ceiling", "banyak"]).exit_code == 2
