"""What waits for somebody to decide, each with its number: so that whoever looks knows what to ask for today."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from semesta.bulk import read_lines
from semesta.funding.queries.bills import arrears
from semesta.funding.queries.purses import realisation
from semesta.intake.pair_queries import asked_worth

_WAITING: Final = """
SELECT (SELECT count(*) FROM intake_submission s
         WHERE s.regency_code = %(regency)s AND s.state = 'stopped'
           AND NOT EXISTS (SELECT 1 FROM intake_submission c
                            WHERE c.regency_code = s.regency_code AND c.corrects_id = s.id)) AS stopped_files,
       (SELECT count(*) FROM intake_stagedrow r
         WHERE r.regency_code = %(regency)s AND r.outcome = 'waiting' AND r.corrected_by_id IS NULL) AS waiting_rows
"""


def agenda(regency_code: str, *, on: date) -> list[dict[str, Any]]:
    """Return what waits for a decision on a day, what presses first; nothing that is at nought.

    Each: code (members_at_risk, arrears, money_to_decide, stopped_files, pairs_to_decide, waiting_rows), number
    (persons, payers, purses, files, pairs, rows), amount_rp (None where no money is meant). Pairs are those of the
    verifiers' queue; what is asked of senders stands among their own lists.
    """
    owed = arrears(regency_code, on=on)
    money = realisation(regency_code, on.year, on=on)
    waiting = read_lines(_WAITING, {"regency": regency_code})[0]
    undecided = [purse for purse in money["purses"] if purse["available_rp"] > 0]
    found = [
        ("members_at_risk", sum(line["people"] for line in owed["warnings"]), None),
        ("arrears", len({line["payer"] for line in owed["payers"]}), owed["open_rp"]),
        ("money_to_decide", len(undecided), sum(purse["available_rp"] for purse in undecided)),
        ("stopped_files", waiting["stopped_files"], None),
        ("pairs_to_decide", asked_worth(regency_code, band="queue")["pairs"], None),
        ("waiting_rows", waiting["waiting_rows"], None),
    ]
    return [{"code": code, "number": number, "amount_rp": amount} for code, number, amount in found if number]
