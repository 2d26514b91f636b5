"""What `docs/spreadsheets.md` tells people about refusals and limits is what the program does."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from semesta.sheets.limits import DEFAULT_LIMITS, MIB

DOCUMENT = (Path(__file__).parents[3] / "docs" / "spreadsheets.md").read_text(encoding="utf-8")
FILE_KINDS = yaml.safe_load(files("semesta.sheets").joinpath("kinds", "file.yaml").read_text(encoding="utf-8"))
OWN_FAULTS = {"reader_failed"}
REFUSALS = [code for code, kind in FILE_KINDS.items() if kind["severity"] == "refusal" and code not in OWN_FAULTS]


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_is_explained_to_the_operator(code: str) -> None:
    assert f"| {FILE_KINDS[code]['id']['title']} |" in DOCUMENT


@pytest.mark.parametrize(
    "line",
    [
        f"| file | {DEFAULT_LIMITS.file_bytes // MIB} MiB",
        f"| all parts unpacked | {DEFAULT_LIMITS.unpacked_bytes // MIB} MiB |",
        f"| a part of {DEFAULT_LIMITS.ratio_from_bytes // MIB} MiB or more",
        f" compressed beyond | {DEFAULT_LIMITS.ratio} : 1 |",
        f"| a part held in memory | {DEFAULT_LIMITS.part_bytes // MIB} MiB |",
        f"| zip directory | {DEFAULT_LIMITS.directory_bytes // MIB} MiB |",
        f"| cells in the boxes of all sheets | {DEFAULT_LIMITS.cells:,} |",
        f"| columns of a sheet | {DEFAULT_LIMITS.columns:,} |",
        f"| sheets | {DEFAULT_LIMITS.sheets} |",
        f"Worksheets of {DEFAULT_LIMITS.thin_from_bytes // MIB} MiB and more",
    ],
)
def test_every_limit_is_told_as_it_is(line: str) -> None:
    assert line in DOCUMENT
