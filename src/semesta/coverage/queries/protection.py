"""What would be paid if something happened to a person on a day: the law engine asked with the person's own months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from semesta.funding.law_terms import programme_income, the_law
from semesta.kernel.finding import Language
from semesta.kernel.month import Month
from semesta.law import UnanswerableError, ask

_LAPSED = "lapsed"


def protection_on(
    regency_code: str, months: Sequence[Month], *, membership_class: str, on: date, language: Language
) -> dict[str, Any] | None:
    """Return clock, death (JKM) and accident (JKK, death by work accident) as pages of the law, dated and explained.

    `months` are those with JKK and JKM paid or recognised; None when there is none; `last_month` is the last of them
    until that day. `accident` is None once membership has lapsed, and reckons with the income at which programmes
    enrol (`wage_rp`; law: practice/programme_income), for nobody here knows what the person earns. `unverified` says
    whether a figure used still needs its official wording.
    """
    due = [month for month in months if month <= Month.of(on)]
    if not due:
        return None
    law = the_law(regency_code)
    try:
        paid = {"paid_months": [str(month) for month in due], "membership_class": membership_class}
        clock = ask(law, "clock", {"on": on, **paid}).page(language)
        death = ask(
            law, "other_death",
            {
                "on": on, "membership_class": membership_class, "membership_months": clock["membership_months"],
                "state": clock["state"],
            },
        ).page(language)  # fmt: skip
        wage = programme_income(law, on)
        accident = None
        if clock["state"] != _LAPSED:
            accident = ask(law, "accident_death", {"on": on, "wage_rp": wage, "state": clock["state"]}).page(language)
    except UnanswerableError:
        return None
    return {
        "on": on,
        "clock": clock,
        "last_month": due[-1],
        "death": death,
        "accident": accident,
        "wage_rp": wage,
        "unverified": any(page["unverified"] for page in (clock, death, accident or {"unverified": False})),
    }
