"""What is compared of a name: spellings fall together, words that name nobody are seen as such."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.matching.name_key import name_key_of, name_parts, with_name_keys

WHOLE_NAMES = ("H. MUH. ALI", "MUHAMMAD", "LALU MUH. TAUFIK BIN LALU ALI", "HJ. BQ. SITI BINTI X", "M. M. M", "DRS. H.")


def parts(*names: str | None) -> list[dict[str, object]]:
    return name_parts(pl.Series(names, dtype=pl.String)).to_dicts()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ZAINUDDIN", "JAENUDIN"),
        ("FARIDAH", "PARIDAH"),
        ("KHAERUL FAHMI", "HAIRUL PAHMI"),
        ("NUR HAYATI", "NURHAYATI"),
        ("MUH. SALEH", "M.SALIH"),
        ("H. LALU SYAHRIL", "SAHRIL"),
        ("SOEBANDI", "SUBANDI"),
        ("SA'DIAH", "SADIYAH"),
    ],
)
def test_two_spellings_of_a_name_have_one_key(one: str, other: str) -> None:
    first, second = parts(one, other)
    assert first["name_key"] == second["name_key"]


def test_a_name_without_letters_has_no_parts() -> None:
    assert parts(None, "", " 5 ")[:2] == [dict.fromkeys(parts("A")[0])] * 2
    assert parts(" - ")[0]["name_key"] is None


@pytest.mark.parametrize("name", ["LALU", "MUHAMMAD", "H. MUH", "AMAQ KERTA", "HJ. INAQ SALMUN", "PAPUK SAHAR"])
def test_marks_and_teknonyms_name_nobody(name: str) -> None:
    assert parts(name)[0]["name_bare"] is True


@pytest.mark.parametrize("name", ["LALU HADI", "MUHAMMAD HADI", "INA", "AHMAD", "SITI"])
def test_real_names_name_somebody(name: str) -> None:
    assert parts(name)[0]["name_bare"] is False


def test_the_words_keep_their_order_and_bounds() -> None:
    (told,) = parts("NURUL HIDAYATI SARI")
    assert (told["name_token"], told["name_last"]) == ("NURUL", "SARI")
    assert told["name_words"] == " NURUL HIDIATI SARI "


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.text("ABHKLMU .'0", max_size=12)), max_size=8))
def test_every_line_gets_its_own_parts_whatever_stands_around(names: list[str | None]) -> None:
    together = parts(*names)
    assert together == [parts(name)[0] for name in names]


def test_keys_are_added_beside_the_other_columns() -> None:
    rows = pl.DataFrame({"nama": ["SITI AMINAH", None], "n": [1, 2]})
    assert with_name_keys(rows, name="nama").columns == ["nama", "n", "name_key", "name_token"]


@settings(deadline=None)
@given(st.lists(st.text(alphabet="AEIOUDJTKHCSYZMNB -'.01é", max_size=24) | st.sampled_from(WHOLE_NAMES), max_size=12))
def test_a_name_alone_has_the_key_it_has_in_a_column(names: list[str]) -> None:
    column = name_parts(pl.Series(names, dtype=pl.String))
    alone = [name_key_of(name) for name in names]
    assert alone == column.select("name_key", "name_token").rows()
