"""Who sends a list: a village by its code or name, an agency by its key, and never a village that does not exist."""

from __future__ import annotations

import pytest
import typer

from semesta.cli.region_choice import the_village
from semesta.kernel.gazetteer import Gazetteer
from semesta.regions.actions import load_shipped_regions
from semesta.regions.queries import gazetteer
from tests.intake.builders import CONSOLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def known() -> Gazetteer:
    load_shipped_regions(CONSOLE)
    return gazetteer()


@pytest.mark.parametrize("written", ["52.03.03.2009", "5203032009", "Lando", "lando"])
def test_a_village_is_meant_by_its_code_and_by_its_name(known: Gazetteer, written: str) -> None:
    assert the_village(written, known, must_be_one=False) == "52.03.03.2009"


def test_what_is_no_village_is_the_key_of_an_agency(known: Gazetteer) -> None:
    assert the_village("dinas-pertanian", known, must_be_one=False) is None


@pytest.mark.parametrize("written", ["52.03.03.2999", "5203032999", "52.03"])
def test_a_code_of_no_village_is_refused_with_the_next_step(
    known: Gazetteer, written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended:
        the_village(written, known, must_be_one=False)
    assert ended.value.exit_code == 2
    assert "semesta regions find" in capsys.readouterr().err
