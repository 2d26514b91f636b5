"""Read the exchange: batches, their lines as they are sent, who was refused and why, which decree lines to amend."""

from __future__ import annotations

from typing import Any

import polars as pl

from semesta.bulk import read_frame, read_lines
from semesta.exchange.sealing import checksums
from semesta.kernel.exchange_layout import ENROLMENT_FIELDS, ExchangeLayout
from semesta.kernel.finding import Language
from semesta.kernel.month import Month
from semesta.kernel.nik import Nik, nik_problem
from semesta.sheets.catalogue import kind
from semesta.sheets.exchange.enrolment_file import FileFormat, enrolment_file
from semesta.sheets.exchange.layout_file import read_layout
from semesta.sheets.exchange.refusal_reason import UNKNOWN, refusal_reasons

_DTYPES = {"integer": pl.Int64, "rupiah": pl.Int64, "date": pl.Date, "month": pl.Date}
LINE_SCHEMA = pl.Schema(
    {name: _DTYPES.get(form, pl.String()) for name, form in ENROLMENT_FIELDS.items() if name != "constant"}
)
"""The lines of a batch as `enrolment_file` takes them."""
_COMPUTED = {
    "last_month": "(end_month - interval '1 month')::date",
    "months": "((extract(year FROM end_month) - extract(year FROM first_month)) * 12"
    " + extract(month FROM end_month) - extract(month FROM first_month))::int",
}
_BATCHES = """
SELECT h.number, h.purse_id, u.name AS purse, h.payer, h.membership_class, h.first_month, h.lines, h.layout_name,
       h.made_on, h.made_by, h.sha256,
       (SELECT count(*) FROM exchange_answerfile f
         WHERE f.regency_code = h.regency_code AND f.batch = h.number) AS answers,
       count(*) FILTER (WHERE b.state = 'open') AS open, count(*) FILTER (WHERE b.state = 'accepted') AS accepted,
       count(*) FILTER (WHERE b.state = 'refused') AS refused, count(*) FILTER (WHERE b.state = 'overlap') AS overlap,
       count(*) FILTER (WHERE b.state = 'closed') AS closed, max(k.reason) AS closing_reason,
       max(k.closed_on) AS closed_on,
       count(*) FILTER (WHERE b.entry = 'enrol') AS enrol, count(*) FILTER (WHERE b.entry = 'transfer') AS transfer,
       count(*) FILTER (WHERE b.entry = 'leave') AS leave, count(*) FILTER (WHERE b.entry = 'death') AS death
  FROM exchange_batch h
  JOIN exchange_batchline b ON b.regency_code = h.regency_code AND b.batch = h.number
  LEFT JOIN funding_purse u ON u.id = h.purse_id
  LEFT JOIN exchange_batchclosing k ON k.regency_code = h.regency_code AND k.batch = h.number
 WHERE h.regency_code = %(regency)s AND (%(number)s::int IS NULL OR h.number = %(number)s)
 GROUP BY h.regency_code, h.number, u.name ORDER BY h.number DESC
"""
_STATE = """
SELECT concat_ws('/', b.number, b.made_at, a.id, a.taken_at, c.closings) AS state
  FROM (SELECT max(number) AS number, extract(epoch FROM max(made_at)) AS made_at
          FROM exchange_batch WHERE regency_code = %(regency)s) b,
       (SELECT max(id) AS id, extract(epoch FROM max(taken_at)) AS taken_at
          FROM exchange_answerfile WHERE regency_code = %(regency)s) a,
       (SELECT count(*) AS closings FROM exchange_batchclosing WHERE regency_code = %(regency)s) c
"""
_REFUSALS = """
SELECT b.batch, b.line, b.person_id, b.nik, b.name, b.village_code, b.entry, b.reason, b.reason_text,
       f.file_name AS file, a.sheet, a.row, f.taken_on,
       EXISTS (SELECT 1 FROM exchange_batchline n
                WHERE n.regency_code = b.regency_code AND n.person_id = b.person_id AND n.payer = b.payer
                  AND n.batch > b.batch) AS is_sent_again
  FROM exchange_batchline b
  JOIN exchange_answerfile f ON f.id = b.answer_id
  JOIN exchange_answerline a ON a.regency_code = b.regency_code AND a.answer_id = b.answer_id AND a.line = b.line
 WHERE b.regency_code = %(regency)s AND b.state = 'refused' AND (%(batch)s::int IS NULL OR b.batch = %(batch)s)
 ORDER BY b.batch DESC, b.line LIMIT %(most)s
"""
_STANDING = """ARRAY(
    SELECT m FROM unnest(w.{months}) AS m
     WHERE NOT EXISTS (SELECT 1 FROM funding_decreeline r
                        WHERE r.regency_code = w.regency_code AND r.removes_decree_id = w.decree_id
                          AND r.removes_line = w.decree_line AND m >= r.start_month AND m < r.end_month)
     ORDER BY m)"""
"""SQL: those of the marked months that no amendment has taken off the decree's line yet."""
_TO_AMEND = f"""
SELECT * FROM (
SELECT w.person_id, b.nik, b.name, b.village_code, s.number AS decree, w.decree_line, w.since_month,
       {_STANDING.format(months="taken_back")} AS taken_back, {_STANDING.format(months="kept")} AS kept,
       w.batch, w.line, f.file_name AS file, a.sheet, a.row
  FROM exchange_wageearneroverlap w
  JOIN exchange_batchline b ON b.regency_code = w.regency_code AND b.batch = w.batch AND b.line = w.line
  JOIN exchange_answerfile f ON f.id = w.answer_id
  JOIN exchange_answerline a ON a.regency_code = w.regency_code AND a.answer_id = w.answer_id AND a.line = w.line
  JOIN funding_decree s ON s.id = w.decree_id
 WHERE w.regency_code = %(regency)s) marked
 WHERE cardinality(taken_back) + cardinality(kept) > 0
 ORDER BY decree, decree_line LIMIT %(most)s
"""


_LINES_IN_STATE = """
SELECT line, person_id, nik, name, village_code, entry, state, number_masked, reason FROM exchange_batchline
 WHERE regency_code = %(regency)s AND batch = %(batch)s AND line > %(after)s AND (%(state)s = '' OR state = %(state)s)
 ORDER BY line LIMIT %(most)s
"""


class NoBatchError(LookupError):
    """There is no batch with this number in the regency."""


class SealBrokenError(RuntimeError):
    """The lines of a batch are not those that were sealed; nothing is written from them."""


def batches(regency_code: str, *, number: int | None = None) -> list[dict[str, Any]]:
    """Return batches, newest first: head, lines by entry (enrol, transfer, leave, death) and answer, answer files."""
    return read_lines(_BATCHES, {"regency": regency_code, "number": number})


def state_of_batches(regency_code: str) -> str:
    """Return a text that changes whenever anything `batches` counts does: a batch made, an answer taken, one closed."""
    (line,) = read_lines(_STATE, {"regency": regency_code})
    return str(line["state"])


def batch(regency_code: str, number: int) -> dict[str, Any]:
    """Return one batch as `batches` does; NoBatchError when there is none."""
    found = batches(regency_code, number=number)
    if not found:
        raise NoBatchError(f"Tidak ada gelombang {number} / there is no batch {number}")
    return found[0]


def lines_of(regency_code: str, number: int) -> pl.DataFrame:
    """Return the lines of a batch as they are sent, in `LINE_SCHEMA`, by line."""
    names = ", ".join(f'{_COMPUTED[name]} AS "{name}"' if name in _COMPUTED else f'"{name}"' for name in LINE_SCHEMA)
    return read_frame(
        f"SELECT {names} FROM exchange_batchline WHERE regency_code = {{regency}} AND batch = {{number}} ORDER BY line",
        LINE_SCHEMA,
        regency=regency_code,
        number=number,
    )


def lines_in_state(
    regency_code: str, number: int, *, state: str = "", after: int = 0, most: int = 100
) -> list[dict[str, Any]]:
    """Return lines of a batch behind the line `after`, NIK masked, with state and answer; of one state if named."""
    values = {"regency": regency_code, "batch": number, "state": state, "after": after, "most": most}
    return [line | {"nik": masked(line["nik"])} for line in read_lines(_LINES_IN_STATE, values)]


def layout_of_batch(regency_code: str, number: int) -> ExchangeLayout:
    """Return the layout a batch was made with."""
    (found,) = read_lines(
        "SELECT layout_text FROM exchange_batch WHERE regency_code = %s AND number = %s", [regency_code, number]
    ) or [{"layout_text": ""}]
    if not found["layout_text"]:
        raise NoBatchError(f"Tidak ada gelombang {number} / there is no batch {number}")
    return read_layout(found["layout_text"], file=f"gelombang {number}")


def batch_file(
    regency_code: str, number: int, *, written_as: FileFormat, layout: ExchangeLayout | None = None
) -> bytes:
    """Return the enrolment file of a batch, by its own layout or another; the same bytes every time.

    Errors: NoBatchError; SealBrokenError when the lines are not those that were sealed.
    """
    head = batch(regency_code, number)
    if checksums(regency_code, [number]).get(number) != head["sha256"]:
        raise SealBrokenError(f"Segel gelombang {number} rusak / the seal of batch {number} is broken")
    chosen = layout or layout_of_batch(regency_code, number)
    return enrolment_file(lines_of(regency_code, number), chosen, written_as=written_as, made_on=head["made_on"])


def refusals(
    regency_code: str, *, language: Language, batch: int | None = None, most: int = 1000
) -> list[dict[str, Any]]:
    """Return who was refused, newest batch first: place in the answer file, reason, remedy and next step in words.

    NIK masked. `reason` is the code of the table, `unknown` with the insurer's own words where it has none.
    `is_sent_again` says that a later batch tells of the person again.
    """
    found = read_lines(_REFUSALS, {"regency": regency_code, "batch": batch, "most": most})
    return [{**line, "nik": masked(line["nik"]), "words": _said(line, language)} for line in found]


def _said(line: dict[str, Any], language: Language) -> dict[str, str]:
    words = refusal_reasons()[line["reason"] or UNKNOWN].said(language)
    if line["reason"] == UNKNOWN and line["reason_text"]:
        words["reason"] += f": {line['reason_text']}"
    return words


def lines_to_amend(regency_code: str, *, language: Language, most: int = 1000) -> list[dict[str, Any]]:
    """Return the decree lines that active wage earners stand in until an amendment takes them out, in words.

    `taken_back` and `kept` are months (YYYY-MM) no amendment has taken out yet: given up already, and billed or paid.
    """
    found = read_lines(_TO_AMEND, {"regency": regency_code, "most": most})
    for line in found:
        line["nik"] = masked(line["nik"])
        line["since_month"] = str(Month.of(line["since_month"]))
        for name in ("taken_back", "kept"):
            line[name] = [str(Month.of(month)) for month in line[name]]
        blanks = {"before": line["since_month"], "after": _listed(line["taken_back"]), "detail": _listed(line["kept"])}
        line["message"] = kind("months_to_amend").message(language, **blanks)
        line["remedy"] = kind("months_to_amend").remedy(language, **blanks)
    return found


def _listed(months: list[str]) -> str:
    return ", ".join(months) if months else "-"


def masked(nik: str | None) -> str | None:
    """Return a NIK with the digits hidden that single a person out."""
    return Nik(nik).masked() if nik and nik_problem(nik) is None else None
