"""Cases: situations named as sentences, with the rupiah expected; they live in law/cases and a lawyer can add to them.

A case asks one question (`asks.ASKS`) or, with `ask: value`, what a parameter (or one cell of its table) says on
several days. Running a case also
tells which rules of purses decided and which boundaries of dates were looked at, so that gaps can be listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from semesta.kernel.finding import Finding
from semesta.law import mistakes
from semesta.law.asking import UnanswerableError, WrongQuestionError
from semesta.law.asks import ask, facts_of
from semesta.law.book import Law
from semesta.law.document import Node, read_document
from semesta.law.fields import NOTHING, FileReader
from semesta.law.parameter import Cell, Parameter, Row, Value
from semesta.law.words import Words, percent_text

_VALUE = "value"
_KEYS = ("with", "readings", "region", "times")


@dataclass(frozen=True, slots=True)
class Case:
    """One situation with what is expected. `times` multiplies rupiah amounts: people x months of a programme."""

    name: str
    ask: str
    fields: Mapping[str, Any]
    readings: Mapping[str, str]
    region: str
    times: int
    expect: Mapping[str, Any]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case: the differences (empty when it holds), and what it touched."""

    case: Case
    differences: tuple[Words, ...]
    rules: frozenset[str] = frozenset()
    days: frozenset[tuple[str, date]] = field(default_factory=frozenset)


def read_cases(folder: Path, findings: list[Finding]) -> list[Case]:
    """Read law/cases/*.yaml; mistakes are added to `findings`."""
    cases: list[Case] = []
    for file in sorted((folder / "cases").glob("*.yaml")):
        name = file.relative_to(folder).as_posix()
        root = read_document(file, file=name, findings=findings)
        reader = FileReader(name, findings)
        for item in reader.items(root, "cases") if root is not None else ():
            cases.append(_case(reader, item))
    return cases


def run_case(law: Law, case: Case) -> Outcome:
    """Ask the question of a case and compare."""
    try:
        if case.region:
            law = law.for_region(case.region)
        if case.ask == _VALUE:
            return _run_value(law, case)
        answer = ask(law, case.ask, case.fields, readings=case.readings)
    except UnanswerableError as error:
        expected = case.expect.get("error")
        held = expected is not None and str(expected) in error.words.en
        return Outcome(case, () if held else (error.words,))
    facts = facts_of(answer)
    differences: list[Words] = []
    for key, expected in case.expect.items():
        found = facts.get(key, "?")
        if isinstance(found, int) and not isinstance(found, bool) and key.endswith("_rp"):
            found *= case.times
        if found != expected:
            differences.append(
                Words(f"{key}: diharapkan {expected}, dihitung {found}", f"{key}: expected {expected}, got {found}")
            )
    rules = frozenset(f"{rule.file}:{rule.name}" for rule in answer.explanation.rules)
    return Outcome(case, tuple(differences), rules)


def _run_value(law: Law, case: Case) -> Outcome:
    path = str(case.fields.get("path"))
    parameter = law.parameter(path)
    row, column = (str(case.fields.get(key, "")) for key in ("row", "column"))
    differences: list[Words] = []
    days: set[tuple[str, date]] = set()
    for written, expected in case.expect.items():
        try:
            day = date.fromisoformat(written)
        except ValueError:
            differences.append(Words(f"'{written}' bukan tanggal yang ada", f"'{written}' is no date that exists"))
            continue
        dated = parameter.at(day)
        found = dated.value if dated is not None else None
        if row:
            found = _cell_of(parameter, found, row, column)
        else:
            days.add((path, day))
        if not _same(found, expected):
            shown = percent_text(found, "en") if isinstance(found, Fraction) else _shown(found)
            differences.append(
                Words(
                    f"{day}: diharapkan {expected}, tertulis {shown}", f"{day}: expected {expected}, law says {shown}"
                )
            )
    return Outcome(case, tuple(differences), days=frozenset(days))


def _cell_of(parameter: Parameter, value: Value, row: str, column: str) -> Cell:
    """Return one cell of a table by the key of its row; None where the table is not in force or lacks the row."""
    if column not in parameter.columns:
        raise WrongQuestionError("column", column, allowed=tuple(parameter.columns) or ("-",))
    rows = [one for one in value if isinstance(one, Row)] if isinstance(value, tuple) else []
    return next((one.cells[column] for one in rows if str(one.cells[str(parameter.key)]) == row), None)


def _shown(found: Value) -> str:
    return f"{len(found)} rows" if isinstance(found, tuple) and found and isinstance(found[0], Row) else str(found)


def _same(found: Any, expected: Any) -> bool:
    if isinstance(found, Fraction):
        text = str(expected)
        return text.endswith("%") and Fraction(text.rstrip("% ")) / 100 == found
    if isinstance(found, tuple):
        return len(found) == expected if isinstance(expected, int) else list(found) == expected
    return type(found) is type(expected) and bool(found == expected)


def _case(reader: FileReader, node: Node) -> Case:
    fields = reader.mapping(node, "case", required=("name", "ask", "expect"), optional=_KEYS)
    given = _plain(fields["with"]) if "with" in fields else {}
    readings = _plain(fields["readings"]) if "readings" in fields else {}
    expect = _plain(fields.get("expect", NOTHING))
    for key, content in (("with", given), ("readings", readings), ("expect", expect)):
        if not isinstance(content, dict):
            reader.wrong(
                mistakes.WRONG_TYPE, node, key, before=str(content), detail="pemetaan / a mapping", after="key: value"
            )
    return Case(
        reader.text(fields.get("name", NOTHING), "name"),
        reader.text(fields.get("ask", NOTHING), "ask"),
        given if isinstance(given, dict) else {},
        readings if isinstance(readings, dict) else {},
        reader.text(fields["region"], "region") if "region" in fields else "",
        reader.whole(fields["times"], "times") if "times" in fields else 1,
        expect if isinstance(expect, dict) else {},
        reader.file,
        node.line,
    )


def _plain(node: Node) -> Any:
    """Return a tree as plain values: whole numbers, truth values, null and texts (dates and percentages stay texts)."""
    if node.mapping is not None:
        return {key: _plain(child) for key, child in node.mapping.items()}
    if node.items is not None:
        return [_plain(child) for child in node.items]
    text = node.text or ""
    if node.quoted:
        return text
    if node.is_null:
        return None
    if text in ("true", "false"):
        return text == "true"
    bare = text.replace("_", "")
    return int(bare) if bare.lstrip("-").isdigit() else text
