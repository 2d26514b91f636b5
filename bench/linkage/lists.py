"""Rows of a made-up regency as the reader of lists reads them, each with the person it is truly about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from semesta.kernel.gazetteer import Gazetteer
from semesta.sheets.context import ReadingContext
from semesta.sheets.reader import read_file
from semesta.synthetic import Manifest

_COLUMNS = (
    *("nik", "nik_state", "nik_written", "kk", "name", "birth_on", "birth_precision", "sex", "mother_name", "phone"),
    *("dusun", "village_code"),
)


def read_lists(
    folder: Path, gazetteer: Gazetteer, *, kinds: tuple[str, ...] = ("village_list", "agency_list")
) -> pl.DataFrame:
    """Return the person rows of the regency's lists: `id`, `file`, `person_id` (the truth) and what matching compares.

    `birth_told` is the birth date where the list itself gives one, null where it was read off the NIK.
    """
    manifest = Manifest.read(folder / "manifest.json")
    truth = pl.read_parquet(folder / "truth" / "rows.parquet").select("file", "sheet", "row", "person_id")
    rows = pl.concat(list(_read(folder, manifest, gazetteer, kinds)))
    known = rows.join(truth, on=["file", "sheet", "row"], how="inner", maintain_order="left")
    return known.with_row_index("id")


def _read(folder: Path, manifest: Manifest, gazetteer: Gazetteer, kinds: tuple[str, ...]) -> Iterator[pl.DataFrame]:
    for entry in manifest.files:
        if entry.kind not in kinds:
            continue
        context = ReadingContext(
            gazetteer=gazetteer,
            today=date.fromisoformat(manifest.as_of),
            village_code=entry.sender if entry.kind == "village_list" else None,
            segment=entry.segment,
        )
        reading = read_file(folder / entry.path, context=context)
        codes = reading.findings.filter(pl.col("code").is_in(["birth_from_nik", "birth_column_from_nik"]))
        cells = codes.filter(pl.col("code") == "birth_from_nik").select("sheet", "row", off_nik=pl.lit(True)).unique()
        whole = codes.filter(pl.col("code") == "birth_column_from_nik")["sheet"].unique()
        off = pl.col("off_nik").fill_null(False) | pl.col("sheet").is_in(whole.implode())
        yield (
            reading.rows.join(cells, on=["sheet", "row"], how="left", maintain_order="left")
            .with_columns(birth_told=pl.when(~off).then("birth_on"))
            .select(pl.lit(entry.path).alias("file"), "sheet", "row", *_COLUMNS, "birth_told")
        )


def read_register(folder: Path) -> pl.DataFrame:
    """Return the residents as a register would hold them: `id` is the person, telephones in the reader's form."""
    persons = pl.read_parquet(folder / "truth" / "persons.parquet")
    return persons.rename({"person_id": "id"}).with_columns(
        phone=pl.lit("62") + pl.col("phone").str.strip_chars_start("0"), dusun=pl.col("dusun").str.to_uppercase()
    )
