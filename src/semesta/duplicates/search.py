"""Ask the engine: the pairs among new persons, between them and the others, and between waiting rows and everybody.

Only what is new is scored: persons told or changed since the last search, rows never linked, and older rows that share
a block with a new person. What comes back is one frame of pairs, judged by the engine's bands.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, cast

import polars as pl
import polars.selectors as cs

from semesta.duplicates.register import KnownPeople
from semesta.matching.bands import MACHINE, QUEUE
from semesta.matching.linking import Linked, deduplicate, link, score
from semesta.matching.model import LinkType, Model
from semesta.matching.register import Register
from semesta.matching.standardise import ID, LINE, standardise

RECORDED_DEAD: Final = "recorded_dead"
PAIR = {
    "person_id": pl.Int64,
    "record_id": pl.Int64,
    "submission_id": pl.Int64,
    "line": pl.Int32,
    "link_type": pl.String,
    "band": pl.String,
    "reason": pl.String,
    "weight": pl.Float64,
    "levels": pl.String,
}
ROW = {
    "submission_id": pl.Int64,
    "line": pl.Int32,
    "link_type": pl.String,
    "is_new": pl.Boolean,
    "months_told": pl.Int32,
}
"""What a waiting row brings besides what tells people apart: where it stands, what list it is of, whether it was never
linked, and how many months of cover it tells."""


@dataclass(frozen=True)
class Found:
    """The pairs found (columns of `PAIR`), which rows were linked (`submission_id`, `line`), how much was compared."""

    pairs: pl.DataFrame
    linked_rows: pl.DataFrame
    compared: int


def version_of(model: Model) -> str:
    """Return what tells this model from every other: the SHA-256 of its file."""
    return hashlib.sha256(model.to_json().encode()).hexdigest()


def search(people: KnownPeople, rows: pl.DataFrame, model: Model, *, standing: pl.DataFrame | None = None) -> Found:
    """Return the pairs of new persons and of rows that want linking; errors as of `semesta.matching.linking`.

    `people` as of `register.known_people`; `rows` have the columns of `ROW` and those of people. A row and a person
    of one list are more often two people: `standing` tells of persons (`id`) in which submissions they stand.
    """
    register = Register.ready(_with_lists(people.rows, standing), model.schema)
    is_new = people.is_new
    found, compared = [], 0
    for linked in _among_people(register, is_new, model):
        found.append(_person_pairs(linked))
        compared += linked.compared
    linked_rows = []
    for (link_type,), group in rows.partition_by("link_type", as_dict=True).items():
        kind = cast(LinkType, link_type)
        wanted = _wanting(group, register, is_new, model, kind)
        linked_rows.append(wanted.select("submission_id", "line"))
        if wanted.height and register.people:
            linked = link(_standard_rows(wanted, model), register, model, link_type=kind)
            found.append(_row_pairs(linked, wanted, people, kind))
            compared += linked.compared
    pairs = pl.concat([pl.DataFrame(schema=PAIR), *found])
    where = pl.concat([pl.DataFrame(schema={"submission_id": pl.Int64, "line": pl.Int32}), *linked_rows])
    return Found(pairs, where, compared)


def _with_lists(people: pl.DataFrame, standing: pl.DataFrame | None) -> pl.DataFrame:
    """Let every person stand in the first of the submissions that `standing` names for it."""
    if standing is None or not standing.height or "file" not in people.columns:
        return people
    first = standing.group_by("id").agg(pl.col("submission_id").min().cast(pl.String).alias("file"))
    return people.drop("file").join(first, on="id", how="left", maintain_order="left").select(people.columns)


def _standard_rows(rows: pl.DataFrame, model: Model) -> pl.DataFrame:
    listed = rows.with_columns(file=pl.col("submission_id").cast(pl.String))
    return standardise(_numbered(listed), model.schema)


def _among_people(register: Register, is_new: pl.Series, model: Model) -> list[Linked]:
    rows = register.rows
    new, others = _relined(rows.filter(is_new)), _relined(rows.filter(~is_new))
    found: list[Linked] = []
    if new.height > 1:
        found.append(deduplicate(new, model, register=register))
    if new.height and others.height:
        found.append(link(new, Register(others, register.frequencies), model))
    return found


def _relined(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(LINE))


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(ID))


def _wanting(
    rows: pl.DataFrame, register: Register, is_new: pl.Series, model: Model, link_type: LinkType
) -> pl.DataFrame:
    """Return the rows never linked, and those to which a new person comes as a candidate."""
    older = rows.filter(~pl.col("is_new"))
    if not older.height or not is_new.any():
        return rows.filter("is_new")
    some = Register(register.rows.filter(is_new), register.frequencies)
    scored = score(_standard_rows(older, model), some, model, link_type=link_type)
    touched = pl.int_range(pl.len(), dtype=pl.Int64).is_in(scored.pairs[f"{LINE}_l"].unique().implode())
    return pl.concat([rows.filter("is_new"), older.filter(touched)])


def _person_pairs(linked: Linked) -> pl.DataFrame:
    ends = (f"{ID}_l", f"{ID}_r")
    return linked.pairs.select(
        person_id=pl.min_horizontal(*ends),
        record_id=pl.max_horizontal(*ends),
        submission_id=pl.lit(None, pl.Int64),
        line=pl.lit(None, pl.Int32),
        link_type=pl.lit("within"),
        **_judged(),
    )


def _row_pairs(linked: Linked, rows: pl.DataFrame, people: KnownPeople, link_type: str) -> pl.DataFrame:
    pairs = linked.pairs
    if link_type == "register":  # a worker's list that names somebody recorded as dead is asked about
        dead = people.is_dead.gather(pairs[f"{LINE}_r"]) & (pairs["band"] == MACHINE)
        pairs = pairs.with_columns(
            band=pl.when(dead).then(pl.lit(QUEUE)).otherwise("band"),
            reason=pl.when(dead).then(pl.lit(RECORDED_DEAD)).otherwise("reason"),
        )
    return pairs.select(
        person_id=f"{ID}_r",
        record_id=pl.lit(None, pl.Int64),
        submission_id=rows["submission_id"].gather(pairs[f"{LINE}_l"]),
        line=rows["line"].gather(pairs[f"{LINE}_l"]),
        link_type=pl.lit(link_type),
        **_judged(),
    )


def _judged() -> dict[str, pl.Expr]:
    return {
        "band": pl.col("band"),
        "reason": pl.col("reason").fill_null(""),
        "weight": pl.col("weight").round(6),
        "levels": pl.struct(cs.starts_with("level_", "part_")).struct.json_encode(),
    }
