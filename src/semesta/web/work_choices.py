"""The kinds of work that a form offers, in the reader's language."""

from __future__ import annotations

from semesta.kernel.segment import shipped_segments
from semesta.web.language import reader_language


def work_choices() -> list[tuple[str, str]]:
    """Return (code, name) of every segment that is work, in the order of the shipped table."""
    indonesian = reader_language() == "id"
    return [
        (one.code, one.name_id if indonesian else one.name_en)
        for one in shipped_segments().values()
        if one.membership_class
    ]
