"""What a village should do next, by what is at stake: from its lists, questions to it, and the cover of its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from semesta.bulk import read_lines
from semesta.coverage.queries.village_standings import standings_of_village
from semesta.duplicates.queries import ASKED
from semesta.intake.mending import MENDABLE
from semesta.kernel.month import Month
from semesta.kernel.region_code import regency_of

What = Literal["hand_in_first", "late", "mend", "answer", "ends_soon", "reach"]


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, how many it concerns, and the list (submission) to begin with, where it is one."""

    what: What
    number: int
    submission_id: int | None = None


_STEPS = f"""
WITH list AS MATERIALIZED (
    SELECT id, waiting FROM intake_submission
     WHERE regency_code = %(regency)s AND sender = %(village)s AND kind = 'village_list' AND rows_in > 0
)
SELECT 'mend' AS what, l.id, count(*) AS number FROM list l
  JOIN intake_stagedrow r ON r.regency_code = %(regency)s AND r.submission_id = l.id
 WHERE l.waiting > 0 AND r.outcome = 'waiting' AND r.corrected_by_id IS NULL AND r.reason = ANY(%(mendable)s)
 GROUP BY 2
 UNION ALL
SELECT 'answer', s.id, count(*) FROM duplicates_pair p
  JOIN intake_submission s ON s.regency_code = p.regency_code AND s.id = p.submission_id
 WHERE {ASKED} AND p.band = 'sender' AND s.sender = %(village)s
 GROUP BY 2
 UNION ALL
SELECT 'list', 0, count(*) FROM list
 ORDER BY 1, 3 DESC, 2 DESC
"""
"""Rows to mend and questions to answer by list, the list with most first; and how many lists there are."""


def next_steps(village_code: str, month: Month) -> tuple[list[Step], dict[str, int]]:
    """Return what there is to do in a village, the most pressing first, and how its people stand (STANDINGS, people).

    First the list never handed in, then members whose grace runs out, rows to mend, questions only the sender can
    answer, cover that ends this month or next, workers not covered.
    """
    values = {"regency": regency_of(village_code), "village": village_code, "mendable": list(MENDABLE)}
    people = standings_of_village(village_code, month)
    found = read_lines(_STEPS, values)
    rows, questions, lists = ([line for line in found if line["what"] == what] for what in ("mend", "answer", "list"))
    steps = [
        Step("hand_in_first", 0 if lists[0]["number"] else 1),
        Step("late", people["late"]),
        Step("mend", sum(line["number"] for line in rows), rows[0]["id"] if rows else None),
        Step("answer", sum(line["number"] for line in questions), questions[0]["id"] if questions else None),
        Step("ends_soon", people["ends_soon"]),
        Step("reach", people["uncovered"]),
    ]
    return [step for step in steps if step.number], people
