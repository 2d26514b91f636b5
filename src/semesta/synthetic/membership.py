"""The insurer's active members as of the month of the published total: who, in which class, paid by whom, until when.

Published counts are met exactly: the regency's total, the village ecosystem by employer group, the tobacco purse and
the members of single districts where told. What is left is shared out by assumption; self-payers take the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.synthetic.assumptions import Assumptions
from semesta.synthetic.figures import at_scale, figure, shipped_figures
from semesta.synthetic.territory import Village

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MemberGroup:
    """Members with one payer: how many at scale 1.0, from which segments, in which class and programmes."""

    key: str
    count: int
    segments: tuple[str, ...]
    membership_class: str
    programmes: str
    payer: str
    employer: str
    employers: int
    active_from: date
    paid_until: date


def groups(regency: str, assumptions: Assumptions) -> list[MemberGroup]:
    """Return the groups in the order they are filled; the last, the self-payers, has no count of its own."""

    def told(indicator: str, otherwise: int = 0) -> int:
        return figure(regency, indicator) or otherwise

    paid, late = date(2026, 1, 31), date(2025, 12, 31)
    pu, bpu = "JKK+JKM", "JKK+JKM"
    whole = "JKK+JKM+JHT+JP"
    a = assumptions
    return [
        _group("dbhcht", told("members: Pekerja rentan DBHCHT"), "tobacco_farmer tobacco_labourer farmer", "BPU", bpu,
               "DBHCHT", "PEKERJA RENTAN DBHCHT", 1, date(2025, 5, 1), paid),
        _group("perangkat", told("members: Perangkat desa (4 programmes)"), "village_official village_council", "PU",
               whole, "ADD", "PEMERINTAH DESA", 239, date(2021, 1, 1), paid),
        _group("honorer", told("members: Honorer Pemda/OPD"), "contract_staff", "PU", pu, "APBD KABUPATEN",
               "PERANGKAT DAERAH", 38, date(2019, 3, 1), paid),
        _group("puskesmas", told("members: Puskesmas"), "contract_staff cadre", "PU", pu, "APBD KABUPATEN",
               "PUSKESMAS", 33, date(2020, 2, 1), paid),
        _group("kecamatan", told("members: Perangkat kecamatan"), "contract_staff village_official", "PU", pu,
               "APBD KABUPATEN", "KECAMATAN", 21, date(2020, 1, 1), paid),
        _group("kelurahan", told("members: Perangkat kelurahan"), "contract_staff village_official", "PU", pu,
               "APBD KABUPATEN", "KELURAHAN", 15, date(2020, 1, 1), paid),
        _group("guru", told("members: Guru honorer"), "contract_teacher", "PU", pu, "APBD KABUPATEN",
               "DINAS PENDIDIKAN", 1, date(2021, 7, 1), paid),
        _group("bpd", told("members: BPD"), "village_council", "PU", pu, "ADD", "BPD", 81, date(2022, 1, 1), late),
        _group("satlinmas", told("members: Satlinmas desa"), "village_security", "PU", pu, "ADD", "SATLINMAS DESA",
               155, date(2022, 1, 1), late),
        _group("satlinmas-kel", told("members: Satlinmas kelurahan"), "village_security", "PU", pu, "APBD KABUPATEN",
               "SATLINMAS KELURAHAN", 9, date(2022, 1, 1), paid),
        _group("pekemit", told("members: Staf pekemit/operator"), "village_official rt_rw", "PU", pu, "ADD",
               "PEKEMIT DAN OPERATOR", 38, date(2023, 1, 1), paid),
        _group("kader", told("members: Kader posyandu"), "cadre", "PU", pu, "ADD", "KADER POSYANDU", 2,
               date(2024, 1, 1), paid),
        _group("rt-rw", told("members: RT/RW"), "rt_rw", "PU", pu, "ADD", "RT/RW", 2, date(2024, 1, 1), paid),
        _group("bkd", a.members_bkd, "village_security farmer", "PU", pu, "ADD", "BADAN KEAMANAN DESA", 239,
               date(2024, 7, 1), late),
        _group("marbot", told("mosque_and_quran_registered"), "mosque_caretaker quran_teacher farmer", "PU", pu,
               "APBD KABUPATEN", "MARBOT DAN GURU NGAJI", 1, date(2025, 9, 1), late),
        _group("dapur", a.members_kitchen, "kitchen_worker", "PU", pu, "PEMBERI KERJA", "DAPUR MBG", 53,
               date(2025, 11, 1), paid),
        _group("perusahaan", a.members_wage_earner, "wage_earner", "PU", whole, "PEMBERI KERJA", "PERUSAHAAN", 900,
               date(2018, 1, 1), paid),
        _group("konstruksi", a.members_construction, "construction", "JK", "JKK+JKM", "PEMBERI KERJA",
               "PROYEK KONSTRUKSI", 160, date(2025, 8, 1), paid),
        _group("pmi", a.members_migrant, "migrant", "PMI", "JKK+JKM", "MANDIRI", "PMI", 1, date(2024, 6, 1), paid),
        _group("provinsi", told("dbhcht_provincial_members"), "tobacco_labourer tobacco_farmer farmer", "BPU", bpu,
               "APBD PROVINSI", "PEKERJA RENTAN PROVINSI", 1, date(2025, 6, 1), late),
        _group("desa", a.members_village_fund,
               "farm_labourer farmer day_labourer trader fisher transport livestock", "BPU", bpu, "ADD",
               "PEKERJA RENTAN DESA", 239, date(2025, 3, 1), paid),
        _group("mandiri", 0,
               "micro_enterprise trader transport craftsman fisher farmer farm_labourer day_labourer other_informal "
               "livestock domestic_worker fish_labourer", "BPU", bpu, "MANDIRI", "", 0, date(2023, 1, 1), late),
    ]  # fmt: skip


def _group(
    key: str, count: int, segments: str, membership_class: str, programmes: str, payer: str, employer: str,
    employers: int, active_from: date, paid_until: date,
) -> MemberGroup:  # fmt: skip
    return MemberGroup(
        key, count, tuple(segments.split()), membership_class, programmes, payer, employer, employers, active_from,
        paid_until,
    )  # fmt: skip


def members(
    persons: pl.DataFrame,
    villages: list[Village],
    *,
    regency: str,
    scale: float,
    assumptions: Assumptions,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """Return one line per active member: position (in `persons`), group, class, programmes, payer, employer, dates.

    As many as published at scale, also in the districts whose members are published.
    """
    total = at_scale(figure(regency, "jamsostek_active_participants") or persons.height // 9, scale)
    district = np.array([v.district_code for v in villages])[persons["village_index"].to_numpy()]
    fixed = {
        f.code: at_scale(f.value, scale)
        for f in shipped_figures()
        if f.indicator == "jamsostek_covered_workers" and f.code.startswith(regency)
    }
    segment = persons["segment"].to_numpy()
    free = persons["died_on"].is_null().to_numpy().copy()
    left = total
    room = dict(fixed)
    chosen: list[tuple[MemberGroup, Ints]] = []
    for group in groups(regency, assumptions):
        last = group.key == "mandiri"
        wanted = left if last else min(left, at_scale(group.count, scale) if group.count else 0)
        people = _choose(free, segment, district, group.segments, wanted, room, rng, fill=last)
        free[people] = False
        for code in room:
            room[code] -= int((district[people] == code).sum())
        left -= len(people)
        chosen.append((group, people))
    return pl.concat([_lines(group, people, rng, assumptions) for group, people in chosen if len(people)])


def _choose(
    free: npt.NDArray[np.bool_],
    segment: npt.NDArray[np.str_],
    district: npt.NDArray[np.str_],
    segments: tuple[str, ...],
    wanted: int,
    room: dict[str, int],
    rng: np.random.Generator,
    *,
    fill: bool,
) -> Ints:
    """Take `wanted` free people of the segments (earlier ones likelier), never more of a district than it has room
    for; with `fill` every such district is filled up and others make up the rest."""
    liking = np.zeros(len(free))
    for place, name in enumerate(segments):
        liking[segment == name] = 1.0 / (1 + place if fill else 50**place)
    candidates = np.flatnonzero(free & (liking > 0))
    clock = rng.exponential(1.0, len(candidates)) / liking[candidates]
    ordered = candidates[np.argsort(clock, kind="stable")]
    where = district[ordered]
    open_ = np.ones(len(ordered), dtype=bool)
    bound = np.zeros(len(ordered), dtype=bool)
    for code, places in room.items():
        inside = np.flatnonzero(where == code)
        open_[inside[max(0, places) :]] = False
        bound[inside[: max(0, places)]] = fill
    allowed = np.concatenate((ordered[open_ & bound], ordered[open_ & ~bound]))
    return np.sort(allowed[:wanted])


def _lines(group: MemberGroup, people: Ints, rng: np.random.Generator, assumptions: Assumptions) -> pl.DataFrame:
    count = len(people)
    employer = rng.integers(1, max(2, group.employers + 1), count) if group.employers else np.zeros(count, dtype=int)
    start = np.datetime64(group.active_from)
    span = max(1, int((np.datetime64("2025-10-01") - start).astype(int)))
    begins = start + (rng.random(count) ** 2 * span).astype("timedelta64[D]")
    until = np.full(count, np.datetime64(group.paid_until))
    months = rng.choice([0, 1, 2], size=count, p=(0.7, 0.2, 0.1)) if group.payer == "MANDIRI" else np.zeros(count, int)
    ends = np.array(["2026-01-31", "2025-12-31", "2025-11-30"], dtype="datetime64[D]")
    until = np.where(group.payer == "MANDIRI", ends[months], until)
    return pl.DataFrame(
        {
            "position": people,
            "group": [group.key] * count,
            "membership_class": [group.membership_class] * count,
            "programmes": [group.programmes] * count,
            "payer": [group.payer] * count,
            "npp": pl.Series(employer).map_elements(
                lambda n: f"{group.key[:3].upper()}{n:05d}" if n else "", return_dtype=pl.String
            ),
            "employer": pl.Series(employer).map_elements(
                lambda n: f"{group.employer} {n:03d}" if n else "", return_dtype=pl.String
            ),
            "active_from": pl.Series(begins.astype("datetime64[M]").astype("datetime64[D]")).cast(pl.Date),
            "paid_until": pl.Series(until).cast(pl.Date),
        }
    )
