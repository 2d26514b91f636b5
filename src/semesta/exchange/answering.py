"""Hold an answer against the batch it says it answers: everything that does not fit, at once, before anything is kept.

Temporary table `answered`: one row per row of the file with its batch line, that line's state, and the effect it will
have. Whatever the order in which files come, the same lines end accepted, refused or overlapping: an answer said before
is repeated, a wage earner's answer stands above an acceptance, an answer to a line closed meanwhile is overtaken, and
any other difference refuses the whole file. A wage earner's answer that does not say since when is taken to mean the
first month of its line, and is named.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from semesta.bulk import copy_frame, execute, read_lines
from semesta.kernel.exchange_layout import ExchangeLayout
from semesta.kernel.finding import Finding, Place
from semesta.sheets.catalogue import kind
from semesta.sheets.exchange.answer_file import AnswerReading
from semesta.sheets.exchange.refusal_reason import with_reasons

_MOST = 1000
_TABLE = """
DROP TABLE IF EXISTS pg_temp.answered;
CREATE TEMPORARY TABLE answered (
    place integer, sheet text, row integer, said_line bigint, nik text, nik_is_exact boolean, outcome text,
    number_masked text, reason_code text, reason_text text, reason text, since_month date,
    since_is_assumed boolean, line integer, sent_nik text, state text, effect text
) ON COMMIT DROP
"""
_FIND = """
UPDATE answered a SET line = b.line, sent_nik = b.nik, state = b.state,
       since_is_assumed = a.outcome = 'overlap' AND a.since_month IS NULL,
       since_month = CASE WHEN a.outcome = 'overlap' THEN coalesce(a.since_month, b.first_month) END
  FROM exchange_batchline b
 WHERE b.regency_code = %(regency)s AND b.batch = %(batch)s AND {how}
"""
_BY_LINE, _BY_NIK = "b.line = a.said_line", "a.said_line IS NULL AND a.nik_is_exact AND b.nik = a.nik"
_NOT_IN_BATCH = (
    "SELECT sheet, row, coalesce(said_line::text, nik) AS shown FROM answered WHERE line IS NULL ORDER BY place"
)
_OTHER_NIK = """
SELECT sheet, row, nik AS shown, line FROM answered
 WHERE line IS NOT NULL AND nik IS NOT NULL AND sent_nik IS NOT NULL
   AND CASE WHEN nik_is_exact THEN nik <> sent_nik ELSE left(nik, 15) <> left(sent_nik, 15) END
 ORDER BY place
"""
_TWICE = """
SELECT a.sheet, a.row, a.line, f.sheet AS first_sheet, f.row AS first_row
  FROM answered a
  JOIN (SELECT DISTINCT ON (line) * FROM answered WHERE line IS NOT NULL ORDER BY line, place) f
    ON f.line = a.line AND f.place < a.place
 WHERE (a.outcome, a.number_masked, a.reason, a.reason_text, a.since_month)
       IS DISTINCT FROM (f.outcome, f.number_masked, f.reason, f.reason_text, f.since_month)
 ORDER BY a.place
"""
_EFFECTS = """
UPDATE answered a SET effect = CASE
       WHEN a.place > f.place THEN 'repeated'
       WHEN b.state = 'open' THEN 'applied'
       WHEN b.state = 'closed' THEN 'overtaken'
       WHEN b.state = 'accepted' AND a.outcome = 'overlap' THEN 'applied'
       WHEN b.state = 'overlap' AND a.outcome = 'accepted' THEN 'overtaken'
       WHEN b.state = 'accepted' AND a.outcome = 'accepted' AND b.number_masked IS NULL AND a.number_masked IS NOT NULL
            THEN 'applied'
       WHEN b.state = a.outcome AND (a.number_masked IS NULL OR a.number_masked = b.number_masked)
            AND a.reason IS NOT DISTINCT FROM b.reason AND a.since_month IS NOT DISTINCT FROM b.since_month
            AND (a.reason IS DISTINCT FROM 'unknown' OR a.reason_text IS NOT DISTINCT FROM b.reason_text)
            THEN 'repeated' END
  FROM exchange_batchline b, (SELECT line, min(place) AS place FROM answered GROUP BY line) f
 WHERE b.regency_code = %(regency)s AND b.batch = %(batch)s AND b.line = a.line AND f.line = a.line
"""
_CONTRADICTS = """
SELECT a.sheet, a.row, a.line, concat_ws(' ', b.state, b.reason, to_char(b.since_month, 'YYYY-MM')) AS before,
       concat_ws(' ', a.outcome, a.reason, to_char(a.since_month, 'YYYY-MM')) AS detail
  FROM answered a
  JOIN exchange_batchline b ON b.regency_code = %(regency)s AND b.batch = %(batch)s AND b.line = a.line
 WHERE a.effect IS NULL ORDER BY a.place
"""


def answered_batch(reading: AnswerReading, named: int | None) -> tuple[int, list[Finding]]:
    """Return the batch a file answers (0: none) and what speaks against it: no batch named, or more than one."""
    told = reading.rows.select("sheet", "row", "batch").drop_nulls("batch")
    batch = named if named is not None else int(told["batch"][0]) if told.height else 0
    if not batch:
        return 0, [Finding(kind("answer_batch_unnamed"), Place(reading.file))]
    others = told.filter(pl.col("batch") != batch).head(_MOST)
    return batch, [
        Finding(kind("answer_other_batch"), Place(reading.file, sheet, row), before=str(other), after=str(batch))
        for sheet, row, other in others.iter_rows()
    ]


def stage_answers(regency_code: str, reading: AnswerReading, layout: ExchangeLayout, *, batch: int) -> list[Finding]:
    """Fill temporary table `answered` and return everything for which the file cannot be taken."""
    execute(_TABLE)
    rows = with_reasons(reading.rows, layout).with_row_index("place", offset=1)
    staged = rows.select(
        "place", "sheet", "row", pl.col("line").alias("said_line"), "nik", "nik_is_exact", "outcome",
        _masked(pl.col("number")).alias("number_masked"), "reason_code", pl.col("reason").alias("reason_text"),
        pl.col("known_reason").alias("reason"), "since_month",
    )  # fmt: skip
    copy_frame(staged, "answered")
    parameters = {"regency": regency_code, "batch": batch}
    execute("ANALYZE answered")
    for how in (_BY_LINE, _BY_NIK):
        execute(_FIND.format(how=how), parameters)
    execute("ANALYZE answered")
    findings = [
        *_told(reading, "answer_line_unknown", _NOT_IN_BATCH, parameters, before="shown", after=str(batch)),
        *_told(reading, "answer_other_nik", _OTHER_NIK, parameters, before="shown"),
        *_twice(reading, parameters),
    ]
    if findings:
        return findings
    execute(_EFFECTS, parameters)
    return _told(reading, "answer_contradicts", _CONTRADICTS, parameters, before="before")


def _masked(number: pl.Expr) -> pl.Expr:
    """Hide all but the last four characters of a number; null stays null."""
    return pl.concat_str(number.str.head(-4).str.replace_all(".", "*").str.head(16), number.str.tail(4))


def _told(
    reading: AnswerReading, code: str, query: str, parameters: dict[str, Any], *, before: str, after: str = ""
) -> list[Finding]:
    return [
        Finding(
            kind(code), Place(reading.file, line["sheet"], line["row"]), before=str(line[before]),
            after=after or str(line["line"]), detail=str(line.get("detail", "")),
        )
        for line in read_lines(f"{query} LIMIT {_MOST}", parameters)
    ]  # fmt: skip


def _twice(reading: AnswerReading, parameters: dict[str, Any]) -> list[Finding]:
    return [
        Finding(
            kind("answer_twice"), Place(reading.file, line["sheet"], line["row"]),
            before=f"{line['first_sheet']}:{line['first_row']}, {line['sheet']}:{line['row']}", after=str(line["line"]),
        )
        for line in read_lines(f"{_TWICE} LIMIT {_MOST}", parameters)
    ]  # fmt: skip
