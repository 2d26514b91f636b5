"""The column layout of the files exchanged with the insurer, as a value: what stands in which column, written how.

No official template is public, so nothing here is the insurer's: the fields are what Semesta can tell and understand, a
layout chooses among them, orders them and names them. `sheets.exchange` reads layouts from YAML.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FieldKind = Literal["text", "digits", "integer", "rupiah", "date", "month", "code"]
ENTRIES = ("enrol", "transfer", "leave", "death")
LEAVE_REASONS = ("amended", "wage_earner", "died")
OUTCOMES = ("accepted", "refused", "overlap")

ENROLMENT_FIELDS: Mapping[str, FieldKind] = {
    "batch": "integer", "line": "integer", "entry": "code", "nik": "digits", "name": "text", "birth_place": "text",
    "birth_on": "date", "sex": "code", "mother_name": "text", "phone": "text", "address": "text",
    "village_code": "text", "village": "text", "district": "text", "segment_code": "text", "membership_class": "code",
    "payer": "text", "from_payer": "text", "income_rp": "rupiah", "monthly_rp": "rupiah", "first_month": "month",
    "last_month": "month", "months": "integer", "event_on": "date", "leave_reason": "code", "decree": "text",
    "constant": "text",
}  # fmt: skip
ANSWER_FIELDS: Mapping[str, FieldKind] = {
    "batch": "integer", "line": "integer", "nik": "digits", "name": "text", "outcome": "code", "number": "digits",
    "reason_code": "text", "reason": "text", "since_month": "month",
}  # fmt: skip
CODES: Mapping[str, tuple[str, ...]] = {
    "entry": ENTRIES,
    "sex": ("L", "P"),
    "membership_class": ("PU", "BPU", "JK", "PMI"),
    "leave_reason": LEAVE_REASONS,
    "outcome": OUTCOMES,
}
DATE_FORMATS: Mapping[str, str] = {
    "dd/mm/yyyy": "%d/%m/%Y", "dd-mm-yyyy": "%d-%m-%Y", "yyyy-mm-dd": "%Y-%m-%d", "ddmmyyyy": "%d%m%Y",
    "yyyymmdd": "%Y%m%d",
}  # fmt: skip
MONTH_FORMATS: Mapping[str, str] = {
    "mm/yyyy": "%m/%Y", "mm-yyyy": "%m-%Y", "yyyy-mm": "%Y-%m", "yyyymm": "%Y%m", "mmyyyy": "%m%Y",
    "dd/mm/yyyy": "%d/%m/%Y", "yyyy-mm-dd": "%Y-%m-%d",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """One column: its heading, the field in it, how dates and codes are written, and other headings it may have.

    `codes` are our word -> the spellings of the file, the first of which is written. `pattern` is a strftime pattern.
    """

    heading: str
    field: str
    kind: FieldKind
    is_required: bool = False
    pattern: str = ""
    codes: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    synonyms: tuple[str, ...] = ()
    constant: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeLayout:
    """Columns of the enrolment file, in order, and of the answer file; `reasons` names the insurer's refusal codes.

    `text` is the file the layout was read from: a batch keeps it, so that it can be written again as it was.
    """

    name: str
    sheet: str
    enrolment: tuple[LayoutColumn, ...]
    answer: tuple[LayoutColumn, ...]
    reasons: Mapping[str, str]
    text: str = ""

    def required(self) -> tuple[str, ...]:
        """Return the fields without which nobody can be written into an enrolment file, in their order."""
        return tuple(column.field for column in self.enrolment if column.is_required)

    def enrolment_column(self, name: str) -> LayoutColumn | None:
        """Return the column of the enrolment file with this field, None when it has none."""
        return next((column for column in self.enrolment if column.field == name), None)

    def answer_column(self, name: str) -> LayoutColumn | None:
        """Return the column of the answer file with this field, None when it has none."""
        return next((column for column in self.answer if column.field == name), None)
