"""The money commands walk from a purse to the audit; refusals leave with exit code 3 and words in both languages."""

from __future__ import annotations

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from rich.console import Console
from typer.testing import CliRunner

from semesta.bulk import execute
from semesta.cli import show
from semesta.cli.main import app
from tests.funding.builders import MINIMUM, a_house, months_of, some_workers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMESTA_TODAY", "2026-02-20")
    a_house()


ON = ("--on", "2026-01-05")


def run(*arguments: str, code: int = 0) -> Any:
    """Run a command with --json and return its document."""
    answer = CliRunner().invoke(app, [*arguments, "--json"])
    assert answer.exit_code == code, answer.output
    return json.loads(answer.stdout)


def a_decree(folder: Path, people: list[int], number: str = "SK-1") -> int:
    """Open a purse and decree January to March of these people; return the purse."""
    purse = run("purse", "open", "dbhcht", "2026", "--ceiling", "1000000", "--document", "DPA-1", *ON)["purse_id"]
    plan = folder / "plan.csv"
    months_of(people, range(1, 4), purse).write_csv(plan)
    assert run("decree", "issue", number, str(plan), *ON)["decree"]["is_sealed"]
    return int(purse)


def test_from_purse_to_audit(tmp_path: Path) -> None:
    purse = a_decree(tmp_path, some_workers(2))
    assert run("bill", "run", "2026-01", "--document", "TAG-1")["members"] == 2
    (bill,) = run("bill", "list", "--open")["bills"]
    file = tmp_path / "bank.csv"
    file.write_text(f"tanggal;referensi;jumlah\n2026-02-01;{bill['reference']};{2 * MINIMUM}\nTOTAL;;{2 * MINIMUM}\n")
    assert run("payment", "take", str(file))["months_paid"] == 2
    (line,) = run("ledger", "realisation", "2026")["purses"]
    assert (line["id"], line["committed_rp"], line["paid_rp"]) == (purse, 6 * MINIMUM, 2 * MINIMUM)
    assert line["rest_rp"] == 1_000_000 - 2 * MINIMUM
    assert run("ledger", "trial-balance")["difference_rp"] == 0
    assert run("audit")["is_sound"]


def test_arrears_propose_deductions_and_warn(tmp_path: Path) -> None:
    people = some_workers(3)
    purse = run(
        "purse", "open", "add", "2026", "--ceiling", "999999", "--document", "Perdes", "--owner", "52.03.05.2001", *ON
    )
    plan = tmp_path / "plan.csv"
    months_of(people, range(1, 4), purse["purse_id"]).write_csv(plan)
    run("decree", "issue", "SK-1", str(plan), *ON)
    for month in ("2026-01", "2026-02"):
        run("bill", "run", month, "--document", "TAG")
    page = run("arrears", "--on", "2026-02-20")
    assert (page["open_rp"], page["payers"][0]["months"], page["payers"][0]["age_days"]) == (6 * MINIMUM, 2, 36)
    assert page["deductions"] == [
        {"village_code": "52.03.05.2001", "village": "52.03.05.2001", "hold_back_rp": 6 * MINIMUM}
    ]
    assert [(line["people"], line["grace_months"]) for line in page["warnings"]] == [(3, 3)]


def test_a_refusal_names_row_and_remedy_and_writes_nothing(tmp_path: Path) -> None:
    purse = a_decree(tmp_path, some_workers(1))
    page = run("purse", "revise", str(purse), "--change", "-999999", "--document", "P-1", code=3)
    assert page["refused"][0]["code"] == "cut_below_committed"
    assert page["refused"][0]["remedy"]
    assert (
        run("purse", "open", "dbhcht", "2027", "--ceiling", "-5", "--document", "DPA", code=3)["refused"][0]["code"]
        == "not_whole"
    )
    said = CliRunner().invoke(app, ["--lang", "en", "bill", "show", "nothing"])
    assert (said.exit_code, "no bill 'nothing'" in said.stderr) == (3, True)


def test_a_cut_within_what_is_free_stands_once(tmp_path: Path) -> None:
    purse = a_decree(tmp_path, some_workers(1))
    for _ in range(2):
        assert run("purse", "revise", str(purse), "--change", "-100000", "--document", "P-1")["revision"] == 1
    (line,) = run("ledger", "realisation", "2026")["purses"]
    assert (line["ceiling_rp"], line["change_rp"], line["revised_rp"]) == (1_000_000, -100_000, 900_000)


def test_the_annex_has_a_line_per_person_and_nothing_in_it_is_a_formula(tmp_path: Path) -> None:
    people = some_workers(2)
    execute("UPDATE people_person SET name = '=HYPERLINK(\"x\")' WHERE id = 2")
    a_decree(tmp_path, people)
    target = tmp_path / "annex.xlsx"
    told = run("decree", "annex", "SK-1", str(target))
    book = openpyxl.load_workbook(BytesIO(target.read_bytes()))
    lines = list(book["Lampiran"].iter_rows(min_row=7, values_only=True))
    assert [line[3] for line in lines] == ["PEKERJA 1", '\'=HYPERLINK("x")']
    assert told["sha256"] in book["Lampiran"]["A4"].value
    sums = list(book["Rekapitulasi"].iter_rows(min_row=8, values_only=True))
    assert sums[0][5] == 6 * MINIMUM


def test_the_annex_s_text_bears_the_checksum(tmp_path: Path) -> None:
    import hashlib

    a_decree(tmp_path, some_workers(3))
    target = tmp_path / "annex.xlsx"
    told = run("decree", "annex", "SK-1", str(target))
    book = openpyxl.load_workbook(BytesIO(target.read_bytes()))
    text = "\n".join(line[15] for line in book["Lampiran"].iter_rows(min_row=7, values_only=True))
    assert hashlib.sha256(text.encode()).hexdigest() == told["sha256"]


def test_the_annex_as_pdf_is_one_document_or_a_part_per_village(tmp_path: Path) -> None:
    a_decree(tmp_path, some_workers(2))
    told = run("decree", "annex", "SK-1", str(tmp_path / "annex.pdf"), "--pdf", "--signatory", "Nama Rekaan")
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "annex.pdf").pages)
    assert told["sha256"] in text
    assert all(
        part in text for part in ("PEKERJA 1", "Jan-Mar 2026", "NAMA REKAAN", "DBHCHT 2026: DPA-1", "PMK 72/2024")
    )
    assert run("decree", "annex", "SK-1", str(tmp_path / "parts"), "--pdf")["files"] == 2
    assert sorted(file.name for file in (tmp_path / "parts").iterdir()) == [
        "00-rekapitulasi.pdf",
        "52.03.05.2001.pdf",
    ]


def test_an_amendment_s_annex_tells_what_is_taken_away(tmp_path: Path) -> None:
    a_decree(tmp_path, some_workers(1))
    gone = tmp_path / "gone.csv"
    gone.write_text("person_id,month,reason\n1,2026-03,pindah\n")
    run("decree", "amend", "SK-2", "SK-1", "--remove", str(gone), *ON)
    run("decree", "annex", "SK-2", str(tmp_path / "annex.pdf"), "--pdf")
    text = " ".join(PdfReader(tmp_path / "annex.pdf").pages[1].extract_text().split())
    assert "dikurangi Mar 2026" in text
    assert f"-Rp{MINIMUM:,}".replace(",", ".") in text


def test_a_plan_with_semicolons_is_read_and_every_bad_cell_is_named(tmp_path: Path) -> None:
    purse = a_decree(tmp_path, some_workers(2))
    plan = tmp_path / "excel.csv"
    plan.write_text(f"person_id;month;purse_id\n1;2026-13;{purse}\nabc;2026-05;{purse}\n2;2026-05;{purse}\n")
    said = CliRunner().invoke(app, ["decree", "issue", "SK-2", str(plan), *ON])
    assert (said.exit_code, "baris 2: '2026-13'" in said.stderr, "baris 3: 'abc'" in said.stderr) == (3, True, True)
    plan.write_text(f"person_id;month;purse_id\n2;2026-05;{purse}\n")
    assert run("decree", "issue", "SK-2", str(plan), *ON)["decree"]["lines"] == 1


def test_a_month_of_a_year_without_purses_or_of_no_year_is_refused() -> None:
    assert run("bill", "run", "2027-01", "--document", "TAG", code=3)["refused"][0]["code"] == "year_unknown"
    said = CliRunner().invoke(app, ["bill", "run", "2026-13", "--document", "TAG"])
    assert (said.exit_code, "bukan bulan" in said.stderr) == (2, True)


def test_a_decree_for_a_closed_year_writes_nothing(tmp_path: Path) -> None:
    purse = a_decree(tmp_path, some_workers(2))
    closing = ("purse", "close-year", "2026", "--on", "2026-02-01", "--document", "BA-1")
    assert run(*closing, "--count") == {"fiscal_year": 2026, "would_lapse_months": 6, "would_lapse_rp": 6 * MINIMUM}
    assert run(*closing, code=3)["refused"][0]["code"] == "year_not_over"
    assert run(*closing, "--early-because", "uji")["lapsed_months"] == 6
    plan = tmp_path / "plan.csv"
    months_of([1], range(5, 7), purse).write_csv(plan)
    assert run("decree", "issue", "SK-2", str(plan), *ON, code=3)["refused"][0]["code"] == "purse_closed"
    assert [line["number"] for line in run("decree", "list")["decrees"]] == ["SK-1"]


@pytest.mark.parametrize("width", [40, 200])
def test_no_digit_of_an_amount_is_cut_however_narrow_the_console(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console(width=width, file=StringIO())
    monkeypatch.setattr(show, "out", console)
    amounts = ["Rp17.600.000.000"] * 4
    console.print(show.table("", ["Dana", *"abcd"], [["P1", *amounts]], right=(1, 2, 3, 4)))
    told = console.file.getvalue()  # type: ignore[attr-defined]
    assert told.count("7") == 4
    assert told.count("0") == 4 * 8
