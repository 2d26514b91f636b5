"""Seven owners of micro-enterprises of two made-up villages: covered by each kind of payer, late, or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from semesta.kernel.month import Month
from semesta.people.actions import load_segments
from semesta.regions.actions import load_shipped_regions
from tests.intake.builders import CONSOLE, a_list, a_row, nik, taken

OTHER_VILLAGE = "52.03.05.2002"
JANUARY = Month(2026, 1)
COVER = {
    9001: ("BPU", "MANDIRI", date(2026, 2, 28)),
    9002: ("BPU", "DBHCHT", date(2026, 6, 30)),
    9003: ("BPU", "APBD KABUPATEN", date(2026, 1, 31)),
    9004: ("PU", "PT REKAAN", date(2026, 12, 31)),
    9005: ("BPU", "KOPERASI REKAAN", date(2026, 1, 31)),
    9006: ("BPU", "MANDIRI", date(2025, 12, 31)),
}
"""Class, payer and last day: ends next month, covered, ends now, covered by an employer, another payer, late."""


def owners_of_two_villages(folder: Path) -> None:
    """Fill the database: six owners with cover at some time, one of another village without, and a farmer."""
    load_shipped_regions(CONSOLE)
    load_segments(CONSOLE)
    owners = [
        a_row(f"USAHA {serial}", nik=nik(serial), kk=None, segment="micro_enterprise", enterprise="KIOS REKAAN")
        for serial in COVER
    ]
    members = [
        owner
        | {"membership_class": name, "payer": payer, "paid_until": until, "programmes": "JKK+JKM"}
        | {"active_from": date(2025, 1, 1), "segment": None, "enterprise": None}
        for owner, (name, payer, until) in zip(owners, COVER.values(), strict=True)
    ]
    taken(a_list(*members, folder=folder, kind="insurer", sender="bpjs-tk"))
    farmer = a_row("PETANI 9008", nik=nik(9008), kk=None)
    taken(a_list(*owners, farmer, folder=folder))
    far = a_row("USAHA 9007", nik=nik(9007), kk=None, segment="micro_enterprise", village_code=OTHER_VILLAGE)
    taken(a_list(far, folder=folder, sender=OTHER_VILLAGE))
