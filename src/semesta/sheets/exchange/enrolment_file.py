"""Write the lines of a batch as the layout says: xlsx with long numbers as text, or csv. Equal lines, equal bytes."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Literal

import polars as pl
import xlsxwriter

from semesta.kernel.exchange_layout import ExchangeLayout, LayoutColumn

FileFormat = Literal["xlsx", "csv"]
FORMATS: tuple[FileFormat, ...] = ("xlsx", "csv")
_NUMBERS = ("integer", "rupiah")
_WIDTHS = {"text": 24, "digits": 20, "code": 16}
_LINES_AT_ONCE = 20_000


def enrolment_file(lines: pl.DataFrame, layout: ExchangeLayout, *, written_as: FileFormat, made_on: date) -> bytes:
    """Return the file of these lines. `lines` has a column for every field of `ENROLMENT_FIELDS` but `constant`.

    Months and dates are dates, amounts whole rupiah, codes our own words; a null stays an empty cell. `made_on` is the
    only date the file itself carries.
    """
    cells = lines.select(_cell(column).alias(str(place)) for place, column in enumerate(layout.enrolment))
    if written_as == "csv":
        return _as_csv(cells, layout)
    return _as_xlsx(cells, layout, made_on)


def _cell(column: LayoutColumn) -> pl.Expr:
    if column.constant:
        return pl.lit(column.constant)
    value = pl.col(column.field)
    if column.kind in ("date", "month"):
        return value.dt.strftime(column.pattern)
    if column.kind == "code":
        return value.replace_strict({code: spellings[0] for code, spellings in column.codes.items()}, default=value)
    return value


def _as_csv(cells: pl.DataFrame, layout: ExchangeLayout) -> bytes:
    named = cells.rename({str(place): column.heading for place, column in enumerate(layout.enrolment)})
    return b"\xef\xbb\xbf" + named.write_csv(separator=";", line_terminator="\r\n", null_value="").encode()


def _as_xlsx(cells: pl.DataFrame, layout: ExchangeLayout, made_on: date) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": layout.name, "created": datetime.combine(made_on, time())})
    sheet = book.add_worksheet(layout.sheet[:31])
    text, amount = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0"})
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1})
    numbers = [column.kind in _NUMBERS and not column.constant for column in layout.enrolment]
    for place, column in enumerate(layout.enrolment):
        sheet.set_column(place, place, _WIDTHS.get(column.kind, 13), amount if numbers[place] else text)
        sheet.write_string(0, place, column.heading, head)
    sheet.freeze_panes(1, 0)
    write_string, write_number = sheet.write_string, sheet.write_number
    row = 0
    for part in cells.iter_slices(_LINES_AT_ONCE):
        for line in part.iter_rows():
            row += 1
            for place, value in enumerate(line):
                if value is None or value == "":
                    continue
                if numbers[place]:
                    write_number(row, place, value, amount)
                else:
                    write_string(row, place, value, text)
    book.close()
    return target.getvalue()
