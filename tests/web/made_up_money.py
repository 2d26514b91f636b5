"""What the made-up regency lacks: a purse, a plan, a decree, a batch, a bill, and a pair to decide."""

from __future__ import annotations

from dataclasses import dataclass

from semesta.bulk import execute, read_lines
from semesta.funding.actions import compute_plan, make_plan
from semesta.funding.actions.plans import PlanTerms
from semesta.kernel.month import Month
from semesta.ledger.actions import load_chart
from tests.duplicates.registers import a_pair
from tests.exchange.builders import made
from tests.funding.builders import DAY, YEAR, a_purse, billed, decreed, months_of
from tests.intake.builders import CONSOLE, LOTIM


@dataclass(frozen=True, slots=True)
class MadeUpMoney:
    """Numbers of what there is one of."""

    purse: int
    plan: int
    decree: int
    batch: int
    pair: int


def made_up_money() -> MadeUpMoney:
    """Let the regency's purse pay February to June for the two farmers last in the list, and tell the insurer."""
    load_chart(CONSOLE)
    execute("UPDATE people_person SET sex = 'L' WHERE sex IS NULL")
    purse = a_purse("apbd_regency", ceiling_rp=10_000_000)
    terms = PlanTerms("Semester satu", YEAR, DAY, Month(YEAR, 2), Month(YEAR, 7))
    plan = make_plan(CONSOLE, LOTIM, terms)
    assert compute_plan(CONSOLE, LOTIM, plan) == "computed"
    farmers = [number_of(f"PETANI {letter}") for letter in "KL"]
    decreed(months_of(farmers, range(2, 7), purse), number="188.45/1/2026")
    made()
    billed(2)
    execute("DISCARD TEMP")
    (decree,) = read_lines("SELECT id FROM funding_decree")
    pair = a_pair(number_of("PETANI I"), number_of("PETANI J"))
    return MadeUpMoney(purse, plan, decree["id"], 1, pair)


def number_of(name: str) -> int:
    """Return the number of the person of this name."""
    (line,) = read_lines("SELECT id FROM people_person WHERE name = %s", [name])
    return int(line["id"])
