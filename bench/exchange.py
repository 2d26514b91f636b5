"""What the exchange with the insurer costs in time: batches of a big regency made, written, answered and read back.

    python bench/exchange.py [--people 100000]

Everybody is decreed for nine months from one purse, so one batch holds all. Its file is written as csv and as xlsx; the
simulated insurer answers the csv batch (most accepted, some refused, some active wage earners, a part late, a file
twice), and the same answers are written as xlsx and read again, to compare. Making the answers is not measured.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from measuring.house import REGENCY, empty_house, open_house
from measuring.report import Measure, show
from measuring.spending import Spent, spending

YEAR, DAY, MONTHS = 2026, date(2026, 1, 2), 9


def decreed_people(number: int) -> None:
    """Put workers with NIK, birth date and sex on the villages, and decree nine months of all from one purse."""
    from semesta.bulk import copy_frame, execute, read_lines
    from semesta.cli.console import console_actor
    from semesta.funding.actions import issue_decree, open_purse
    from semesta.funding.actions.decrees import DecreeHead
    from semesta.funding.actions.purses import NewPurse

    villages = [
        line["code"]
        for line in read_lines(
            "SELECT code FROM regions_region WHERE regency_code = %s AND level = 'village' AND kind = 'desa' "
            "ORDER BY code",
            [REGENCY],
        )
    ]
    numbers = pl.Series("id", range(1, number + 1), pl.Int64)
    day, serial = (numbers // 999) % 28 + 1, numbers % 999 + 9001
    year, month, district = (numbers // 27_972) % 30 + 66, numbers % 12 + 1, numbers // 839_160 + 1
    people = pl.DataFrame(
        {"id": numbers, "day": day, "serial": serial, "year": year, "m": month, "district": district}
    ).select(
        pl.lit(REGENCY).alias("regency_code"), "id",
        pl.format(
            "5203{}{}{}{}{}", *(pl.col(name).cast(pl.String).str.zfill(2) for name in ("district", "day", "m", "year")),
            pl.col("serial").cast(pl.String),
        ).alias("nik"),
        pl.format("PEKERJA REKAAN {}", "id").alias("name"), pl.lit("pekerja rekaan").alias("name_key"),
        pl.lit("pekerja").alias("name_token"),
        pl.date(1900 + pl.col("year"), pl.col("m"), pl.col("day")).alias("birth_on"),
        pl.lit("L").alias("sex"),
        pl.Series("village_code", [villages[one % len(villages)] for one in range(number)]),
    )  # fmt: skip
    copy_frame(people, "people_person")
    copy_frame(
        people.select(
            "regency_code", pl.col("id").alias("person_id"), pl.lit("farmer").alias("segment_code"),
            pl.lit(1).alias("submission_id"),
        ),
        "people_livelihood",
    )  # fmt: skip
    execute("ANALYZE people_person; ANALYZE people_livelihood")
    actor = console_actor()
    purse = open_purse(
        actor, REGENCY, NewPurse(YEAR, "apbd_regency", REGENCY, "", "DPA rekaan"), ceiling_rp=number * 20_000 * MONTHS,
        dated_on=DAY,
    )  # fmt: skip
    days = pl.DataFrame({"month": [date(YEAR, month, 1) for month in range(1, MONTHS + 1)]})
    plan = people.select(pl.col("id").alias("person_id"), pl.lit(purse).alias("purse_id")).join(days, how="cross")
    issue_decree(actor, REGENCY, DecreeHead("SK-1", DAY, "Penerima iuran"), plan=plan)


def told(what: str, spent: Spent, note: str) -> Measure:
    """Return wall seconds with the processor seconds of both sides."""
    cpu = f"{note}; cpu own {spent.own_cpu:.1f} s, PostgreSQL {spent.postgres_cpu:.1f} s"
    return Measure(what, spent.seconds, "s", None, note=cpu)


def as_xlsx(answer: Path) -> Path:
    """Write the rows of a csv answer as a workbook of text cells."""
    frame = pl.read_csv(answer, separator=";", infer_schema=False)
    target = answer.with_suffix(".xlsx")
    frame.write_excel(target)
    return target


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    chosen = options.parse_args()
    open_house()
    empty_house(1.0)
    from semesta.cli.console import console_actor
    from semesta.exchange.actions import make_batches, take_answer_file
    from semesta.exchange.queries import batch, batch_file
    from semesta.sheets.exchange.answer_file import read_answer
    from semesta.sheets.exchange.layout_file import shipped_layout
    from semesta.synthetic.insurer import answer_files

    decreed_people(chosen.people)
    layout, actor, measures = shipped_layout(), console_actor(), []
    with spending() as spent:
        made = make_batches(actor, REGENCY, layout, made_on=DAY)
    measures.append(told("make batches", spent, f"{made.lines:,} lines in {len(made.batches)} batch(es)"))
    with TemporaryDirectory() as name:
        folder = Path(name)
        for form in ("xlsx", "csv"):
            with spending() as spent:
                data = batch_file(REGENCY, made.batches[0], written_as="xlsx" if form == "xlsx" else "csv")
            measures.append(told(f"write the batch as {form}", spent, f"{len(data) / 1e6:.1f} MB"))
        path = folder / "gelombang.csv"
        path.write_bytes(data)
        answers = answer_files(path, layout, folder, seed=7)
        for place, answer in enumerate(answers, 1):
            with spending() as spent:
                taken = take_answer_file(actor, REGENCY, answer, layout, taken_on=DAY, files_folder=folder / "kept")
            measures.append(
                told(
                    f"take answer file {place} (csv)", spent,
                    f"{taken.applied + taken.repeated + taken.overtaken:,} lines, {taken.months_taken_back} months "
                    f"taken back, repeat: {taken.is_repeat}",
                )
            )  # fmt: skip
        largest = max(answers, key=lambda file: file.stat().st_size)
        for file in (largest, as_xlsx(largest)):
            with spending() as spent:
                reading = read_answer(file, layout)
            measures.append(told(f"read an answer file ({file.suffix[1:]})", spent, f"{reading.rows.height:,} rows"))
    head = batch(REGENCY, made.batches[0])
    with spending() as spent:
        again = make_batches(actor, REGENCY, layout, made_on=DAY)
    measures.append(told("make the next batches", spent, f"{again.lines:,} lines; open before: {head['open']}"))
    show("exchange", measures, people=chosen.people)


if __name__ == "__main__":
    main()
