"""Every decision has a number of its own, told alike by its file, its heading and whoever refers to it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath

from tests.architecture.house import ROOT, tracked_texts

FOLDER = ROOT / "docs" / "decisions"
RECORDS = sorted(FOLDER.glob("*.md"))


def test_no_two_decisions_share_a_number() -> None:
    counted = Counter(record.name[:4] for record in RECORDS)
    assert [number for number, times in counted.items() if times > 1] == []
    assert sorted(counted) == [f"{number:04d}" for number in range(1, len(RECORDS) + 1)]


def test_a_decision_s_heading_bears_its_number() -> None:
    heading = re.compile(r"# 0*(\d+)\b")
    said = {record.name: heading.match(record.read_text("utf-8")) for record in RECORDS}
    assert [name for name, found in said.items() if found is None or int(found[1]) != int(name[:4])] == []


def test_whoever_refers_to_a_decision_finds_it_under_its_number() -> None:
    named = re.compile(r"decisions/(\d{4}-[\w-]+\.md)")
    told = re.compile(r"\[(?:decisions?[ /])?(\d{4})\]\(\S*decisions/(\d{4})-")
    there = {record.name for record in RECORDS}
    lost, crossed = [], []
    for name, text in tracked_texts().items():
        if PurePosixPath(name).suffix in (".md", ".py"):
            lost += [f"{name}: {file}" for file in named.findall(text) if file not in there]
            crossed += [f"{name}: {said}" for said, file in told.findall(text) if said != file]
    assert (lost, crossed) == ([], [])
