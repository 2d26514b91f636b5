"""Village and district as lists write them, and rows that have slipped."""

from __future__ import annotations

from collections.abc import Mapping

from semesta.synthetic.noise.spoiling import Spoiling


def spoil_place(
    list_: Spoiling, *, villages: Mapping[str, tuple[str, ...]], districts: Mapping[str, tuple[str, ...]]
) -> None:
    """Spell places another way: a village on some of its rows, districts throughout some lists.

    Both mappings go from the name in capitals to its other spellings.
    """
    if "birth_place" in list_.cells:
        for i in list_.hit(list_.rates.birth_place_missing):
            list_.write(i, "birth_place", "birth_place_missing", None)
    if "village" not in list_.cells:
        return
    for i in list_.hit(list_.rates.village_alias):
        others = villages.get(str(list_.cells["village"][i]))
        if others:
            list_.write(i, "village", "village_alias", others[list_.below(len(others))].upper())
    if list_.rng.random() < list_.rates.district_alias:
        for i, name in enumerate(list_.cells["district"]):
            others = districts.get(str(name))
            if others:
                list_.write(i, "district", "district_alias", others[0].upper())


def note_rows(list_: Spoiling, *, village: str) -> None:
    """Note repetitions and people of another village; a few of these are written under their own village."""
    again, elsewhere = list_.true["again"].to_list(), list_.true["elsewhere"].to_list()
    homes = list_.true["village"].to_list()
    for i in range(len(list_)):
        if again[i]:
            list_.log.add(i, "row", "person_repeated", None, None)
        if elsewhere[i]:
            list_.log.add(i, "row", "person_elsewhere", homes[i], village)
            if "village" in list_.cells and list_.below(5) == 0:
                list_.write(i, "village", "village_wrong", homes[i].upper(), clean=homes[i])


def rows_to_shift(list_: Spoiling) -> frozenset[int]:
    """Choose the rows whose cells will slip to the right, and note them."""
    rows = frozenset(list_.hit(list_.rates.row_shifted))
    for i in rows:
        list_.log.add(i, "row", "row_shifted", None, None)
    return rows
