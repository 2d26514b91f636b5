"""Figures kept lately: old with their time while they are counted beside the answers, exact where one's own work is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from secrets import token_hex

import pytest
from django.db import connection
from django.utils import translation

from semesta.accounts.actor import Role
from semesta.accounts.scope import in_scope_of
from semesta.audit.actions import record
from semesta.bulk import read_lines
from semesta.installation.own_server import WEB_ROLE
from semesta.web.kept import lately
from tests.accounts.two_regencies import OPERATOR
from tests.intake.builders import CONSOLE, LOTIM

AT_ONCE = timedelta(0)


class Counter:
    """Counts how often it was asked, and what the database and the language were then."""

    def __init__(self) -> None:
        self.calls = 0
        self.name = token_hex(4)  # databases of tests have one name, and what is kept outlives them

    def __call__(self) -> tuple[int, str, str, str]:
        self.calls += 1
        line = read_lines("SELECT current_user AS role, current_setting('semesta.territory', true) AS territory")[0]
        return self.calls, line["role"], line["territory"], translation.get_language()


@pytest.fixture
def counter(own_database: str) -> Counter:
    return Counter()


@pytest.fixture
def serving(own_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Be a process that answers pages, until the end of the test."""
    connection.close()
    monkeypatch.setenv("SEMESTA_SERVES_PAGES", "yes")
    yield
    monkeypatch.delenv("SEMESTA_SERVES_PAGES")
    connection.close()


def something_happens() -> None:
    with in_scope_of(CONSOLE):
        record(CONSOLE, "mend", object_type="submission", object_id=1, region_code=LOTIM, detail={})


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def test_elsewhere_a_figure_is_counted_anew_when_something_happened(counter: Counter) -> None:
    first = lately(counter.name, counter)
    assert lately(counter.name, counter) == first
    something_happens()
    assert lately(counter.name, counter).value[0] == 2


def test_pages_give_what_is_there_with_its_time_until_it_is_counted(serving: None, counter: Counter) -> None:
    first = lately(counter.name, counter)
    something_happens()
    assert lately(counter.name, counter).as_of is not None  # not two minutes old
    assert counter.calls == 1
    given = lately(counter.name, counter, after=AT_ONCE)
    assert given.value == first.value
    until(lambda: lately(counter.name, counter).value[0] == 2)
    assert lately(counter.name, counter).as_of is None


def test_it_is_counted_beside_with_the_reach_and_language_of_the_reader(serving: None, counter: Counter) -> None:
    with in_scope_of(OPERATOR), translation.override("en"):
        lately(counter.name, counter)
    something_happens()
    with in_scope_of(OPERATOR), translation.override("en"):
        lately(counter.name, counter, after=AT_ONCE)
        until(lambda: lately(counter.name, counter).value[0] == 2)
        assert lately(counter.name, counter).value[1:] == (WEB_ROLE, OPERATOR.territory, "en")


def test_who_sees_less_is_given_a_figure_of_that(serving: None, counter: Counter) -> None:
    with in_scope_of(OPERATOR):
        lately(counter.name, counter)
    with in_scope_of(replace(OPERATOR, role=Role.ENTERPRISE_OFFICER)):
        assert lately(counter.name, counter).value[0] == 2
    with in_scope_of(replace(OPERATOR, name="orang lain")):
        assert lately(counter.name, counter).value[0] == 1


def test_a_figure_of_long_ago_is_counted_while_the_reader_waits(
    serving: None, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    lately(counter.name, counter)
    something_happens()
    monkeypatch.setattr("semesta.web.kept.OLDEST", AT_ONCE)
    assert lately(counter.name, counter).value[0] == 2


def test_what_must_be_in_it_is_counted_while_the_reader_waits(serving: None, counter: Counter) -> None:
    lately(counter.name, counter, exact="1 list")
    assert lately(counter.name, counter, exact="2 lists").value[0] == 2
    assert lately(counter.name, counter, exact="2 lists").value[0] == 2


def test_of_many_who_wait_one_counts(serving: None) -> None:
    calls: list[int] = []
    name = token_hex(4)

    def count() -> int:
        calls.append(1)
        time.sleep(0.2)
        return 7

    def ask(_: int) -> int:
        try:
            return lately(name, count).value
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as askers:
        assert list(askers.map(ask, range(4))) == [7] * 4
    assert len(calls) == 1


def test_a_count_that_fails_leaves_the_figure_before(serving: None, counter: Counter) -> None:
    failed: list[bool] = []

    def fails() -> tuple[int, str, str, str]:
        failed.append(True)
        raise ZeroDivisionError

    lately(counter.name, counter)
    something_happens()
    assert lately(counter.name, fails, after=AT_ONCE).value[0] == 1
    until(lambda: bool(failed))
    assert lately(counter.name, counter).value[0] == 1
