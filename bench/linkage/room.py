"""One village's new list in the product: what `semesta match` costs beyond the engine, with 700,000 people known.

The people are the residents of made-up regencies put straight into the table of an installation of its own, each
regency with a province number of its own in every NIK; a search is noted as done of them. Then a list of 2,800 rows is
handed in and searched for three times: without a kept register, with one to be made, and with one that is there.
"""

from __future__ import annotations

import os
import shutil
import time
from datetime import date
from typing import Any

import polars as pl

from linkage.lists import MadeUp
from measuring.house import REGENCY, TODAY, VAR, empty_house, open_house

VILLAGE_ROWS = 2_800


def measure_room(scale: float, seeds: tuple[int, ...]) -> dict[str, Any]:
    """Return seconds and processor seconds of this process for each search, with how much was compared."""
    open_house()
    empty_house(scale)
    from django.db import connection, transaction

    from semesta.cli.console import console_actor
    from semesta.duplicates.register import known_people
    from semesta.intake.row_matching import match
    from semesta.matching.model import shipped_model

    people = _settle_people(scale, seeds)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_person")
    rows = _hand_in_a_village(scale, seeds[0])
    kept = VAR / "register"  # the benches keep their regencies where the product keeps its register
    shutil.rmtree(kept, ignore_errors=True)
    told: dict[str, Any] = {"people": people, "rows": rows}
    for what, folder in (("nothing kept", None), ("being kept", kept), ("kept", kept)):
        with transaction.atomic():
            begin, processor = time.perf_counter(), time.process_time()
            counts = match(console_actor(), REGENCY, today=date.fromisoformat(TODAY), snapshots=folder)
            told[what] = {
                "seconds": time.perf_counter() - begin, "cpu": time.process_time() - processor,
                **{key: counts[key] for key in ("new_persons", "rows", "compared", "machine_merged", "asked")},
            }  # fmt: skip
            transaction.set_rollback(True)
    with transaction.atomic():
        begin, processor = time.perf_counter(), time.process_time()
        known_people(REGENCY, shipped_model(), since=None, snapshots=kept)
        told["register"] = {"seconds": time.perf_counter() - begin, "cpu": time.process_time() - processor}
    return told


def _settle_people(scale: float, seeds: tuple[int, ...]) -> int:
    from django.db import transaction

    from semesta.bulk import copy_frame, execute
    from semesta.duplicates.search import version_of
    from semesta.matching.model import shipped_model
    from semesta.matching.name_key import with_name_keys

    frames = []
    for number, seed in enumerate(seeds):
        residents = MadeUp(scale, seed).residents()
        prefix = pl.lit(f"52{number + 3:02d}") if number else pl.col("nik").str.slice(0, 4)
        frames.append(residents.with_columns(nik=prefix + pl.col("nik").str.slice(4)))
    known = ("nik", "kk", "name", "birth_on", "sex", "mother_name", "phone", "dusun", "village_code")
    people = with_name_keys(pl.concat([frame.select(known) for frame in frames]).unique("nik", maintain_order=True))
    people = people.with_row_index("id", offset=1).with_columns(
        regency_code=pl.lit(REGENCY), birth_precision=pl.lit("day")
    )
    with transaction.atomic():
        copy_frame(people, "people_person")
        execute("SELECT setval('people_person_number', %s)", [people.height + 1])
        execute(
            "INSERT INTO duplicates_run (regency_code, number, model_version, told_until_at, done_on, detail)"
            " SELECT %s, 1, %s, max(changed_at), %s, '{}' FROM people_person",
            [REGENCY, version_of(shipped_model()), TODAY],
        )
    return people.height


def _hand_in_a_village(scale: float, seed: int) -> int:
    """Hand in rows of one regency's village lists as one village's file, written as a plain table."""
    from semesta.cli.console import console_actor
    from semesta.installation.places import files_folder, var_folder
    from semesta.intake.actions import hand_in
    from semesta.intake.handing_in import HandedIn
    from semesta.regions.queries import gazetteer

    rows = MadeUp(scale, seed).rows().filter(pl.col("file").str.contains("village")).head(VILLAGE_ROWS)
    headings = {"nik_written": "NIK", "kk": "NO KK", "name": "NAMA", "birth_told": "TANGGAL LAHIR", "sex": "L/P",
                "mother_name": "NAMA IBU", "phone": "NO HP", "dusun": "DUSUN"}  # fmt: skip
    file = var_folder() / f"village-{os.getpid()}.csv"
    rows.select(list(headings)).rename(headings).with_columns(
        pl.col("TANGGAL LAHIR").dt.strftime("%d-%m-%Y")
    ).write_csv(file)
    hand_in(
        console_actor(), [HandedIn(file, "52.03.05.2001", "village_list", "farmer")], regency_code=REGENCY,
        gazetteer=gazetteer(), today=date.fromisoformat(TODAY), files_folder=files_folder(),
    )  # fmt: skip
    file.unlink()
    return rows.height
