"""Wrong use is told in the reader's language, and `--lang` may stand anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from semesta.cli.main import app
from semesta.installation.rehearsal import RealDataError


def run(*arguments: str) -> tuple[int, str]:
    answer = CliRunner(env={"LANG": "id_ID.UTF-8", "LC_ALL": "", "COLUMNS": "200"}).invoke(app, list(arguments))
    return answer.exit_code, answer.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["coverage", "show"], "Isian 'region_code' belum disebut."),
        (["intake", "marked", "1"], "Pilihan '--out' wajib disebut."),
        (["intake", "list", "--mots", "3"], "Tidak ada pilihan --mots. Mungkin: --most."),
        (["intake", "lst"], "Tidak ada perintah 'lst'. Maksudnya 'list'?"),
        (["intake", "hand-in", "tidak-ada.xlsx"], "berkas 'tidak-ada.xlsx' tidak ada."),
        (["intake", "list", "--most", "x"], "Isi '--most' tidak sah: harus bilangan bulat."),
        (["demo", "--scale", "7"], "Isi '--scale' tidak sah: paling besar 1."),
        (["intake", "list", "a", "b"], "Kelebihan isian: a b."),
        (["intake", "list", "--most"], "Pilihan '--most' memerlukan isi."),
        (["intake", "list", "--lang", "fr"], "'fr' bukan salah satu dari 'id', 'en'."),
    ],
)
def test_wrong_use_is_told_in_indonesian(arguments: list[str], words: str) -> None:
    code, output = run(*arguments)
    assert code == 2
    assert words in output


@pytest.mark.parametrize(
    "arguments",
    [["--lang", "en", "coverage", "show"], ["coverage", "show", "--lang", "en"], ["coverage", "--lang=en", "show"]],
)
def test_the_language_may_be_named_before_and_after_the_command(arguments: list[str]) -> None:
    code, output = run(*arguments)
    assert code == 2
    assert "Missing argument 'region_code'." in output
    assert "How to use it: " in output


def test_help_is_shown_as_before() -> None:
    code, output = run("intake", "list", "--help", "--lang", "en")
    assert code == 0
    assert "--most" in output


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("daftar.csv", "namai .xlsx, misalnya --out daftar.xlsx"),
        ("ada.xlsx", "sudah ada dan tidak ditimpa"),
        ("jauh/daftar.xlsx", "tidak ada."),
    ],
)
def test_the_marked_copy_takes_no_other_file_s_place_or_name(tmp_path: Path, name: str, words: str) -> None:
    kept = tmp_path / "ada.xlsx"
    kept.write_text("milik orang")
    code, output = run("intake", "marked", "1", "--out", str(tmp_path / name))
    assert code == 2
    assert words in output
    assert kept.read_text() == "milik orang"


@pytest.mark.parametrize(
    ("where", "remedy"), [("DATABASE_URL", "env -u DATABASE_URL"), ("/srv/semesta", "SEMESTA_VAR=")]
)
def test_a_demo_on_real_people_names_what_led_there(where: str, remedy: str) -> None:
    problem = RealDataError(where)
    for language in ("id", "en"):
        said = problem.said(language)  # type: ignore[arg-type]
        assert where in said
        assert remedy in said
    assert "DATABASE_URL" not in RealDataError("/srv/semesta").said("id")
