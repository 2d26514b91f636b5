"""Rows of a made-up regency as the reader of lists reads them, each with the person it is truly about.

A regency is made once per scale, seed, noise and concentration of names, read, and kept as parquet under
`var/bench/matching`; the spreadsheets are thrown away.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from semesta.kernel.gazetteer import Gazetteer
from semesta.sheets.context import ReadingContext
from semesta.sheets.reader import read_file
from semesta.synthetic import Manifest, NoiseRates, generate

KEPT = Path(__file__).resolve().parents[2] / "var" / "bench" / "matching"
LISTS = ("village_list", "agency_list")
EXTRACTS = ("insurer", "welfare", "deaths")
COLUMNS = (
    *("nik", "nik_state", "nik_written", "kk", "name", "birth_on", "birth_precision", "sex", "mother_name", "phone"),
    *("dusun", "village_code"),
)


@dataclass(frozen=True)
class MadeUp:
    """Which regency: its scale, seed, how noisy (1 is usual) and how concentrated its names are (1 is usual)."""

    scale: float
    seed: int
    noise: float = 1.0
    names: float = 1.0

    @property
    def folder(self) -> Path:
        """Return where it is kept."""
        return KEPT / f"{self.scale}-{self.seed}-{self.noise}-{self.names}"

    def rows(self, kind: str = "lists") -> pl.DataFrame:
        """Return list rows, or those of an extract, with `person_id`; made when they are not there."""
        return pl.read_parquet(self._made() / f"{kind}.parquet")

    def residents(self) -> pl.DataFrame:
        """Return the civil register: `id` is the person."""
        return pl.read_parquet(self._made() / "register.parquet")

    def _made(self) -> Path:
        if not (self.folder / "register.parquet").exists():
            from semesta.regions.shipped import shipped_gazetteer

            self.folder.mkdir(parents=True, exist_ok=True)
            gazetteer = shipped_gazetteer()
            with tempfile.TemporaryDirectory(dir=KEPT) as place:
                folder = Path(place) / "regency"
                rates = NoiseRates().scaled(self.noise)
                told = {"scale": self.scale, "seed": self.seed, "names_concentration": self.names}
                generate(folder, gazetteer=gazetteer, rates=rates, workers=2, **told)  # type: ignore[arg-type]
                read_lists(folder, gazetteer).write_parquet(self.folder / "lists.parquet")
                for kind in EXTRACTS:
                    read_lists(folder, gazetteer, kinds=(kind,)).write_parquet(self.folder / f"{kind}.parquet")
                read_register(folder).write_parquet(self.folder / "register.parquet")
        return self.folder


def read_lists(folder: Path, gazetteer: Gazetteer, *, kinds: Sequence[str] = LISTS) -> pl.DataFrame:
    """Return the person rows of the regency's lists: `id`, `file`, `person_id` (the truth) and what matching compares.

    `birth_told` is the birth date where the list itself gives one, null where it was read off the NIK.
    """
    manifest = Manifest.read(folder / "manifest.json")
    truth = pl.read_parquet(folder / "truth" / "rows.parquet").select("file", "sheet", "row", "person_id")
    rows = pl.concat(list(_read(folder, manifest, gazetteer, kinds)))
    known = rows.join(truth, on=["file", "sheet", "row"], how="inner", maintain_order="left")
    return known.with_row_index("id")


def _read(folder: Path, manifest: Manifest, gazetteer: Gazetteer, kinds: Sequence[str]) -> Iterator[pl.DataFrame]:
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
            .select(pl.lit(entry.path).alias("file"), "sheet", "row", *COLUMNS, "birth_told")
        )


def read_register(folder: Path) -> pl.DataFrame:
    """Return the residents as a register would hold them: `id` is the person, telephones in the reader's form."""
    persons = pl.read_parquet(folder / "truth" / "persons.parquet")
    return persons.rename({"person_id": "id"}).with_columns(
        phone=pl.lit("62") + pl.col("phone").str.strip_chars_start("0"), dusun=pl.col("dusun").str.to_uppercase()
    )
