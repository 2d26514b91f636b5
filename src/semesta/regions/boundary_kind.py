"""The kinds of finding of a boundary file (boundary_findings.yaml), with their words in both languages."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from semesta.kernel.finding import FindingKind


@cache
def boundary_kinds() -> dict[str, FindingKind]:
    """Return the kinds by code."""
    text = files("semesta.regions").joinpath("boundary_findings.yaml").read_text(encoding="utf-8")
    return {
        code: FindingKind(
            code=code,
            severity=entry["severity"],
            title_id=entry["id"]["title"],
            title_en=entry["en"]["title"],
            message_id=entry["id"]["message"],
            message_en=entry["en"]["message"],
            remedy_id=entry["id"]["remedy"],
            remedy_en=entry["en"]["remedy"],
        )
        for code, entry in yaml.safe_load(text).items()
    }
