"""A list is seen by the regency's roles and by whoever handed it in; everybody may count its rows.

What everybody may know of lists stands in views without a file's name, a value or a word of the sender. A list is
taken in by the worker, as the owner: recognising its persons means looking beyond the sender's own territory.
"""

from __future__ import annotations

from semesta.accounts.actor import Role
from semesta.accounts.sight import (
    IN_WHOLE_REGENCY,
    Rule,
    Sight,
    all_of,
    any_of,
    by_role,
    in_my_places,
    of_my_submissions,
)

_CARRIES_OUT = all_of(by_role(Role.ADMINISTRATOR, Role.VERIFIER), IN_WHOLE_REGENCY)
_OF_LIST = any_of(IN_WHOLE_REGENCY, of_my_submissions())

SIGHTS: dict[str, Rule] = {
    "intake_submission": Sight(
        see=any_of(IN_WHOLE_REGENCY, of_my_submissions("id")), write=_CARRIES_OUT, may=("INSERT", "UPDATE")
    ),
    "intake_stagedrow": Sight(
        see=any_of(_OF_LIST, in_my_places("village_code")), write=_CARRIES_OUT, may=("INSERT", "UPDATE")
    ),
    "intake_waitingrow": Sight(see=_OF_LIST, write=_CARRIES_OUT, may=("INSERT", "UPDATE")),
    "intake_rowfinding": Sight(see=_OF_LIST, write=_CARRIES_OUT, may=("INSERT",)),
}

OPEN_VIEWS = {
    "open_submission": "SELECT regency_code, id, sender, kind, format, layout, state, stop_reason, corrects_id,"
    " handed_in_at, rows_in, accepted, merged, waiting, refused, sight.codes_only(file_findings) AS file_findings,"
    " sight.without_words(tables) AS tables FROM public.intake_submission",
    "open_row": "SELECT regency_code, submission_id, outcome, reason, corrected_by_id FROM public.intake_stagedrow",
    "open_finding": 'SELECT f.regency_code, f.submission_id, f.number, f.row, f."column", f.code, f.severity,'
    " sight.sheet_number(s.tables, f.sheet) AS sheet FROM public.intake_rowfinding f"
    " LEFT JOIN public.intake_submission s ON s.id = f.submission_id",
}
"""What everybody may know of lists: numbers, places and reasons."""
