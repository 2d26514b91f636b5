"""A month is billed by its own law: what it asks less goes back to the purse, what it asks more must still be there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from semesta.bulk import read_lines
from semesta.funding.actions import reverse_bill
from semesta.funding.law_terms import the_law
from semesta.funding.queries.audit import audit
from semesta.funding.refusals import RefusedError
from semesta.law import default_law_folder
from tests.funding.builders import MINIMUM, a_house, a_purse, balance, billed, decreed, months_of, some_workers, states
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db
PEOPLE = 2


@pytest.fixture
def new_law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Let the law ask so much more (or, negative, less) a month for JKM from now on."""

    def changed(by_rp: int) -> None:
        folder = tmp_path / f"law{by_rp}"
        shutil.copytree(default_law_folder(), folder)
        jkm = folder / "parameters" / "contribution" / "bpu" / "jkm.yaml"
        jkm.write_text(jkm.read_text().replace("value: 6_800", f"value: {6_800 + by_rp}"))
        monkeypatch.setenv("SEMESTA_LAW_DIR", str(folder))
        the_law.cache_clear()

    yield changed
    the_law.cache_clear()


@pytest.fixture
def purse() -> int:
    """Two members decreed for January and February with every rupiah of the ceiling."""
    a_house()
    number = a_purse(ceiling_rp=2 * PEOPLE * MINIMUM)
    decreed(months_of(some_workers(PEOPLE), range(1, 3), number))
    return number


def reversed_bill() -> int:
    (line,) = read_lines("SELECT reference FROM funding_bill WHERE reversed_on IS NULL")
    return reverse_bill(
        CONSOLE, LOTIM, line["reference"], on=date(2026, 2, 1), document="BA", reason="salah"
    )  # fmt: skip


def test_what_the_law_asks_less_goes_back_to_the_purse_and_comes_again_with_a_reversal(
    purse: int, new_law: Callable[[int], None]
) -> None:
    new_law(-800)
    assert billed(1).amount_rp == PEOPLE * (MINIMUM - 800)
    assert (balance("available", purse), balance("committed", purse)) == (PEOPLE * 800, PEOPLE * MINIMUM)
    assert audit(LOTIM).differences == ()
    reversed_bill()
    assert (balance("available", purse), balance("committed", purse)) == (0, 2 * PEOPLE * MINIMUM)
    assert audit(LOTIM).differences == ()


def test_what_a_bill_gave_back_and_somebody_else_got_is_not_committed_again(
    purse: int, new_law: Callable[[int], None]
) -> None:
    new_law(-MINIMUM + 11_000)
    billed(1)
    decreed(months_of(some_workers(1, first=9), range(3, 4), purse), number="SK-2")
    with pytest.raises(RefusedError, match="what this bill gave back is spent"), transaction.atomic():
        reversed_bill()
    assert states() == {"billed": 2, "decreed": 3}


def test_what_the_law_asks_more_is_billed_only_where_the_purse_has_it(
    purse: int, new_law: Callable[[int], None]
) -> None:
    new_law(200)
    with pytest.raises(RefusedError, match="asks more than was committed") as refused, transaction.atomic():
        billed(1)
    assert refused.value.findings[0].after == "Rp400"
    assert states() == {"decreed": 4}
    assert audit(LOTIM).differences == ()
