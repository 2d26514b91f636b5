"""Rows that wait for a usable NIK, linked to the register: merged by the machine, asked of people, or left waiting.

What a row has as outcome follows from the decisions that stand (`duplicates`, `row_outcomes.py`), so any order of
merging and undoing ends in the same register.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from semesta.accounts.actor import Actor, may_decide, require
from semesta.bulk import execute, read_lines
from semesta.duplicates.actions import (
    Verdict,
    decide_pair,
    finish_search,
    undo_decision,
)
from semesta.duplicates.comparing import compare, read_to_compare, search_alone
from semesta.duplicates.errors import AlreadyDecidedError, ClaimedError, ConflictError, NoPairError, ReplacedError
from semesta.duplicates.model_in_use import model_in_use
from semesta.duplicates.queries import pair_line
from semesta.duplicates.register_snapshot import take_up
from semesta.intake.replaced_rows import follow_corrections
from semesta.intake.row_outcomes import carry_out
from semesta.intake.rows_read import came_since, changed_rows, mark_linked, read_rows
from semesta.matching.model import Model
from semesta.people.turns import Turn, one_moment, wait_for_turn


def _silent(step: str) -> None:
    """Tell nobody."""


def match(
    actor: Actor, regency_code: str, *, today: date, model: Model | None = None, snapshots: Path | None = None,
    progress: Callable[[str], None] = _silent,
) -> dict[str, int]:  # fmt: skip
    """Search for duplicates among persons and waiting rows and carry out what is certain; return counts.

    Keys as of `duplicates.actions.finish_search`, and `rows_matched`, `rows_released` (rows that were merged and no
    longer are, because a corrected file took their place or somebody came who fits as well). A row that stands
    unchanged on a corrected list has what was decided of it before; of a changed one's former row nothing is asked any
    more. Every submission's rows balance. The same again changes nothing. `model`: None for the one in use
    (UnusableModelError when the settings name none). `snapshots`: the folder where the standardised register is kept
    between searches; None: it is standardised anew.

    Lists and decisions wait while it writes, not while it reads and compares (`progress` tells the steps: gathering,
    matching, joining): what they change meanwhile is left for the next search. One search goes on at a time.
    """
    require(may_decide(actor, regency_code), actor=actor, to="search for duplicates in", region_code=regency_code)
    chosen = model_in_use() if model is None else model
    with search_alone(regency_code):
        kept = take_up(regency_code, chosen.schema, folder=snapshots)
        progress("gathering")
        with Turn(regency_code) as turn:
            followed = _follow_corrections(actor, regency_code, today=today)
            with one_moment() as looked_at:
                turn.give_up()
                rows = read_rows(regency_code)
                read = read_to_compare(
                    regency_code, looked_at=looked_at, rows=rows.to_match, standing=rows.standing,
                    apart=rows.apart, model=chosen, kept=kept,
                )  # fmt: skip
        progress("matching")
        compared = compare(read)
        progress("joining")
        with transaction.atomic():
            wait_for_turn(regency_code)
            if came_since(rows):
                follow_corrections(actor, regency_code)
            changed = changed_rows(regency_code, rows, compared.found.linked_rows)
            counts, left = finish_search(actor, regency_code, read, compared, changed_rows=changed, today=today)
            mark_linked(regency_code, rows, left)
            carried = carry_out(actor, regency_code, today=today)
    return counts | {name: number + followed[name] for name, number in carried.items()}


@transaction.atomic
def _follow_corrections(actor: Actor, regency_code: str, *, today: date) -> dict[str, int]:
    """Let pairs follow from corrected lists, and rows from them, so that the whole stands should the search break."""
    if follow_corrections(actor, regency_code):
        return carry_out(actor, regency_code, today=today)
    return {"rows_matched": 0, "rows_released": 0}


@transaction.atomic
def decide(
    actor: Actor, regency_code: str, number: int, verdict: Verdict, *, reason: str, today: date,
    now: datetime | None = None,
) -> int:  # fmt: skip
    """Decide a pair and let persons and rows follow; return the decision's number. Errors as of
    `duplicates.actions.decide_pair`, and ReplacedError when a corrected list took the place of the pair's row.
    """
    wait_for_turn(regency_code)
    _refuse_replaced(regency_code, number)
    decision = decide_pair(actor, regency_code, number, verdict, reason=reason, now=now)
    _follow(actor, regency_code, number, today=today)
    return decision


def decide_alike(
    actor: Actor, regency_code: str, numbers: list[int], verdict: Verdict, *, reason: str, today: date, now: datetime
) -> dict[str, list[int]]:
    """Decide many pairs the same way, each by itself; return `decided` and `left`, with none lost, and `decisions`, the
    numbers of the decisions on those decided, in their order.

    Left is what meanwhile was decided, is in somebody's hand, or contradicts decisions that stand.
    """
    done: dict[str, list[int]] = {"decided": [], "decisions": [], "left": []}
    for number in numbers:
        try:
            decision = decide(actor, regency_code, number, verdict, reason=reason, today=today, now=now)
        except (AlreadyDecidedError, ClaimedError, ConflictError, NoPairError):
            done["left"].append(number)
        else:
            done["decided"].append(number)
            done["decisions"].append(decision)
    return done


@transaction.atomic
def undo(
    actor: Actor, regency_code: str, number: int, *, reason: str, today: date, decision: int | None = None,
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Take back what stands decided of a pair and let persons and rows follow; `decision`, `now` and errors as of
    `duplicates.actions.undo_decision`.
    """
    undo_decision(actor, regency_code, number, reason=reason, decision=decision, now=now)
    _follow(actor, regency_code, number, today=today)


def _refuse_replaced(regency_code: str, number: int) -> None:
    lines = read_lines(
        "SELECT r.corrected_by_id FROM duplicates_pair p JOIN intake_stagedrow r"
        "    ON r.regency_code = p.regency_code AND r.submission_id = p.submission_id AND r.line = p.line"
        " WHERE p.regency_code = %s AND p.number = %s AND r.corrected_by_id IS NOT NULL",
        [regency_code, number],
    )
    if lines:
        by = lines[0]["corrected_by_id"]
        raise ReplacedError(
            f"Baris pasangan {number} sudah digantikan kiriman {by}; jalankan `semesta match` lalu lihat antrean."
            f" / Submission {by} took the place of the row of pair {number}; run `semesta match`, then see the queue."
        )


def _follow(actor: Actor, regency_code: str, number: int, *, today: date) -> None:
    """Let the row of a pair, if it has one, follow from what stands decided of it."""
    pair = pair_line(regency_code, number)
    if pair["submission_id"] is not None:
        carry_out(actor, regency_code, today=today, pair=pair)
        if pair["verdict"] != "same":  # the next match looks for somebody else
            execute(
                "UPDATE intake_waitingrow SET is_linked = false"
                " WHERE regency_code = %s AND submission_id = %s AND line = %s",
                [regency_code, pair["submission_id"], pair["line"]],
            )
