"""A model in Splink's terms: one description for every engine, in SQL words that DuckDB and Spark share."""

from __future__ import annotations

from typing import Any

from splink import SettingsCreator

from semesta.matching.breaker import BLOCK
from semesta.matching.model import LinkType, Model
from semesta.matching.schema import ROW_COLUMN, Comparison, Level
from semesta.matching.standardise import LINE

TF = "tf_"
LEVEL = "level_"
PART = "part_"


def splink_settings(model: Model, *, link_type: LinkType, population: int) -> SettingsCreator:
    """Return Splink's settings for scoring rows that carry their blocks (`breaker.Guarded`)."""
    rules: list[Any] = []
    for n, candidate in enumerate(model.schema.candidates):
        together = f"l.{BLOCK}{n} = r.{BLOCK}{n}"
        rules.append({"blocking_rule": f"{together} and ({candidate.where})" if candidate.where else together})
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=LINE,
        probability_two_random_records_match=model.prior(link_type, population),
        comparisons=[_comparison(model, c, population) for c in model.schema.comparisons],
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
        comparison_vector_value_column_prefix=LEVEL,
        match_weight_column_prefix=PART,
        term_frequency_adjustment_column_prefix=TF,
    )


def _comparison(model: Model, comparison: Comparison, population: int) -> dict[str, Any]:
    return {
        "output_column_name": comparison.name,
        "comparison_description": comparison.title,
        "comparison_levels": [_level(model, comparison, level, population) for level in comparison.levels],
    }


def _level(model: Model, comparison: Comparison, level: Level, population: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "sql_condition": pair_sql(level.when) if level.when else "ELSE",
        "label_for_charts": level.label,
    }
    if level.unknown:
        return {**told, "is_null_level": True}
    chance = model.chance(comparison, level, population)
    told |= {"m_probability": chance.m, "u_probability": chance.u, "fix_m_probability": True, "fix_u_probability": True}
    if level.frequency is not None:
        told |= {
            "tf_adjustment_column": level.frequency,
            "tf_adjustment_weight": 1.0,
            "tf_minimum_u_value": model.schema.frequencies[level.frequency],
            "disable_tf_exact_match_detection": True,
        }
    return told


def pair_sql(condition: str) -> str:
    """Turn `l.name` and `r.name` of a schema into the columns of a pair, `name_l` and `name_r`."""
    return ROW_COLUMN.sub(r"\2_\1", condition)


def pair_columns(model: Model) -> list[str]:
    """Return the columns of Splink's result that are of use: the two lines, the weight, the parts."""
    parts = [f"{PART}{c.name}" for c in model.schema.comparisons]
    rare = [f"{PART}tf_adj_{c.name}" for c in model.schema.comparisons if any(level.frequency for level in c.levels)]
    return [f"{LINE}_l", f"{LINE}_r", "match_weight", *parts, *rare]
