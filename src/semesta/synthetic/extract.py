"""Files that registers export: the civil register, the insurer's members, the welfare ranking, the year's deaths.

They are plain CSV with one heading line. The insurer and the welfare office spell names their own way and have a few
wrong numbers; the civil register is the reference and does not yet know its dead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from semesta.synthetic import codes
from semesta.synthetic.assumptions import NoiseRates
from semesta.synthetic.damage import DAMAGE_SCHEMA, KINDS, DamageLog
from semesta.synthetic.layout.page import letters
from semesta.synthetic.listing import ROW_SCHEMA, Written
from semesta.synthetic.manifest import FileKind, ManifestFile
from semesta.synthetic.membership import members
from semesta.synthetic.noise.names import respelled
from semesta.synthetic.noise.spoiling import Spoiling
from semesta.synthetic.planning import Regency

File = tuple[Written, ManifestFile]


@dataclass(frozen=True)
class _Extract:
    """A register's file: its columns as (heading, expression, field), the people in it, what was damaged."""

    path: str
    sender: str
    kind: FileKind
    columns: list[tuple[str, pl.Expr, str]]
    people: pl.DataFrame
    log: DamageLog
    separator: str = ","

    def write(self, out: Path) -> File:
        """Write the file below `out` and return the truth about it; line 2 is the first person."""
        target = out / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        self.people.select(column.alias(heading) for heading, column, _ in self.columns).write_csv(
            target, separator=self.separator
        )
        count = self.people.height
        rows = pl.DataFrame({"row": np.arange(2, count + 2), "person_id": self.people["person_id"]}).select(
            pl.lit(value).alias(name).cast(ROW_SCHEMA[name])
            if name not in ("row", "person_id")
            else pl.col(name).cast(ROW_SCHEMA[name])
            for name, value in (
                ("file", self.path),
                ("sheet", target.stem),
                ("row", None),
                ("person_id", None),
                ("again", False),
                ("elsewhere", False),
            )
        )
        entry = ManifestFile(self.path, self.sender, self.kind, "extract", "csv", None, count)
        return Written(self.path, rows, self._damages(target.stem)), entry

    def _damages(self, sheet: str) -> pl.DataFrame:
        where = {name: letters(number) for number, (_, _, name) in enumerate(self.columns, start=1) if name}
        entries = sorted(self.log.entries)
        return pl.DataFrame(
            [
                (self.path, sheet, row + 2, where[name], name, kind, clean, written, KINDS[kind].expected)
                for row, name, kind, clean, written in entries
            ],
            schema=DAMAGE_SCHEMA,
            orient="row",
        )


def write_registers(made: Regency, out: Path, rng: np.random.Generator) -> Iterator[tuple[int, int, list[File]]]:
    """Write the civil register and the extracts; yield after each how many are done, of how many, and the files."""
    yield 1, 4, [extract.write(out) for extract in _civil_register(made)]
    yield 2, 4, [_insurer(made, rng).write(out)]
    yield 3, 4, [_welfare(made, rng).write(out)]
    yield 4, 4, [extract.write(out) for extract in _deaths(made, rng)]


def _plain(heading: str, field: str) -> tuple[str, pl.Expr, str]:
    return heading, pl.col(field), field


def _day(heading: str, field: str, form: str) -> tuple[str, pl.Expr, str]:
    return heading, pl.col(field).dt.strftime(form), field


def _words(heading: str, field: str, table: dict[int, str]) -> tuple[str, pl.Expr, str]:
    return heading, pl.col(field).replace_strict(table, return_dtype=pl.String), field


def _upper(heading: str, field: str) -> tuple[str, pl.Expr, str]:
    return heading, pl.col(field).str.to_uppercase(), field


def _civil_register(made: Regency) -> Iterator[_Extract]:
    """Yield one file per district: one line per resident."""
    columns = [
        _plain("NO_KK", "kk"),
        _plain("NIK", "nik"),
        _plain("NAMA_LENGKAP", "name"),
        _plain("JENIS_KELAMIN", "sex"),
        _plain("TEMPAT_LAHIR", "birth_place"),
        _day("TANGGAL_LAHIR", "birth_on", "%d-%m-%Y"),
        _words("AGAMA", "religion", codes.RELIGION),
        _words("PENDIDIKAN", "education", codes.EDUCATION),
        _plain("PEKERJAAN", "occupation"),
        _words("STATUS_KAWIN", "marital", codes.MARITAL),
        _words("SHDK", "relation", codes.RELATION),
        _plain("NAMA_IBU", "mother_name"),
        _plain("NAMA_AYAH", "father_name"),
        ("ALAMAT", pl.format("DUSUN {}", pl.col("dusun").str.to_uppercase()), "address"),
        _plain("RT", "rt"),
        _plain("RW", "rw"),
        _plain("KODE_DESA", "village_code"),
        _upper("DESA_KELURAHAN", "village"),
        _upper("KECAMATAN", "district"),
    ]
    districts = {v.district_code: v.district for v in made.villages}
    at = np.array([v.district_code for v in made.villages])[made.persons["village_index"].to_numpy()]
    for code, name in sorted(districts.items()):
        people = made.persons.gather(np.flatnonzero(at == code))
        log = DamageLog()
        for i in np.flatnonzero(people["shares_nik"].to_numpy()):
            log.add(int(i), "nik", "nik_shared", people["nik"][int(i)], people["nik"][int(i)])
        path = f"civil/{code}-{'-'.join(name.lower().split())}.csv"
        yield _Extract(path, code, "civil", columns, people, log)


def _insurer(made: Regency, rng: np.random.Generator) -> _Extract:
    """The active members as of the month; member numbers are not released."""
    active = members(
        made.persons,
        made.villages,
        regency=made.code,
        scale=made.scale,
        assumptions=made.assumptions,
        rng=rng,
    )
    people, log = _as_known(made.persons.gather(active["position"].to_numpy()), made.rates, rng, mistaken=0.004)
    columns = [
        ("NO", pl.int_range(1, pl.len() + 1), ""),
        _plain("NIK", "nik"),
        _plain("NAMA", "name"),
        _day("TGL LAHIR", "birth_on", "%Y-%m-%d"),
        _plain("JENIS KELAMIN", "sex"),
        _plain("SEGMEN", "membership_class"),
        _plain("PROGRAM", "programmes"),
        _plain("NPP", "npp"),
        _plain("NAMA BADAN USAHA", "employer"),
        _plain("SUMBER IURAN", "payer"),
        _day("TGL MULAI AKTIF", "active_from", "%Y-%m-%d"),
        _day("LUNAS SAMPAI", "paid_until", "%Y-%m-%d"),
        _upper("DESA/KELURAHAN", "village"),
        _upper("KECAMATAN", "district"),
    ]
    month = f"{made.assumptions.as_of:%Y-%m}"
    path = f"insurer/peserta-aktif-{month}.csv"
    people = people.hstack(active.drop("position", "group"))
    return _Extract(path, "bpjs-ketenagakerjaan", "insurer", columns, people, log)


def _welfare(made: Regency, rng: np.random.Generator) -> _Extract:
    """Everybody in the listed deciles, poorest to the limit assumed."""
    chosen = made.persons.filter(pl.col("decile") <= made.assumptions.welfare_deciles_listed)
    people, log = _as_known(chosen, made.rates, rng, mistaken=0.006)
    columns = [
        _plain("NO KK", "kk"),
        _plain("NIK", "nik"),
        _plain("NAMA", "name"),
        _day("TANGGAL LAHIR", "birth_on", "%Y-%m-%d"),
        _plain("JENIS KELAMIN", "sex"),
        _words("HUBUNGAN KELUARGA", "relation", codes.RELATION),
        _plain("KODE DESA", "village_code"),
        _upper("DESA", "village"),
        _plain("DESIL", "decile"),
    ]
    path = "welfare/peringkat-kesejahteraan.csv"
    return _Extract(path, "dinas-sosial", "welfare", columns, people, log, separator=";")


def _deaths(made: Regency, rng: np.random.Generator) -> Iterator[_Extract]:
    """Certificates of the registry, and notices of villages, of which a third bear no NIK; some deaths are in both
    and some in neither."""
    dead = made.persons.filter(pl.col("died_on").is_not_null())
    known = rng.random(dead.height)
    share = made.assumptions.deaths_known_share
    columns = [
        _plain("NIK", "nik"),
        _plain("NAMA", "name"),
        _plain("JK", "sex"),
        _plain("TEMPAT LAHIR", "birth_place"),
        _day("TANGGAL LAHIR", "birth_on", "%d-%m-%Y"),
        _plain("NAMA IBU", "mother_name"),
        _day("TANGGAL MENINGGAL", "died_on", "%d-%m-%Y"),
        _upper("DESA/KELURAHAN", "village"),
        _upper("KECAMATAN", "district"),
    ]
    certified = dead.filter(pl.Series(known < share * 0.7))
    yield _Extract("deaths/akta-kematian.csv", "dukcapil", "deaths", columns, certified, DamageLog())
    noticed = dead.filter(pl.Series((known >= share * 0.6) & (known < share)))
    people, log = _as_known(noticed, made.rates, rng, mistaken=0.01)
    without = np.flatnonzero(rng.random(people.height) < 0.33)
    log.drop([int(i) for i in without], "nik")
    niks: list[str | None] = people["nik"].to_list()
    for i in without:
        log.add(int(i), "nik", "nik_missing", noticed["nik"][int(i)], None)
        niks[i] = None
    people = people.with_columns(nik=pl.Series(niks, dtype=pl.String))
    yield _Extract("deaths/laporan-kematian-desa.csv", "dpmd-kematian", "deaths", columns, people, log)


def _as_known(
    people: pl.DataFrame, rates: NoiseRates, rng: np.random.Generator, *, mistaken: float
) -> tuple[pl.DataFrame, DamageLog]:
    """Spell some names another way and get a few numbers wrong, as another office's register has them."""
    spoiling = Spoiling(people, {"name": people["name"].to_list(), "nik": people["nik"].to_list()}, rates, rng, "csv")
    for i in spoiling.hit(rates.name_rule / 2):
        name = str(spoiling.cells["name"][i])
        varied = respelled(name, spoiling)
        if varied != name:
            spoiling.write(i, "name", "name_spelling", varied)
    factor = rates.nik_typed_wrong / NoiseRates().nik_typed_wrong
    for i in spoiling.hit(min(0.5, mistaken * factor)):
        nik = str(spoiling.cells["nik"][i])
        digit = str((int(nik[14]) + 1 + spoiling.below(9)) % 10)
        if digit + nik[15] != "00" or nik[13] != "0":
            spoiling.write(i, "nik", "nik_typed_wrong", nik[:14] + digit + nik[15:])
    cells = spoiling.cells
    known = people.with_columns(
        name=pl.Series(cells["name"], dtype=pl.String), nik=pl.Series(cells["nik"], dtype=pl.String)
    )
    return known, spoiling.log
