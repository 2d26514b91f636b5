"""The regent sees the compared plans as choices: people and rupiah, a million more, next year; nobody else does."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from semesta.accounts.actor import Actor, Role
from semesta.accounts.scope import in_scope_of
from semesta.bulk import execute
from semesta.coverage.actions import take_snapshot
from semesta.coverage.queries import villages_compared
from semesta.funding.actions import compute_plan, freeze_plan, make_plan
from semesta.funding.actions.decrees import DecreeHead
from semesta.funding.actions.plans import PlanTerms
from semesta.kernel.month import Month
from tests.funding.builders import DAY, MINIMUM, OTHER_VILLAGE, YEAR, a_house, a_purse, some_workers
from tests.intake.builders import CONSOLE, LOTIM
from tests.web.made_up import DISTRICT
from tests.web.signing import signed_in_as
from tests.web.test_pages import words_of

SUMMARY = f"/ringkasan/{LOTIM}/"
JANUARY = Month(YEAR, 1)


@pytest.fixture
def plans(own_database: str) -> list[int]:
    """Return the plan that was decreed, for one farmer, and one with twice the money, for two of three."""
    a_house()
    some_workers(2)
    some_workers(1, village=OTHER_VILLAGE, first=3)
    execute("UPDATE people_person SET birth_on = '1985-01-01', sex = 'L'")
    purse = a_purse("apbd_regency", ceiling_rp=12 * MINIMUM)
    take_snapshot(CONSOLE, LOTIM, JANUARY)
    made = []
    for name, ceilings in (("Pagu sekarang", {}), ("Pagu ditambah", {purse: 24 * MINIMUM})):
        terms = PlanTerms(name, YEAR, DAY, JANUARY, Month(YEAR + 1, 1), ceilings=ceilings)
        made.append(make_plan(CONSOLE, LOTIM, terms))
        compute_plan(CONSOLE, LOTIM, made[-1])
    freeze_plan(CONSOLE, LOTIM, made[0], DecreeHead("188.45/1", DAY, "uji"))
    return made


def test_choices_stand_against_the_decreed_plan_with_a_million_more_and_next_year(plans: list[int]) -> None:
    regent = signed_in_as(Role.READER, LOTIM)
    words = words_of(regent, SUMMARY)
    assert "Pagu sekarang SK 188.45/1 1 Rp201.600" in words
    assert "Pagu ditambah belum ditetapkan 2 +1 Rp403.200 +Rp201.600" in words
    assert re.search(r"Rp1.000.000 lagi: (\+\d+ orang, )?\+12 bulan", words)
    assert "2027: orang yang sama, 12 bulan, perlu Rp403.200; pagu sekarang Rp403.200: cukup, sisa Rp0." in words
    words = words_of(regent, SUMMARY, rencana=str(plans[0]))
    assert "perlu Rp201.600; pagu sekarang Rp201.600: cukup" in words
    assert words_of(regent, SUMMARY, rencana="x'--") == words_of(regent, SUMMARY)


def test_a_choice_leads_to_who_gains_and_loses_by_village(plans: list[int]) -> None:
    page = signed_in_as(Role.READER, LOTIM).get(SUMMARY).content.decode()
    assert f"/rencana/banding/?a={plans[0]}&amp;b={plans[1]}" in page
    assert f"/rencana/{plans[0]}/" in page


@pytest.mark.parametrize(("role", "territory"), [(Role.PROVINCE, "52"), (Role.ENTERPRISE_OFFICER, LOTIM)])
def test_who_has_nothing_to_do_with_the_regency_s_plans_sees_no_choice(
    plans: list[int], role: Role, territory: str
) -> None:
    assert "Bagaimana jika" not in words_of(signed_in_as(role, territory), SUMMARY)


def test_where_nothing_is_planned_the_page_is_as_before(pages: Client) -> None:
    assert "Bagaimana jika" not in words_of(signed_in_as(Role.READER, LOTIM), SUMMARY)


def test_a_district_head_s_order_of_villages_uses_the_whole_regency_s_prior(last_submission: int) -> None:
    head = Actor("camat", Role.DISTRICT, DISTRICT)
    regent = Actor("bupati", Role.READER, LOTIM)
    compared = []
    for actor in (head, regent):
        with in_scope_of(actor):
            compared.append(villages_compared(LOTIM, JANUARY, since=JANUARY.plus(-1)))
    assert compared[0] == compared[1]
    assert {line["district"] for line in compared[0]} > {DISTRICT}  # the villages of other districts stand among them
