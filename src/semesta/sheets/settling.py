"""Settle what the columns of a table hold: the headings' word, checked against the values where headings mislead.

Result: a header whose columns carry final fields, and notes about every column that was not taken by its heading alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from semesta.sheets.columns import KNOWN
from semesta.sheets.content import (
    field_by_content,
    is_identity_column,
    is_membership_class,
    is_running_number,
    looks_like_names,
    share,
    status_field,
)
from semesta.sheets.header import Column, Header, Line

_YEAR = re.compile(r"(19|20)\d\d\s*$")
EMPLOYEE_NUMBER = "employee_number"


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """Something to tell about a column: a code of the catalogue with its blanks; `index` is the column."""

    code: str
    index: int
    field: str
    before: str = ""
    after: str = ""
    detail: str = ""


@dataclass
class Settled:
    """A header with final fields, and what there is to tell about its columns."""

    header: Header
    notes: list[ColumnNote] = field(default_factory=list)


def settle_columns(header: Header, sample: Sequence[Line]) -> Settled:
    """Decide the columns' fields from headings and from the values of `sample`, some lines under the header."""
    columns = {c.index: c for c in header.columns}
    width = max((len(line) for line in sample), default=0)
    values = {
        i: [cell for line in sample if i < len(line) and (cell := line[i]) is not None and cell.strip()]
        for i in range(width)
    }
    notes: list[ColumnNote] = []
    for column in header.columns:
        columns[column.index] = _told_by_values(column, values.get(column.index, []), header)
    _one_identity_column(columns, values, notes)
    taken = {c.field for c in columns.values() if c.field}
    for i in range(width):
        column = columns.get(i, Column(i, "", None))
        if column.field is not None or not values[i]:
            continue
        found = field_by_content(values[i], taken=frozenset(taken))
        if found is None and "name" not in taken and looks_like_names(values[i]):
            found = "name"
        if found is not None:
            columns[i] = replace(column, field=found, how="phrase")
            taken.add(found)
            notes.append(ColumnNote("column_by_content", i, found, before=column.heading, after=found))
    return Settled(Header(header.first, header.end, tuple(columns[i] for i in sorted(columns))), notes)


def _told_by_values(column: Column, values: list[str], header: Header) -> Column:
    """Correct one column whose heading has several meanings."""
    if column.field == "status":
        found = status_field(values)
        return replace(column, field=found if found not in header.fields else KNOWN)
    if column.field == "group" and is_membership_class(values):
        return replace(column, field="membership_class")
    if column.field == "membership_class" and values and not is_membership_class(values):
        return replace(column, field="group" if "group" not in header.fields else KNOWN)
    if column.field == "kpj" and is_running_number(values):
        return replace(column, field="row_number")
    if column.field == "birth_place" and not header.fields & {"birth", "birth_on"} and share(values, _YEAR) > 0.6:
        return replace(column, field="birth")
    return column


def _one_identity_column(columns: dict[int, Column], values: dict[int, list[str]], notes: list[ColumnNote]) -> None:
    """Of the columns headed NIK or KTP, those that hold other numbers are not the NIK."""
    for i, column in columns.items():
        if column.field == "nik" and not is_identity_column(values.get(i, [])):
            columns[i] = replace(column, field=EMPLOYEE_NUMBER)
            notes.append(ColumnNote("employee_number_column", i, "nik", before=column.heading))
