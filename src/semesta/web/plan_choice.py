"""The plans of a year as choices: each against the one that stands, what a million more would buy, next year's need.

Only computed plans are shown. The regent moves no money here: a choice becomes a decree on the planner's page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from semesta.web.language import say
from semesta.web.plan_in_words import Bought, names_of, one_more
from semesta.web.templatetags.page_text import rupiah, short_rupiah

_BOUGHT = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """A plan as a choice: its people and rupiah, both against the plan that stands, and next year in one sentence."""

    id: int
    name: str
    state: str
    decree: str | None
    protected: int
    kept: int
    covered_before: int
    public_rp: int
    people_more: int | None
    rupiah_more: str
    buys: tuple[Bought, ...]
    next_year: str
    is_affordable: bool | None


def choices_of(plans: Sequence[Mapping[str, Any]]) -> list[Choice]:
    """Return lines of `plan_choices` as choices; the first, which stands (or was made first), is what others are held
    against."""
    return [_choice(plan, plans[0]) for plan in plans]


def chosen_of(choices: Sequence[Choice], asked: str) -> Choice | None:
    """Return the choice of a number as an address tells it, else the second where there is one, else the first."""
    found = next((one for one in choices if str(one.id) == asked), None)
    return found or (choices[min(1, len(choices) - 1)] if choices else None)


def _choice(plan: Mapping[str, Any], standing: Mapping[str, Any]) -> Choice:
    is_first = plan is standing
    sentence, is_affordable = _following(plan["next_year"])
    bought = one_more({"one_more": plan["one_more"]}, names_of(plan["purses"]), most=_BOUGHT)
    return Choice(
        plan["id"], plan["name"], plan["state"], plan["decree"], plan["protected"], plan["kept"],
        plan["covered_before"], plan["public_rp"],
        None if is_first else plan["protected"] - standing["protected"],
        "" if is_first else _more(plan["public_rp"] - standing["public_rp"]),
        tuple(bought), sentence, is_affordable,
    )  # fmt: skip


def _more(change_rp: int) -> str:
    return f"{'−' if change_rp < 0 else '+'}{short_rupiah(abs(change_rp))}"


def _following(year: Mapping[str, Any]) -> tuple[str, bool | None]:
    """Say what the plan asks of the year after, held against this year's ceilings."""
    if not year:
        return say("Hitung rencana ini lagi untuk melihat kebutuhan tahun depan.",
                   "Compute this plan again to see what next year needs."), None  # fmt: skip
    left = year["ceiling_rp"] - year["public_rp"]
    need, ceiling = short_rupiah(year["public_rp"]), short_rupiah(year["ceiling_rp"])
    said = say(
        f"{year['year']}: orang yang sama, 12 bulan, perlu {need}; pagu sekarang {ceiling}",
        f"{year['year']}: the same people, 12 months, need {need}; the ceilings now are {ceiling}",
    )
    rest = rupiah(abs(left)) if abs(left) < 10**6 else short_rupiah(abs(left))
    so = say(f"cukup, sisa {rest}", f"enough, {rest} left") if left >= 0 else say(f"kurang {rest}", f"short by {rest}")
    return f"{said}: {so}.", left >= 0
