"""Numbers without a source, all in one place. Nobody should cite them.

`Assumptions` shapes the people; `NoiseRates` says how often a row of a list is damaged and can be scaled as a
whole, because matching is judged at half and at double the noise. Where a number leans on something seen, the
comment says on what; everything else is a guess of the drafter.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date


@dataclass(frozen=True)
class Assumptions:
    """The shape of the regency, its households, livelihoods and lists, as far as nothing is published."""

    as_of: date = date(2026, 1, 31)  # month of the insurer's published 164,828

    # Villages and households
    village_size_spread: float = 0.35  # sigma of the log size of villages within a district
    residents_per_village: int = 5_700  # for a regency without published population
    men_share: float = 0.5  # same
    household_sizes: tuple[float, ...] = (0.09, 0.17, 0.22, 0.24, 0.16, 0.08, 0.04)  # sizes 1 to 7
    spouse_share: float = 0.85  # of households of three and more
    grandparent_share: float = 0.12  # of households of four and more
    woman_head_share: float = 0.6  # of heads without a spouse
    twin_share: float = 0.006  # of residents (as in the linkage study)
    namesake_share: float = 0.0006  # adults given a namesake with the same birth date in the same village

    # Birth dates as registered: 19 of 97 in a public sample were born on 31 December
    heap_31_12: tuple[float, float, float] = (0.24, 0.10, 0.01)  # born before 1970, 1970-1994, later
    heap_01_07: tuple[float, float, float] = (0.07, 0.03, 0.003)
    heap_01_01: tuple[float, float, float] = (0.05, 0.02, 0.003)

    # Names: words of a full name as in the same sample (40, 37, 15, 7 of 97)
    name_words: tuple[float, ...] = (0.40, 0.38, 0.15, 0.07)
    parent_name_words: tuple[float, ...] = (0.65, 0.28, 0.06, 0.01)
    noble_share: tuple[float, float] = (0.03, 0.12)  # of households, by village
    canonical_spelling_share: float = 0.60  # the rest is registered under another spelling
    old_spelling_share: float = 0.04  # of those born before 1962
    hindu_share: float = 0.012

    # Numbers
    other_district_share: float = 0.06  # first registered in another district of the regency
    other_regency_share: float = 0.03
    old_code_share: float = 0.96  # of those registered before their village moved to a new district
    two_nik_share: float = 0.003  # residents recorded twice long ago
    shared_nik_share: float = 0.0008  # residents whose register entry bears somebody else's NIK
    phone_share: float = 0.55
    # Prefixes that no operator had been given when this was written, so that nobody's telephone rings
    phone_prefixes: tuple[str, ...] = ("0840", "0841", "0842", "0843", "0844", "0846", "0847", "0848")

    # Work: persons per segment at scale 1.0. Published lists are parts of these; the sum is formal 92,978 plus
    # informal 531,611 (figures.csv), wage_earner and other_informal take the remainder.
    segments: dict[str, int] = field(
        default_factory=lambda: {
            "village_official": 3_800,
            "village_council": 1_700,
            "rt_rw": 6_000,
            "village_security": 6_900,
            "cadre": 4_800,
            "contract_staff": 7_200,
            "contract_teacher": 2_600,
            "mosque_caretaker": 1_300,
            "quran_teacher": 1_500,
            "kitchen_worker": 6_100,
            "tobacco_farmer": 18_000,
            "tobacco_labourer": 30_000,
            "farmer": 92_000,
            "farm_labourer": 108_000,
            "livestock": 17_000,
            "fisher": 13_000,
            "fish_labourer": 6_000,
            "micro_enterprise": 76_000,
            "trader": 47_000,
            "craftsman": 28_000,
            "transport": 15_000,
            "domestic_worker": 8_000,
            "day_labourer": 33_000,
            "construction": 13_000,
            "migrant": 10_500,
        }
    )
    stale_occupation_share: float = 0.55  # the register shows something generic
    working_ages: tuple[int, int] = (15, 72)

    # Lists
    list_rows: int = 700_000  # village and agency lists together, at scale 1.0
    informal_on_village_list: float = 0.96  # wish weights of who is written down
    formal_on_village_list: float = 0.45
    not_working_on_village_list: float = 0.02
    workers_per_kitchen: int = 47
    fishers_listed: int = 8_000
    rows_again_in_list: float = 0.016
    rows_of_neighbour_village: float = 0.011

    # Insurer: members by payer at scale 1.0 that are not published; self-payers take the remainder
    members_wage_earner: int = 45_500
    members_construction: int = 5_200
    members_migrant: int = 8_500  # 33.95 % of the 25,062 placed from the province in 2025
    members_village_fund: int = 23_700  # 20 million rupiah a village / (16,800 x 12), plan of Sept 2025
    members_kitchen: int = 2_491
    members_bkd: int = 4_200

    # Welfare and deaths
    welfare_deciles_listed: int = 4
    deaths_per_thousand: float = 6.5
    deaths_known_share: float = 0.8  # of the deaths of the year that a civil record or a village notice tells


@dataclass(frozen=True)
class NoiseRates:
    """How often a row is damaged, as shares of rows (0 to 1). The first group follows the linkage study."""

    nik_missing: float = 0.045
    nik_placeholder: float = 0.006
    nik_typed_wrong: float = 0.024
    nik_wrong_length: float = 0.009
    nik_rounded: float = 0.010
    nik_rounded_file: float = 0.008  # of files, whole column
    nik_scientific: float = 0.002
    nik_float_text: float = 0.002
    nik_separators: float = 0.012
    nik_invisible: float = 0.010
    nik_apostrophe: float = 0.012
    nik_letters: float = 0.004
    nik_is_kk: float = 0.002
    nik_of_neighbour: float = 0.007
    nik_run: float = 0.003
    kk_wrong: float = 0.020
    kk_missing: float = 0.040
    birth_missing: float = 0.020
    birth_swapped: float = 0.012
    birth_digit: float = 0.012
    birth_year: float = 0.008
    birth_default: float = 0.010
    birth_year_only: float = 0.006
    birth_zero: float = 0.003
    birth_impossible: float = 0.002
    birth_short_year: float = 0.010
    birth_serial: float = 0.006
    birth_other_form: float = 0.040
    sex_wrong: float = 0.005
    sex_missing: float = 0.010
    sex_other_word: float = 0.030
    name_case: float = 0.060
    name_space: float = 0.060
    name_dot: float = 0.020
    name_rule: float = 0.170
    name_two_rules: float = 0.040
    name_dropped: float = 0.050
    name_typo: float = 0.020
    name_nickname: float = 0.010
    name_title: float = 0.030
    name_digit: float = 0.004
    name_missing: float = 0.001
    name_deceased: float = 0.080  # of rows of people who have died
    mother_missing: float = 0.200
    mother_teknonym: float = 0.080
    phone_zero_lost: float = 0.030
    phone_country: float = 0.030
    phone_dashes: float = 0.030
    phone_two: float = 0.008
    phone_short: float = 0.006
    phone_operator_file: float = 0.030  # of files: one number for everybody
    district_alias: float = 0.150  # of files
    village_alias: float = 0.200  # of rows of a village that has another spelling
    birth_place_missing: float = 0.010
    row_shifted: float = 0.0006
    second_nik: float = 0.500  # of rows of residents who have two
    moved_kk: float = 0.060  # rows with the card of an earlier household

    def scaled(self, factor: float) -> NoiseRates:
        """Return the same rates times `factor`, none above 0.95."""
        return NoiseRates(**{f.name: min(0.95, getattr(self, f.name) * factor) for f in fields(self)})
