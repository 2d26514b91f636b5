"""Pairs as people decide them: the queue by what a decision is worth, both sides field by field, and the evidence."""

from __future__ import annotations

import json
from typing import Any

from semesta.bulk import read_lines
from semesta.duplicates.queries import ASKED, WORTH_MOST_FIRST, decisions_of, pair_line
from semesta.duplicates.search import version_of
from semesta.kernel.finding import Language
from semesta.matching.evidence import Part, evidence
from semesta.matching.model import Model

SIDE = (
    "nik", "nik_written", "kk", "name", "birth_on", "sex", "mother_name", "phone", "dusun", "village_code",
)  # fmt: skip
"""What is shown of both sides, in this order."""
_WITH_NAMES = """
SELECT p.number, p.link_type, p.band, p.reason, p.weight, p.worth_months, p.worth_rp, p.verdict, p.decided_by,
       p.decision_id, p.against::text AS against, p.person_id, a.name, p.record_id,
       coalesce(r.name, b.name) AS other_name, p.submission_id, s.file_name, r.sheet, r.row
  FROM {pairs} p
  JOIN people_person a ON a.regency_code = p.regency_code AND a.id = p.person_id
  LEFT JOIN people_person b ON b.regency_code = p.regency_code AND b.id = p.record_id AND p.submission_id IS NULL
  LEFT JOIN intake_stagedrow r ON r.regency_code = p.regency_code AND r.submission_id = p.submission_id
                              AND r.line = p.line
  LEFT JOIN intake_submission s ON s.id = p.submission_id
"""
_IN_BAND = "(%(band)s = '' OR p.band = %(band)s OR (%(band)s = 'queue' AND p.band = 'machine'))"
_WORTH_MOST = f"""
SELECT * FROM duplicates_pair p WHERE {ASKED} AND {_IN_BAND}
 ORDER BY {WORTH_MOST_FIRST} LIMIT %(most)s OFFSET %(skip)s
"""
_PERSON = """
SELECT id AS person_id, nik, NULL AS nik_written, kk, name, birth_on, sex, mother_name, phone, dusun, village_code,
       died_on, coalesce(merged_into, id) AS head_id
  FROM people_person WHERE regency_code = %s AND id = %s
"""
_ROW = """
SELECT r.nik, r.nik_written, r.kk, r.name, r.birth_on, r.sex, w.mother_name, w.phone, w.dusun, r.village_code,
       w.died_on, s.file_name, s.sender, r.sheet, r.row, r.outcome, r.reason
  FROM intake_stagedrow r
  JOIN intake_submission s ON s.id = r.submission_id
  LEFT JOIN intake_waitingrow w ON w.regency_code = r.regency_code AND w.submission_id = r.submission_id
                               AND w.line = r.line
 WHERE r.regency_code = %s AND r.submission_id = %s AND r.line = %s
"""
_LISTS = """
SELECT s.file_name, r.sheet, r.row FROM intake_stagedrow r JOIN intake_submission s ON s.id = r.submission_id
 WHERE r.regency_code = %s AND r.person_id = %s ORDER BY r.submission_id, r.line LIMIT 5
"""


def queue(
    regency_code: str, *, band: str = "", most: int = 50, skip: int = 0
) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """Return how many pairs are asked with all they are worth, and some of them, worth most first.

    The first: pairs, worth_months, worth_rp. Each pair: number, link_type, band, reason, weight, worth_months,
    worth_rp, against (pairs it contradicts), person_id and name, record_id and other_name; of a row submission_id,
    file_name, sheet, row. `band`: "queue" for verifiers, "sender" for senders; empty for both.
    """
    return asked_worth(regency_code, band=band), asked_pairs(regency_code, band=band, most=most, skip=skip)


def asked_worth(regency_code: str, *, band: str = "") -> dict[str, int]:
    """Return how many pairs are asked with all they are worth: pairs, worth_months, worth_rp; `band` as of `queue`."""
    (total,) = read_lines(
        "SELECT count(*) AS pairs, coalesce(sum(worth_months), 0)::bigint AS worth_months,"
        f" coalesce(sum(worth_rp), 0)::bigint AS worth_rp FROM duplicates_pair p WHERE {ASKED} AND {_IN_BAND}",
        {"regency": regency_code, "band": band},
    )
    return total


def asked_pairs(regency_code: str, *, band: str = "", most: int = 50, skip: int = 0) -> list[dict[str, Any]]:
    """Return pairs that are asked, worth most first, with the keys and `band` of `queue`."""
    lines = read_lines(
        f"{_WITH_NAMES.format(pairs=f'({_WORTH_MOST})')} ORDER BY {WORTH_MOST_FIRST}",
        {"regency": regency_code, "band": band, "most": most, "skip": skip},
    )
    return [line | {"against": json.loads(line["against"])} for line in lines]


def pair(regency_code: str, number: int, *, model: Model, language: Language) -> dict[str, Any]:
    """Return a pair for the one who decides: the columns of the queue, both sides, evidence, prior and decisions.

    `sides`: two of `SIDE` with died_on and where it stands (lists: file_name, sheet, row). `evidence`: comparison,
    title, level, weight, rarity; prior + the sum of all = weight; empty with `is_of_other_model` where another model
    weighed the pair. `reason_text` in words; `decision_id`
    is the number of the decision that stands, by which it is taken back. NoPairError when there is none.
    """
    stored = pair_line(regency_code, number)
    (line,) = read_lines(
        f"{_WITH_NAMES.format(pairs='duplicates_pair')} WHERE p.regency_code = %s AND p.number = %s",
        [regency_code, number],
    )
    is_of_other_model = stored["model_version"] != version_of(model)
    parts = () if is_of_other_model else evidence(json.loads(stored["levels"]), model, language=language)
    return line | {
        "against": json.loads(line["against"]),
        "reason_text": reason_text(line["reason"], model, language),
        "sides": [person_side(regency_code, line["person_id"]), _other_side(regency_code, stored)],
        "is_of_other_model": is_of_other_model,
        "evidence": in_words(parts),
        "prior": line["weight"] - sum(part.total for part in parts),
        "decisions": decisions_of(regency_code, number),
    }


def in_words(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    """Return evidence as lines: comparison, title, level, weight, rarity."""
    return [
        {
            "comparison": part.comparison, "title": part.title, "level": part.level, "weight": part.weight,
            "rarity": part.rarity,
        }
        for part in parts
    ]  # fmt: skip


_ENGLISH = {
    "recorded_dead": "this person is recorded as dead",
    "conflict": "contradicts other decisions",
    "better_person": "the machine had joined the row; somebody else fits it as well now",
    "told_apart": "people said that the row which this one replaces is somebody else",
    "replaced": "a corrected list took the place of the row",
    "weight": "the evidence is not enough",
    "rival": "another candidate is nearly as strong",
    "shared_nik": "one NIK is used for two people",
    "other_nik": "two different valid NIK",
    "names_differ": "the names clearly differ",
    "names_far_apart": "the names are little alike, and they live apart",
    "name_half_birth_other": "the names agree in part only, the birth dates differ",
    "known_namesakes": "two people are known to bear this name, birth date and village",
    "thin_evidence": "only name, place and year of birth agree",
    "name_half_birth_unknown": "the names agree in part only, the birth date is not proven",
    "name_unknown": "the name points to nobody in particular",
    "like_twins": "the names agree in part only, the NIK differ: perhaps twins",
    "like_siblings": "alike names, other birth dates, one family: perhaps siblings",
    "generations": "the birth years lie far apart: perhaps parent and child",
    "namesakes": "the same name, but other family card and telephone: perhaps namesakes",
}
_INDONESIAN = {
    "recorded_dead": "orang ini tercatat meninggal",
    "conflict": "bertentangan dengan keputusan lain",
    "better_person": "mesin pernah menggabungkan baris ini; kini ada orang lain yang sama cocoknya",
    "told_apart": "baris yang digantikan baris ini sudah diputuskan orang lain",
    "replaced": "tempat baris ini sudah diambil daftar perbaikan",
}


def reason_text(reason: str, model: Model, language: Language) -> str:
    """Return why somebody is asked, in words; empty where the machine joined."""
    if not reason:
        return ""
    own = _ENGLISH if language == "en" else _INDONESIAN
    return own.get(reason) or model.schema.words(reason, language)


def person_side(regency_code: str, person_id: int) -> dict[str, Any]:
    """Return what is known of a record: `SIDE`, person_id, head_id, died_on, and up to five rows that named it."""
    (line,) = read_lines(_PERSON, [regency_code, person_id])
    return line | {"lists": read_lines(_LISTS, [regency_code, person_id])}


def row_side(regency_code: str, submission_id: int, line: int) -> dict[str, Any]:
    """Return what a row tells: `SIDE`, died_on, its outcome and reason, and where it stands (submission_id, line)."""
    (row,) = read_lines(_ROW, [regency_code, submission_id, line])
    place = {"submission_id": submission_id, "line": line, "is_waiting": row["outcome"] == "waiting"}
    return row | place | {"lists": [{name: row[name] for name in ("file_name", "sheet", "row")}]}


def _other_side(regency_code: str, stored: dict[str, Any]) -> dict[str, Any]:
    if stored["submission_id"] is None:
        return person_side(regency_code, stored["record_id"])
    return row_side(regency_code, stored["submission_id"], stored["line"])
