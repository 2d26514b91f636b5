"""Files that registers export: the civil register, the insurer's members, the welfare ranking, the year's deaths.

They are plain CSV with one heading line. The insurer and the welfare office spell names their own way and have a few
wrong numbers; the civil register is the reference and does not yet know its dead.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.synthetic import codes
from semesta.synthetic.assumptions import Assumptions, NoiseRates
from semesta.synthetic.noise.names import respelled
from semesta.synthetic.noise.spoiling import Spoiling
from semesta.synthetic.territory import Village

Ints = npt.NDArray[np.int64]


def _words(name: str, table: dict[int, str]) -> pl.Expr:
    return pl.col(name).replace_strict(table, return_dtype=pl.String)


def civil_register(persons: pl.DataFrame, villages: list[Village], out: Path) -> list[tuple[str, str, int, Ints]]:
    """Write one CSV per district: one line per resident. Return path, district, rows and positions of each."""
    written = []
    district = np.array([v.district_code for v in villages])[persons["village_index"].to_numpy()]
    for code in sorted({v.district_code for v in villages}):
        inside = np.flatnonzero(district == code)
        name = next(v.district for v in villages if v.district_code == code)
        path = f"civil/{code}-{_plain(name)}.csv"
        persons.gather(inside).select(
            pl.col("kk").alias("NO_KK"),
            pl.col("nik").alias("NIK"),
            pl.col("name").alias("NAMA_LENGKAP"),
            pl.col("sex").alias("JENIS_KELAMIN"),
            pl.col("birth_place").alias("TEMPAT_LAHIR"),
            pl.col("birth_on").dt.strftime("%d-%m-%Y").alias("TANGGAL_LAHIR"),
            _words("religion", codes.RELIGION).alias("AGAMA"),
            _words("education", codes.EDUCATION).alias("PENDIDIKAN"),
            pl.col("occupation").alias("PEKERJAAN"),
            _words("marital", codes.MARITAL).alias("STATUS_KAWIN"),
            _words("relation", codes.RELATION).alias("SHDK"),
            pl.col("mother_name").alias("NAMA_IBU"),
            pl.col("father_name").alias("NAMA_AYAH"),
            pl.format("DUSUN {}", pl.col("dusun").str.to_uppercase()).alias("ALAMAT"),
            pl.col("rt").alias("RT"),
            pl.col("rw").alias("RW"),
            pl.col("village_code").alias("KODE_DESA"),
            pl.col("village").str.to_uppercase().alias("DESA_KELURAHAN"),
            pl.lit(name.upper()).alias("KECAMATAN"),
        ).write_csv(_made(out / path))
        written.append((path, code, len(inside), inside))
    return written


def insurer_extract(
    persons: pl.DataFrame, members: pl.DataFrame, rates: NoiseRates, rng: np.random.Generator, out: Path
) -> tuple[str, Ints]:
    """Write the active members; return path and positions of its lines. Member numbers are not released."""
    positions = members["position"].to_numpy()
    people = _as_known(persons.gather(positions), rates, rng, mistaken=0.004)
    path = "insurer/peserta-aktif-2026-01.csv"
    people.hstack(members.drop("position", "group")).select(
        pl.int_range(1, pl.len() + 1).alias("NO"),
        pl.col("nik").alias("NIK"),
        pl.col("name").alias("NAMA"),
        pl.col("birth_on").dt.strftime("%Y-%m-%d").alias("TGL LAHIR"),
        pl.col("sex").alias("JENIS KELAMIN"),
        pl.col("membership_class").alias("SEGMEN"),
        pl.col("programmes").alias("PROGRAM"),
        pl.col("npp").alias("NPP"),
        pl.col("employer").alias("NAMA BADAN USAHA"),
        pl.col("payer").alias("SUMBER IURAN"),
        pl.col("active_from").dt.strftime("%Y-%m-%d").alias("TGL MULAI AKTIF"),
        pl.col("paid_until").dt.strftime("%Y-%m-%d").alias("LUNAS SAMPAI"),
        pl.col("village").str.to_uppercase().alias("DESA/KELURAHAN"),
        pl.col("district").str.to_uppercase().alias("KECAMATAN"),
    ).write_csv(_made(out / path))
    return path, positions


def welfare_extract(
    persons: pl.DataFrame, assumptions: Assumptions, rates: NoiseRates, rng: np.random.Generator, out: Path
) -> tuple[str, Ints]:
    """Write everybody of the listed deciles; return path and positions of its lines."""
    positions = np.flatnonzero((persons["decile"] <= assumptions.welfare_deciles_listed).to_numpy())
    people = _as_known(persons.gather(positions), rates, rng, mistaken=0.006)
    path = "welfare/peringkat-kesejahteraan.csv"
    people.select(
        pl.col("kk").alias("NO KK"),
        pl.col("nik").alias("NIK"),
        pl.col("name").alias("NAMA"),
        pl.col("birth_on").dt.strftime("%Y-%m-%d").alias("TANGGAL LAHIR"),
        pl.col("sex").alias("JENIS KELAMIN"),
        _words("relation", codes.RELATION).alias("HUBUNGAN KELUARGA"),
        pl.col("village_code").alias("KODE DESA"),
        pl.col("village").str.to_uppercase().alias("DESA"),
        pl.col("decile").alias("DESIL"),
    ).write_csv(_made(out / path), separator=";")
    return path, positions


def deaths(
    persons: pl.DataFrame, assumptions: Assumptions, rates: NoiseRates, rng: np.random.Generator, out: Path
) -> list[tuple[str, str, Ints]]:
    """Write the deaths of the year that are known: certificates of the registry, and notices of villages, of which a
    third bear no NIK. Return path, sender and positions of each file."""
    dead = np.flatnonzero(persons["died_on"].is_not_null().to_numpy())
    known = rng.random(len(dead))
    share = assumptions.deaths_known_share
    certified, noticed = dead[known < share * 0.7], dead[(known >= share * 0.6) & (known < share)]
    written = []
    for sender, name, positions in (
        ("dukcapil", "akta-kematian.csv", certified),
        ("dpmd-kematian", "laporan-kematian-desa.csv", noticed),
    ):
        people = persons.gather(positions)
        if sender != "dukcapil":
            people = _as_known(people, rates, rng, mistaken=0.01)
            hidden = pl.Series(rng.random(len(positions)) < 0.33)
            people = people.with_columns(nik=pl.when(hidden).then(None).otherwise(pl.col("nik")))
        path = f"deaths/{name}"
        people.select(
            pl.col("nik").alias("NIK"),
            pl.col("name").alias("NAMA"),
            pl.col("sex").alias("JK"),
            pl.col("birth_place").alias("TEMPAT LAHIR"),
            pl.col("birth_on").dt.strftime("%d-%m-%Y").alias("TANGGAL LAHIR"),
            pl.col("mother_name").alias("NAMA IBU"),
            pl.col("died_on").dt.strftime("%d-%m-%Y").alias("TANGGAL MENINGGAL"),
            pl.col("village").str.to_uppercase().alias("DESA/KELURAHAN"),
            pl.col("district").str.to_uppercase().alias("KECAMATAN"),
        ).write_csv(_made(out / path))
        written.append((path, sender, positions))
    return written


def _as_known(people: pl.DataFrame, rates: NoiseRates, rng: np.random.Generator, *, mistaken: float) -> pl.DataFrame:
    """Spell some names another way and get a few numbers wrong, as another office's register has them."""
    spoiling = Spoiling(people, {}, rates, rng, "csv")
    names: list[str] = people["name"].to_list()
    for i in spoiling.hit(rates.name_rule / 2):
        names[i] = respelled(names[i], spoiling)
    niks: list[str] = people["nik"].to_list()
    factor = rates.nik_typed_wrong / NoiseRates().nik_typed_wrong
    for i in spoiling.hit(min(0.5, mistaken * factor)):
        digit = str((int(niks[i][14]) + 1 + spoiling.below(9)) % 10)
        niks[i] = niks[i][:14] + digit + niks[i][15:] if digit + niks[i][15] != "00" else niks[i]
    return people.with_columns(name=pl.Series(names, dtype=pl.String), nik=pl.Series(niks, dtype=pl.String))


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _plain(name: str) -> str:
    return "-".join(name.lower().split())
