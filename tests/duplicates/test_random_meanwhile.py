"""Lists, decisions and undoing in any order, half of them while a search compares: nothing is lost or doubled."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from semesta.bulk import execute, read_lines
from semesta.duplicates.errors import ConflictError
from semesta.intake.row_matching import decide, undo
from tests.duplicates.meanwhile import searched_while
from tests.duplicates.registers import a_village, a_worker, pairs, register, searched, without_nik
from tests.intake.builders import CONSOLE, LOTIM, TODAY, a_list, taken

pytestmark = pytest.mark.usefixtures("own_database")


def events(folder: Path, chance: random.Random) -> list[Callable[[], Any]]:
    """Lists of rows without NIK, of persons told anew and of newcomers, and verifiers who decide or undo."""
    rows = a_village(folder)

    def a_list_of(place: int, *told: dict[str, Any]) -> Callable[[], Any]:
        return lambda: taken(a_list(*told, folder=folder, sender=f"52.03.05.20{place:02}"))

    def somebody_decides() -> None:
        asked = pairs()
        if not asked:
            return
        one = chance.choice(asked)
        try:
            if one["verdict"]:
                undo(CONSOLE, LOTIM, one["number"], decision=the_decision(one["number"]), reason="x", today=TODAY)
            else:
                decide(CONSOLE, LOTIM, one["number"], chance.choice(["same", "different"]), reason="x", today=TODAY)
        except ConflictError:
            pass

    lists = [
        *(a_list_of(10 + place, without_nik(rows[place])) for place in range(3)),
        *(a_list_of(20 + place, rows[place] | {"phone": f"62812345678{place:02}"}) for place in range(3)),
        a_list_of(30, a_worker(9700, "WIRAWAN KUSUMA"), without_nik(a_worker(9700, "WIRAWAN KUSUMA"))),
    ]
    return chance.sample([*lists, *[somebody_decides] * 4], len(lists) + 4)


def the_decision(pair: int) -> int:
    (line,) = read_lines("SELECT decision_id FROM duplicates_pair WHERE number = %s", [pair])
    return int(line["decision_id"])


@pytest.mark.parametrize("seed", range(2))
def test_what_came_while_searches_compared_is_found_as_if_it_had_come_before(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for event in events(tmp_path, chance):
        if chance.random() < 0.5:
            searched_while(event, step=chance.choice(["matching", "joining"]))
        else:
            event()
    searched()
    before = register()
    assert searched()["new_persons"] == 0
    assert register() == before
    execute("DELETE FROM duplicates_run")  # as if nothing had ever been compared
    counts = searched()
    assert (counts["machine_merged"], counts["rows_matched"], counts["rows_left"]) == (0, 0, 0)
    assert {table: lines for table, lines in register().items() if table != "duplicates_pair"} == {
        table: lines for table, lines in before.items() if table != "duplicates_pair"
    }
