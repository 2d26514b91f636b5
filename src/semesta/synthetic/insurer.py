"""A simulated insurer: an enrolment file in, answer files out, by the same layout; the same seed, the same answers.

It accepts most, refuses some for stated reasons (one of them in words nobody knows), finds some to be active wage
earners, and answers as offices do: a part late, the late part sometimes first, a file sometimes twice. What becomes of
a person hangs on the person's data, so that a corrected one is judged anew; a fault of the insurer's own on the batch.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

import polars as pl
from python_calamine import CalamineWorkbook

from semesta.kernel.exchange_layout import MONTH_FORMATS, ExchangeLayout, LayoutColumn
from semesta.kernel.month import Month
from semesta.synthetic.layout.page import Sheet
from semesta.synthetic.writing.text import Dialect, write_csv
from semesta.synthetic.writing.xlsx import write_xlsx

STATED_REASONS = {
    "nik_unknown": "NIK TIDAK DITEMUKAN DI DUKCAPIL",
    "identity_mismatch": "NAMA TIDAK SESUAI DUKCAPIL",
    "birth_mismatch": "TANGGAL LAHIR TIDAK SESUAI",
    "try_again": "GANGGUAN SISTEM, KIRIM ULANG",
    "unknown": "PERLU KLARIFIKASI PETUGAS PEMBINA",
}
_TEXT = Dialect(";", "utf-8")


@dataclass(frozen=True, slots=True)
class InsurerHabits:
    """Shares of enrolled persons: refused (evenly over the stated reasons), active wage earners; of lines: answered
    late; and how likely the late part comes first and a file comes twice."""

    refused: float = 0.05
    overlap: float = 0.01
    late: float = 0.15
    late_first: float = 0.5
    repeated: float = 0.5


def answered(lines: pl.DataFrame, layout: ExchangeLayout, *, seed: int, habits: InsurerHabits) -> pl.DataFrame:
    """Return the answer to every line: text columns `batch`, `line`, `nik`, `name`, `outcome`, `number`, `reason_code`,
    `reason`, `since_month`, as the layout writes them, and boolean `is_late`.

    `lines` are text columns named by the fields of the layout's enrolment columns.
    """
    codes = {reason: code for code, reason in reversed(list(layout.reasons.items()))}
    entry_words = _spellings(layout.enrolment_column("entry"))
    outcome_words = _spellings(layout.answer_column("outcome"))
    answers = []
    for line in lines.iter_rows(named=True):
        outcome, reason = _judged(line, entry_words, seed, habits)
        answers.append(
            {
                "batch": line.get("batch"), "line": line.get("line"), "nik": line.get("nik"), "name": line.get("name"),
                "outcome": outcome_words[outcome],
                "number": _number(seed, line["nik"]) if outcome == "accepted" else None,
                "reason_code": codes.get(reason) if reason else None,
                "reason": STATED_REASONS.get(reason) if reason else None,
                "since_month": _since(line, layout, seed) if outcome == "overlap" else None,
                "is_late": _draw(seed, "late", line.get("batch"), line["nik"]) < habits.late,
            }
        )  # fmt: skip
    return pl.DataFrame(answers, schema=_SCHEMA)


def answer_files(
    enrolment: Path, layout: ExchangeLayout, folder: Path, *, seed: int, habits: InsurerHabits | None = None
) -> list[Path]:
    """Write the answers to an enrolment file (xlsx or csv, answered in kind) and return them in the order of arrival.

    The files together answer every line; one of them may be there twice, under another name with the same content.
    """
    chosen = habits or InsurerHabits()
    answers = answered(read_enrolment(enrolment, layout), layout, seed=seed, habits=chosen)
    chance = random.Random(f"{seed}/{enrolment.stem}")
    parts = [("jawaban", answers.filter(~pl.col("is_late"))), ("susulan", answers.filter(pl.col("is_late")))]
    made = []
    for name, part in parts:
        if part.height:
            path = folder / f"{enrolment.stem}-{name}{enrolment.suffix}"
            _write(path, part, layout)
            made.append(path)
    if chance.random() < chosen.late_first:
        made.reverse()
    if chance.random() < chosen.repeated:
        twice = chance.choice(made)
        copy = twice.with_stem(f"{twice.stem}-lagi")
        shutil.copyfile(twice, copy)
        made.insert(chance.randint(made.index(twice) + 1, len(made)), copy)
    return made


def read_enrolment(path: Path, layout: ExchangeLayout) -> pl.DataFrame:
    """Return the lines of an enrolment file as text columns named by field."""
    if path.suffix == ".csv":
        table = pl.read_csv(path, separator=";", infer_schema=False)
    else:
        head, *body = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
        rows = [[_plain(cell) for cell in line] for line in body]
        table = pl.DataFrame(rows, schema=dict.fromkeys(map(str, head), pl.String), orient="row")
    fields = {column.heading: column.field for column in layout.enrolment if not column.constant}
    return table.select(pl.col(heading).alias(name) for heading, name in fields.items())


_SCHEMA = dict.fromkeys(
    ("batch", "line", "nik", "name", "outcome", "number", "reason_code", "reason", "since_month"), pl.String
) | {"is_late": pl.Boolean}


def _judged(
    line: dict[str, str | None], entry_words: dict[str, str], seed: int, habits: InsurerHabits
) -> tuple[str, str | None]:
    if line.get("entry") not in (entry_words["enrol"], entry_words["transfer"]):
        return "accepted", None
    data = (line["nik"], line["name"], line.get("birth_on"))
    if _draw(seed, "overlap", line["nik"]) < habits.overlap:
        return "overlap", "wage_earner"
    if _draw(seed, "refused", *data) >= habits.refused:
        return "accepted", None
    reason = list(STATED_REASONS)[int(_draw(seed, "reason", *data) * len(STATED_REASONS))]
    if reason == "try_again" and _draw(seed, "fault", line.get("batch"), *data) < 0.5:
        return "accepted", None
    return "refused", reason


def _number(seed: int, nik: str | None) -> str:
    return str(int(_draw(seed, "number", nik) * 10**11)).zfill(11)


def _draw(seed: int, *parts: object) -> float:
    digest = blake2b("|".join(map(str, (seed, *parts))).encode(), digest_size=7).digest()
    return int.from_bytes(digest, "big") / 2**56


def _since(line: dict[str, str | None], layout: ExchangeLayout, seed: int) -> str | None:
    column, told = layout.answer_column("since_month"), layout.enrolment_column("first_month")
    if column is None or told is None:
        return None
    first = Month.of(datetime.strptime(str(line["first_month"]), told.pattern or next(iter(MONTH_FORMATS.values()))))  # noqa: DTZ007
    return first.plus(int(_draw(seed, "since", line["nik"]) * 3)).first_day().strftime(column.pattern)


def _spellings(column: LayoutColumn | None) -> dict[str, str]:
    return {code: spellings[0] for code, spellings in column.codes.items()} if column is not None else {}


def _plain(cell: object) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell)
    return text if text else None


def _write(path: Path, answers: pl.DataFrame, layout: ExchangeLayout) -> None:
    there = answers.select(column.field for column in layout.answer)
    sheet = Sheet("JAWABAN", [[column.heading for column in layout.answer], *map(list, there.iter_rows())])
    if path.suffix == ".csv":
        write_csv(path, sheet, _TEXT)
    else:
        write_xlsx(path, [sheet])
