"""Legal numbers stand in `law/`, with their source; none stands in Python.

Three nets. (1) In the law engine and its command every number is refused that is not in a short list with reasons, and
every float, date of law, and written amount or percentage in a text. (2) In rooms where money is decided, every number,
share or day of the law is refused, round ones too. (3) Everywhere else an amount of the law is refused unless it is
round (one digit and noughts: 10,000 may as well be a batch of rows), and a day of the law unless it begins a month.
Docstrings may tell numbers; they compute nothing.

What the nets cannot see: small counts (3 months, 2 children) outside the law engine, and numbers put together at run
time.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from semesta.law import Law, default_law_folder, load_law
from semesta.law.parameter import Row
from tests.architecture.house import Module, modules

ENGINE = ("law",)
DOORS = ("cli/law.py", "cli/law_pages.py")
MONEY_ROOMS = {"law", "funding", "claims", "allocation", "growth", "ledger", "forecast", "membership"}

# Numbers the engine may hold, and why; no other number may stand in src/semesta/law or its commands.
STRUCTURE = {0: "empty", 1: "step", 2: "rounding half up, boundary pairs", -1: "last", -2: "two months back"}
STRUCTURE_IN = {
    ("law/words.py", 100): "percent means of a hundred",
    ("law/words.py", 10): "decimal digits",
    ("law/fields.py", 100): "percent means of a hundred",
    ("law/fields.py", 12): "how many names a remedy lists",
    ("law/cases.py", 100): "percent means of a hundred",
    ("law/asks.py", 100): "percent means of a hundred",
    ("law/asking.py", 40): "how many names an error lists",
    ("law/columns.py", 10): "bound of 64-bit products",
    ("law/columns.py", 11): "bound of 64-bit products",
    ("law/benefit/scholarship.py", 12): "months of a year",
    ("law/benefit/accident.py", 10): "losses counted by tens of percent",
    ("law/benefit/claim.py", 24): "hours of a day",
    ("law/benefit/frames.py", 100_000): "unit of shares in a column of whole numbers",
    ("cli/law_pages.py", 3): "how many places a line shows",
}
EXAMPLES = {
    ("law/fields.py", "12_500"): "example in a remedy",
    ("law/fields.py", "0.24 %"): "example in a remedy",
    ("law/asks.py", "tulis bilangan bulat, misalnya 900000 atau 900.000"): "example in a remedy",
    ("law/asks.py", "give a whole number, as 900000 or 900_000"): "example in a remedy",
    ("law/asks.py", "tulis sisa penglihatan kedua mata, misalnya 80%/40%"): "example in a remedy",
    ("law/asks.py", "give what both eyes have left, for example 80%/40%"): "example in a remedy",
    ("law/asks.py", "tulis persentase, misalnya 50%"): "example in a remedy",
    ("law/asks.py", "give 50%"): "example in a remedy",
}
COINCIDENCES = {
    ("synthetic/assumptions.py", 108_000): "a number of people that happens to equal a migrant worker's package",
    ("funding/actions/plans.py", 50_000): "how many people a plan is verified for when it is computed",
}
WRITTEN_AMOUNT = re.compile(r"\b\d{1,3}(?:[._]\d{3})+\b|\b\d{5,}\b|\b\d+(?:[.,]\d+)?\s?%")


@cache
def shipped() -> Law:
    return load_law(default_law_folder())


@cache
def legal_values() -> tuple[frozenset[int], frozenset[Fraction], frozenset[date]]:
    """Return amounts in rupiah, shares, and days that the law folder holds, and sums officials quote."""
    amounts: set[int] = {16_800, 8_400, 18_800, 213_800, 42_000_000, 174_000_000, 87_000_000, 12_000_000, 370_000}
    shares: set[Fraction] = set()
    for parameter in shipped().parameters.values():
        for dated in parameter.values:
            cells: list[object] = [dated.value]
            if isinstance(dated.value, tuple):
                cells = [cell for row in dated.value if isinstance(row, Row) for cell in row.cells.values()]
            amounts |= {cell for cell in cells if type(cell) is int and cell >= 1_000}
            shares |= {cell for cell in cells if isinstance(cell, Fraction)}
    days = {dated.since for dated, _ in shipped().boundaries()}
    return frozenset(amounts), frozenset(shares), frozenset(days)


def is_round(number: int) -> bool:
    return len(str(number).rstrip("0")) == 1


def docstrings(tree: ast.AST) -> set[int]:
    """Return the ids of texts that stand alone as a statement; docstrings compute nothing."""
    return {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def constants(tree: ast.AST) -> Iterator[tuple[int, object]]:
    """Go through (line, value) of every number and text; a minus sign belongs to its number."""
    told = docstrings(tree)
    negative = {
        id(node.operand): -1
        for node in ast.walk(tree)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in told and not isinstance(node.value, bool):
            value = node.value
            if isinstance(value, int | float):
                value *= negative.get(id(node), 1)
            yield node.lineno, value


def dates(tree: ast.AST) -> Iterator[tuple[int, date]]:
    """Go through every date(...) or Month(...) written out."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("date", "Month")):
            continue
        numbers = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, int)]
        if len(numbers) == len(node.args) >= 2:
            yield node.lineno, date(numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else 1)


def offences(name: str, tree: ast.AST) -> list[str]:
    """Return `room/module.py:line what` for every legal number in a module."""
    amounts, shares, days = legal_values()
    room = name.partition("/")[0]
    in_engine = room in ENGINE or name in DOORS
    strict = room in MONEY_ROOMS or name in DOORS
    found: list[str] = [f"{name}:{line} {day}" for line, day in dates(tree) if day in days and (strict or day.day > 1)]
    for line, value in constants(tree):
        if isinstance(value, float) and in_engine:
            found.append(f"{name}:{line} {value} (a float near money)")
        elif isinstance(value, float) and strict and {Fraction(str(value)), Fraction(str(value)) / 100} & shares:
            found.append(f"{name}:{line} {value}")
        elif isinstance(value, int):
            allowed = value in STRUCTURE or (name, value) in STRUCTURE_IN or (name, value) in COINCIDENCES
            is_legal = abs(value) in amounts and (strict or not is_round(value))
            if not allowed and (in_engine or is_legal):
                found.append(f"{name}:{line} {value}")
        elif isinstance(value, str) and in_engine and WRITTEN_AMOUNT.search(value) and (name, value) not in EXAMPLES:
            found.append(f"{name}:{line} {value!r}")
    return found


def in_source(text: str, name: str = "funding/plan.py") -> list[str]:
    return offences(name, ast.parse(text))


@pytest.mark.parametrize("module", [module for module in modules() if not module.is_migration], ids=lambda m: m.name)
def test_no_legal_number_in_python(module: Module) -> None:
    assert offences(module.name, module.tree) == []


@pytest.mark.parametrize("text", [
    "PRICE = 16_800", "price = months * 6800", "due = share_of(x, 20_000_000)", "cap = -42_000_000", "rate = 0.0024",
    "if day >= date(2026, 4, 1): pass", "start = Month(2026, 4)", "rate = 0.24", "x = [1, 2, 10_547_400]",
])  # fmt: skip
def test_the_net_of_the_money_rooms_catches(text: str) -> None:
    assert in_source(text)


@pytest.mark.parametrize("text", ["x = 17", "rate = 0.24", 'x = "10.000"', 'x = "0,24 %"', "x = 3", 'f"{n} x 16800"'])
def test_the_net_of_the_engine_catches_any_number_unlisted(text: str) -> None:
    assert in_source(text, "law/contribution/scalar.py")


@pytest.mark.parametrize(
    "text", ["BATCH = 10_000", "PORT = 5000", "timeout = 0.5", '"""Rp16,800 a month."""', "x = 52"]
)
def test_other_rooms_keep_their_own_numbers(text: str) -> None:
    assert in_source(text, "web/pages.py") == []


@pytest.mark.parametrize("text", ["PRICE = 16800", "x = 10_547_400", "x = date(2025, 2, 7)", "x = 37_500"])
def test_but_an_amount_or_a_day_of_law_is_caught_anywhere(text: str) -> None:
    assert in_source(text, "web/pages.py")


def test_every_exception_is_still_needed() -> None:
    written = {(module.name, value) for module in modules() for _, value in constants(module.tree)}
    assert [key for key in (*STRUCTURE_IN, *EXAMPLES, *COINCIDENCES) if key not in written] == []
