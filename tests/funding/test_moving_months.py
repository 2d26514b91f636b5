"""Covered months as the database keeps them: where they lie, and what nobody can do to them past the actions."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from semesta.bulk import execute, read_lines
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


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM membership_coveredmonth WHERE programme = 'jkm'",
        "UPDATE membership_coveredmonth SET payer = 'LAIN'",
        "UPDATE membership_coveredmonth SET person_id = person_id + 50",
        "UPDATE membership_coveredmonth SET submission_id = 7",
    ],
)
def test_what_was_paid_is_neither_lost_nor_turned_into_something_else(change: str) -> None:
    a_house()
    decreed(months_of(some_workers(1), range(1, 2), a_purse()))
    billed(1)
    execute("UPDATE membership_coveredmonth SET state = 'paid'")
    with pytest.raises(IntegrityError, match="correct it by reversal"), transaction.atomic():
        execute(change)
    assert states() == {"paid": 1}


def test_one_month_of_a_person_and_programme_has_one_payer() -> None:
    a_house()
    decreed(months_of(some_workers(1), range(1, 2), a_purse()))
    again = (
        "INSERT INTO membership_coveredmonth (regency_code, person_id, month, programme, membership_class, payer, "
        "state, submission_id) SELECT regency_code, person_id, month, programme, 'BPU', 'LAIN', 'recognised', 9 "
        "FROM membership_coveredmonth WHERE programme = 'jkm'"
    )
    with pytest.raises(IntegrityError, match="duplicate key"), transaction.atomic():
        execute(again)
