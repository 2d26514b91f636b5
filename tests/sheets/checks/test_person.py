"""Names, sex, telephone and the words of the family card."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets.lists import MAN, WOMAN, a_list, codes, the_finding, values


def named(*names: str | None) -> object:
    return a_list(("NO", "NIK", "NAMA"), *((str(i), str(int(MAN) + 2 * i), name) for i, name in enumerate(names)))


@pytest.mark.parametrize(
    ("written", "name", "title"),
    [
        ("AMAQ SAHDAN", "AMAQ SAHDAN", None),
        ("Amaq  Sahdan ", "AMAQ SAHDAN", None),
        ("H. AHMAD", "AHMAD", "H."),
        ("Hj Siti Aminah", "SITI AMINAH", "HJ"),
        ("TGH. ZAINUDDIN", "ZAINUDDIN", "TGH."),
        ("AHMAD, S.Pd", "AHMAD", "S.PD"),
        ("NURHAYATI S.Pd.I", "NURHAYATI", "S.PD.I"),
        ("DRS. H. LALU HADI, M.Si", "LALU HADI", "DRS. H. M.SI"),
        ("M.SALEH", "M. SALEH", None),
        ("Sa`diah", "SA'DIAH", None),
        ("BAIQ RINI", "BAIQ RINI", None),
        ("LALU HADI", "LALU HADI", None),
        ("HADI L.", "HADI L.", None),
        ("I WAYAN SUDA", "I WAYAN SUDA", None),
        ("SAHNIM", "SAHNIM", None),
    ],
)
def test_a_name_and_its_title(written: str, name: str, title: str | None) -> None:
    reading = named(written)
    assert (values(reading, "name"), values(reading, "title")) == ([name], [title])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "code", "after"),
    [
        ("S0LEH", "name_digits_replaced", "SOLEH"),
        ("JAL1L", "name_digits_replaced", "JALIL"),
        ("AHMAD BIN SALEH", "name_patronym_split", "AHMAD"),
        ("SITI BINTI LALU HADI", "name_patronym_split", "SITI"),
        ("SITI 2", "name_not_a_name", ""),
        ("A" * 121, "name_not_a_name", ""),
        ("AHMAD (ALM)", "name_marked_deceased", ""),
        ("Alm. AHMAD", "name_marked_deceased", ""),
        (None, "name_missing", ""),
    ],
)
def test_a_name_that_needs_a_word(written: str | None, code: str, after: str) -> None:
    finding = the_finding(named("AMAQ SAHDAN", written), code)  # type: ignore[arg-type]
    assert (finding["row"], finding["column"], finding["after"]) == (3, "C", after)


def test_the_patronym_becomes_the_father_unless_he_is_named() -> None:
    header = ("NIK", "NAMA", "NAMA AYAH")
    reading = a_list(header, (MAN, "AHMAD BIN SALEH", None), (WOMAN, "SITI BINTI ALI", "AMAQ ALI"))
    assert values(reading, "father_name") == ["SALEH", "AMAQ ALI"]


def test_tidied_names_are_noted_once() -> None:
    finding = the_finding(named("Amaq Sahdan", "INAQ SAHNIM", "lalu hadi"), "text_tidied")  # type: ignore[arg-type]
    assert (finding["before"], finding["after"], finding["detail"]) == ("Amaq Sahdan", "AMAQ SAHDAN", "2")


@given(st.lists(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=10), min_size=1, max_size=4))
def test_plain_words_are_left_as_they_are(words: list[str]) -> None:
    titles = {"HJ", "DR", "IR", "KH", "QH", "BIN", "ALM", "BTE", "TGH", "DRS", "DRA", "UST", "PROF", "ALMH", "TGKH"}
    if titles.isdisjoint(words) and words != ["NIHIL"] and words != ["NULL"]:
        assert values(named(" ".join(words)), "name") == [" ".join(words)]  # type: ignore[arg-type]


def sexed(*written: str | None, heading: str = "L/P") -> object:
    people = (("NAMA SAYA", "SAKRA", cell, "081234567890") for cell in written)
    return a_list(("NAMA", "ALAMAT", heading, "NO HP"), *people)


@pytest.mark.parametrize("written", ["L", "Lk", "Laki-laki", "LAKI - LAKI", "Laki2", "Pria", "1", "l", "1. Laki-laki"])
def test_words_for_a_man(written: str) -> None:
    assert values(sexed(written, "P"), "sex") == ["L", "P"]  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["P", "Pr", "PRP", "Perempuan", "Wanita", "W", "2", "p"])
def test_words_for_a_woman(written: str) -> None:
    assert values(sexed("L", written), "sex") == ["L", "P"]  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["?", "X", "11", "ANAK"])
def test_an_entry_that_is_no_sex(written: str) -> None:
    assert the_finding(sexed("L", written), "sex_unreadable")["before"] == written  # type: ignore[arg-type]


def test_p_means_pria_beside_w() -> None:
    reading = sexed("P", "P", "W", "W", "P")
    assert values(reading, "sex") == ["L", "L", "P", "P", "L"]  # type: ignore[arg-type]
    assert the_finding(reading, "sex_pria_wanita")["detail"] == "3"  # type: ignore[arg-type]


def test_p_means_pria_under_its_heading() -> None:
    assert values(sexed("P", "W", heading="PRIA/WANITA"), "sex") == ["L", "P"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "phone", "code"),
    [
        ("081234567890", "6281234567890", None),
        ("81234567890", "6281234567890", "phone_completed"),
        (81234567890, "6281234567890", "phone_completed"),
        ("+62 812-3456-7890", "6281234567890", "phone_completed"),
        ("6281234567890", "6281234567890", "phone_completed"),
        ("0812 3456 7890", "6281234567890", "phone_completed"),
        ("081234567890 / 081234567891", "6281234567890", "phone_two_numbers"),
        ("081234", None, "phone_invalid"),
        ("tidak tahu nomornya", None, "phone_invalid"),
        ("-", None, None),
        (None, None, None),
    ],
)
def test_a_phone_number(written: str | int | None, phone: str | None, code: str | None) -> None:
    reading = a_list(("NIK", "NAMA", "NO HP"), (MAN, "AMAQ SAHDAN", written))
    assert values(reading, "phone") == [phone]
    assert [c for c in codes(reading) if c.startswith("phone")] == ([code] if code else [])


def test_the_operator_s_number_for_everybody_is_told_once() -> None:
    people = [(str(int(MAN) + 2 * i), f"SITI {chr(65 + i)}MINAH", "081234567890") for i in range(9)]
    finding = the_finding(a_list(("NIK", "NAMA", "NO HP"), *people), "phone_shared")
    assert (finding["row"], finding["before"], finding["detail"]) == (2, "6281234567890", "9")


@pytest.mark.parametrize(
    ("heading", "field", "written", "meaning"),
    [
        ("STATUS KAWIN", "marital", "BK", "BELUM KAWIN"),
        ("STATUS KAWIN", "marital", "2", "KAWIN"),
        ("STATUS KAWIN", "marital", "Kawin Tercatat", "KAWIN"),
        ("SHDK", "relation", "Isteri", "ISTRI"),
        ("kk_level", "relation", "1", "KEPALA KELUARGA"),
        ("PENDIDIKAN", "education", "SLTA/SEDERAJAT", "SLTA"),
        ("pendidikan_kk_id", "education", "8", "STRATA I"),
    ],
)
def test_words_and_codes_of_the_family_card(heading: str, field: str, written: str, meaning: str) -> None:
    reading = a_list(("NIK", "NAMA", heading), (MAN, "AMAQ SAHDAN", written))
    assert values(reading, field) == [meaning]


@pytest.mark.parametrize(
    ("entries", "field"),
    [(("KAWIN", "BELUM KAWIN"), "marital"), (("ISTRI", "ANAK"), "relation")],
)
def test_a_column_headed_status_is_told_by_its_words(entries: tuple[str, str], field: str) -> None:
    reading = a_list(("NIK", "NAMA", "STATUS"), (MAN, "AMAQ SAHDAN", entries[0]), (WOMAN, "INAQ SAHNIM", entries[1]))
    assert values(reading, field) == list(entries)


def test_a_resident_marked_dead_is_doubted() -> None:
    reading = a_list(("NIK", "NAMA", "Status"), (MAN, "AMAQ SAHDAN", "Hidup"), (WOMAN, "INAQ SAHNIM", "Mati"))
    finding = the_finding(reading, "person_not_resident")
    assert (finding["row"], finding["before"]) == (3, "MATI")
