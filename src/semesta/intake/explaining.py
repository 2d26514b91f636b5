"""Why two records are, or are not, held to be one person: scored afresh, whoever they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import polars as pl
import polars.selectors as cs

from semesta.bulk import read_lines
from semesta.duplicates.register import heads
from semesta.intake.pair_queries import in_words, person_side, row_side
from semesta.intake.row_frame import row_to_match
from semesta.kernel.finding import Language
from semesta.matching.evidence import evidence, prior_weight
from semesta.matching.linking import score
from semesta.matching.model import LinkType, Model
from semesta.matching.register import Register
from semesta.matching.standardise import LINE, standardise

_ALL = -1000.0
"""A weight that no pair falls below."""


class NobodyThereError(LookupError):
    """No person has this number, or no row stands there."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the register (`person_id`) or a row (`submission_id`, `line`) that waits or waited for its match."""

    person_id: int | None = None
    submission_id: int = 0
    line: int = 0


def somebody(regency_code: str, said: str) -> Somebody:
    """Read "1234" (a person's number) or "list.xlsx:17", "list.xlsx:Sheet1:17", "12:17" (submission 12, row 17).

    A row that founded or joined a person by the exact rules stands for that person. NobodyThereError: nobody is there.
    """
    if said.isdigit():
        if not read_lines("SELECT 1 FROM people_person WHERE regency_code = %s AND id = %s", [regency_code, int(said)]):
            raise NobodyThereError(f"Tidak ada orang nomor {said} / there is no person {said}")
        return Somebody(int(said))
    file, *sheet, row = said.split(":")
    found = read_lines(
        "SELECT r.submission_id, r.line, CASE WHEN r.waited_for IS NULL THEN r.person_id END AS person_id"
        "  FROM intake_stagedrow r JOIN intake_submission s ON s.id = r.submission_id"
        " WHERE r.regency_code = %s AND (s.file_name = %s OR s.id::text = %s) AND r.row::text = %s"
        "   AND (%s = '' OR r.sheet = %s) ORDER BY r.submission_id DESC, r.line LIMIT 1",
        [regency_code, file, file, row, "".join(sheet), "".join(sheet)],
    )
    if not found:
        raise NobodyThereError(f"Tidak ada baris {said} / there is no row {said}")
    return Somebody(found[0]["person_id"]) if found[0]["person_id"] else Somebody(None, *list(found[0].values())[:2])


def explain(
    regency_code: str, first: Somebody, second: Somebody, *, model: Model, language: Language
) -> dict[str, Any]:
    """Score two records afresh and say why: sides, evidence (as of `pair_queries.pair`), prior, weight, compared.

    `compared` is False when they agree in none of the groups of columns that make a candidate: then nothing is weighed.
    `above` says where the weight stands: machine, queue or apart; the rules of the bands (vetoes, rivals) come on top.
    """
    left, link_type = _frame(regency_code, first)
    right, right_type = _frame(regency_code, second)
    kind = cast(LinkType, link_type if link_type != "within" else right_type)
    register = Register.of(_people_with(right, regency_code, {first.person_id, second.person_id}), model.schema)
    found = score(
        standardise(left.with_columns(id=pl.lit(0, pl.Int64)), model.schema), register, model, link_type=kind,
        at_least=_ALL,
    ).pairs  # fmt: skip
    scored = found.filter(pl.col(f"{LINE}_r") == register.people - 1)
    shown: dict[str, Any] = {
        "sides": [_side(regency_code, first), _side(regency_code, second)], "link_type": kind,
        "compared": scored.height > 0, "evidence": [], "weight": None, "prior": None, "above": "apart",
        "thresholds": {"machine": model.thresholds.upper, "queue": model.thresholds.lower},
    }  # fmt: skip
    if not scored.height:
        return shown
    line = scored.row(0, named=True)
    limits = model.thresholds
    above = "machine" if line["weight"] >= limits.upper else "queue" if line["weight"] >= limits.lower else "apart"
    return shown | {
        "evidence": in_words(evidence(line, model, language=language)), "weight": line["weight"], "above": above,
        "prior": prior_weight(model, link_type=kind, population=register.people),
    }  # fmt: skip


def _people_with(one: pl.DataFrame, regency_code: str, but: set[int | None]) -> pl.DataFrame:
    """Return the register without these persons, and this record as the last: what is common is counted in all."""
    others = heads(regency_code).filter(~pl.col("id").is_in([person for person in but if person]))
    return pl.concat(
        [others, one.with_columns(id=pl.lit(0, pl.Int64)).select(cs.by_name(others.columns, require_all=False))],
        how="diagonal",
    )


def _frame(regency_code: str, who: Somebody) -> tuple[pl.DataFrame, str]:
    if who.person_id is None:
        rows = row_to_match(regency_code, who.submission_id, who.line)
        if not rows.height:
            raise NobodyThereError("Rincian baris ini tidak disimpan / the details of this row were not kept")
        return rows, rows["link_type"][0]
    return heads(regency_code, only=who.person_id), "within"


def _side(regency_code: str, who: Somebody) -> dict[str, Any]:
    if who.person_id is None:
        return row_side(regency_code, who.submission_id, who.line)
    return person_side(regency_code, who.person_id)
