"""Ask the engine: the pairs among new persons, between them and the others, and between waiting rows and everybody.

Only what is new is scored: persons told or changed since the last search, rows never linked, and older rows that share
a block with a new person. What comes back is one frame of pairs, judged by the engine's bands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, cast

import polars as pl
import polars.selectors as cs

from semesta.duplicates.left_out import LeftOut
from semesta.duplicates.register import KnownPeople
from semesta.matching.bands import MACHINE, QUEUE, SENDER
from semesta.matching.breaker import TooManyPairsError
from semesta.matching.linking import Linked, deduplicate, link
from semesta.matching.model import LinkType, Model
from semesta.matching.register import Register
from semesta.matching.scoring import score
from semesta.matching.settings import LEVEL
from semesta.matching.standardise import ID, LINE, standardise

RECORDED_DEAD: Final = "recorded_dead"
SHARED_NIK: Final = "shared_nik"
TOLD_APART: Final = "told_apart"
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
    "is_answered": pl.Boolean,
    "months_told": pl.Int32,
    "rarer": pl.Float64,
}
"""What a waiting row brings besides what tells people apart: where it stands, what list it is of, whether it was never
linked, whether its sender answers questions about it (else verifiers do), how many months of cover it tells, and by how
much less often than usual rows like it have their person in the register (log2, 0 or less)."""
STANDING = {"id": pl.Int64, "submission_id": pl.Int64}
"""Which heads stand on which lists, for lists that waiting rows are of."""


@dataclass(frozen=True)
class Found:
    """The pairs found (columns of `PAIR`), which rows were linked (`submission_id`, `line`), how much was compared and
    what was left out; whether the persons were compared among themselves.
    """

    pairs: pl.DataFrame
    linked_rows: pl.DataFrame
    compared: int
    left_out: LeftOut = field(default_factory=LeftOut)
    people_compared: bool = True


def version_of(model: Model) -> str:
    """Return what tells this model from every other: the SHA-256 of its file."""
    return hashlib.sha256(model.to_json().encode()).hexdigest()


def search(
    people: KnownPeople,
    rows: pl.DataFrame,
    model: Model,
    *,
    standing: pl.DataFrame | None = None,
    apart: pl.DataFrame | None = None,
    settled: pl.DataFrame | None = None,
) -> Found:
    """Return the pairs of new persons and of rows that want linking.

    `people` as of `register.known_people`; `rows` have the columns of `ROW` and those of people. A row and a person
    of one list are more often two people: `standing` (`STANDING`) tells which heads stand on the lists of the rows,
    and `apart` (the same columns) of whom people said that a row which one of these lists replaced is somebody else.
    `settled` (submission_id, line, id): rows and heads that people told to be two; somebody else is looked for.
    A list that would make too many pairs is left out by itself and told, and so are the persons among themselves.
    """
    register = Register.ready(people.rows, model.schema)
    nobody = pl.DataFrame(schema=STANDING)
    told = nobody if standing is None else standing
    with_lists = replace(
        register, several={"file": _lists_by_line(people.rows, told)}, part_of=model.population_of(people.rows)
    )
    is_new, left_out = people.is_new, LeftOut()
    among = _among_people(register, is_new, model, left_out)
    found = [_person_pairs(linked) for linked in among or []]
    compared = sum(linked.compared for linked in among or [])
    linked_rows = []
    for (link_type,), group in rows.partition_by("link_type", as_dict=True).items():
        rows_of_kind = _Rows(cast(LinkType, link_type), with_lists, is_new, model, settled, left_out)
        for wanted, linked in rows_of_kind.linked(group):
            linked_rows.append(wanted.select("submission_id", "line"))
            if linked is None:
                continue
            found.append(
                _row_pairs(linked, wanted, people, model, standing=told, apart=nobody if apart is None else apart)
            )
            compared += linked.compared
    pairs = pl.concat([pl.DataFrame(schema=PAIR), *found])
    where = pl.concat([pl.DataFrame(schema={"submission_id": pl.Int64, "line": pl.Int32}), *linked_rows])
    return Found(pairs, where, compared, left_out, people_compared=among is not None)


@dataclass(frozen=True)
class _Rows:
    """How rows of one link type are linked: to which register, with which model; what is left out is noted."""

    link_type: LinkType
    register: Register
    is_new: pl.Series
    model: Model
    settled: pl.DataFrame | None
    left_out: LeftOut

    def linked(self, rows: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, Linked | None]]:
        """Yield the rows that want linking with their pairs (None: nobody is there to be linked to).

        Rows that are too many pairs together are halved by their lists until the lists that are absurd stand alone.
        """
        try:
            wanted = self._wanting(rows)
            linked = self._link(wanted) if wanted.height and self.register.people else None
        except TooManyPairsError as problem:
            lists = rows["submission_id"].unique().sort()
            if lists.len() > 1:
                is_first = pl.col("submission_id").is_in(lists[: lists.len() // 2].implode())
                yield from self.linked(rows.filter(is_first))
                yield from self.linked(rows.filter(~is_first))
            else:
                self.left_out.refuse(problem, link_type=self.link_type, rows=rows.height, submission_id=lists[0])
            return
        if linked is not None:
            self.left_out.add(linked, self.link_type)
        yield wanted, linked

    def _link(self, rows: pl.DataFrame) -> Linked:
        return link(
            _standard_rows(rows, self.model), self.register, self.model, link_type=self.link_type,
            settled=_by_lines(self.settled, rows, self.register), rarer=rows["rarer"],
        )  # fmt: skip

    def _wanting(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows never linked, and those to which a new person comes as a candidate."""
        older = rows.filter(~pl.col("is_new"))
        if not older.height or not self.is_new.any():
            return rows.filter("is_new")
        some = replace(self.register, rows=self.register.rows.filter(self.is_new), several={})
        scored = score(
            _standard_rows(older, self.model), some, self.model, link_type=self.link_type, rarer=older["rarer"]
        )
        touched = pl.int_range(pl.len(), dtype=pl.Int64).is_in(scored.pairs[f"{LINE}_l"].unique().implode())
        return pl.concat([rows.filter("is_new"), older.filter(touched)])


def _lists_by_line(people: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Return the lists (`value`) that the people of these lines stand on."""
    lines = people.select("id", LINE).join(standing, on="id")
    return lines.select(LINE, pl.col("submission_id").cast(pl.String).alias("value"))


def _by_lines(settled: pl.DataFrame | None, rows: pl.DataFrame, register: Register) -> pl.DataFrame | None:
    """Return settled pairs by the lines of these rows and of the register."""
    if settled is None or not settled.height:
        return None
    left = _numbered(rows.select("submission_id", "line")).rename({ID: f"{LINE}_l"})
    right = register.rows.select(pl.col(ID), pl.col(LINE).alias(f"{LINE}_r"))
    told = settled.join(left, on=["submission_id", "line"]).join(right, on=ID)
    return told.select(f"{LINE}_l", f"{LINE}_r")


def _standard_rows(rows: pl.DataFrame, model: Model) -> pl.DataFrame:
    listed = rows.with_columns(file=pl.col("submission_id").cast(pl.String))
    return standardise(_numbered(listed), model.schema)


def _among_people(register: Register, is_new: pl.Series, model: Model, left_out: LeftOut) -> list[Linked] | None:
    """Return the pairs of persons of whom one is new, weighed and judged as among all; None: they are too many."""
    if register.people < 2 or not is_new.any():
        return []
    # two records were told by two lists, or two rows
    rows = register.rows.with_columns(file=pl.col(ID).cast(pl.String))
    try:
        found = deduplicate(rows, model, register=register, new=is_new)
    except TooManyPairsError as problem:
        left_out.refuse(problem, link_type="within", rows=int(is_new.sum()))
        return None
    left_out.add(found, "within")
    return [found]


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(ID))


def _person_pairs(linked: Linked) -> pl.DataFrame:
    """Two persons have two senders, and neither need be the one who erred: verifiers are asked."""
    ends = (f"{ID}_l", f"{ID}_r")
    pairs = linked.pairs.with_columns(_sender_to_queue(pl.lit(True)))
    return pairs.select(
        person_id=pl.min_horizontal(*ends),
        record_id=pl.max_horizontal(*ends),
        submission_id=pl.lit(None, pl.Int64),
        line=pl.lit(None, pl.Int32),
        link_type=pl.lit("within"),
        **_judged(),
    )


def _row_pairs(
    linked: Linked,
    rows: pl.DataFrame,
    people: KnownPeople,
    model: Model,
    *,
    standing: pl.DataFrame,
    apart: pl.DataFrame,
) -> pl.DataFrame:
    pairs = linked.pairs
    lines = pairs[f"{LINE}_l"]
    found = pairs.with_columns(
        rows.select("submission_id", "line", "link_type", "is_answered", "nik_state")[lines].get_columns()
    )
    dead = people.is_dead.gather(pairs[f"{LINE}_r"]) & (found["link_type"] == "register")
    # a worker's list that names somebody recorded as dead is asked about
    found = _asked_instead(found, dead, RECORDED_DEAD)
    found = _asked_instead(found, _beside_their_twin(found, model, standing), SHARED_NIK)
    found = _asked_instead(found, _among(found, apart), TOLD_APART)
    return found.with_columns(_sender_to_queue(~pl.col("is_answered"))).select(
        person_id=f"{ID}_r",
        record_id=pl.lit(None, pl.Int64),
        submission_id="submission_id",
        line="line",
        link_type="link_type",
        **_judged(),
    )


def _asked_instead(pairs: pl.DataFrame, which: pl.Series, reason: str) -> pl.DataFrame:
    """Ask about those of the machine's pairs."""
    asked = pl.lit(which) & (pl.col("band") == MACHINE)
    return pairs.with_columns(
        band=pl.when(asked).then(pl.lit(QUEUE)).otherwise("band"),
        reason=pl.when(asked).then(pl.lit(reason)).otherwise("reason"),
    )


def _beside_their_twin(pairs: pl.DataFrame, model: Model, standing: pl.DataFrame) -> pl.Series:
    """Tell the rows that bear another's NIK by a name that is not quite the same, on a list where that person stands
    already: one person is seldom written twice on one list, and twins have names alike.
    """
    same = next(i for i, level in enumerate(model.schema.comparison("name").levels) if level.label == "same")
    contradicted = (pairs["nik_state"] == "contradicted") & (pairs[f"{LEVEL}name"] != same)
    return contradicted & _among(pairs, standing)


def _among(pairs: pl.DataFrame, told: pl.DataFrame) -> pl.Series:
    """Tell the pairs whose person and list stand in `told` (`STANDING`)."""
    keys = pairs.select(id=f"{ID}_r", submission_id="submission_id")
    held = told.unique().with_columns(held=pl.lit(True))
    return keys.join(held, on=["id", "submission_id"], how="left", maintain_order="left")["held"].fill_null(False)


def _sender_to_queue(which: pl.Expr) -> pl.Expr:
    return pl.when(which & (pl.col("band") == SENDER)).then(pl.lit(QUEUE)).otherwise("band").alias("band")


def _judged() -> dict[str, pl.Expr]:
    return {
        "band": pl.col("band"),
        "reason": pl.col("reason").fill_null(""),
        "weight": pl.col("weight").round(6),
        "levels": pl.struct(cs.starts_with("level_", "part_")).struct.json_encode(),
    }
