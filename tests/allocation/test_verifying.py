"""The verifier names what a spoiled plan breaks: each test takes a sound plan and breaks one rule of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from semesta.allocation import verify
from tests.allocation.builders import YEAR, a_law, a_person, a_policy, a_purse, frames, planned

MONTH = 16_800
PEOPLE = [a_person("ani"), a_person("budi", by=("dbhcht",), segment="tobacco_farmer")]
PURSES = [a_purse(ceiling_rp=12 * MONTH), a_purse("dbhcht", 9 * MONTH)]
Spoil = Callable[[pl.DataFrame], pl.DataFrame]


def rules_broken(spoil: Spoil) -> set[str]:
    """Return the rules that the verifier finds broken once the assignments of a sound plan are spoiled."""
    made = planned(PEOPLE, PURSES)
    spoiled = replace(made, assignments=spoil(made.assignments))
    found = verify(spoiled, a_law(), *frames(PEOPLE, PURSES), period=YEAR, policy=a_policy())
    return {difference.rule for difference in found}


def first_with(rows: pl.DataFrame, **changes: object) -> pl.DataFrame:
    """Return the rows with the first of them told otherwise."""
    told = rows.head(1).with_columns(
        pl.lit(value).cast(rows.schema[name]).alias(name) for name, value in changes.items()
    )
    return pl.concat([told, rows.tail(-1)])


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        ("one_payer", lambda rows: pl.concat([rows, rows.head(1)])),
        ("known_person", lambda rows: first_with(rows, person="nobody")),
        ("known_purse", lambda rows: first_with(rows, purse="none")),
        ("month_of_plan", lambda rows: first_with(rows, month=date(2031, 1, 1))),
        ("ceiling", lambda rows: first_with(rows, amount_rp=13 * MONTH)),
        ("lawful_pair", lambda rows: first_with(rows.filter(pl.col("person") == "ani"), person="budi")),
        ("price", lambda rows: first_with(rows, amount_rp=MONTH - 1)),
        ("told", lambda rows: rows.tail(-1)),
    ],
)
def test_a_spoiled_plan_is_told_by_the_rule_it_breaks(rule: str, spoil: Spoil) -> None:
    assert rule in rules_broken(spoil)


def test_a_certificate_that_claims_too_much_is_told() -> None:
    made = planned(PEOPLE, PURSES)
    boasting = replace(made, certificate=replace(made.certificate, kept=made.certificate.kept + 1))
    found = verify(boasting, a_law(), *frames(PEOPLE, PURSES), period=YEAR, policy=a_policy())
    assert {difference.rule for difference in found} == {"certificate"}
