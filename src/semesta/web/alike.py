"""Rows that a rule can mend together, as pages show them before anything is done: what stands there and what will."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from semesta.intake.suggestion import NIK_KNOWN
from semesta.web.compared import numbers_compared
from semesta.web.masking import masked_nik
from semesta.web.words import word

SAMPLE = 12


def changes(suggested: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return a line per row: name, submission_id, line, sheet, row, proof, `before` and `after`.

    Of two numbers no more is written than where they part; `after` is empty where the NIK stays as it is. A number that
    only the register knows is shown masked.
    """
    return [dict(one) | _change(one) for one in suggested]


def _change(one: Mapping[str, Any]) -> dict[str, Any]:
    if one["field"] == NIK_KNOWN:
        return {"before": [{"text": masked_nik(one["nik_written"])}], "after": []}
    if one["field"] == "sex":
        return {"before": [{"text": _sex(one["sex"])}], "after": [{"text": _sex(one["value"]), "differs": True}]}
    before, after = numbers_compared(one["nik_written"], one["value"])
    return {"before": before, "after": after}


def _sex(code: str | None) -> str:
    return word("sex", code) if code else ""
