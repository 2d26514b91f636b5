"""The register kept ready between searches is always the register as it stands, however it was kept."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from django.db import transaction
from polars.testing import assert_frame_equal

from semesta.bulk import execute, read_lines
from semesta.duplicates.register import known_people
from semesta.intake.row_matching import decide, match, undo
from semesta.matching.model import shipped_model
from semesta.people.notices import confirm_notice, tell_notice
from semesta.regions.actions import load_shipped_regions
from tests.duplicates.registers import a_pair, a_village, a_worker, pairs, person_ids, searched, without_nik
from tests.intake.builders import CONSOLE, LOTIM, TODAY, a_list, taken

pytestmark = pytest.mark.django_db
_FOUND = "person_id, submission_id, line, band, reason, weight, levels::text"


def kept(folder: Path) -> pl.DataFrame:
    return known_people(LOTIM, shipped_model(), since=None, snapshots=folder / "kept").rows


def the_same_as_read_anew(folder: Path) -> bool:
    assert_frame_equal(kept(folder), known_people(LOTIM, shipped_model(), since=None, snapshots=None).rows)
    return True


def the_file(folder: Path) -> Path:
    (file,) = (folder / "kept").iterdir()
    return file


def test_who_came_who_changed_and_who_was_merged_since(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    kept(tmp_path)
    written = the_file(tmp_path).read_bytes()
    taken(a_list(rows[0] | {"phone": "6281234567890"}, a_worker(9700, "WIRAWAN KUSUMA"), folder=tmp_path))
    a, b, *_ = person_ids()
    pair = a_pair(a, b)
    decide(CONSOLE, LOTIM, pair, "same", reason="KTP", today=TODAY)
    assert the_same_as_read_anew(tmp_path)
    assert kept(tmp_path).height == 10
    undo(CONSOLE, LOTIM, pair, reason="keliru", today=TODAY)
    assert the_same_as_read_anew(tmp_path)
    assert the_file(tmp_path).read_bytes() != written  # two of ten are more than a twentieth


def test_who_moved_as_a_verifier_confirmed_is_looked_at_anew(tmp_path: Path) -> None:
    load_shipped_regions(CONSOLE)
    a_village(tmp_path)
    searched()
    kept(tmp_path)
    who = person_ids()[0]
    tell_notice(CONSOLE, who, "moved", regency_code=LOTIM, today=TODAY, village_code="52.03.05.2002")
    confirm_notice(CONSOLE, who, "moved", TODAY, regency_code=LOTIM, today=TODAY)
    assert kept(tmp_path).filter(id=who)["village"].to_list() == ["52.03.05.2002"]
    assert searched()["new_persons"] == 1


@pytest.mark.parametrize("harm", ["a person is gone", "a person was changed in silence", "another database", "cut off"])
def test_a_snapshot_that_disagrees_with_the_database_is_not_believed(tmp_path: Path, harm: str) -> None:
    a_village(tmp_path)
    kept(tmp_path)
    gone = person_ids()[3]
    if harm == "a person is gone":
        execute("DELETE FROM people_person WHERE id = %s", [gone])
    elif harm == "a person was changed in silence":
        execute(
            "UPDATE people_person SET name = 'LAIN', changed_at = changed_at - interval '1 day' WHERE id = %s", [gone]
        )
    elif harm == "another database":
        execute("UPDATE people_person SET changed_at = changed_at - interval '1 hour'")
    else:
        the_file(tmp_path).write_bytes(the_file(tmp_path).read_bytes()[:500])
    assert the_same_as_read_anew(tmp_path)


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    a_village(tmp_path)
    kept(tmp_path)
    assert the_file(tmp_path).stat().st_mode & 0o077 == 0
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0


def test_searches_with_and_without_a_snapshot_find_the_same(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    match(CONSOLE, LOTIM, today=TODAY, snapshots=tmp_path / "kept")
    again = a_worker(9302, "NURLAELA WATI", birth_on=rows[1]["birth_on"], mother_name="IBU NURLAELA WATI")
    taken(a_list(without_nik(rows[0]), again, folder=tmp_path, sender="52.03.05.2002"))
    found = []
    for snapshots in (tmp_path / "kept", None):
        with transaction.atomic():
            counts = match(CONSOLE, LOTIM, today=TODAY, snapshots=snapshots)
            found.append((counts, read_lines(f"SELECT {_FOUND} FROM duplicates_pair ORDER BY {_FOUND}")))
            transaction.set_rollback(True)
    assert found[0] == found[1]
    counts, asked = found[0]
    assert (counts["new_persons"], counts["rows"], counts["rows_matched"]) == (1, 1, 1)
    assert sorted(line["band"] for line in asked) == ["machine", "queue"]


def test_half_a_name_on_the_list_where_the_person_stands_is_asked(tmp_path: Path) -> None:
    one = a_worker(9001, "SAHRUDIN HAMZAH")
    other = without_nik(one, name="SAHRUDIN", kk=one["kk"])
    taken(a_list(one, other, folder=tmp_path))
    match(CONSOLE, LOTIM, today=TODAY)
    (pair,) = pairs()
    assert (pair["band"], pair["reason"]) == ("queue", "like_twins")


def test_half_a_name_on_another_list_is_the_machine_s(tmp_path: Path) -> None:
    one = a_worker(9001, "SAHRUDIN HAMZAH")
    taken(a_list(one, folder=tmp_path))
    taken(a_list(without_nik(one, name="SAHRUDIN", kk=one["kk"]), folder=tmp_path, sender="52.03.05.2002"))
    match(CONSOLE, LOTIM, today=TODAY)
    assert [pair["band"] for pair in pairs()] == ["machine"]
