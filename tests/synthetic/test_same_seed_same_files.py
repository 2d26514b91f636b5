"""The same scale and seed give the same bytes, whoever does the work; another seed gives another regency."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from semesta.synthetic import generate
from tests.synthetic.made_up import MadeUp, a_gazetteer, a_regency


def _fingerprints(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


def test_two_processes_write_the_bytes_that_one_writes(quiet: MadeUp, tmp_path: Path) -> None:
    again = a_regency(tmp_path / "again", workers=2)
    assert _fingerprints(again.folder) == _fingerprints(quiet.folder)


def test_another_seed_makes_other_people(quiet: MadeUp, tmp_path: Path) -> None:
    other = a_regency(tmp_path / "other", scale=0.001, seed=8)
    assert set(other.persons["name"].head(50)) != set(quiet.persons["name"].head(50))


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    before = a_regency(tmp_path / "regency", scale=0.001, seed=1)
    after = a_regency(tmp_path / "regency", scale=0.001, seed=2)
    assert after.manifest.seed == 2
    assert {f.path for f in before.manifest.files if f.kind == "civil"} <= set(_fingerprints(tmp_path / "regency"))


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(ValueError, match=r"letter\.txt"):
        generate(tmp_path, gazetteer=a_gazetteer(), scale=0.001)
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "keep"


@pytest.mark.parametrize("scale", [0.0, -1.0, 5.0])
def test_a_scale_out_of_range_is_refused(tmp_path: Path, scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        generate(tmp_path / "regency", gazetteer=a_gazetteer(), scale=scale)


def test_a_regency_the_map_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"99\.99"):
        generate(tmp_path / "regency", gazetteer=a_gazetteer(), regency="99.99", scale=0.001)
