"""What a waiting row's cell should hold where nobody need be asked: the row itself, or the register, leaves one answer.

A rule belongs to the code of the finding that makes the row wait, and holds only where that is the one thing that
speaks against the row's NIK. Two proofs: by `row`, the other columns and the structure of numbers determine the value;
by `register`, another sender's list does. The register's answers are for those who see the whole regency: a village
must not learn from them what other villages know. Everything else is left to a single decision (docs/village.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from semesta.accounts.actor import Actor, may_decide
from semesta.bulk import read_lines

Proof = Literal["row", "register"]
BY_NUMBER: Final = ("nik_length", "nik_impossible_date", "kk_in_nik_column")
"""The reader found the one NIK that the number can have been (`sheets.checks.near_numbers`), or it stands beside it."""
BY_SEX: Final = ("nik_sex_mismatch",)
"""NIK and birth date agree to the day, so the column for the sex is the odd one out."""
BY_CARD: Final = (
    "nik_missing", "nik_placeholder", "nik_length", "nik_scientific", "nik_impossible_date", "nik_rounded",
    "kk_in_nik_column",
)  # fmt: skip
"""One NIK is registered for this family card, name and birth date: the rule by which rows are recognised exactly."""
BY_DIGITS: Final = ("nik_rounded", "nik_maybe_rounded")
"""One person of this name bears a NIK with these first fifteen digits, and family card, mother or telephone are the
same: a spreadsheet lost the sixteenth. Without that, namesakes registered one after another seem one."""
BY_NAME: Final = ("nik_birth_mismatch", "nik_two_names", "shared_nik")
"""Another sender's list told this NIK with this name: it holds, birth date and sex follow it."""
MENDED_ALIKE: Final = tuple(dict.fromkeys((*BY_CARD, *BY_DIGITS, *BY_NAME, *BY_SEX, *BY_NUMBER)))
"""The codes with a rule: the commonest reasons to wait, but for those that no rule can settle."""
CAUSES: Final = (
    "row_shifted", "name_missing", "nik_missing", "nik_placeholder", "kk_in_nik_column", "nik_length",
    "nik_scientific", "nik_rounded", "nik_impossible_date", "nik_not_a_number", "nik_run", "nik_two_names",
    "nik_unknown_prefix", "nik_birth_mismatch", "nik_sex_mismatch", "nik_maybe_rounded", "shared_nik",
    "nik_of_other_person", "other_nik", "recorded_dead",
)  # fmt: skip
"""Findings that can make a row wait, the one to be told first of several."""
NIK_KNOWN: Final = "nik_known"
"""The field of a suggestion that leaves the NIK and lets birth date and sex follow it."""

_WAITING = """
waiting AS (
    SELECT r.submission_id, r.line, s.sender, s.kind, s.segment_code, r.sheet, r.row, r.name, r.name_key, r.name_token,
           r.nik, r.nik_written, r.kk, r.sex, w.birth_told_on, w.birth_precision, w.mother_name, w.phone,
           count(*) OVER (PARTITION BY r.submission_id, r.sheet, r.row) AS at_place
      FROM intake_stagedrow r JOIN intake_submission s ON s.id = r.submission_id
      JOIN intake_waitingrow w ON w.regency_code = r.regency_code AND w.submission_id = r.submission_id
                              AND w.line = r.line
     WHERE r.regency_code = %(regency)s AND r.outcome = 'waiting' AND r.corrected_by_id IS NULL
       AND s.kind IN ('village_list', 'agency_list') AND s.state = 'resolved'
       AND (%(submission)s::bigint IS NULL OR r.submission_id = %(submission)s)
), found AS MATERIALIZED (
    SELECT f.submission_id, f.sheet, f.row, f.code, f.after FROM intake_rowfinding f
     WHERE f.regency_code = %(regency)s AND f.code = ANY(%(causes)s)
       AND (%(submission)s::bigint IS NULL OR f.submission_id = %(submission)s)
), told AS (
    SELECT submission_id, sheet, "row", min(code) AS code, min(nullif(after, '')) AS after
      FROM found GROUP BY 1, 2, 3 HAVING count(DISTINCT code) = 1
)
"""
"""SQL: rows of worker lists that wait, and places of a list of which one thing alone is found. Tables side by side,
where two people stand in one line of a sheet, are left out: a finding names the line. Findings are gathered once and
joined by hash: looked up row by row, all findings of a list would be read for each of its rows."""
OF_WOMEN: Final = r"'^(INAQ|BAIQ|BQ|HJ|HAJJAH|SITI)\M|\sBINTI\M'"
OF_MEN: Final = r"'^(AMAQ|LALU|H|HAJI|MUHAMMAD)\M|\sBIN\M'"
"""SQL: names that tell whose they are in Lombok. Where one speaks against what NIK and birth date say, a day of birth
without the 40 for women is as likely as a wrong column, so somebody must be asked."""
_SAME_NAME = "(p.name_key = w.name_key OR p.name_token = w.name_token)"
_ALIVE = """p.regency_code = %(regency)s AND p.died_on IS NULL AND NOT EXISTS (
                   SELECT 1 FROM people_person d
                    WHERE d.regency_code = %(regency)s AND d.merged_into = p.id AND d.died_on IS NOT NULL)"""
_SUGGESTED = f"""
asked AS MATERIALIZED (
    SELECT w.*, t.code, t.after FROM told t JOIN waiting w USING (submission_id, sheet, "row")
     WHERE w.at_place = 1 AND t.code = ANY(%(codes)s)
), answer AS (
    SELECT w.*, 'nik' AS field, after AS value, 'row' AS proof FROM asked w
     WHERE code = ANY(%(by_number)s) AND after ~ '^[0-9]{{16}}$'
    UNION ALL
    SELECT w.*, 'sex', after, 'row' FROM asked w
     WHERE code = ANY(%(by_sex)s) AND after IN ('L', 'P') AND birth_precision IS DISTINCT FROM 'year'
       AND name !~* CASE after WHEN 'L' THEN {OF_WOMEN} ELSE {OF_MEN} END
       AND substr(nik, 7, 6) = to_char(extract(day FROM birth_told_on) + CASE after WHEN 'P' THEN 40 ELSE 0 END, 'FM00')
                               || to_char(birth_told_on, 'MMYY')
    UNION ALL
    SELECT w.*, 'nik', p.nik, 'register'
      FROM asked w JOIN people_person p ON p.kk = w.kk AND p.birth_on = w.birth_told_on AND p.name_key = w.name_key
     WHERE %(register)s AND w.code = ANY(%(by_card)s) AND w.birth_precision IS DISTINCT FROM 'year'
       AND {_ALIVE} AND p.nik IS NOT NULL
    UNION ALL
    SELECT w.*, 'nik', p.nik, 'register'
      FROM asked w CROSS JOIN generate_series(0, 9) AS digit
      JOIN people_person p ON p.nik = left(w.nik_written, 15) || digit
     WHERE %(register)s AND w.code = ANY(%(by_digits)s) AND length(w.nik_written) = 16 AND {_ALIVE} AND {_SAME_NAME}
       AND (p.kk = w.kk OR p.mother_name = w.mother_name OR p.phone = w.phone)
    UNION ALL
    SELECT w.*, '{NIK_KNOWN}', '', 'register' FROM asked w JOIN people_person p ON p.nik = w.nik
     WHERE %(register)s AND w.code = ANY(%(by_name)s) AND {_ALIVE} AND {_SAME_NAME}
       AND EXISTS (SELECT 1 FROM intake_stagedrow o JOIN intake_submission s ON s.id = o.submission_id
                    WHERE o.regency_code = %(regency)s AND o.person_id = p.id AND o.nik = p.nik
                      AND o.nik_state = 'valid' AND o.corrected_by_id IS NULL
                      AND (s.sender <> w.sender OR s.kind <> w.kind))
), compared AS (
    SELECT *, min(field || value) OVER answers AS least, max(field || value) OVER answers AS most
      FROM answer WINDOW answers AS (PARTITION BY submission_id, line)
), suggested AS (
    SELECT DISTINCT ON (submission_id, line) * FROM compared WHERE least = most ORDER BY submission_id, line, proof DESC
)
"""
"""SQL: the rows with one answer, each with its stronger proof. Answers are compared where they stand: joined to their
rows again, of which the planner expects one, each was held against all, 59 million times in a regency."""


@dataclass(frozen=True, slots=True)
class Among:
    """Where to look for suggestions: one list, or all of the regency's (None), and whether the register may answer."""

    regency_code: str
    submission_id: int | None
    asks_register: bool


def among(actor: Actor, regency_code: str, submission_id: int | None = None) -> Among:
    """Return where this actor's suggestions are looked for; the register answers whoever decides in the regency."""
    return Among(regency_code, submission_id, may_decide(actor, regency_code))


def suggestions(where: Among, code: str, *, most: int | None = None) -> list[dict[str, Any]]:
    """Return the rows that a rule settles, in order of lists and lines.

    Each: submission_id, line, sender, kind, segment_code, file_name, sheet, row, name, nik_written, sex, code,
    field (nik, sex or `nik_known`), value and proof. None for a code without a rule.
    """
    return read_lines(
        f"WITH {_WAITING}, {_SUGGESTED} SELECT submission_id, line, sender, kind, segment_code,"
        " sheet, row, name, nik_written, sex, code, field, value, proof"
        " FROM suggested ORDER BY submission_id, line LIMIT %(most)s",
        _values(where, (code,)) | {"most": most},
    )


def suggested_by_code(where: Among) -> dict[str, dict[str, int]]:
    """Return for every code whose rows a rule settles how many: rows, and on how many lists."""
    lines = read_lines(
        f"WITH {_WAITING}, {_SUGGESTED} SELECT code, count(*) AS rows, count(DISTINCT submission_id) AS lists"
        " FROM suggested GROUP BY 1 ORDER BY 2 DESC, 1",
        _values(where, MENDED_ALIKE),
    )
    return {line["code"]: {"rows": line["rows"], "lists": line["lists"]} for line in lines}


def _values(where: Among, codes: tuple[str, ...]) -> dict[str, Any]:
    return {
        "regency": where.regency_code, "submission": where.submission_id, "register": where.asks_register,
        "codes": [code for code in codes if code in MENDED_ALIKE], "causes": list(CAUSES),
        "by_number": list(BY_NUMBER), "by_sex": list(BY_SEX), "by_card": list(BY_CARD),
        "by_digits": list(BY_DIGITS), "by_name": list(BY_NAME),
    }  # fmt: skip
