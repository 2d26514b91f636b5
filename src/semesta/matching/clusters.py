"""Rows that the machine holds to be one person, as clusters: what it joins directly or through others.

Invariant: no cluster holds two different sure values of the key (two valid NIK). Where a chain of pairs would bring
them together, the heaviest pairs are kept and the one that would break the invariant is handed back as a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.matching.standardise import LINE

Ints = npt.NDArray[np.int64]


def cluster(rows: int, pairs: pl.DataFrame, key: pl.Series | None = None) -> tuple[pl.Series, pl.DataFrame]:
    """Return the cluster of every row (the smallest line in it) and the pairs in conflict.

    `pairs` has `line_l`, `line_r`, `weight`; `key` is the sure value of each row, null where there is none.
    """
    a, b = (pairs[f"{LINE}_{side}"].to_numpy().astype(np.int64) for side in "lr")
    label = components(rows, a, b)
    conflicts = np.zeros(pairs.height, dtype=bool)
    if key is not None and pairs.height:
        values = pl.DataFrame({"cluster": label, "value": key}).drop_nulls("value")
        torn = values.group_by("cluster").agg(pl.col("value").n_unique()).filter(pl.col("value") > 1)["cluster"]
        if torn.len():
            inside = np.isin(label[a], torn.to_numpy())
            conflicts[inside] = _untangle(label, a[inside], b[inside], pairs["weight"].to_numpy()[inside], key)
    return pl.Series("cluster", label), pairs.filter(pl.Series(conflicts))


def components(rows: int, a: Ints, b: Ints) -> Ints:
    """Return for each of `rows` lines the smallest line it is connected with by the edges a-b."""
    label = np.arange(rows, dtype=np.int64)
    while len(a):
        least = np.minimum(label[a], label[b])
        before = label.copy()
        np.minimum.at(label, label[a], least)
        np.minimum.at(label, label[b], least)
        np.minimum.at(label, a, least)
        np.minimum.at(label, b, least)
        while not np.array_equal(label, label[label]):
            label = label[label]
        if np.array_equal(before, label):
            break
    return label


def _untangle(label: Ints, a: Ints, b: Ints, weight: npt.NDArray[np.float64], key: pl.Series) -> npt.NDArray[np.bool_]:
    """Join the edges again, heaviest first, refusing those that bring two values together; correct `label`."""
    lines = np.unique(np.concatenate((a, b)))
    parent = {int(line): int(line) for line in lines}
    value = dict(zip(lines.tolist(), key.gather(pl.Series(lines)).to_list(), strict=True))

    def root(line: int) -> int:
        while parent[line] != line:
            parent[line] = parent[parent[line]]
            line = parent[line]
        return line

    refused = np.zeros(len(a), dtype=bool)
    for i in _heaviest_first(a, b, weight):
        x, y = root(int(a[i])), root(int(b[i]))
        if x == y:
            continue
        if value[x] is not None and value[y] is not None and value[x] != value[y]:
            refused[i] = True
            continue
        low, high = min(x, y), max(x, y)
        parent[high] = low
        value[low] = value[low] if value[low] is not None else value[high]
    for line in lines.tolist():
        label[line] = root(line)
    return refused


def _heaviest_first(a: Ints, b: Ints, weight: npt.NDArray[np.float64]) -> Iterable[int]:
    return [int(i) for i in np.lexsort((b, a, -weight))]
