"""The villages and how many people live in each: district figures where there are any, split by invented weights.

No population by village is published, so the split within a district is an assumption; the regency total is met
exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from semesta.kernel.gazetteer import Gazetteer
from semesta.kernel.region_code import nik_region, parent_of
from semesta.kernel.rupiah import split
from semesta.synthetic.assumptions import Assumptions
from semesta.synthetic.figures import at_scale, figure

_HAMLET_KINDS = ("Gubuk", "Dasan", "Montong", "Lendang", "Bagek", "Kebon", "Repok", "Tibu", "Otak", "Batu")
_HAMLET_WORDS = (
    "Baru", "Lauk", "Daya", "Timuk", "Bat", "Tengak", "Bawak", "Puntik", "Nangka", "Bila", "Rungkang", "Gerung",
    "Santong", "Kembar", "Pande", "Makam", "Masjid", "Jangkrang", "Paok", "Lekong", "Bongkot", "Selatan", "Utara",
    "Buak", "Kumbung", "Sepolong", "Lingsar", "Dende", "Mudung", "Asem", "Wareng", "Tenga",
)  # fmt: skip


@dataclass(frozen=True)
class Village:
    """A village of the made-up regency: its real code and name, its invented size and hamlets."""

    code: str
    name: str
    district_code: str
    district: str
    residents: int
    hamlets: tuple[str, ...]
    nik_region: str
    old_nik_region: str | None  # district prefix of before the village moved to a new district
    noble_share: float
    has_rw: bool

    @property
    def is_kelurahan(self) -> bool:
        """Say whether it is an urban ward (without village fund) rather than a desa."""
        return self.code[9] == "1"


def settle(
    gazetteer: Gazetteer, *, regency: str, scale: float, assumptions: Assumptions, rng: np.random.Generator
) -> list[Village]:
    """Return the villages of `regency` in order of code, their residents summing to the published total x scale."""
    villages = gazetteer.at("village", within=regency)
    if not villages:
        raise ValueError(f"the gazetteer knows no village of regency {regency}")
    names = {region.code: region.name for region in gazetteer.at("district", within=regency)}
    published = figure(regency, "population_total") or assumptions.residents_per_village * len(villages)
    total = max(at_scale(published, scale), 2 * len(villages))
    districts = sorted(names)
    counts = {d: sum(1 for v in villages if parent_of(v.code) == d) for d in districts}
    by_district = dict(
        zip(
            districts,
            split(
                total - len(villages),
                [figure(d, "population_estimate") or assumptions.residents_per_village * counts[d] for d in districts],
            ),
            strict=True,
        )
    )
    moved = {new: nik_region(old) for old, new in gazetteer.old_codes.items() if len(old) == 13 and old[:8] != new[:8]}
    settled = []
    for district in districts:
        inside = [v for v in villages if parent_of(v.code) == district]
        weights = np.exp(rng.normal(0.0, assumptions.village_size_spread, len(inside)))
        parts = split(by_district[district], [int(w * 1_000_000) for w in weights])
        for village, extra in zip(inside, parts, strict=True):
            settled.append(
                Village(
                    code=village.code,
                    name=village.name,
                    district_code=district,
                    district=names[district],
                    residents=extra + 1,
                    hamlets=_hamlets(rng, residents=extra + 1),
                    nik_region=nik_region(village.code),
                    old_nik_region=moved.get(village.code),
                    noble_share=float(rng.uniform(*assumptions.noble_share)),
                    has_rw=bool(rng.random() < 0.3),
                )
            )
    return settled


def _hamlets(rng: np.random.Generator, *, residents: int) -> tuple[str, ...]:
    """Draw three to eleven different hamlet names; bigger villages have more."""
    number = int(np.clip(3 + residents // 900 + rng.integers(0, 3), 3, 11))
    words = rng.permutation(len(_HAMLET_WORDS))[:number]
    kinds = rng.integers(0, len(_HAMLET_KINDS), number)
    return tuple(f"{_HAMLET_KINDS[k]} {_HAMLET_WORDS[w]}" for k, w in zip(kinds, words, strict=True))
