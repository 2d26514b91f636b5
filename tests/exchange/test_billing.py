"""Whom the insurer refused is not billed until a later batch is accepted; what was billed before is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from semesta.bulk import execute, read_lines
from semesta.exchange.billing import bill_month_of_members, refused_months
from semesta.funding.actions import reverse_bill
from semesta.funding.actions.bills import Billed
from semesta.funding.queries.audit import audit
from semesta.kernel.month import Month
from tests.exchange.builders import DAY, answered, decreed_workers, made
from tests.funding.builders import MINIMUM, billed, merged, states
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db


def billed_members(month: int) -> Billed:
    return bill_month_of_members(CONSOLE, LOTIM, Month(2026, month), issued_on=DAY, document=f"TAG-{month}")


def refused_second(folder: Path) -> int:
    """Decree and send three workers; the branch refuses one for his name. Return him."""
    decreed_workers(3, months=range(1, 4))
    made()
    answered(folder, (1, "DITERIMA"), (2, "DITOLAK", "code=02"), (3, "DITERIMA"))
    (line,) = read_lines("SELECT person_id FROM exchange_batchline WHERE state = 'refused'")
    return int(line["person_id"])


def test_who_was_refused_is_not_billed_and_his_money_stays_committed(tmp_path: Path) -> None:
    person = refused_second(tmp_path)
    run = billed_members(1)
    assert (run.members, run.amount_rp, run.withheld) == (2, 2 * MINIMUM, (person,))
    assert states() == {"billed": 2, "decreed": 7}
    again = billed_members(1)
    assert (again.bills, again.withheld) == ((), (person,))
    assert audit(LOTIM).is_sound


def test_once_a_later_batch_is_accepted_he_is_billed_from_the_first_month(tmp_path: Path) -> None:
    person = refused_second(tmp_path)
    billed_members(1)
    execute("UPDATE people_person SET name = 'NAMA BENAR' WHERE id = %s", [person])
    made()
    assert billed_members(1).withheld == (person,)  # sent again is no answer yet
    answered(tmp_path, (1, "DITERIMA"), batch=2, name="susulan")
    run = billed_members(1)
    assert (run.members, run.withheld) == (1, ())
    assert audit(LOTIM).is_sound


def test_a_merged_record_is_refused_with_its_person(tmp_path: Path) -> None:
    person = refused_second(tmp_path)
    execute("INSERT INTO people_person (regency_code, id, name, name_key, name_token) "
            "VALUES (%s, 50, 'INDUK', 'induk', 'induk')", [LOTIM])  # fmt: skip
    merged(person, into=50)
    assert billed_members(1).withheld == (person,)


def test_months_billed_before_the_refusal_are_named_with_their_bill(tmp_path: Path) -> None:
    decreed_workers(2, months=range(1, 4))
    made()
    assert billed(1).members == 2  # by decree alone, before the answer
    answered(tmp_path, (1, "DITERIMA"), (2, "DITOLAK", "code=02"))
    (line,) = refused_months(LOTIM)
    assert (line["state"], line["amount_rp"], line["reference"][:5]) == ("billed", MINIMUM, "2601-")
    assert refused_months(LOTIM, month=Month(2026, 2)) == []


def test_a_wage_earner_s_reversed_month_waits_for_its_amendment(tmp_path: Path) -> None:
    decreed_workers(2, months=range(1, 4))
    made()
    billed_members(1)
    answered(tmp_path, (1, "PESERTA PU AKTIF", "since=01/2026"), (2, "DITERIMA"))
    (bill,) = read_lines("SELECT reference FROM funding_bill")
    reverse_bill(CONSOLE, LOTIM, bill["reference"], on=DAY, document="BA", reason="PU")
    run = billed_members(1)
    assert (run.members, run.withheld, refused_months(LOTIM, states=("decreed",))) == (1, (1,), [])


def test_months_before_somebody_became_a_wage_earner_are_billed(tmp_path: Path) -> None:
    decreed_workers(1, months=range(1, 4))
    made()
    answered(tmp_path, (1, "PESERTA PU AKTIF", "since=02/2026"))
    assert (billed_members(1).members, billed_members(1).withheld) == (1, ())
