"""What money costs in time: a year's decree, a monthly bill, a payment file, and the audit of the whole year.

    python bench/funding.py [--people 270000] [--months 12]

People, livelihoods and purses are made up on the real villages; one decree covers every person and month; a village
purse (ADD) pays a tenth of them, three purses of the regency the rest; from October on the regency's own budget pays
for those of the tobacco purse, which buys nine months a year. January is paid by a file of one line per person, every
other month by one line per purse.
"""

from __future__ import annotations

import argparse
import gc
from datetime import date

import numpy as np
import polars as pl

from measuring.house import REGENCY, empty_house, open_house
from measuring.report import Measure, show
from measuring.spending import Spent, spending

YEAR, DAY = 2026, date(2026, 1, 2)
BILL_SECONDS, RECONCILE_SECONDS, AUDIT_SECONDS = 5, 10, 60
REGENCY_PURSES = ("dbhcht", "apbd_regency", "apbd_province")
TOBACCO_MONTHS = 9
"""A year, of one person: `funding` refuses a decree with more."""


def made_up_people(number: int) -> pl.DataFrame:
    """Put workers on the villages of the regency; return person_id and village_code."""
    from semesta.bulk import copy_frame, execute, read_lines

    found = read_lines(
        "SELECT code FROM regions_region WHERE regency_code = %s AND level = 'village' AND kind = 'desa' ORDER BY code",
        [REGENCY],
    )
    villages = [line["code"] for line in found]
    numbers = np.arange(1, number + 1)
    people = pl.DataFrame({"id": numbers, "village_code": np.array(villages)[numbers % len(villages)]})
    rows = people.with_columns(
        pl.lit(REGENCY).alias("regency_code"), pl.lit("PEKERJA REKAAN").alias("name"),
        pl.lit("pekerja rekaan").alias("name_key"), pl.lit("pekerja").alias("name_token"),
    )  # fmt: skip
    copy_frame(rows, "people_person")
    work = people.select(
        pl.lit(REGENCY).alias("regency_code"), pl.col("id").alias("person_id"),
        pl.lit("farmer").alias("segment_code"), pl.lit(1).alias("submission_id"),
    )  # fmt: skip
    copy_frame(work, "people_livelihood")
    execute("ANALYZE people_person; ANALYZE people_livelihood")
    return people.rename({"id": "person_id"})


def purse_of_everybody(people: pl.DataFrame) -> pl.DataFrame:
    """Open the purses and return person_id, purse_id and later_purse_id, which pays from October on."""
    from semesta.cli.console import console_actor
    from semesta.funding.actions import open_purse
    from semesta.funding.actions.purses import NewPurse

    def opened(kind: str, owner: str, ceiling_rp: int) -> int:
        purse = NewPurse(YEAR, kind, owner, "", "DPA rekaan")
        return open_purse(console_actor(), REGENCY, purse, ceiling_rp=ceiling_rp, dated_on=DAY)

    year_rp = 12 * 20_000
    shared = [opened(kind, REGENCY, people.height * year_rp) for kind in REGENCY_PURSES]
    own = {code: opened("add", code, people.height * year_rp) for code in people["village_code"].unique().sort()}
    person, purse = pl.col("person_id"), pl.col("purse_id")
    tobacco, regency, _ = shared
    return people.select(
        "person_id",
        pl.when(person % 10 == 0)
        .then(pl.col("village_code").replace_strict(own, return_dtype=pl.Int64))
        .otherwise((person % 3).cast(pl.Int64).replace_strict(dict(enumerate(shared)), return_dtype=pl.Int64))
        .alias("purse_id"),
    ).with_columns(pl.when(purse == tobacco).then(regency).otherwise(purse).alias("later_purse_id"))


def plan_of(payers: pl.DataFrame, months: int) -> pl.DataFrame:
    """Return the plan: every person, every month, the person's purse."""
    days = pl.DataFrame({"month": [date(YEAR, month, 1) for month in range(1, months + 1)]})
    is_late = pl.col("month").dt.month() > TOBACCO_MONTHS
    return payers.join(days, how="cross").select(
        "person_id",
        "month",
        pl.when(is_late).then("later_purse_id").otherwise("purse_id").alias("purse_id"),
        pl.lit("rencana rekaan").alias("reason"),
    )


def payment_bytes(lines: list[tuple[str, int]], day: str) -> bytes:
    """Write a payment file that states its total."""
    rows = [f"{day};{reference};{amount};BENDAHARA" for reference, amount in lines]
    total = sum(amount for _, amount in lines)
    return "\n".join(["tanggal;referensi;jumlah;pembayar", *rows, f"TOTAL;;{total};"]).encode()


def told(what: str, spent: Spent, target: float | None, note: str) -> Measure:
    """Return wall seconds with the processor seconds of both sides."""
    cpu = f"{note}; cpu own {spent.own_cpu:.1f} s, PostgreSQL {spent.postgres_cpu:.1f} s"
    return Measure(what, spent.seconds, "s", target, note=cpu)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=270_000)
    options.add_argument("--months", type=int, default=12)
    chosen = options.parse_args()
    open_house()
    empty_house(1.0)
    from semesta.bulk import read_lines
    from semesta.cli.console import console_actor
    from semesta.funding.actions import bill_month, issue_decree, take_payments
    from semesta.funding.actions.decrees import DecreeHead
    from semesta.funding.payment_file import read_payment_bytes
    from semesta.funding.queries.audit import audit
    from semesta.kernel.month import Month

    actor = console_actor()
    plan = plan_of(purse_of_everybody(made_up_people(chosen.people)), chosen.months)
    measures = []
    with spending() as spent:
        issue_decree(actor, REGENCY, DecreeHead("SK-1", DAY, "Penerima iuran"), plan=plan)
    measures.append(told("decree", spent, None, f"{plan.height:,} person-months"))
    del plan
    gc.collect()
    for month in range(1, chosen.months + 1):
        with spending() as spent:
            billed = bill_month(actor, REGENCY, Month(YEAR, month), issued_on=DAY, document=f"TAG-{month}")
        measures.append(
            told(
                f"bill of month {month}", spent, BILL_SECONDS, f"{billed.members:,} members, {len(billed.bills)} bills"
            )
        )
        bills = read_lines("SELECT * FROM funding_bill WHERE id = ANY(%s)", [list(billed.bills)])
        if month == 1:
            lines = [
                (bill["reference"], bill["amount_rp"] // bill["members"])
                for bill in bills
                for _ in range(bill["members"])
            ]
        else:
            owed: dict[str, int] = {}
            for bill in bills:
                owed[f"P{bill['purse_id']}"] = owed.get(f"P{bill['purse_id']}", 0) + bill["amount_rp"]
            lines = list(owed.items())
        paid_on = date(YEAR, month, 10)
        data = payment_bytes(lines, str(paid_on))
        with spending() as spent:
            taken = take_payments(
                actor, REGENCY, read_payment_bytes(f"{month}.csv", data), taken_on=date(YEAR, month, 28)
            )
        target = RECONCILE_SECONDS if month == 1 else None
        measures.append(
            told(
                f"payments of month {month}", spent, target, f"{len(lines):,} lines, {taken.months_paid:,} months paid"
            )
        )
    with spending() as spent:
        report = audit(REGENCY)
    measures.append(told("audit of everything", spent, AUDIT_SECONDS, f"{report.replayed}, sound: {report.is_sound}"))
    show("funding", measures, people=chosen.people, months=chosen.months)


if __name__ == "__main__":
    main()
