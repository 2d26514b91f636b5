"""Entries of the trail in words: what was done, on what, and the detail as pairs of a name and a value.

The code of an action stays what programs ask by; people read its words. A key or code without words shows as itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from semesta.kernel.segment import shipped_segments
from semesta.privacy.privacy_data import held_words
from semesta.web.language import reader_language, say
from semesta.web.templatetags.page_text import as_of, count, rupiah
from semesta.web.words import has_words, word

_CODES: Final[dict[str, tuple[str, ...]]] = {
    "action": ("action",),
    "by": ("decider",),
    "check": ("audit_check",),
    "checks": ("audit_check",),
    "decided_by": ("decider",),
    "entry": ("entry",),
    "field": ("field",),
    "from": ("month_state",),
    "from_payer": ("payer",),
    "kind": ("job_kind", "kind", "notice_kind", "privacy_kind", "payer", "base_kind"),
    "membership_class": ("class",),
    "object_type": ("object_type",),
    "outcome": ("outcome",),
    "payer": ("payer",),
    "reason": ("decision_reason",),
    "role": ("role",),
    "scope": ("members_of",),
    "sex": ("sex",),
    "state": ("month_state", "plan_state", "state"),
    "to": ("month_state",),
    "verdict": ("verdict", "privacy_state"),
    "who": ("notice_of_breach",),
}
"""Keys of a detail, and columns of what is held about a person, whose value is a code; and the themes that may have its
words, first found first."""
_NUMBERS_OF_PAPERS: Final = frozenset(
    {"again", "batch", "corrects", "decree_id", "fiscal_year", "id", "line", "purse_id", "seed", "submission",
     "submissions", "undoes"}
)  # fmt: skip
"""Keys whose number names something and is not a count."""
_AS_WRITTEN: Final = frozenset({"document", "file", "file_name", "name", "note", "number", "reason", "reference"})
"""Keys whose text may look like a month or a day and is none."""
_LONG: Final = 40


def entry_in_words(entry: Mapping[str, Any], regions: Mapping[str, str]) -> dict[str, Any]:
    """Return an entry (`search_trail`) with what a person reads: action, object, role and region in words, and the
    detail as pairs (`detail_in_words`). `regions`: the names of regions by code.
    """
    return {
        **entry,
        "action_words": word("action", entry["action"]),
        "object_words": word("object_type", entry["object_type"]),
        "role_words": word("role", entry["role"]),
        "region": regions.get(entry["region_code"], entry["region_code"]),
        "details": detail_in_words(entry["detail"], regions),
    }


def detail_in_words(detail: str, regions: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the detail of an entry (JSON as text) as names and values in the reader's language.

    Blanks are left out; what is long, a seal above all, comes last.
    """
    try:
        told = json.loads(detail)
    except ValueError:
        return [("", detail)]
    pairs = [(key_in_words(key), text) for key, value in told.items() if (text := value_in_words(key, value, regions))]
    return sorted(pairs, key=lambda pair: len(pair[1]) >= _LONG)


def key_in_words(key: str) -> str:
    """Return what a key of a detail is called."""
    tables = held_words()["tables"]  # of a copy of somebody's data: how many lines of each
    return tables[key][reader_language()] if key in tables else word("detail", key)


def value_in_words(key: str, value: Any, regions: Mapping[str, str]) -> str:
    """Return what a value of a detail says; empty for a blank. Numbers are counts, but those that name something."""
    match value:
        case None | "" | [] | {}:
            return ""
        case bool():
            return say("ya", "yes") if value else say("tidak", "no")
        case int() if key.endswith("_rp"):
            return rupiah(value)
        case int() if key not in _NUMBERS_OF_PAPERS:
            return count(value)
        case list():
            return "; ".join(filter(None, (value_in_words(key, one, regions) for one in value)))
        case dict():
            parts = ((key_in_words(name), value_in_words(name, one, regions)) for name, one in value.items())
            return ", ".join(f"{name} {text}" for name, text in parts if text)
        case _:
            return regions.get(str(value)) or text_in_words(key, str(value))


def text_in_words(key: str, text: str) -> str:
    """Return the words of a code that stands under this key, a date in words, or the text itself."""
    if key in ("segment", "segment_code") and text in shipped_segments():
        found = shipped_segments()[text]
        return found.name_id if reader_language() == "id" else found.name_en
    theme = next((theme for theme in _CODES.get(key, ()) if has_words(theme, text)), "")
    if theme:
        return word(theme, text)
    return text if key in _AS_WRITTEN else as_of(text)
