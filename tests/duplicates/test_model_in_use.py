"""Which model and which thresholds an installation uses, as its settings say; every door asks the same place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from semesta.bulk import read_lines
from semesta.duplicates.model_in_use import UnusableModelError, model_in_use
from semesta.duplicates.search import version_of
from semesta.matching.model import shipped_model
from tests.duplicates.registers import a_village, pairs, searched, without_nik
from tests.intake.builders import a_list, taken


def another_model(folder: Path) -> Path:
    """A model file in which one sex says a little less."""
    told = json.loads(shipped_model().to_json())
    told["chances"]["sex"][0]["m"] = 0.9
    file = folder / "own.json"
    file.write_text(json.dumps(told))
    return file


def test_without_settings_the_shipped_model_is_used() -> None:
    assert model_in_use() == shipped_model()


def test_the_file_that_is_named_is_used_and_read_anew_when_it_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = another_model(tmp_path)
    monkeypatch.setenv("SEMESTA_MATCHING_MODEL", str(file))
    assert model_in_use().chances["sex"][0].m == 0.9
    file.write_text(shipped_model().to_json())
    assert model_in_use() == shipped_model()


def test_thresholds_that_are_named_take_the_place_of_the_model_s(monkeypatch: pytest.MonkeyPatch) -> None:
    own = shipped_model().thresholds
    monkeypatch.setenv("SEMESTA_MATCHING_THRESHOLDS", "upper=5.5, lower=1")
    changed = model_in_use()
    assert (changed.thresholds.upper, changed.thresholds.lower, changed.thresholds.margin) == (5.5, 1.0, own.margin)
    assert version_of(changed) != version_of(shipped_model())


@pytest.mark.parametrize("told", ["upper", "upper=much", "most=3", "upper=1 lower=2", "margin=-1"])
def test_thresholds_that_mean_nothing_are_refused(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMESTA_MATCHING_THRESHOLDS", told)
    with pytest.raises(UnusableModelError, match="SEMESTA_MATCHING_THRESHOLDS"):
        model_in_use()


@pytest.mark.parametrize("text", [None, "no JSON", "{}", '{"format": 1}'])
def test_a_file_that_is_missing_or_no_model_is_refused(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "own.json"
    if text is not None:
        file.write_text(text)
    monkeypatch.setenv("SEMESTA_MATCHING_MODEL", str(file))
    with pytest.raises(UnusableModelError, match=r"own\.json"):
        model_in_use()


def test_a_model_of_other_columns_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(shipped_model().to_json())
    told["schema"] = [line for line in told["schema"] if not line.strip().startswith("file:")]
    told["schema"] = [line.replace("l.file = r.file", "l.sex = r.sex") for line in told["schema"]]
    told["schema"] = [
        line.replace("l.file is not null and r.file is not null", "l.sex = r.sex") for line in told["schema"]
    ]
    file = tmp_path / "own.json"
    file.write_text(json.dumps(told))
    monkeypatch.setenv("SEMESTA_MATCHING_MODEL", str(file))
    with pytest.raises(UnusableModelError, match="file"):
        model_in_use()


@pytest.mark.django_db
def test_a_match_weighs_with_it_and_keeps_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = a_village(tmp_path)
    taken(a_list(without_nik(rows[0]), folder=tmp_path, sender="52.03.05.2002"))
    monkeypatch.setenv("SEMESTA_MATCHING_THRESHOLDS", "upper=99")
    assert searched()["machine_merged"] == 0
    assert [pair["band"] for pair in pairs()] == ["queue"]
    (run,) = read_lines("SELECT model_version FROM duplicates_run")
    assert run["model_version"] == version_of(model_in_use())
