"""Requests and failures are kept with the time the law gives, answered once, and shown when overdue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.audit.queries import trail_of
from semesta.privacy.actions import (
    NewBreach,
    PrivacyError,
    answer_request,
    note_notice,
    receive_request,
    report_breach,
)
from semesta.privacy.privacy_data import duties, processing, retention
from semesta.privacy.queries import breaches, requests
from tests.intake.builders import LOTIM

BOSS = Actor("bos", Role.ADMINISTRATOR, LOTIM)
NOW = datetime(2026, 1, 15, 8, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("own_database")


def a_breach(**values: object) -> NewBreach:
    told = {"what": "laptop hilang", "data": "NIK, nama", "people": 12, "handling": "akun ditutup",
            "happened_at": NOW - timedelta(hours=5), "known_at": NOW} | values  # fmt: skip
    return NewBreach(**told)  # type: ignore[arg-type]


def test_a_request_is_due_in_three_days_and_answered_once() -> None:
    number = receive_request(BOSS, LOTIM, "correction", wish="nama salah", person_id=None, now=NOW)
    (line,) = requests(LOTIM, now=NOW + timedelta(hours=73))
    assert (line["number"], line["state"], line["due_at"], line["is_overdue"]) == (
        number, "open", NOW + timedelta(hours=72), True,
    )  # fmt: skip
    answer_request(BOSS, LOTIM, number, "granted", answer="sudah diperbaiki", now=NOW)
    with pytest.raises(PrivacyError):
        answer_request(BOSS, LOTIM, number, "refused", answer="berubah pikiran", now=NOW)
    assert requests(LOTIM, now=NOW + timedelta(hours=73))[0]["is_overdue"] is False
    assert requests(LOTIM, now=NOW, only_open=True) == []
    assert len(trail_of("privacy_request", number)) == 2


def test_a_failure_is_overdue_until_people_and_authority_are_told() -> None:
    number = report_breach(BOSS, LOTIM, a_breach())
    late = NOW + timedelta(hours=73)
    assert breaches(LOTIM, now=NOW + timedelta(hours=71))[0]["is_overdue"] is False
    note_notice(BOSS, LOTIM, number, "authority", now=NOW)
    assert (breaches(LOTIM, now=late)[0]["untold"], breaches(LOTIM, now=late)[0]["is_overdue"]) == (["people"], True)
    note_notice(BOSS, LOTIM, number, "people", now=late)
    note_notice(BOSS, LOTIM, number, "people", now=late + timedelta(days=1))
    (line,) = breaches(LOTIM, now=late)
    assert (line["untold"], line["is_overdue"], line["people_told_at"]) == ([], False, late)


def test_what_is_not_told_whole_or_by_somebody_else_is_refused() -> None:
    for values in ({"what": " "}, {"people": -1}, {"happened_at": NOW + timedelta(hours=1)}):
        with pytest.raises(PrivacyError):
            report_breach(BOSS, LOTIM, a_breach(**values))
    with pytest.raises(NotPermittedError):
        report_breach(Actor("v", Role.VERIFIER, LOTIM), LOTIM, a_breach())
    with pytest.raises(PrivacyError):
        receive_request(BOSS, LOTIM, "access", wish=" ", person_id=None, now=NOW)
    with pytest.raises(PrivacyError):
        receive_request(BOSS, LOTIM, "access", wish="salinan", person_id=9, now=NOW)
    assert (breaches(LOTIM, now=NOW), requests(LOTIM, now=NOW)) == ([], [])


def test_the_same_told_twice_is_kept_once() -> None:
    numbers = {receive_request(BOSS, LOTIM, "access", wish="salinan", person_id=None, now=NOW) for _ in range(2)}
    failures = {report_breach(BOSS, LOTIM, a_breach()) for _ in range(2)}
    assert (len(numbers), len(failures)) == (1, 1)


def test_every_line_of_the_shipped_data_names_an_article_and_says_whether_it_is_verified() -> None:
    rules = retention()
    lines = [*processing(), *duties().values(), *rules["erased"].values(), *rules["stays"].values()]
    assert all(line["article"] and line["mark"] in ("verified", "unverified") for line in lines)
