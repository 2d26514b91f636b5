"""One word per concept: what the code names stands in the glossary."""

from __future__ import annotations

import csv
import re
from typing import get_args

import pytest
from django.apps import apps

from semesta.accounts.actor import Role
from semesta.intake.models import OUTCOMES
from semesta.intake.models import STATES as SUBMISSION_STATES
from semesta.kernel.finding import Severity
from semesta.kernel.region_code import Level
from semesta.kernel.segment import shipped_segments
from semesta.membership.models import CLASSES, PROGRAMMES, STATES
from tests.architecture.house import ROOT, SOURCE, modules, rooms

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
WORDS = set(re.findall(r"[\w/]+", GLOSSARY))
LINES = [[cell.strip() for cell in line.strip("|").split("|")] for line in GLOSSARY.splitlines() if line[:2] == "| "]


def kernel_values() -> set[str]:
    """Return the public classes of the kernel."""
    return {
        name
        for module in modules()
        if module.room == "kernel"
        for name in re.findall(r"^class ([A-Z]\w*)", module.text, re.M)
    }


@pytest.mark.parametrize(
    "used",
    [
        pytest.param({model.__name__ for model in apps.get_models() if "semesta." in model.__module__}, id="models"),
        pytest.param(kernel_values(), id="values of the kernel"),
        pytest.param(set(rooms()), id="rooms"),
        pytest.param(set(shipped_segments()), id="segments"),
        pytest.param({segment.sector for segment in shipped_segments().values()}, id="sectors"),
        pytest.param({*CLASSES, *PROGRAMMES}, id="classes and programmes"),
        pytest.param({*STATES, *SUBMISSION_STATES, *OUTCOMES}, id="states and outcomes"),
        pytest.param({*get_args(Severity), *get_args(Level)}, id="severities and levels"),
        pytest.param({role.value for role in Role}, id="roles"),
    ],
)
def test_every_word_of_the_code_stands_in_the_glossary(used: set[str]) -> None:
    assert used - WORDS == set()


def test_the_glossary_names_segments_as_the_program_does() -> None:
    with (SOURCE / "kernel" / "segments.csv").open() as file:
        shipped = [[s["code"], s["name_id"], s["name_en"], s["class"] or "-"] for s in csv.DictReader(file)]
    assert [line for line in shipped if line not in LINES] == []


def test_no_word_is_explained_twice() -> None:
    explained = [line[0] for line in LINES if line[0] != "in code"]
    assert sorted({word for word in explained if explained.count(word) > 1}) == []


def test_every_word_has_all_its_columns() -> None:
    assert [line for line in LINES if len(line) != 4 or not all(line)] == []
