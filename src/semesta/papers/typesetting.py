"""A layout and its values become a PDF.

Values go in as a JSON document, never as text of the layout, so that a name can hold no commands. Only the room's own
fonts are used (a letter they lack is shown as `?`), nothing is fetched, and the day of the document is told: the same
values give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final, Literal

import typst

from semesta.papers.letters import FONTS, legible

LAYOUTS: Final = Path(__file__).parent / "layouts"
_STANDARD: Final[Literal["a-2a"]] = "a-2a"  # for archives, and readable aloud: ISO 19005-2, level A
_MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip


def typeset(layout: str, values: Mapping[str, Any], *, on: date) -> bytes:
    """Return the PDF (PDF/A-2a) of a layout of this room, filled with `values` (what JSON can hold), dated `on`.

    FileNotFoundError when there is no such layout.
    """
    file = LAYOUTS / f"{layout}.typ"
    if not file.exists():
        raise FileNotFoundError(file.name)
    return typst.compile(
        file,
        root=LAYOUTS,
        sys_inputs={"values": json.dumps(_legible(values))},
        font_paths=[FONTS],
        ignore_system_fonts=True,
        pdf_standards=_STANDARD,
        timestamp=datetime.combine(on, time(), UTC),
    )


def _legible(value: Any) -> Any:
    """Return the values with `?` for letters that no typeface here has: the standard refuses a document with gaps."""
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, Mapping):
        return {name: _legible(part) for name, part in value.items()}
    return [_legible(part) for part in value] if isinstance(value, list | tuple) else value


def day_in_words(day: date) -> str:
    """Write a day as Indonesian documents do.

    >>> day_in_words(date(2026, 1, 5))
    '5 Januari 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
