"""A batch that is never answered is closed with a reason, and its lines are sent again."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.bulk import execute
from semesta.exchange.actions import close_batch
from semesta.exchange.queries import batches
from semesta.exchange.refusal import NotTakenError
from tests.exchange.builders import DAY, answered, closed, decreed_workers, entries, line_states, made
from tests.intake.builders import LOTIM

pytestmark = pytest.mark.django_db


def test_what_was_not_answered_is_due_again_and_what_was_is_not(tmp_path: Path) -> None:
    decreed_workers(3)
    made()
    answered(tmp_path, (1, "DITERIMA"))
    assert made().batches == ()
    assert (closed(), closed()) == (2, 2)
    assert line_states() == {1: "accepted", 2: "closed", 3: "closed"}
    assert made().batches == (2,)
    assert [person for person, *_ in entries(2)] == [2, 3]
    (_, first) = batches(LOTIM)
    assert (first["closed"], first["closing_reason"]) == (2, "tidak dijawab")


def test_an_answer_that_comes_after_the_closing_is_kept_and_does_nothing(tmp_path: Path) -> None:
    decreed_workers(1)
    made()
    closed()
    made()
    late = answered(tmp_path, (1, "DITERIMA"))
    assert (late.applied, late.overtaken) == (0, 1)
    assert (line_states(1), line_states(2)) == ({1: "closed"}, {1: "open"})
    assert answered(tmp_path, (1, "DITERIMA"), batch=2, name="baru").applied == 1


@pytest.mark.parametrize(("batch", "reason"), [(9, "tidak dijawab"), (1, " ")])
def test_a_closing_without_a_batch_or_a_reason_is_refused(batch: int, reason: str) -> None:
    decreed_workers(1)
    made()
    with pytest.raises(NotTakenError), transaction.atomic():
        closed(batch, reason=reason)
    assert line_states() == {1: "open"}


def test_a_batch_answered_in_full_is_not_closed(tmp_path: Path) -> None:
    decreed_workers(1)
    made()
    answered(tmp_path, (1, "DITERIMA"))
    with pytest.raises(NotTakenError, match="0 lines"), transaction.atomic():
        closed()


def test_only_planners_close_and_a_closing_stays(tmp_path: Path) -> None:
    decreed_workers(1)
    made()
    branch = Actor("cabang", Role.INSURER_BRANCH, LOTIM)
    with pytest.raises(NotPermittedError):
        close_batch(branch, LOTIM, 1, reason="x", closed_on=DAY)
    closed()
    for statement in ("UPDATE exchange_batchline SET state = 'open'", "DELETE FROM exchange_batchclosing"):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            execute(statement)
