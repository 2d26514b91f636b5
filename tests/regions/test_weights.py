"""Sharing out by weights: parts sum exactly at each level, and weights that cannot share are refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.regions.weights import Weights, WeightsError, parts_of, read_weights

VILLAGES = {"52.03": ["52.03.01", "52.03.02"]} | {
    f"52.03.0{district}": [f"52.03.0{district}.200{village}" for village in range(1, 4)] for district in (1, 2)
}


def weights(**by_code: int) -> Weights:
    return Weights({code.replace("_", ".").removeprefix("k"): weight for code, weight in by_code.items()}, "bobot.csv")


@given(
    value=st.integers(0, 10**9),
    districts=st.tuples(st.integers(1, 10**6), st.integers(0, 10**6)),
    villages=st.lists(st.integers(1, 10**5), min_size=3, max_size=3),
)
def test_the_parts_of_each_level_sum_to_the_whole(value: int, districts: tuple[int, int], villages: list[int]) -> None:
    by_code = dict(zip(VILLAGES["52.03"], districts, strict=True)) | dict(
        zip(VILLAGES["52.03.01"], villages, strict=True)
    )

    parts = parts_of(value, "52.03", VILLAGES, Weights(by_code, "bobot.csv"))

    by_level = {length: sum(part.value for part in parts if len(part.code) == length) for length in (8, 13)}
    assert by_level == {8: value, 13: value}
    assert min(part.value for part in parts) >= 0


def test_villages_without_weights_share_evenly_and_say_so() -> None:
    parts = parts_of(10, "52.03", VILLAGES, weights(k52_03_01=9, k52_03_02=1))

    assert [(p.code, p.value, p.is_even_share) for p in parts[:4]] == [
        ("52.03.01", 9, False), ("52.03.01.2001", 3, True), ("52.03.01.2002", 3, True), ("52.03.01.2003", 3, True),
    ]  # fmt: skip


def test_districts_never_share_evenly() -> None:
    with pytest.raises(WeightsError, match=r"no weights for 52\.03\.01, 52\.03\.02"):
        parts_of(10, "52.03", VILLAGES, weights())


def test_weights_for_some_villages_of_a_district_are_not_enough() -> None:
    some = weights(k52_03_01=1, k52_03_02=1, k52_03_01_2001=5)

    with pytest.raises(WeightsError, match=r"no weights for 52\.03\.01\.2002"):
        parts_of(10, "52.03", VILLAGES, some)


def test_weights_that_are_all_zero_share_nothing() -> None:
    with pytest.raises(WeightsError, match="all weights are zero"):
        parts_of(10, "52.03", VILLAGES, weights(k52_03_01=0, k52_03_02=0))


def test_a_csv_of_weights_is_read() -> None:
    read = read_weights("\ufeffcode,name,weight\n52.03.01, Keruak ,62300\n".encode(), file_name="bobot.csv")

    assert read == Weights({"52.03.01": 62300}, "bobot.csv")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"kode,bobot\n1,2\n", "needs the columns"),
        (b"code,weight\n520301,5\n", "line 2: '520301'"),
        (b"code,weight\n52.03.01,1.000\n", "line 2: '1.000'"),
        (b"code,weight\n52.03.01,-5\n", "line 2: '-5'"),
        (b"code,weight\n52.03.01\n", "line 2: ''"),
        (b"code,weight\n52.03.01,1\n52.03.01,2\n", "line 3: 52.03.01"),
        (b"PK\x03\x04\xff\xfe", "no CSV in UTF-8"),
    ],
)
def test_a_csv_that_cannot_be_used_is_refused_by_line(text: bytes, told: str) -> None:
    with pytest.raises(WeightsError, match=re.escape(told)):
        read_weights(text, file_name="bobot.csv")
