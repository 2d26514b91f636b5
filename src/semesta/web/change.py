"""How coverage changed: since the month before and since a year ago, as far as those months were counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from semesta.kernel.month import Month
from semesta.web.measure import Measure

STEPS_BACK: Final = (1, 12)


@dataclass(frozen=True, slots=True)
class Change:
    """The change since `since`: of members, and of members / workers in points; both None for a month not counted."""

    since: Month
    members: int | None
    share: float | None


def changes(lines: Sequence[dict[str, Any]], month: Month, base: Measure | None) -> list[Change]:
    """Return the changes up to `month` of a trend (`trend_of`), the share held against one base that stays the same."""
    members = {line["month"]: line["members"] for line in lines}
    now = members.get(str(month))
    found = []
    for back in STEPS_BACK:
        since = month.plus(-back)
        then = members.get(str(since))
        change = now - then if now is not None and then is not None else None
        share = change / base.base if change is not None and base is not None and base.base else None
        found.append(Change(since, change, share))
    return found
