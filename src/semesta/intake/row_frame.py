"""Waiting rows as the engine reads them: by COPY, with what the row tells and what list it stands on."""

from __future__ import annotations

import polars as pl

from semesta.bulk import read_frame
from semesta.duplicates.search import STANDING
from semesta.intake.known_before import people_on_lists, with_rarer

_REASONS = (
    "nik_missing", "nik_damaged", "nik_doubtful", "shared_nik", "other_nik", "nik_of_other_person",
)  # fmt: skip
"""Waiting reasons that a match can settle; the others wait for their sender or a statement."""
_ROW = {
    "submission_id": pl.Int64,
    "line": pl.Int32,
    "link_type": pl.String,
    "is_new": pl.Boolean,
    "is_answered": pl.Boolean,
    "months_told": pl.Int32,
    "nik": pl.String,
    "nik_state": pl.String,
    "nik_written": pl.String,
    "kk": pl.String,
    "name": pl.String,
    "birth_on": pl.Date,
    "birth_told": pl.Date,
    "birth_precision": pl.String,
    "sex": pl.String,
    "mother_name": pl.String,
    "phone": pl.String,
    "dusun": pl.String,
    "village_code": pl.String,
}
_ROWS = """
SELECT r.submission_id, r.line,
       CASE s.kind WHEN 'insurer' THEN 'insurer' WHEN 'deaths' THEN 'deaths' WHEN 'welfare' THEN 'welfare'
            ELSE 'register' END AS link_type,
       NOT w.is_linked AS is_new, s.kind = 'village_list' AS is_answered,
       CASE WHEN s.kind = 'insurer' AND w.paid_until_on >= w.active_from_on
            THEN ((extract(year FROM w.paid_until_on) - extract(year FROM w.active_from_on)) * 12
                  + extract(month FROM w.paid_until_on) - extract(month FROM w.active_from_on) + 1)::int
            ELSE 0 END AS months_told,
       CASE WHEN NOT n.is_contradicted THEN r.nik END AS nik,
       CASE WHEN n.is_contradicted THEN 'contradicted' ELSE r.nik_state END AS nik_state,
       CASE WHEN NOT n.is_contradicted THEN r.nik_written END AS nik_written, r.kk, r.name,
       CASE WHEN NOT n.is_contradicted OR w.birth_told_on IS NOT NULL THEN r.birth_on END AS birth_on,
       w.birth_told_on AS birth_told, w.birth_precision, r.sex, w.mother_name,
       w.phone, w.dusun, r.village_code
  FROM intake_stagedrow r
  JOIN intake_waitingrow w USING (regency_code, submission_id, line)
  JOIN intake_submission s ON s.id = r.submission_id
 CROSS JOIN LATERAL (SELECT coalesce(r.waited_for, r.reason) IN ('shared_nik', 'nik_of_other_person')
                            AS is_contradicted) n
 WHERE r.regency_code = {regency}
"""
_TO_MATCH = """
   AND (r.outcome = 'waiting' AND r.reason = ANY({reasons})
        OR r.outcome = 'merged' AND r.reason = 'matched' AND r.waited_for = ANY({reasons}))
   AND r.corrected_by_id IS NULL AND r.name_key IS NOT NULL
 ORDER BY r.submission_id, r.line
"""


def rows_to_match(regency_code: str, told: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that a match could settle and no corrected file has replaced (`duplicates.search.ROW` + person);
    `told` as of `known_before.people_on_lists`.

    Rows that the machine joined are among them: somebody may have come since who fits better.
    A NIK that stands with two names, or that recognition refused as another person's, is no evidence: it is left out
    with the birth date read off it, and its state is `contradicted`. Villages answer what only the sender can.
    """
    return with_rarer(read_frame(_ROWS + _TO_MATCH, _ROW, regency=regency_code, reasons=list(_REASONS)), told)


def places_to_match(regency_code: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Return which of these rows (submission_id, line) are among those of `rows_to_match`, and what their NIK is worth
    (nik_state).
    """
    place = {name: _ROW[name] for name in ("submission_id", "line", "nik_state")}
    these = " AND (r.submission_id, r.line) IN (SELECT * FROM unnest({submissions}::bigint[], {lines}::int[]))"
    query = f"SELECT {', '.join(place)} FROM ({_ROWS + these + _TO_MATCH}) r"
    return read_frame(
        query, place, regency=regency_code, reasons=list(_REASONS), submissions=rows["submission_id"].to_list(),
        lines=rows["line"].to_list(),
    )  # fmt: skip


def people_on_lists_of(regency_code: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Return which heads stand on the lists that these rows are of (`duplicates.search.STANDING`)."""
    return read_frame(
        "SELECT DISTINCT coalesce(p.merged_into, p.id) AS id, r.submission_id FROM intake_stagedrow r"
        "  JOIN people_person p ON p.regency_code = r.regency_code AND p.id = r.person_id"
        " WHERE r.regency_code = {regency} AND r.submission_id = ANY({submissions}) AND r.waited_for IS NULL",
        STANDING,
        regency=regency_code,
        submissions=rows["submission_id"].unique().sort().to_list(),
    )


def row_to_match(regency_code: str, submission_id: int, line: int) -> pl.DataFrame:
    """Return one row that waits, or waited until it was matched, the same way; no line when there is none."""
    where = " AND r.submission_id = {submission} AND r.line = {line}"
    row = read_frame(_ROWS + where, _ROW, regency=regency_code, submission=submission_id, line=line)
    return with_rarer(row, people_on_lists(regency_code)) if row.height else row
