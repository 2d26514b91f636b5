"""Small builders for funding tests: a regency with a few workers, purses with ceilings, decrees of months."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from semesta.bulk import copy_frame, execute, read_lines
from semesta.funding.actions import bill_month, issue_decree, open_purse
from semesta.funding.actions.bills import Billed
from semesta.funding.actions.decrees import DecreeHead
from semesta.funding.actions.purses import NewPurse
from semesta.kernel.month import Month
from semesta.ledger.actions import load_chart
from semesta.people.actions import load_segments
from tests.intake.builders import CONSOLE, LOTIM, VILLAGE

YEAR = 2026
DAY = date(2026, 1, 2)
OTHER_VILLAGE = "52.03.05.2002"
MINIMUM = 16_800
"""JKK and JKM of the lowest bracket a month (10,000 + 6,800), without relief."""


def a_house() -> None:
    """Two villages with what is above them, segments and accounts."""
    regions = [
        {"code": code, "name": code, "level": level, "kind": kind, "parent_id": code.rpartition(".")[0] or None,
         "regency_code": "" if level == "province" else LOTIM, "source": "uji"}
        for code, level, kind in (
            ("52", "province", "provinsi"), (LOTIM, "regency", "kabupaten"), ("52.03.05", "district", "kecamatan"),
            (VILLAGE, "village", "desa"), (OTHER_VILLAGE, "village", "desa"),
        )
    ]  # fmt: skip
    copy_frame(pl.DataFrame(regions), "regions_region")
    load_segments(CONSOLE)
    load_chart(CONSOLE)


def some_workers(count: int, *, segment: str = "farmer", village: str = VILLAGE, first: int = 1) -> list[int]:
    """Put `count` made-up workers into the register and return their numbers."""
    numbers = list(range(first, first + count))
    people = [
        {"regency_code": LOTIM, "id": n, "name": f"PEKERJA {n}", "name_key": f"pekerja {n}", "name_token": "pekerja",
         "nik": f"520305010185{9000 + n:04d}" if n < 1000 else None, "village_code": village}
        for n in numbers
    ]  # fmt: skip
    work = [{"regency_code": LOTIM, "person_id": n, "segment_code": segment, "submission_id": 1} for n in numbers]
    copy_frame(pl.DataFrame(people, schema_overrides={"nik": pl.String}), "people_person")
    copy_frame(pl.DataFrame(work), "people_livelihood")
    return numbers


def grown_up_workers(count: int, **values: Any) -> list[int]:
    """Put workers of forty into the register: of an age at which the law lets them join."""
    people = some_workers(count, **values)
    execute("UPDATE people_person SET birth_on = '1985-01-01', sex = 'L' WHERE id = ANY(%s)", [people])
    return people


def a_purse(kind: str = "dbhcht", *, ceiling_rp: int = 1_000_000, owner: str = LOTIM, **values: Any) -> int:
    """Open a purse of 2026 and return its number."""
    terms = {"fiscal_year": YEAR, "name": "", "legal_basis": "DPA uji", "payer": ""} | values
    return open_purse(CONSOLE, LOTIM, NewPurse(kind=kind, owner=owner, **terms), ceiling_rp=ceiling_rp, dated_on=DAY)


def months_of(people: list[int], months: range, purse: int, *, year: int = YEAR, **values: Any) -> pl.DataFrame:
    """A plan: these people, these months of the year, this purse."""
    lines = [{"person_id": n, "month": date(year, m, 1), "purse_id": purse} | values for n in people for m in months]
    return pl.DataFrame(lines)


def decreed(plan: pl.DataFrame | None, *, number: str = "SK-1", amends: str = "", **removals: Any) -> int:
    """Issue a decree of this plan."""
    head = DecreeHead(number=number, dated_on=DAY, title="Penerima iuran", amends=amends)
    return issue_decree(CONSOLE, LOTIM, head, plan=plan, **removals)


def billed(month: int, *, year: int = YEAR) -> Billed:
    """Bill a month."""
    day = date(year, month, 3)
    return bill_month(CONSOLE, LOTIM, Month(year, month), issued_on=day, document=f"TAG-{month}")


def states() -> dict[str, int]:
    """Covered months of persons by state (JKM stands for the pair)."""
    lines = read_lines("SELECT state, count(*) AS n FROM membership_coveredmonth WHERE programme = 'jkm' GROUP BY 1")
    return {line["state"]: line["n"] for line in lines}


def balance(account: str, purse: int) -> int:
    """What an account of a purse holds, on its own side."""
    lines = read_lines(
        "SELECT abs(debit_rp - credit_rp)::bigint AS rp FROM ledger_balance WHERE account_id = %s AND purse_id = %s",
        [account, purse],
    )
    return lines[0]["rp"] if lines else 0


def merged(person: int, *, into: int) -> None:
    """Let a record stand for the same person as another."""
    execute("UPDATE people_person SET merged_into = %s WHERE regency_code = %s AND id = %s", [into, LOTIM, person])


def died(person: int, on: date) -> None:
    """Record a death."""
    execute("UPDATE people_person SET died_on = %s WHERE id = %s", [on, person])
