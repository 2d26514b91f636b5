"""Points: every line of the policy moves them by what it says, and a plan follows."""

from __future__ import annotations

from typing import Any

import pytest

from semesta.allocation import Policy
from semesta.allocation.points import with_points
from semesta.allocation.policy import Fairness
from tests.allocation.builders import DESA, FIRST, OTHER_DESA, a_person, a_policy, a_purse, frames, months, planned

MINIMUM = 16_800
COVERED = FIRST.last_day()


def points(*people: dict[str, Any], policy: Policy) -> list[int]:
    frame, _ = frames(list(people), [a_purse()])
    return with_points(frame, policy, FIRST)["points"].to_list()


@pytest.mark.parametrize(
    ("line", "who", "other"),
    [
        ({"segments": {"fisher": 3}}, {"segment": "fisher"}, {"segment": "farmer"}),
        ({"deciles": {1: 3}}, {"decile": 1}, {"decile": 2}),
        ({"deciles": {}, "decile_unknown": 3}, {"decile": None}, {"decile": 1}),
        ({"risk_classes": {5: 3}}, {"risk_class": 5}, {"risk_class": 4}),
        ({"sexes": {"P": 3}}, {"sex": "P"}, {"sex": "L"}),
    ],
)
def test_a_line_of_the_policy_speaks_of_whom_it_names_and_of_nobody_else(
    line: dict[str, Any], who: dict[str, Any], other: dict[str, Any]
) -> None:
    none: dict[str, Any] = {"segments": {}, "deciles": {}, "decile_unknown": 0, "risk_classes": {}, "sexes": {},
                            "village_fairness": ()}  # fmt: skip
    policy = a_policy(everybody=4, **(none | line))
    assert points(a_person("a", **who), a_person("b", **other), policy=policy) == [7, 4]


@pytest.mark.parametrize(
    ("covered_here", "covered_there", "extra"),
    [(5, 5, [0, 0]), (4, 5, [1, 0]), (3, 5, [2, 0]), (0, 10, [2, 0]), (5, 4, [0, 1])],
)
def test_a_village_far_below_the_regency_gets_what_the_furthest_step_says(
    covered_here: int, covered_there: int, extra: list[int]
) -> None:
    """Of ten people a village: 4 and 5 covered are 45 % of all, five points above the first; 3 and 5 are ten above."""
    steps = (Fairness(5, 1), Fairness(10, 2))
    policy = a_policy(everybody=0, segments={}, deciles={}, decile_unknown=0, risk_classes={}, sexes={},
                      village_fairness=steps)  # fmt: skip
    people = [
        a_person(f"{village}-{n}", village=village, paid_until=FIRST.first_day() if n < covered else None)
        for village, covered in ((DESA, covered_here), (OTHER_DESA, covered_there))
        for n in range(10)
    ]
    told = points(*people, policy=policy)
    assert [told[0], told[10]] == extra
    assert len(set(told[:10])) == 1


@pytest.mark.parametrize("facts", [{"sex": "P"}, {"village": OTHER_DESA}, {"risk_class": 5}])
def test_of_two_who_differ_in_one_thing_the_shipped_policy_enrols_whom_it_names(facts: dict[str, Any]) -> None:
    covered = [a_person(f"c{n}", paid_until=COVERED.replace(month=12, day=1), by=()) for n in range(4)]
    people = [*covered, a_person("first"), a_person("named", **facts)]
    made = planned(people, [a_purse(ceiling_rp=MINIMUM)], period=months(1), policy=a_policy(new_member_months_unpaid=0))
    told = {line["person"]: line["reason"] for line in made.people.iter_rows(named=True)}
    assert (told["named"], told["first"]) == ("enrolled", "outranked")
