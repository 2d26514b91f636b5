"""Who sees the trail: those of the territory an entry is about, and everybody their own entries.

A page adds entries in its reader's own name only.
"""

from __future__ import annotations

from semesta.accounts.sight import Rule, Sight, all_of, any_of, setting, within

_OF_MY_TERRITORY = all_of(f"{setting('reach')} IN ('regency', 'part')", within("region_code"))
_EVERYWHERE = f"{setting('territory')} = '*'"
_IN_MY_NAME = all_of(f"actor = {setting('actor')}", f"role = {setting('role')}")

SIGHTS: dict[str, Rule] = {
    "audit_entry": Sight(see=any_of(_EVERYWHERE, _OF_MY_TERRITORY, _IN_MY_NAME), write=_IN_MY_NAME, may=("INSERT",)),
}
OPEN_VIEWS = {"newest_entry": "SELECT max(id) AS number FROM public.audit_entry"}
"""What everybody may know of the trail: the number of its newest entry, by which kept figures go out of date."""
