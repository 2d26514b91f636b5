"""Which month a page opens with: of months paid ahead none, unless nothing else was counted."""

from __future__ import annotations

import pytest

from semesta.coverage.queries import month_to_show
from semesta.kernel.month import Month

JANUARY = Month.parse("2026-01")


@pytest.mark.parametrize(
    ("counted", "shown"),
    [
        (["2026-04", "2026-02", "2026-01", "2025-12"], "2026-01"),
        (["2025-12", "2025-11"], "2025-12"),
        (["2026-04", "2026-03"], "2026-03"),
    ],
)
def test_the_newest_month_that_has_begun_is_shown(counted: list[str], shown: str) -> None:
    assert str(month_to_show(counted, JANUARY)) == shown


def test_nothing_counted_shows_nothing() -> None:
    assert month_to_show([], JANUARY) is None
