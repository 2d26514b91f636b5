"""Commands that are given a person, row or region that is not there: which forms there are, and where to look."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from semesta.cli.main import app
from semesta.regions.actions import load_shipped_regions
from tests.intake.builders import CONSOLE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["match", "explain", "foo", "bar"], "tulis nomor orang (1234), BERKAS:BARIS"),
        (["coverage", "show", "52.03.99"], "semua kode: semesta regions list"),
        (["coverage", "show", "Tidakada"], "semesta regions find NAMA"),
        (["coverage", "show", "52"], "provinsi"),
    ],
)
def test_what_is_not_there_is_refused_with_the_way_to_name_it(command: list[str], words: str) -> None:
    load_shipped_regions(CONSOLE)
    answer = CliRunner().invoke(app, command)
    assert answer.exit_code == 2, answer.output
    assert words in " ".join(answer.output.split())


@pytest.mark.django_db
def test_a_region_is_taken_by_its_name_too() -> None:
    load_shipped_regions(CONSOLE)
    by_name, by_code = (CliRunner().invoke(app, ["coverage", "show", said]) for said in ("Sakra Barat", "52.03.19"))
    assert (by_name.exit_code, by_name.output) == (by_code.exit_code, by_code.output)
