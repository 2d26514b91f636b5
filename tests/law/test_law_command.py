"""`semesta law`: what an official sees on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from semesta.cli.law import app


def run(*arguments: str, lang: str = "id_ID.UTF-8") -> Result:
    return CliRunner().invoke(
        app, list(arguments), env={"LC_ALL": "", "LC_MESSAGES": "", "LANG": lang, "COLUMNS": "200", "NO_COLOR": "1"}
    )


FARMER = ("month=2026-04", "segment=farmer", "income_rp=900000", "purse=self")


def test_explain_shows_the_sum_the_article_and_the_confidence() -> None:
    result = run("explain", "contribution", *FARMER)

    assert result.exit_code == 0
    for words in ("Iuran bulan 2026-04", "50 % × Rp10.000", "Rp8.400", "PP 50/2025, pasal 4 ayat (1)"):
        assert words in result.output


def test_explain_speaks_english_when_asked_or_when_the_terminal_does() -> None:
    for result in (
        run("explain", "contribution", *FARMER, "--lang", "en"),
        run("explain", "contribution", *FARMER, lang="en_GB"),
    ):
        assert "Contribution of month 2026-04" in result.output


def test_explain_as_json_is_the_page_structure() -> None:
    page = json.loads(run("explain", "contribution", *FARMER, "--json").output)

    assert page["amounts"]["total_rp"] == 8_400
    assert page["parameters"][0]["regulation"] == "PP 44/2015"


def test_explain_takes_readings_and_regions() -> None:
    villager = ("purse=add", "segment=farmer", "place_kind=desa", "fiscal_year=2026")
    relief = ("month=2026-05", "segment=farmer", "income_rp=0", "purse=add")

    assert json.loads(run("explain", "purse", *villager, "--region", "52.03", "--json").output)["is_allowed"]
    assert not json.loads(run("explain", "purse", *villager, "--json").output)["is_allowed"]
    page = json.loads(
        run("explain", "contribution", *relief, "--reading", "village_budget_relief=allowed", "--json").output
    )
    assert page["amounts"]["total_rp"] == 8_400


@pytest.mark.parametrize(("arguments", "said"), [
    (("explain", "flying"), "flying"), (("explain", "contribution", "month"), "month"),
    (("explain", "contribution", "month=2026-13", "segment=farmer", "income_rp=1"), "2026-13"),
    (("diff", "2026-02-30", "2026-03-01"), "2026-02-30"),
    (("explain", "contribution", *FARMER, "--reading", "lapse_gap=never"), "never"),
])  # fmt: skip
def test_a_wrong_question_is_refused_with_words_and_a_code(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_explain_without_a_question_lists_every_question_with_its_fields() -> None:
    output = run("explain", lang="en_GB").output

    for words in ("temporary_incapacity", "death by work accident", "on wage_rp losses [state] [handed]"):
        assert words in output


@pytest.mark.parametrize(("arguments", "said"), [
    (("claim", "on=2026-01-05", "kind=accident"), ("☐ formulir 3 KK1 (JKK tahap I; C)", "paling lambat 2026-01-07",
                                                   "1. suami, istri, atau anak", "pemberi kerja menanggung")),
    (("clock", "on=2026-02-10", "paid_months=2025-01..2026-02"), ("aktif", "2025-01 - 2026-02",
                                                                  "bulan iuran untuk beasiswa: 13")),
    (("scholarship", "on=2026-01-05", "cause=accident", "children=2013-03-01:junior,2000-01-01:higher"),
     ("2026-01-05  anak ke-1  SMP  Rp2.000.000", "✗ anak ke-2: anak sudah melewati batas usia")),
    (("value", "path=contribution/pu/jkk_rate", "on=2026-01-01"), ("risiko rendah; kelompok 2; tarif 0,54 %",)),
    (("contribution", *FARMER), ("pembayar: Mandiri",)),
])  # fmt: skip
def test_explain_shows_all_that_the_answer_holds(arguments: tuple[str, ...], said: tuple[str, ...]) -> None:
    output = run("explain", *arguments).output

    assert [words for words in said if words not in output] == []


def test_check_is_sound_and_fails_on_a_spoilt_folder(folder: Path) -> None:
    assert run("check").exit_code == 0
    (folder / "parameters/contribution/bpu/jkm.yaml").write_text("unit: rupiah\n", encoding="utf-8")

    result = run("check", "--folder", str(folder))

    assert result.exit_code == 1
    assert "law/parameters/contribution/bpu/jkm.yaml:1" in result.output


def test_check_of_a_folder_that_is_not_there_names_what_is_missing_and_counts_nothing(tmp_path: Path) -> None:
    result = run("check", "--folder", str(tmp_path / "nowhere"))

    assert result.exit_code == 1
    assert "law/sources.yaml" in result.output
    assert " 0 " not in result.output


def test_a_spoilt_folder_refuses_other_questions_too(folder: Path) -> None:
    (folder / "questions.yaml").write_text("[", encoding="utf-8")

    for command in (("open-questions",), ("diff", "2026-01-01", "2026-02-01")):
        result = run(*command, "--folder", str(folder))
        assert (result.exit_code, "questions.yaml" in result.output) == (2, True)


def test_check_as_json_counts() -> None:
    page = json.loads(run("check", "--json").output)

    assert page["is_sound"]
    assert page["boundaries"] >= 110


def test_diff_lists_what_changes_and_for_whom() -> None:
    result = run("diff", "2026-03-31", "2026-04-01")

    assert "di luar transportasi: tidak berlaku → 50 %" in result.output
    assert "bukan penerima upah; PP 50/2025" in result.output
    assert "tidak ada yang berubah" in run("diff", "2026-05-01", "2026-05-02").output


def test_diff_shows_the_ban_on_the_village_fund_with_its_article() -> None:
    output = run("diff", "2025-12-31", "2026-01-01").output

    assert "dd: Perangkat desa, Anggota BPD (desa, desa adat) → tidak boleh" in output
    assert "Permendesa PDT 16/2025" in output


def test_open_questions_show_the_cautious_default() -> None:
    result = run("open-questions")

    assert "* excluded" in result.output
    assert len(json.loads(run("open-questions", "--json").output)) >= 35


def test_an_unknown_language_is_refused() -> None:
    assert run("check", "--lang", "fr").exit_code == 2


def test_a_question_without_its_place_says_which_kinds_there_are() -> None:
    result = run("explain", "purse", "purse=village", "segment=farmer", "fiscal_year=2026")

    assert result.exit_code == 2
    assert "Belum diisi: place_kind (kelurahan | desa | desa adat)." in result.output
    assert "'-'" not in result.output
