"""Lists to be filled in: headings the reader knows, text columns for long numbers, pick lists, help, an example line.

What a template holds stands in `templates.yaml`. The example is a made-up person (serial 9001) on a line marked CONTOH,
which the reader passes over, so that a template handed in empty holds nobody.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypedDict

import xlsxwriter
import yaml
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from semesta.kernel.finding import Language
from semesta.kernel.gazetteer import Region
from semesta.kernel.nik import make_kk, make_nik
from semesta.kernel.region_code import level_of, nik_region, village_kind
from semesta.kernel.segment import Segment
from semesta.sheets.own_sheets import CHOICES_TITLE, INSTRUCTION_TITLES

HEADER_ROW: Final = 5
"""Spreadsheet row of the headings; the example stands below it, people from the row after that."""

_FIRST_PERSON_ROW: Final = HEADER_ROW + 2
_BORN_ON: Final = date(1990, 7, 1)
_EXAMPLE_REGION: Final = "520305"
_CREATED: Final = datetime.combine(date(2026, 1, 1), time())  # a constant, so that the same template is the same bytes


class _Column(TypedDict):
    heading: str
    kind: str
    width: int
    example: str | int
    id: str
    en: str


class _Template(TypedDict):
    sheet: str
    title: str
    rows: int
    columns: list[_Column]
    instructions: dict[Language, list[str]]


class _Texts(TypedDict):
    worker_list: _Template
    member_extract: _Template
    choices: dict[str, list[str]]
    words: dict[Language, dict[str, str]]


def worker_list_template(*, language: Language, village: Region | None, segments: Sequence[Segment]) -> bytes:
    """Return an xlsx for a list of workers, of a village when one is given, with the segments as pick list."""
    names = [segment.name_id for segment in segments]
    return _written(_texts()["worker_list"], language, village, {**_texts()["choices"], "segment": names})


def member_extract_template(*, language: Language) -> bytes:
    """Return an xlsx for the insurer's extract of active members."""
    return _written(_texts()["member_extract"], language, None, _texts()["choices"])


@cache
def _texts() -> _Texts:
    text = files("semesta.sheets").joinpath("templates.yaml").read_text(encoding="utf-8")
    texts: _Texts = yaml.safe_load(text)
    return texts


def _written(template: _Template, language: Language, village: Region | None, choices: dict[str, list[str]]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": template["title"], "created": _CREATED})
    page = _Page(book, template, language)
    page.title(village)
    page.columns(choices)
    page.example(_examples(village))
    page.instructions()
    page.choices(choices)
    book.close()
    return target.getvalue()


def _examples(village: Region | None) -> dict[str, str | date]:
    region = nik_region(village.code) if village and level_of(village.code) == "village" else _EXAMPLE_REGION
    return {
        "nik": make_nik(region=region, born_on=_BORN_ON, sex="L", serial=9001),
        "kk": make_kk(region=region, issued_on=date(2015, 3, 10), serial=9001),
        "birth_on": _BORN_ON,
        "active_from": date(2026, 1, 1),
        "paid_until": date(2026, 3, 31),
    }


class _Page:
    """Writes the sheets of one template."""

    def __init__(self, book: xlsxwriter.Workbook, template: _Template, language: Language) -> None:
        self._template = template
        self._language = language
        self._words = _texts()["words"][language]
        self._list: Worksheet = book.add_worksheet(template["sheet"])
        self._help: Worksheet = book.add_worksheet(self._words["instructions"])
        self._choices: Worksheet = book.add_worksheet(self._words["choices"])
        self._bold: Format = book.add_format({"bold": True, "font_size": 14})
        self._head: Format = book.add_format(
            {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1, "text_wrap": True,
             "valign": "vcenter", "align": "center"}
        )  # fmt: skip
        self._wrap: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self._formats = {
            kind: book.add_format({"num_format": shape})
            for kind, shape in (("text", "@"), ("date", "dd/mm/yyyy"), ("amount", "#,##0"), ("number", "General"))
        }
        grey = {"italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"}
        self._grey = {
            kind: book.add_format({**grey, "num_format": shape})
            for kind, shape in (("text", "@"), ("date", "dd/mm/yyyy"), ("amount", "#,##0"))
        }

    def title(self, village: Region | None) -> None:
        self._list.write_string(0, 0, self._template["title"], self._bold)
        if village is not None:
            named = level_of(village.code) == "village" and village_kind(village.code) == "kelurahan"
            self._list.write_string(1, 0, f"{'KELURAHAN' if named else 'DESA'} : {village.name.upper()}")
            self._list.write_string(2, 0, f"KODE WILAYAH : {village.code}")

    def columns(self, choices: dict[str, list[str]]) -> None:
        last = self._template["rows"] - 1
        for number, column in enumerate(self._template["columns"]):
            shape = {"date": "date", "amount": "amount", "number": "number"}.get(column["kind"], "text")
            self._list.set_column(number, number, column["width"], self._formats[shape])
            self._list.write_string(HEADER_ROW - 1, number, column["heading"], self._head)
            help_text = column["id"] if self._language == "id" else column["en"]
            self._list.write_comment(HEADER_ROW - 1, number, help_text, {"author": "Semesta", "x_scale": 2})
            rule = self._rule(column["kind"], choices)
            if rule is not None:
                self._list.data_validation(_FIRST_PERSON_ROW - 1, number, last, number, rule)
        self._list.set_row(HEADER_ROW - 1, 32)
        self._list.freeze_panes(HEADER_ROW, 4)

    def _rule(self, kind: str, choices: dict[str, list[str]]) -> dict[str, Any] | None:
        # rules warn and let the entry stand: an incomplete line is better handed in than left out
        if kind in choices:
            place = list(choices).index(kind)
            letter = xl_col_to_name(place)
            source = f"='{self._words['choices']}'!${letter}$3:${letter}${2 + len(choices[kind])}"
            stop = "information" if kind == "segment" else "warning"
            return {"validate": "list", "source": source, "error_type": stop, "error_message": self._words["choice"]}
        if kind == "digits16":
            return {"validate": "length", "criteria": "==", "value": 16, "error_type": "warning",
                    "error_message": self._words["digits"]}  # fmt: skip
        if kind == "date":
            return {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1), "error_type": "warning",
                    "error_message": self._words["date"]}  # fmt: skip
        if kind == "amount":
            return {"validate": "integer", "criteria": ">=", "value": 0, "error_type": "warning",
                    "error_message": self._words["amount"]}  # fmt: skip
        return None

    def example(self, values: dict[str, str | date]) -> None:
        for number, column in enumerate(self._template["columns"]):
            value = column["example"]
            made = values.get(value, value) if isinstance(value, str) else value
            if isinstance(made, date):
                self._list.write_datetime(HEADER_ROW, number, made, self._grey["date"])
            elif isinstance(made, int):
                self._list.write_number(HEADER_ROW, number, made, self._grey["amount"])
            else:
                self._list.write_string(HEADER_ROW, number, made, self._grey["text"])

    def instructions(self) -> None:
        sheet = self._help
        sheet.set_column(0, 0, 26, self._wrap)
        sheet.set_column(1, 1, 100, self._wrap)
        sheet.write_string(0, 0, INSTRUCTION_TITLES[self._language], self._bold)
        row = 2
        for text in self._template["instructions"][self._language]:
            sheet.write_string(row, 1, text)
            row += 1
        row += 1
        sheet.write_string(row, 0, self._words["column"], self._head)
        sheet.write_string(row, 1, self._words["meaning"], self._head)
        for column in self._template["columns"]:
            row += 1
            sheet.write_string(row, 0, column["heading"])
            sheet.write_string(row, 1, column["id"] if self._language == "id" else column["en"])

    def choices(self, choices: dict[str, list[str]]) -> None:
        sheet = self._choices
        sheet.write_string(0, 0, CHOICES_TITLE)
        for place, (kind, names) in enumerate(choices.items()):
            sheet.write_string(1, place, kind)
            for row, name in enumerate(names, start=2):
                sheet.write_string(row, place, name)
        sheet.hide()
