"""The BPU table row by row, transcribed from the published table; the law folder must give the same rupiah."""

from __future__ import annotations

import pytest

from semesta.kernel.month import Month
from semesta.law import Law
from semesta.law.contribution import contribution

# row, from, to, JKK, JKK+JKM, JKK+JKM at half, JHT, all three
ROWS = [
    (1, 0, 1_099_000, 10_000, 16_800, 8_400, 20_000, 36_800),
    (2, 1_100_000, 1_299_000, 12_000, 18_800, 9_400, 24_000, 42_800),
    (3, 1_300_000, 1_499_000, 14_000, 20_800, 10_400, 28_000, 48_800),
    (4, 1_500_000, 1_699_000, 16_000, 22_800, 11_400, 32_000, 54_800),
    (5, 1_700_000, 1_899_000, 18_000, 24_800, 12_400, 36_000, 60_800),
    (6, 1_900_000, 2_099_000, 20_000, 26_800, 13_400, 40_000, 66_800),
    (7, 2_100_000, 2_299_000, 22_000, 28_800, 14_400, 44_000, 72_800),
    (8, 2_300_000, 2_499_000, 24_000, 30_800, 15_400, 48_000, 78_800),
    (9, 2_500_000, 2_699_000, 26_000, 32_800, 16_400, 52_000, 84_800),
    (10, 2_700_000, 3_199_000, 29_500, 36_300, 18_150, 59_000, 95_300),
    (11, 3_200_000, 3_699_000, 34_500, 41_300, 20_650, 69_000, 110_300),
    (12, 3_700_000, 4_199_000, 39_500, 46_300, 23_150, 79_000, 125_300),
    (13, 4_200_000, 4_699_000, 44_500, 51_300, 25_650, 89_000, 140_300),
    (14, 4_700_000, 5_199_000, 49_500, 56_300, 28_150, 99_000, 155_300),
    (15, 5_200_000, 5_699_000, 54_500, 61_300, 30_650, 109_000, 170_300),
    (16, 5_700_000, 6_199_000, 59_500, 66_300, 33_150, 119_000, 185_300),
    (17, 6_200_000, 6_699_000, 64_500, 71_300, 35_650, 129_000, 200_300),
    (18, 6_700_000, 7_199_000, 69_500, 76_300, 38_150, 139_000, 215_300),
    (19, 7_200_000, 7_699_000, 74_500, 81_300, 40_650, 149_000, 230_300),
    (20, 7_700_000, 8_199_000, 79_500, 86_300, 43_150, 159_000, 245_300),
    (21, 8_200_000, 9_199_000, 87_000, 93_800, 46_900, 174_000, 267_800),
    (22, 9_200_000, 10_199_000, 97_000, 103_800, 51_900, 194_000, 297_800),
    (23, 10_200_000, 11_199_000, 107_000, 113_800, 56_900, 214_000, 327_800),
    (24, 11_200_000, 12_199_000, 117_000, 123_800, 61_900, 234_000, 357_800),
    (25, 12_200_000, 13_199_000, 127_000, 133_800, 66_900, 254_000, 387_800),
    (26, 13_200_000, 14_199_000, 137_000, 143_800, 71_900, 274_000, 417_800),
    (27, 14_200_000, 15_199_000, 147_000, 153_800, 76_900, 294_000, 447_800),
    (28, 15_200_000, 16_199_000, 157_000, 163_800, 81_900, 314_000, 477_800),
    (29, 16_200_000, 17_199_000, 167_000, 173_800, 86_900, 334_000, 507_800),
    (30, 17_200_000, 18_199_000, 177_000, 183_800, 91_900, 354_000, 537_800),
    (31, 18_200_000, 19_199_000, 187_000, 193_800, 96_900, 374_000, 567_800),
    (32, 19_200_000, 20_199_000, 197_000, 203_800, 101_900, 394_000, 597_800),
    (33, 20_200_000, None, 207_000, 213_800, 106_900, 414_000, 627_800),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"row {row[0]}")
@pytest.mark.parametrize("edge", ["from", "to"])
def test_both_edges_of_a_bracket_cost_what_the_table_says(law: Law, row: tuple[int, ...], edge: str) -> None:
    _, start, end, jkk, both, _, jht, three = row
    income = start if edge == "from" else (end if end is not None else 10 * start)

    answer = contribution(law, month=Month(2025, 6), segment="trader", income_rp=income, extra=("jht",))

    assert (answer.jkk_rp, answer.jkk_rp + answer.jkm_rp, answer.jht_rp, answer.total_rp) == (jkk, both, jht, three)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"row {row[0]}")
def test_relief_halves_jkk_and_jkm_and_leaves_jht(law: Law, row: tuple[int, ...]) -> None:
    _, start, _, _, both, half, jht, _ = row

    answer = contribution(law, month=Month(2026, 4), segment="trader", income_rp=start, extra=("jht",))

    assert answer.jkk_rp + answer.jkm_rp == half
    assert (answer.relief_rp, answer.jht_rp) == (both - half, jht)


def test_income_between_two_printed_brackets_falls_into_the_lower_one(law: Law) -> None:
    answer = contribution(law, month=Month(2025, 6), segment="trader", income_rp=1_099_999)

    assert answer.jkk_rp == 10_000


def test_the_table_has_no_other_rows(law: Law) -> None:
    table = law.parameters["contribution/bpu/jkk_basis"].values[-1].value

    assert isinstance(table, tuple)
    assert len(table) == len(ROWS)
