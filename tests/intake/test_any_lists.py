"""Whatever lists come, in whatever order: rows balance, nobody stands twice, and again changes nothing."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from semesta.bulk import read_lines
from semesta.intake.queries import balance, submissions
from tests.intake.builders import LOTIM, a_list, a_row, nik, taken

pytestmark = pytest.mark.django_db
NAMES = ("SAHRUDIN", "MUNAWIR", "HASAN", "HUSIN", "ZOHRI", "WARDAH", "DARWIS", "BAHRI")
DAMAGES: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"kk": None},
    {"nik": None, "nik_state": "missing", "nik_written": None},
    {"nik": None, "nik_state": "damaged", "nik_written": "5203"},
    {"nik_state": "doubtful"},
    {"name": None},
    {"name": None, "nik": None, "nik_state": "missing", "nik_written": None},
    {"birth_on": None},
    {"nik": nik(9100), "nik_written": nik(9100)},  # everybody's
)


def a_person(who: int) -> dict[str, Any]:
    born = date(1970, 1, 1) + timedelta(days=500 * who)
    return a_row(NAMES[who], nik=nik(9001 + who, born=f"{born:%d%m%y}"), birth_on=born, kk=f"520305010110{who:04d}")


rows = st.tuples(st.integers(0, len(NAMES) - 1), st.sampled_from(DAMAGES))
files = st.lists(st.lists(rows, max_size=24), min_size=1, max_size=4)
few = settings(  # no shrinking: every try is some seconds of database work
    max_examples=15,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def hand_in_all(given_files: list[Any], order: list[int], *, together: bool, district: str = "52.03.05") -> None:
    with tempfile.TemporaryDirectory() as folder:
        lists = [
            a_list(
                *(a_person(who) | damage for who, damage in given_files[place]),
                folder=Path(folder),
                sender=f"{district}.20{place:02d}",
            )
            for place in order
        ]
        for batch in [lists] if together else [[one] for one in lists]:
            taken(*batch)


def everything() -> list[Any]:
    return [
        read_lines(query)
        for query in (
            "SELECT id, nik, name, birth_on, village_code FROM people_person ORDER BY id",
            "SELECT person_id, segment_code FROM people_livelihood ORDER BY 1, 2",
        )
    ]


def accepted_niks() -> set[str]:
    return {line["nik"] for line in read_lines("SELECT nik FROM people_person")}


def forget() -> None:
    transaction.set_rollback(True)


@given(lists=files, together=st.booleans())
@few
def test_rows_balance_people_are_few_and_again_changes_nothing(lists: list[Any], together: bool) -> None:
    with transaction.atomic():
        order = list(range(len(lists)))
        hand_in_all(lists, order, together=together)
        for whole in [balance(LOTIM), *submissions(LOTIM)]:
            assert whole["rows_in"] == sum(whole[key] for key in ("accepted", "merged", "waiting", "refused"))
        assert balance(LOTIM)["rows_in"] == sum(map(len, lists))
        before = everything()
        distinct = {who for one in lists for who, _ in one}
        assert len(before[0]) == balance(LOTIM)["accepted"] <= len(distinct) + 1
        hand_in_all(lists, order, together=together, district="52.03.06")  # the same rows, from others
        assert everything() == before
        assert read_lines(
            "SELECT 1 FROM intake_stagedrow r WHERE person_id IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM people_person p WHERE p.regency_code = r.regency_code AND p.id = r.person_id)"
        ) == []  # fmt: skip
        forget()


@given(lists=files, data=st.data())
@few
def test_the_order_of_files_does_not_change_whose_nik_is_accepted(lists: list[Any], data: st.DataObject) -> None:
    """Of two NIK for one person of a family card the first told counts, so there only their number is the same."""
    found: list[Any] = []
    for order in (list(range(len(lists))), data.draw(st.permutations(range(len(lists))))):
        with transaction.atomic():
            hand_in_all(lists, list(order), together=True)
            reasons = {line["reason"] for line in read_lines("SELECT reason FROM intake_stagedrow")}
            found.append(len(accepted_niks()) if "other_nik" in reasons else accepted_niks())
            forget()
    assert found[0] == found[1]
