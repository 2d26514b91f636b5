"""Why two records are, or are not, held to be one person: scored afresh, whoever they are, under the rules of a match.

The register kept between searches is used, so that only the two records are standardised.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, cast

import polars as pl

from semesta.duplicates.register import KnownPeople, heads, known_people
from semesta.duplicates.search import RECORDED_DEAD
from semesta.intake.pair_queries import in_words, person_side, reason_text, row_side
from semesta.intake.row_frame import people_on_lists_of, row_to_match
from semesta.intake.somebody import NobodyThereError, Somebody
from semesta.kernel.finding import Language
from semesta.matching.bands import APART, MACHINE, QUEUE, RIVAL, SENDER, bands_against_people
from semesta.matching.evidence import evidence, prior_weight
from semesta.matching.model import LinkType, Model
from semesta.matching.register import Register
from semesta.matching.scoring import score
from semesta.matching.standardise import ID, LINE, standardise

_ALL: Final = -1000.0
"""A weight that no pair falls below."""
_THIS: Final = 0
"""What the second record is called among the people: no person has this number."""


def explain(
    regency_code: str, first: Somebody, second: Somebody, *, model: Model, language: Language,
    snapshots: Path | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Score two records afresh and say why: sides, evidence (as of `pair_queries.pair`), prior, weight, compared.

    `compared` is False when they agree in none of the groups of columns that make a candidate: then nothing is weighed.
    `above` is what a match would make of the pair alone among all people: machine, queue, sender or apart, with the
    vetoes, rivals and recorded deaths; `reason` and `reason_text` say why it is not the machine's. What people decided
    of either record comes on top and is not asked here. `snapshots` as of `row_matching.match`.
    """
    sides = [_side(regency_code, who) for who in (first, second)]
    if first.person_id is not None and second.person_id is None:
        first, second = second, first  # a row is looked up among people, as in a match
    left, link_type = _frame(regency_code, first)
    right, _ = _frame(regency_code, second)
    kind = cast(LinkType, link_type)
    known = known_people(regency_code, model, since=None, snapshots=snapshots)
    rows = _people_with(_standard(right, model, file=_list_of(second)), known, {first.person_id, second.person_id})
    register = Register.ready(rows, model.schema)
    rarer = 0.0
    if kind != "within":
        standing = people_on_lists_of(regency_code, left)
        register = Register(register.rows, register.frequencies, {"file": _lists(rows, standing, right, second)})
        rarer = float(left["rarer"][0])
    found = score(
        _standard(left, model, file=_list_of(first)), register, model, link_type=kind, at_least=_ALL,
        rarer=pl.Series([rarer]),
    ).pairs  # fmt: skip
    scored = found.filter(pl.col(f"{LINE}_r") == register.people - 1)
    shown: dict[str, Any] = {
        "sides": sides, "link_type": kind, "compared": scored.height > 0, "evidence": [], "weight": None,
        "prior": None, "above": APART, "reason": "", "reason_text": "",
        "thresholds": {"machine": model.thresholds.upper, "queue": model.thresholds.lower},
    }  # fmt: skip
    if not scored.height:
        return shown
    line = scored.row(0, named=True)
    above, reason = _judged(scored if kind == "within" else found, register.people - 1, model)
    if above == SENDER and (kind == "within" or not left["is_answered"][0]):
        above = QUEUE  # no sender answers: two persons have two, and only villages have a page
    if above == MACHINE and kind == "register" and _is_dead(known, second):
        above, reason = QUEUE, RECORDED_DEAD
    return shown | {
        "evidence": in_words(evidence(line, model, language=language)), "weight": line["weight"], "above": above,
        "reason": reason, "reason_text": reason_text(reason, model, language),
        "prior": prior_weight(model, link_type=kind, population=model.population_of(register.rows)) + rarer,
    }  # fmt: skip


def _judged(pairs: pl.DataFrame, line: int, model: Model) -> tuple[str, str]:
    """Return band and reason of the pair with the person of this line, among the pairs of one row."""
    asked = pairs.filter(pl.col("weight") >= model.thresholds.lower)
    judged = bands_against_people(asked, model).filter(pl.col(f"{LINE}_r") == line)
    if judged.height:
        return judged["band"][0], judged["reason"][0] or ""
    return APART, RIVAL if asked.filter(pl.col(f"{LINE}_r") == line).height else ""


def _people_with(right: pl.DataFrame, known: KnownPeople, but: set[int | None]) -> pl.DataFrame:
    """Return the register without these persons, and this record as the last: what is common is counted in all."""
    others = known.rows.filter(~pl.col(ID).is_in([person for person in but if person is not None]))
    one = right.select(pl.col(name).cast(kind) for name, kind in others.schema.items())
    return pl.concat([others, one]).with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(LINE))


def _standard(record: pl.DataFrame, model: Model, *, file: str) -> pl.DataFrame:
    return standardise(record.with_columns(id=pl.lit(_THIS, pl.Int64), file=pl.lit(file)), model.schema)


def _list_of(who: Somebody) -> str:
    """Return the list a row stands on; two persons were told by two lists."""
    return str(who.submission_id if who.person_id is None else who.person_id)


def _lists(rows: pl.DataFrame, standing: pl.DataFrame, right: pl.DataFrame, second: Somebody) -> pl.DataFrame:
    """Return the lists (`value`) that the people of these lines stand on, and those of the second record."""
    own = (
        standing.filter(pl.col("id") == (second.person_id or _THIS)).select("submission_id")["submission_id"].to_list()
    )
    own += right["submission_id"].to_list() if second.person_id is None else []
    others = rows.select(ID, LINE).join(standing, on=ID).select(LINE, "submission_id")
    this = pl.DataFrame({"submission_id": own}, schema={"submission_id": pl.Int64}).with_columns(
        pl.lit(rows.height - 1, pl.Int64).alias(LINE)
    )
    both = pl.concat([others, this.select(LINE, "submission_id")])
    return both.select(LINE, value=pl.col("submission_id").cast(pl.String))


def _is_dead(known: KnownPeople, who: Somebody) -> bool:
    return who.person_id is not None and bool(known.is_dead.filter(known.rows[ID] == who.person_id).any())


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
