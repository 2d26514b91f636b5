"""What becomes of a scored pair: joined by the machine, asked of people or of the sender, or left apart.

A veto that asks nobody leaves apart what looks heavy only because one person bears the other's number.

The machine joins from the upper threshold on, unless a veto of the schema forbids it or a rival is too near: another
partner of nearly the same weight that cannot be the same person. From the lower threshold on people are asked.
Every pair carries the reason why it is not the machine's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import polars as pl
import polars.selectors as cs

from semesta.matching.model import Model
from semesta.matching.namesakes import lines_of_namesakes
from semesta.matching.schema import ROW_COLUMN, Schema, Veto
from semesta.matching.settings import LEVEL, pair_sql
from semesta.matching.standardise import LINE

MACHINE = "machine"
QUEUE = "queue"
SENDER = "sender"
APART = "apart"
RIVAL = "rival"
WEIGHT = "weight"
NOBODY = "nobody"
MOST_ASKED = 3
"""Of one row's partners at most so many are asked about."""


def with_vetoes(
    pairs: pl.DataFrame,
    left: pl.DataFrame,
    right: pl.DataFrame,
    schema: Schema,
    several: Mapping[str, pl.DataFrame] | None = None,
    people: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Add `veto`, the code of the first veto that holds for the rows of a pair, else null, and `asked_from`, the weight
    from which somebody is asked about a pair under that veto (infinite: nobody is). `several` as of `Register`.
    `people`: among whom namesakes are looked for; without them vetoes about namesakes do not hold.
    """
    said = " ".join(text for veto in schema.vetoes for text in (veto.when, veto.unless) if text)
    columns = {column for _, column in ROW_COLUMN.findall(said)}
    both = pairs.select(f"{LINE}_l", f"{LINE}_r", cs.starts_with(LEVEL)).hstack(_of_rows(pairs, left, right, columns))
    for column, held in (several or {}).items():
        if column in columns:
            both = _with_own_value(both, column, held)
    for agree in {veto.borne_by_two for veto in schema.vetoes if veto.borne_by_two}:
        both = both.with_columns(_of_namesakes(pairs, left, right, agree, schema, people).alias(_namesakes(agree)))
    code, least = pl.lit(None, pl.String), pl.lit(-math.inf)
    for veto in reversed(schema.vetoes):
        holds = _holds(veto, schema)
        code = pl.when(holds).then(pl.lit(veto.code)).otherwise(code)
        asked_from = math.inf if veto.ask == NOBODY else veto.asked_from
        least = pl.when(holds).then(pl.lit(asked_from)).otherwise(least)
    told = both.with_columns(code.alias("veto"), least.alias("asked_from"))  # literals alone would be one line long
    return pairs.hstack(told.select("veto", "asked_from"))


def _namesakes(agree: Iterable[str]) -> str:
    return f"borne by two: {', '.join(agree)}"


def _of_namesakes(
    pairs: pl.DataFrame,
    left: pl.DataFrame,
    right: pl.DataFrame,
    agree: Sequence[str],
    schema: Schema,
    people: pl.DataFrame | None,
) -> pl.Series:
    """Say of every pair whether one of its rows bears what two of the people bear."""
    if people is None or schema.same_person_key is None:
        return pl.repeat(False, pairs.height, eager=True)
    held = pl.repeat(False, pairs.height, eager=True)
    for end, rows in ((f"{LINE}_l", left), (f"{LINE}_r", right)):
        paired = rows.filter(pl.col(LINE).is_in(pairs[end].unique().implode()))
        held |= pairs[end].is_in(lines_of_namesakes(paired, people, agree, schema.same_person_key).implode())
    return held


def _of_rows(pairs: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame, columns: Iterable[str]) -> list[pl.Series]:
    """Return the columns of both rows of every pair, as `<column>_l` and `<column>_r`; rows stand in order of lines."""
    found = []
    for side, rows in (("l", left), ("r", right)):
        places = rows[LINE].search_sorted(pairs[f"{LINE}_{side}"])  # of a register only the people nearby are here
        found += [rows[column].gather(places).alias(f"{column}_{side}") for column in sorted(columns)]
    return found


def _with_own_value(both: pl.DataFrame, column: str, held: pl.DataFrame) -> pl.DataFrame:
    """Let the person of a pair hold the row's value of a column if it is among those that the person holds."""
    keys = [f"{LINE}_r", f"{column}_l"]
    values = held.select(pl.col(LINE).alias(keys[0]), pl.col("value").alias(keys[1])).unique()
    own = values.with_columns(pl.col(keys[1]).alias(f"{column}_r"))
    return both.drop(f"{column}_r").join(own, on=keys, how="left", maintain_order="left")


def _holds(veto: Veto, schema: Schema) -> pl.Expr:
    parts = [] if veto.when is None else [pl.sql_expr(pair_sql(veto.when))]
    for name, labels in (veto.levels or {}).items():
        places = [i for i, level in enumerate(schema.comparison(name).levels) if level.label in labels]
        parts.append(pl.col(f"{LEVEL}{name}").is_in(places))
    if veto.borne_by_two:
        parts.append(pl.col(_namesakes(veto.borne_by_two)))
    if veto.unless is not None:
        parts.append(~pl.sql_expr(pair_sql(veto.unless)).fill_null(False))
    return pl.all_horizontal(part.fill_null(False) for part in parts)


def bands_against_people(pairs: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Give every pair of a row and a person its `band` and `reason`; pairs that need no decision are left out.

    The right side holds each person once, so a row has one partner there at most: once the machine has found it, the
    row's other pairs are settled; else the nearest rivals are asked about.
    """
    limits = model.thresholds
    two_people, pairs = _parted(pairs)
    ranked = _ranked(pairs)
    near = pl.col("second") > pl.col("best") - limits.margin
    reason = (
        pl.when(pl.col("veto").is_not_null())
        .then("veto")
        .when(pl.col("weight") < limits.upper)
        .then(pl.lit(WEIGHT))
        .when(near | (pl.col("rank") > 0))
        .then(pl.lit(RIVAL))
    )
    judged = ranked.with_columns(reason=reason)
    judged = judged.with_columns(band=_band(model.schema, pl.col("reason").is_null()))
    # only the first of a row's pairs can be the machine's
    settled = judged.select((pl.col("band") == MACHINE).gather(pl.col("first"))).to_series()
    asked = (pl.col("rank") < MOST_ASKED) & (pl.col("weight") >= pl.col("best") - 2 * limits.margin)
    kept = judged.filter((pl.col("band") == MACHINE) | (~pl.lit(settled) & asked))
    return pl.concat([kept.drop("best", "rank", "second", "first", "veto"), _apart(two_people)])


def _ranked(pairs: pl.DataFrame) -> pl.DataFrame:
    """Sort the pairs of every row from the heaviest down; add `first` (where they begin), `rank`, `best`, `second`."""
    ranked = pairs.sort(f"{LINE}_l", "weight", f"{LINE}_r", descending=[False, True, False])
    line, weight = ranked[f"{LINE}_l"].to_numpy(), ranked["weight"].to_numpy()
    begins = np.flatnonzero(np.concatenate(([True], line[1:] != line[:-1]))) if len(line) else np.zeros(0, np.int64)
    sizes = np.diff(np.append(begins, len(line)))
    first = np.repeat(begins, sizes)
    after = np.minimum(first + 1, max(len(line) - 1, 0))
    return ranked.with_columns(
        first=pl.Series(first),
        rank=pl.Series(np.arange(len(line)) - first),
        best=pl.Series(weight[first]),
        second=pl.Series(np.where(np.repeat(sizes, sizes) > 1, weight[after], -np.inf)),
    )


def bands_among_rows(pairs: pl.DataFrame, rows: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Give every pair of rows its `band` and `reason`.

    A row may have many partners, but not two that hold different sure numbers: then only the clearly better one stays.
    What a sender would be asked goes to the queue: two rows have two senders, and neither need be the one who erred.
    """
    limits = model.thresholds
    two_people, pairs = _parted(pairs)
    key = model.schema.same_person_key
    rival = pl.lit(False)
    if key is not None:
        numbers = _of_rows(pairs, rows, rows, (key, f"{key}_sure"))
        pairs = _with_rivals(pairs.hstack(numbers), key, limits.upper, limits.margin).drop([n.name for n in numbers])
        rival = pl.col("rival")
    reason = (
        pl.when(pl.col("veto").is_not_null())
        .then("veto")
        .when(pl.col("weight") < limits.upper)
        .then(pl.lit(WEIGHT))
        .when(rival)
        .then(pl.lit(RIVAL))
    )
    judged = pairs.with_columns(reason=reason).with_columns(
        band=pl.when(pl.col("reason").is_null()).then(pl.lit(MACHINE)).otherwise(pl.lit(QUEUE))
    )
    return pl.concat([judged.drop("veto", "rival", strict=False), _apart(two_people)])


def _parted(pairs: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the pairs that a veto leaves apart without asking, and the others."""
    left_apart = pl.col("weight") < pl.col("asked_from")
    return pairs.filter(left_apart).drop("asked_from"), pairs.filter(~left_apart).drop("asked_from")


def _apart(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return pairs that a veto leaves apart without asking, with their band and reason."""
    return pairs.rename({"veto": "reason"}).with_columns(band=pl.lit(APART))


def _band(schema: Schema, by_machine: pl.Expr) -> pl.Expr:
    asking_sender = [veto.code for veto in schema.vetoes if veto.ask == SENDER]
    return (
        pl.when(by_machine)
        .then(pl.lit(MACHINE))
        .when(pl.col("reason").is_in(asking_sender))
        .then(pl.lit(SENDER))
        .otherwise(pl.lit(QUEUE))
    )


def _with_rivals(pairs: pl.DataFrame, key: str, upper: float, margin: float) -> pl.DataFrame:
    """Add `rival`: one of the two rows has a partner with another sure number, nearly as heavy or heavier."""
    strong = pairs.filter((pl.col("weight") >= upper - margin) & pl.col("veto").is_null())
    ends = []
    for this, other in (("l", "r"), ("r", "l")):
        number = pl.when(pl.col(f"{key}_sure_{other}")).then(f"{key}_{other}")
        ends.append(strong.select(line=f"{LINE}_{this}", number=number, weight="weight").drop_nulls("number"))
    best = pl.concat(ends).group_by("line", "number").agg(pl.col("weight").max())
    best = best.filter(pl.len().over("line") > 1)
    for this, other in (("l", "r"), ("r", "l")):
        number = pl.when(pl.col(f"{key}_sure_{other}")).then(f"{key}_{other}")
        rivals = (
            pairs.select(pl.col(f"{LINE}_{this}").alias("line"), number.alias("own"), "weight")
            .with_row_index("pair")
            .join(best.rename({"weight": "heavy"}), on="line")
            .filter(pl.col("own").is_not_null() & (pl.col("own") != pl.col("number")))
            .filter(pl.col("heavy") > pl.col("weight") - margin)["pair"]
        )
        found = pl.int_range(pl.len(), dtype=pl.UInt32).is_in(rivals.unique().implode())
        pairs = pairs.with_columns(found.alias(f"rival_{this}"))
    return pairs.with_columns(rival=pl.col("rival_l") | pl.col("rival_r")).drop("rival_l", "rival_r")
