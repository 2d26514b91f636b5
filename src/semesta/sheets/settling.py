"""Settle what the columns of a table hold: the headings' word, checked against the values where headings mislead.

Result: a header whose columns carry final fields, and notes about every column that was not taken by its heading alone.
"""

from __future__ import annotations

import itertools
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
_SEVERAL_MEANINGS = frozenset({"status", "group", "membership_class", "kpj", "birth_place"})


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
    values = _Sampled(sample)
    width = len(values.columns)
    notes: list[ColumnNote] = []
    for column in header.columns:
        columns[column.index] = _told_by_values(column, values, header)
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


class _Sampled(dict[int, list[str]]):
    """The filled cells of each column of a sample, gathered when a column is asked for: most headings are plain."""

    def __init__(self, sample: Sequence[Line]) -> None:
        super().__init__()
        self.columns = list(itertools.zip_longest(*sample))

    def __missing__(self, index: int) -> list[str]:
        column = self.columns[index] if index < len(self.columns) else ()
        found = self[index] = [cell for cell in column if cell and not cell.isspace()]
        return found


def _told_by_values(column: Column, sampled: _Sampled, header: Header) -> Column:
    """Correct one column whose heading has several meanings."""
    if column.field not in _SEVERAL_MEANINGS:
        return column
    values = sampled[column.index]
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


def _one_identity_column(columns: dict[int, Column], values: _Sampled, notes: list[ColumnNote]) -> None:
    """Of the columns headed NIK or KTP, those that hold other numbers are not the NIK."""
    for i, column in columns.items():
        if column.field == "nik" and not is_identity_column(values[i]):
            columns[i] = replace(column, field=EMPLOYEE_NUMBER)
            notes.append(ColumnNote("employee_number_column", i, "nik", before=column.heading))
