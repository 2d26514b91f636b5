"""A region is found by whatever people write, and several are all shown rather than one guessed."""

from __future__ import annotations

import pytest

from semesta.kernel.region_code import Level
from semesta.regions.queries import (
    UnknownRegionError,
    code_from_external,
    current_code_of,
    external_code_of,
    find_region,
    number_below,
    other_names_of,
    region_named,
    regions_at,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]


@pytest.mark.parametrize(
    ("text", "code", "matched_by"),
    [
        ("52.03.05.2001", "52.03.05.2001", "code"),
        ("5203052001", "52.03.05.2001", "code"),
        ("52.03.09.2001", "52.03.21.2001", "old_code"),
        ("5203010005", "52.03.01.2001", "bps"),
        ("kec. masbagik", "52.03.05", "name"),
        ("Desa KOTARAJA", "52.03.04.2005", "name"),
        ("Desa Pringgasela", "52.03.12.2002", "name"),
        ("Kec. Pringgasela", "52.03.12", "name"),
        ("Kab. Lombok Timur", "52.03", "name"),
        ("Pringgasel", "52.03.12", "part"),
        ("Prgabaya", "52.03.08", "similar"),
    ],
)
def test_what_people_write_leads_to_the_region(text: str, code: str, matched_by: str) -> None:
    first = find_region(text)[0]

    assert (first["code"], first["matched_by"]) == (code, matched_by)


def test_bare_digits_that_mean_two_villages_show_both() -> None:
    found = {match["matched_by"]: match["path"] for match in find_region("5203071001")}

    assert found["code"].startswith("Pancor, Selong")
    assert found["bps"].startswith("Peneda Gandor, Labuhan Haji")


@pytest.mark.parametrize(("level", "code"), [("district", "52.03.02"), ("village", "52.03.02.2002")])
def test_a_district_and_its_village_of_the_same_name_are_told_apart_by_level(level: Level, code: str) -> None:
    assert [match["code"] for match in find_region("Sakra", level=level)] == [code]


def test_a_name_is_looked_for_only_inside_the_region_named() -> None:
    everywhere, inside = find_region("Selong"), find_region("Selong", within="52.03.07")

    assert {match["code"] for match in everywhere} == {"52.03.07", "52.03.07.1002"}
    assert [match["code"] for match in inside] == ["52.03.07", "52.03.07.1002"]
    assert find_region("Kotaraja", within="52.03.07") == []


@pytest.mark.parametrize("text", ["", "  ", "Zzyzx", "99.99"])
def test_what_nobody_means_finds_nothing(text: str) -> None:
    assert find_region(text) == []


def test_codes_are_translated_there_and_back() -> None:
    assert current_code_of("52.03.09.2001") == "52.03.21.2001"
    assert current_code_of("52.03.05.2001") == "52.03.05.2001"
    assert current_code_of("99.99") is None
    assert external_code_of("52.03.01.2001") == "5203010005"
    assert code_from_external("5203010005") == "52.03.01.2001"
    assert (external_code_of("52.03.21"), code_from_external("0")) == (None, None)


def test_a_moved_and_respelt_village_tells_all_its_names() -> None:
    told = {(name["what"], name["text"]) for name in other_names_of("52.03.21.2006")}

    assert told == {
        ("alias", "Lenek Pasiraman"),
        ("bps", "5203090016 LENEK PESIRAMAN"),
        ("old_code", "52.03.09.2013 Lenek Pasiraman"),
        ("old_code", "52.03.21.2006 Lenek Pasiraman"),
    }


def test_what_lies_below_a_region_is_counted_by_level() -> None:
    assert number_below("52.03") == {"district": 21, "village": 254}
    assert number_below("52.03.05.2001") == {}
    assert len(regions_at("village", within="52.03.05")) == 10


def test_a_region_that_is_not_loaded_is_named_with_what_to_do() -> None:
    with pytest.raises(UnknownRegionError, match=r"53\.71 is not loaded; run `semesta regions load`"):
        region_named("53.71")
