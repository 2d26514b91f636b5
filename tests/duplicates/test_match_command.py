"""`semesta match`: what a verifier types, what a program reads, and how refusals end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from semesta.bulk import execute
from semesta.cli.main import app
from tests.duplicates.registers import a_pair, a_village, heads, pairs, person_ids, without_nik
from tests.intake.builders import a_list, taken

pytestmark = pytest.mark.django_db


def run(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(app, ["--lang", lang, "match", *words], env={"SEMESTA_TODAY": "2026-01-20"})


def answer(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_search_a_look_and_an_undo(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    (number,) = taken(a_list(without_nik(rows[0]), folder=tmp_path, sender="52.03.05.2002"))
    assert answer()["rows_matched"] == 1
    pair = str(pairs()[0]["number"])
    assert "SAHRUDIN HAMZAH" in run("show", pair).output
    assert set(answer("show", pair, "--blind")["pair"]) == {"number", "sides"}
    assert answer("undo", pair, "--reason", "periksa")["pair"]["verdict"] == ""
    assert [line["number"] for line in answer("queue")["queue"]] == [int(pair)]
    chart = tmp_path / "why.svg"
    assert answer("explain", f"{number}:2", str(person_ids()[0]), "--waterfall", str(chart))["above"] == "machine"
    assert chart.read_text().startswith("<svg")


def test_decisions_are_made_refused_and_taken_back(tmp_path: Path) -> None:
    a_village(tmp_path)
    a, b, c = person_ids()[:3]
    first, second, third = (str(a_pair(*ends)) for ends in ((a, b), (b, c), (a, c)))
    decided = [run("decide", pair, "same", "--reason", "KTP") for pair in (first, second)]
    assert [result.exit_code for result in decided] == [0, 0]
    refused = run("decide", third, "different", "--reason", "lain", lang="id")
    assert (refused.exit_code, heads()) == (3, {b: a, c: a})
    assert run("decide", first, "perhaps", "--reason", "x").exit_code == 2
    assert run("undo", "999999", "--reason", "x").exit_code == 2
    assert run("undo", first, "--reason", "keliru").exit_code == 0


def test_undo_names_the_decision_and_refuses_another(tmp_path: Path) -> None:
    a_village(tmp_path)
    pair = str(a_pair(*person_ids()[:2]))
    stands = answer("decide", pair, "same", "--reason", "KTP")["pair"]["decision_id"]
    assert f"[{stands}]" in run("show", pair).output
    refused = run("undo", pair, "--reason", "x", "--decision", str(stands + 1))
    assert (refused.exit_code, len(heads())) == (3, 1)
    assert run("undo", pair, "--reason", "x", "--decision", str(stands)).exit_code == 0
    assert heads() == {}


def test_explain_asks_which_row_is_meant(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    twice = [without_nik(rows[place]) | {"sheet": sheet, "row": 2} for place, sheet in enumerate("AB")]
    (number,) = taken(a_list(*twice, folder=tmp_path, sender="52.03.05.2002"))
    refused = run("explain", f"{number}:2", str(person_ids()[0]))
    assert refused.exit_code == 2
    assert f"{number}:A:2" in refused.output.replace("\n", "")
    told = answer("explain", f"{number}:A:2", str(person_ids()[0]))
    assert (told["above"], told["reason"]) == ("machine", "")


def test_report_sample_and_double_payments_speak_both_languages(tmp_path: Path) -> None:
    a_village(tmp_path)
    people = person_ids()
    a_pair(people[0], people[1])
    assert answer("sample", "--per-stratum", "5") | {"pairs": []} == {
        "drawn": 1, "pairs": [], "claim": 0.999, "checks_for_claim": 3838,
    }  # fmt: skip
    assert answer("check", str(pairs()[0]["number"]), "different")["quality"]["checked"] == 1
    assert set(answer("report")) == {
        "counts", "thresholds", "model_version", "model_file", "runs", "not_compared", "quality", "welfare",
    }  # fmt: skip
    assert answer("double-payments") == {"payers": [], "count": 0, "double_payments": []}
    assert "Ambang" in run("report", lang="id").output
    assert "3.838 pasangan tiap lapis" in " ".join(run("report", lang="id").output.split())
    assert "Thresholds" in run("report").output


def test_the_report_tells_what_was_not_compared(tmp_path: Path) -> None:
    a_village(tmp_path)
    assert answer()["refused"] == 0
    assert answer("report")["not_compared"] == {"blocks": [], "values": [], "told_apart": [], "refused": []}
    assert "All that was to be compared was compared" in run("report").output
    left = {
        "blocks": [
            {"link_type": "register", "rule": "birth + village", "blocks": 2, "pairs": 700_000, "most_rows": 900}
        ],
        "values": [{"field": "phone", "ends_in": "9999", "rows": 80, "names": 75}],
        "told_apart": [{"reason": "shared_nik", "pairs": 3}],
        "refused": [{"submission_id": 7, "link_type": "register", "rows": 4_500, "why": "terlalu / too many"}],
    }
    execute("UPDATE duplicates_run SET detail = detail || %s::jsonb", [json.dumps({"not_compared": left})])
    assert answer("report")["not_compared"] == left
    english, indonesian = (" ".join(run("report", lang=lang).output.split()) for lang in ("en", "id"))
    assert "NOT compared: submission 7, 4,500 rows. too many" in english
    assert "2 groups too big to compare (register, equal in birth + village)" in english
    assert "phone …9999, on 80 rows with 75 names" in english
    assert "TIDAK dibandingkan: kiriman 7, 4.500 baris. terlalu" in indonesian
    assert "Dipisahkan tanpa ditanyakan (shared_nik): 3 pasangan" in indonesian


def test_a_model_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    a_village(tmp_path)
    result = CliRunner().invoke(
        app, ["--lang", "en", "match"],
        env={"SEMESTA_TODAY": "2026-01-20", "SEMESTA_MATCHING_MODEL": str(tmp_path / "none.json")},
    )  # fmt: skip
    assert result.exit_code == 2
    assert "none.json" in result.output.replace("\n", "")
