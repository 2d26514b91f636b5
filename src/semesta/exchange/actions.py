"""Tell the insurer what is due, in batches, and take its answers in. Each stands or falls as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from semesta.accounts.actor import Actor, may_answer, may_spend, require
from semesta.audit.actions import record
from semesta.bulk import execute, read_lines
from semesta.exchange.answering import answered_batch, stage_answers
from semesta.exchange.due import stage_due_lines
from semesta.exchange.exchange_lock import hold_exchange
from semesta.exchange.models import AnswerFile, Batch, BatchClosing
from semesta.exchange.overlap import take_back
from semesta.exchange.refusal import NotTakenError
from semesta.exchange.sealing import SENT_COLUMNS, checksums
from semesta.intake.storage import keep, sha256_of
from semesta.kernel.exchange_layout import ExchangeLayout
from semesta.kernel.finding import Finding, Place
from semesta.kernel.month import Month
from semesta.sheets.catalogue import kind
from semesta.sheets.exchange.answer_file import AnswerReading, read_answer
from semesta.sheets.exchange.refusal_reason import reasons_that_need_nothing

_COPIED = ", ".join(name for name in SENT_COLUMNS if name != "line")
_DRAFT = f"""
CREATE TEMPORARY TABLE batch_draft ON COMMIT DROP AS
SELECT %(regency)s::text AS regency_code,
       (%(last)s + dense_rank() OVER (ORDER BY purse_id, membership_class, batch_month))::int AS batch,
       row_number() OVER (PARTITION BY purse_id, membership_class, batch_month
                          ORDER BY village_code, name, person_id)::int AS line,
       batch_month, {_COPIED}
  FROM (SELECT p.*, p.first_month AS batch_month FROM due_person p WHERE lacks IS NULL) d
"""
_LINES = f"""
INSERT INTO exchange_batchline (regency_code, batch, line, {_COPIED}, state)
SELECT regency_code, batch, line, {_COPIED}, 'open' FROM batch_draft ORDER BY batch, line
"""
_HEADS = """
SELECT batch, min(purse_id) AS purse_id, min(payer) AS payer, min(membership_class) AS membership_class,
       min(batch_month) AS first_month, count(*) AS lines
  FROM batch_draft GROUP BY batch ORDER BY batch
"""
_ANSWER_LINES = """
INSERT INTO exchange_answerline (regency_code, answer_id, line, batch, sheet, row, outcome, reason, reason_code,
                                 reason_text, since_month, effect)
SELECT %(regency)s, %(answer)s, a.line, %(batch)s, a.sheet, a.row, a.outcome, a.reason, a.reason_code, a.reason_text,
       a.since_month, a.effect
  FROM (SELECT DISTINCT ON (line) * FROM answered ORDER BY line, place) a ORDER BY a.line
"""
_STATES = """
UPDATE exchange_batchline b
   SET state = a.outcome, answer_id = %(answer)s, number_masked = coalesce(a.number_masked, b.number_masked),
       reason = a.reason, reason_text = coalesce(a.reason_text, a.reason_code), since_month = a.since_month
  FROM answered a
 WHERE b.regency_code = %(regency)s AND b.batch = %(batch)s AND b.line = a.line AND a.effect = 'applied'
"""
_NUMBER_OF_OVERTAKEN = """
UPDATE exchange_batchline b SET number_masked = a.number_masked
  FROM answered a
 WHERE b.regency_code = %(regency)s AND b.batch = %(batch)s AND b.line = a.line AND a.effect = 'overtaken'
   AND b.number_masked IS NULL AND a.number_masked IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Made:
    """The numbers of the batches made, how many persons they tell of, and who lacks what (person_id, field)."""

    batches: tuple[int, ...]
    lines: int
    incomplete: tuple[tuple[int, str], ...]

    def findings(self) -> list[Finding]:
        """Return a finding for everybody who could not be told of yet."""
        return [
            Finding(kind("enrolment_incomplete"), Place(""), field=name, before=name, detail=str(person))
            for person, name in self.incomplete
        ]


@dataclass(frozen=True, slots=True)
class TakenAnswer:
    """What an answer file did: lines by effect, months taken back, and whether the same file had come before.

    `since_assumed` are the lines of wage earners for whom the file does not say since when: their first month is taken.
    """

    answer_id: int
    batch: int
    applied: int
    repeated: int
    overtaken: int
    unanswered: int
    months_taken_back: int
    is_repeat: bool
    since_assumed: tuple[int, ...] = ()


@transaction.atomic
def make_batches(
    actor: Actor,
    regency_code: str,
    layout: ExchangeLayout,
    *,
    made_on: date,
    purse_id: int | None = None,
    first_month: Month | None = None,
    again: Sequence[int] = (),
) -> Made:
    """Put everybody the insurer has to be told of into numbered batches, one per purse, class and first month.

    What is due: `semesta.exchange.due`. Whoever lacks a field that the layout requires is named instead. `purse_id`
    and `first_month` narrow it down; refused lines of the batches `again` are sent as they were. Nothing due, nothing
    made: the same call twice makes no second batch.
    """
    require(may_spend(actor, regency_code), actor=actor, to="make batches in", region_code=regency_code)
    hold_exchange(regency_code)
    stage_due_lines(
        regency_code,
        purse_id=purse_id,
        first_month=first_month.first_day() if first_month else None,
        again=again,
        retry=reasons_that_need_nothing(),
        required=layout.required(),
    )
    lacking = read_lines("SELECT person_id, lacks FROM due_person WHERE lacks IS NOT NULL ORDER BY person_id")
    incomplete = tuple((line["person_id"], line["lacks"]) for line in lacking)
    (last,) = read_lines(
        "SELECT coalesce(max(number), 0) AS number FROM exchange_batch WHERE regency_code = %s", [regency_code]
    )
    execute("DROP TABLE IF EXISTS pg_temp.batch_draft")
    execute(_DRAFT, {"regency": regency_code, "last": last["number"]})
    heads = read_lines(_HEADS)
    if not heads:
        return Made((), 0, incomplete)
    numbers = [head["batch"] for head in heads]
    seals = checksums(regency_code, numbers, table="batch_draft")
    execute(_LINES)
    execute("ANALYZE exchange_batchline")  # an answer may come before the server has looked at the new lines itself
    Batch.objects.bulk_create(_batch(regency_code, head, layout, seals, actor, made_on) for head in heads)
    lines = sum(head["lines"] for head in heads)
    record(
        actor, "make_batches", object_type="enrolment_batch", object_id=f"{numbers[0]}-{numbers[-1]}",
        region_code=regency_code,
        detail={"batches": [{"number": n, "sha256": seals[n]} for n in numbers], "lines": lines,
                "incomplete": len(incomplete), "layout": layout.name, "again": list(again)},
    )  # fmt: skip
    return Made(tuple(numbers), lines, incomplete)


def _batch(
    regency_code: str, head: dict[str, Any], layout: ExchangeLayout, seals: dict[int, str], actor: Actor, made_on: date
) -> Batch:
    number = head.pop("batch")
    return Batch(
        regency_code=regency_code, number=number, sha256=seals[number], layout_name=layout.name,
        layout_text=layout.text, made_on=made_on, made_by=actor.name, **head,
    )  # fmt: skip


def take_answer_file(
    actor: Actor,
    regency_code: str,
    path: Path,
    layout: ExchangeLayout,
    *,
    taken_on: date,
    files_folder: Path,
    batch: int | None = None,
) -> TakenAnswer:
    """Read an answer file by the layout, take it in and keep the file under its SHA-256.

    Errors: NotTakenError with every finding of the file; NotPermittedError.
    """
    require(may_answer(actor, regency_code), actor=actor, to="answer batches of", region_code=regency_code)
    sha256 = sha256_of(path)
    known = _known(regency_code, sha256)
    if known is not None:
        return known
    reading = read_answer(path, layout)
    if not reading.refusals:
        keep(files_folder, path, sha256)
    return take_answer(actor, regency_code, reading, layout, taken_on=taken_on, batch=batch)


def take_answer(
    actor: Actor,
    regency_code: str,
    reading: AnswerReading,
    layout: ExchangeLayout,
    *,
    taken_on: date,
    batch: int | None = None,
) -> TakenAnswer:
    """Carry an answer that was read into its batch, whole or not at all.

    Afterwards every answered line is accepted, refused (with its reason) or overlapping, and of an active wage earner
    the months of the purse that are not billed yet are taken back. The same content again changes nothing. Errors:
    NotTakenError: unreadable, another batch's, lines that are not in it, contradictions within or with what was taken.
    """
    require(may_answer(actor, regency_code), actor=actor, to="answer batches of", region_code=regency_code)
    if reading.refusals:
        raise NotTakenError(reading.refusals)
    with transaction.atomic():
        hold_exchange(regency_code)
        known = _known(regency_code, reading.sha256)
        if known is not None:
            return known
        answered, findings = answered_batch(reading, batch)
        there = Batch.objects.filter(regency_code=regency_code, number=answered).exists()
        if answered and not there:
            findings.append(Finding(kind("answer_batch_unknown"), Place(reading.file), before=str(answered)))
        findings = findings or stage_answers(regency_code, reading, layout, batch=answered)
        if findings:
            raise NotTakenError(findings)
        return _carry_out(actor, regency_code, reading, answered, taken_on)


@transaction.atomic
def close_batch(actor: Actor, regency_code: str, number: int, *, reason: str, closed_on: date) -> int:
    """Give up the lines of a batch that were never answered and return how many: they are due again, as if not sent.

    An answer that comes afterwards is kept and does nothing (overtaken). Closing a closed batch again changes nothing.
    Errors: NotTakenError without a reason, for a batch that is not there, or when every line was answered.
    """
    require(may_spend(actor, regency_code), actor=actor, to="close batches of", region_code=regency_code)
    hold_exchange(regency_code)
    closed = BatchClosing.objects.filter(regency_code=regency_code, batch=number).first()
    if closed is not None:
        return closed.lines
    if not Batch.objects.filter(regency_code=regency_code, number=number).exists():
        raise NotTakenError([Finding(kind("answer_batch_unknown"), Place(""), before=str(number))])
    lines = execute(
        "UPDATE exchange_batchline SET state = 'closed' WHERE regency_code = %s AND batch = %s AND state = 'open'",
        [regency_code, number],
    )
    if not lines or not reason.strip():
        raise NotTakenError([Finding(kind("batch_not_closable"), Place(""), before=str(number), detail=str(lines))])
    BatchClosing.objects.create(
        regency_code=regency_code, batch=number, lines=lines, reason=reason.strip(), closed_on=closed_on,
        closed_by=actor.name,
    )  # fmt: skip
    record(
        actor, "close_batch", object_type="enrolment_batch", object_id=number, region_code=regency_code,
        detail={"lines": lines, "reason": reason.strip()},
    )  # fmt: skip
    return lines


def _carry_out(actor: Actor, regency_code: str, reading: AnswerReading, batch: int, taken_on: date) -> TakenAnswer:
    counts = {"applied": 0, "repeated": 0, "overtaken": 0}
    counts |= {
        line["effect"]: line["lines"]
        for line in read_lines("SELECT effect, count(*) AS lines FROM answered GROUP BY effect")
    }
    answer = AnswerFile.objects.create(
        regency_code=regency_code, sha256=reading.sha256, file_name=reading.file, batch=batch,
        lines=reading.rows.height, taken_on=taken_on, taken_by=actor.name, **counts,
    )  # fmt: skip
    parameters = {"regency": regency_code, "batch": batch, "answer": answer.pk}
    for statement in (_ANSWER_LINES, _STATES, _NUMBER_OF_OVERTAKEN):
        execute(statement, parameters)
    months = take_back(actor, regency_code, answer_id=answer.pk, batch=batch)
    (waiting,) = read_lines(
        "SELECT count(*) AS lines FROM exchange_batchline WHERE regency_code = %s AND batch = %s AND state = 'open'",
        [regency_code, batch],
    )
    assumed = read_lines("SELECT line FROM answered WHERE since_is_assumed AND effect = 'applied' ORDER BY line")
    since_assumed = tuple(line["line"] for line in assumed)
    record(
        actor, "take_answer", object_type="answer_file", object_id=answer.pk, region_code=regency_code,
        detail={"batch": batch, "sha256": reading.sha256, "file": reading.file, "months_taken_back": months,
                "unanswered": waiting["lines"], "since_assumed": len(since_assumed), **counts},
    )  # fmt: skip
    return TakenAnswer(
        answer.pk,
        batch,
        **counts,
        unanswered=waiting["lines"],
        months_taken_back=months,
        is_repeat=False,
        since_assumed=since_assumed,
    )


def _known(regency_code: str, sha256: str) -> TakenAnswer | None:
    found = AnswerFile.objects.filter(regency_code=regency_code, sha256=sha256).first()
    if found is None:
        return None
    (waiting,) = read_lines(
        "SELECT count(*) AS lines FROM exchange_batchline WHERE regency_code = %s AND batch = %s AND state = 'open'",
        [regency_code, found.batch],
    )
    return TakenAnswer(found.pk, found.batch, 0, found.lines, 0, waiting["lines"], 0, is_repeat=True)
