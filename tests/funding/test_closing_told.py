"""What the closing of a year will do is told before it is done, and is what it then does."""

from __future__ import annotations

from datetime import date

import pytest

from semesta.funding.actions import close_year
from semesta.funding.queries.audit import audit
from semesta.funding.queries.closing import what_closing_does
from semesta.funding.refusals import RefusedError
from tests.funding.builders import (
    MINIMUM,
    YEAR,
    a_house,
    a_purse,
    balance,
    billed,
    decreed,
    months_of,
    some_workers,
    states,
)
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db


def test_what_is_told_before_is_what_happens() -> None:
    a_house()
    purse, idle = a_purse(ceiling_rp=10 * MINIMUM), a_purse("apbd_regency", ceiling_rp=MINIMUM)
    decreed(months_of(some_workers(2), range(1, 4), purse))
    billed(1)
    told = what_closing_does(LOTIM, YEAR)
    (used,) = [line for line in told["purses"] if line["id"] == purse]
    assert (used["people"], used["months"], used["released_rp"]) == (2, 4, 4 * MINIMUM)
    assert (used["open_bills"], used["open_rp"], used["available_rp"]) == (1, 2 * MINIMUM, 4 * MINIMUM)
    assert (told["people"], told["to_close"], told["is_done"]) == (2, 2, False)
    assert close_year(CONSOLE, LOTIM, YEAR, closed_on=date(YEAR, 12, 31), document="BA") == told["months"]
    assert (balance("available", purse), states()) == (8 * MINIMUM, {"billed": 2, "lapsed": 4})
    after = what_closing_does(LOTIM, YEAR)
    assert (after["months"], after["to_close"], after["open_rp"], after["is_done"]) == (0, 0, 2 * MINIMUM, True)
    assert (balance("available", idle), audit(LOTIM).is_sound) == (MINIMUM, True)


def test_a_year_without_purses_cannot_be_closed() -> None:
    a_house()
    with pytest.raises(RefusedError, match="no purse of the year 2031"):
        what_closing_does(LOTIM, 2031)
