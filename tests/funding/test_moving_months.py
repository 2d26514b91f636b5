"""Where covered months lie: a new state is written beside the old one, so that the key need not be written again."""

from __future__ import annotations

import pytest

from semesta.bulk import read_lines
from tests.funding.builders import a_house, a_purse, billed, decreed, months_of, some_workers, states

pytestmark = pytest.mark.django_db


def pages() -> list[dict[str, object]]:
    """The page of the table on which every covered month stands."""
    return read_lines(
        "SELECT person_id, programme, (ctid::text::point)[0] AS page FROM membership_coveredmonth ORDER BY 1, 2"
    )


def test_a_month_moves_on_within_its_page_however_full_the_table() -> None:
    a_house()
    people = some_workers(200)
    decreed(months_of(people, range(1, 2), a_purse(ceiling_rp=10_000_000)))
    before = pages()

    billed(1)

    assert states() == {"billed": 200}
    assert pages() == before


def test_no_index_holds_the_state_of_a_month() -> None:
    held = read_lines(
        "SELECT DISTINCT a.attname AS name FROM pg_index i "
        "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) "
        "WHERE i.indrelid = 'membership_coveredmonth'::regclass"
    )
    assert "state" not in {line["name"] for line in held}
