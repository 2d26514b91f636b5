"""A made-up regency of one in 250, handed in and matched, against who its rows are truly about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from semesta.bulk import read_lines
from semesta.cli.manifest import files_of_manifest
from semesta.intake.actions import hand_in
from semesta.intake.row_matching import match
from semesta.people.actions import load_segments
from semesta.regions.actions import load_shipped_regions
from semesta.regions.queries import gazetteer
from semesta.regions.shipped import shipped_gazetteer
from semesta.synthetic import Assumptions, generate
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 31)


def rows_with_truth(folder: Path) -> pl.DataFrame:
    """Every row that led to a person: `reason`, `head` of its person, `truth`."""
    truth = pl.read_parquet(folder / "truth" / "rows.parquet").select(
        pl.col("file").str.split("/").list.last(), "sheet", pl.col("row").cast(pl.Int64), truth="person_id"
    )
    lines = read_lines(
        "SELECT s.file_name AS file, r.sheet, r.row, r.reason, coalesce(p.merged_into, p.id) AS head"
        "  FROM intake_stagedrow r JOIN intake_submission s ON s.id = r.submission_id"
        "  JOIN people_person p ON p.regency_code = r.regency_code AND p.id = r.person_id"
    )
    return pl.DataFrame(lines, infer_schema_length=None).join(truth, on=["file", "sheet", "row"])


def test_the_machine_merges_rows_into_their_own_people_and_joins_no_two(tmp_path: Path) -> None:
    load_shipped_regions(CONSOLE)
    load_segments(CONSOLE)
    folder = tmp_path / "regency"
    twins = Assumptions(twin_share=0.03)
    generate(folder, gazetteer=shipped_gazetteer(), scale=0.004, seed=977, assumptions=twins, workers=1)
    hand_in(
        CONSOLE, files_of_manifest(folder / "manifest.json"), regency_code=LOTIM, gazetteer=gazetteer(), today=TODAY,
        files_folder=tmp_path / "files", workers=1,
    )  # fmt: skip
    counts = match(CONSOLE, LOTIM, today=TODAY)
    rows = rows_with_truth(folder)
    matched = rows.filter(pl.col("reason") == "matched")
    founded = rows.filter(pl.col("reason") == "new_person").select("head", founder="truth")
    right = matched.join(founded, on="head").select(pl.col("truth") == pl.col("founder")).to_series()
    assert matched.height == counts["rows_matched"] > 100
    assert right.mean() >= 0.999
    assert rows.group_by("head").agg(pl.col("truth").n_unique())["truth"].max() == 1
    (total,) = read_lines("SELECT sum(rows_in - accepted - merged - waiting - refused) AS off FROM intake_submission")
    assert total["off"] == 0
