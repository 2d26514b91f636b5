"""The model is a file that holds its schema; what does not fit is refused."""

from __future__ import annotations

import json

import pytest

from semesta.matching.model import Model, shipped_model
from semesta.matching.schema import shipped_schema


def test_a_model_written_and_read_is_the_same() -> None:
    model = shipped_model()
    assert Model.from_json(model.to_json()) == model


def test_the_shipped_model_was_trained_on_the_shipped_schema() -> None:
    assert shipped_model().schema.source == shipped_schema().source


def test_a_model_of_other_levels_is_refused() -> None:
    told = json.loads(shipped_model().to_json())
    told["chances"]["sex"][0]["level"] = "alike"
    with pytest.raises(ValueError, match="'sex' are not those of the schema"):
        Model.from_json(json.dumps(told))


@pytest.mark.parametrize("text", ["[]", '{"format": 0}', '{"format": 99}'])
def test_another_format_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no matching model"):
        Model.from_json(text)


def test_two_levels_of_one_weight_are_refused() -> None:
    told = json.loads(shipped_model().to_json())
    told["chances"]["sex"] = [{"level": level["level"], "m": 0.5, "u": 0.5} for level in told["chances"]["sex"]]
    with pytest.raises(ValueError, match="weigh the same"):
        Model.from_json(json.dumps(told))


def test_a_chance_agreement_in_a_number_weighs_more_among_more_people() -> None:
    model = shipped_model()
    nik = model.schema.comparison("nik")
    few, many = (model.weight(nik, nik.known[0], people) for people in (10_000, 1_000_000))
    assert many - few == pytest.approx(6.64, abs=0.01)


def test_agreement_weighs_for_and_disagreement_against() -> None:
    model = shipped_model()
    for name in ("nik", "name", "birth", "household", "place", "phone", "sex"):
        comparison = model.schema.comparison(name)
        weights = [model.weight(comparison, level, model.population) for level in comparison.known]
        assert weights[0] == max(weights) > 0 > weights[-1]
