"""Batches against the simulated insurer: late, twice and in any order, and always the same end."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from django.db import transaction

from semesta.bulk import execute, read_lines
from semesta.exchange.queries import batch, batch_file, refusals
from semesta.sheets.exchange.enrolment_file import FileFormat
from semesta.sheets.exchange.layout_file import shipped_layout
from semesta.synthetic.insurer import STATED_REASONS, InsurerHabits, answer_files
from tests.exchange.builders import decreed_workers, line_states, made, taken, written
from tests.intake.builders import LOTIM

pytestmark = pytest.mark.django_db
STRICT = InsurerHabits(refused=0.5, overlap=0.2, late=0.3, late_first=0.5, repeated=0.5)


def sent(folder: Path, number: int = 1, *, written_as: FileFormat = "csv") -> Path:
    path = folder / f"gelombang-{number}.{written_as}"
    path.write_bytes(batch_file(LOTIM, number, written_as=written_as))
    return path


def undone(files: list[Path]) -> object:
    """Take these answers in, look at what there is, and take it all back."""
    with transaction.atomic():
        for path in files:
            taken(path)
        found = written()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("written_as", ["xlsx", "csv"])
def test_every_line_is_answered_and_every_reason_is_stated(tmp_path: Path, written_as: FileFormat) -> None:
    decreed_workers(60)
    made()
    for path in answer_files(sent(tmp_path, written_as=written_as), shipped_layout(), tmp_path, seed=3, habits=STRICT):
        taken(path)
    head = batch(LOTIM, 1)
    assert (head["open"], head["accepted"] + head["refused"] + head["overlap"]) == (0, 60)
    assert min(head["accepted"], head["refused"], head["overlap"]) > 0
    assert {line["reason"] for line in refusals(LOTIM, language="id")} <= set(STATED_REASONS)


def test_the_same_seed_gives_the_same_answers(tmp_path: Path) -> None:
    decreed_workers(20)
    made()
    bytes_of = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        files = answer_files(sent(folder), shipped_layout(), folder, seed=9, habits=STRICT)
        bytes_of.append([(path.name, path.read_bytes()) for path in files])
    assert bytes_of[0] == bytes_of[1]


def test_answers_in_any_order_end_the_same(tmp_path: Path) -> None:
    decreed_workers(12)
    made()
    for seed in range(8):
        folder = tmp_path / str(seed)
        folder.mkdir()
        files = answer_files(sent(folder), shipped_layout(), folder, seed=seed, habits=STRICT)
        ends = [undone(list(order)) for order in permutations(files)]
        assert all(end == ends[0] for end in ends), seed


def test_refused_people_are_corrected_until_everybody_is_in(tmp_path: Path) -> None:
    decreed_workers(30)
    number, habits = 1, InsurerHabits(refused=0.5, overlap=0.0)
    while made().batches:
        for path in answer_files(sent(tmp_path, number), shipped_layout(), tmp_path, seed=5, habits=habits):
            taken(path)
        execute(
            "UPDATE people_person SET name = name || 'X' WHERE id IN "
            "(SELECT person_id FROM exchange_batchline WHERE state = 'refused' AND batch = %s)",
            [number],
        )
        number += 1
    accepted = "SELECT count(DISTINCT person_id) AS n FROM exchange_batchline WHERE state = 'accepted'"
    assert read_lines(accepted) == [{"n": 30}]
    assert number > 2


def test_the_written_file_is_the_same_every_time_and_keeps_the_nik_as_text(tmp_path: Path) -> None:
    decreed_workers(2)
    made()
    assert batch_file(LOTIM, 1, written_as="xlsx") == batch_file(LOTIM, 1, written_as="xlsx")
    text = sent(tmp_path).read_text("utf-8-sig").splitlines()
    assert text[1].startswith("1;1;DAFTAR;5203050101859001;PEKERJA 1;")
    assert "JKK+JKM" in text[1]
    assert line_states() == {1: "open", 2: "open"}
