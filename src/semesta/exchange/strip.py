"""The strip of a person: where each purse's cover stands, from the plan to the payment, in the order of the road."""

from __future__ import annotations

from typing import Any

from semesta.bulk import read_lines
from semesta.exchange.queries import masked
from semesta.kernel.finding import Language
from semesta.kernel.month import Month
from semesta.sheets.exchange.refusal_reason import UNKNOWN, refusal_reasons

STEPS = ("proposed", "decreed", "sent", "answered", "billed", "paid")
_PERSON = """
WITH asked AS (
    SELECT coalesce(merged_into, id) AS id FROM people_person
     WHERE regency_code = %(regency)s AND (nik = %(asked)s OR id::text = %(asked)s)
     ORDER BY nik = %(asked)s DESC NULLS LAST LIMIT 1
)
SELECT p.id, coalesce(p.nik, o.nik) AS nik, p.name, coalesce(p.village_code, o.village_code) AS village_code,
       least(p.died_on, o.died_on) AS died_on, p.id || coalesce(o.ids, '{}') AS records
  FROM asked a
  JOIN people_person p ON p.regency_code = %(regency)s AND p.id = a.id
 CROSS JOIN LATERAL (SELECT min(m.nik) AS nik, min(m.village_code) AS village_code, min(m.died_on) AS died_on,
                            array_agg(m.id) AS ids
                       FROM people_person m WHERE m.regency_code = %(regency)s AND m.merged_into = a.id) o
"""
"""The person's head with what the records merged into it tell, and the numbers of all of them."""
_MONTHS = """
SELECT payer, state, array_agg(month ORDER BY month) AS months FROM membership_coveredmonth
 WHERE regency_code = %(regency)s AND person_id = ANY(%(records)s) AND programme = 'jkm' AND submission_id = 0
 GROUP BY payer, state
"""
_DECREED = """
SELECT u.payer, s.number, s.dated_on, l.start_month, l.end_month, l.removes_line IS NOT NULL AS is_removal
  FROM funding_decreeline l
  JOIN funding_decree s ON s.id = l.decree_id
  JOIN funding_purse u ON u.id = l.purse_id
 WHERE l.regency_code = %(regency)s AND l.person_id = ANY(%(records)s) ORDER BY s.dated_on, s.id, l.line
"""
_SENT = """
SELECT b.payer, b.batch, b.line, b.entry, b.first_month, b.end_month, b.state, b.reason, b.reason_text, b.number_masked,
       b.since_month, h.made_on, f.taken_on
  FROM exchange_batchline b
  JOIN exchange_batch h ON h.regency_code = b.regency_code AND h.number = b.batch
  LEFT JOIN exchange_answerfile f ON f.id = b.answer_id
 WHERE b.regency_code = %(regency)s AND b.person_id = ANY(%(records)s) ORDER BY b.batch
"""
_BILLED = """
SELECT coalesce(u.payer, i.payer) AS payer, i.reference, i.month, i.settled_on, l.amount_rp
  FROM funding_billline l
  JOIN funding_bill i ON i.id = l.bill_id AND i.reversed_on IS NULL
  LEFT JOIN funding_purse u ON u.id = i.purse_id
 WHERE l.regency_code = %(regency)s AND l.person_id = ANY(%(records)s) ORDER BY i.month, i.reference
"""


class NoPersonError(LookupError):
    """Nobody of the regency has this NIK or number."""


def person_strip(regency_code: str, asked: str, *, language: Language) -> dict[str, Any]:
    """Return a person (by NIK or number; NIK masked) with one strip per payer.

    A strip has `payer` and `steps`: for each of STEPS `step`, `is_reached`, `months` (YYYY-MM) and `details` (what the
    papers say: decree, batch, answer with reason and next step, bill, payment). Errors: NoPersonError.
    """
    found = read_lines(_PERSON, {"regency": regency_code, "asked": asked.strip()})
    if not found:
        raise NoPersonError(
            f"Tidak ada orang dengan NIK atau nomor ini: {asked} / nobody has this NIK or number: {asked}"
        )
    person = found[0]
    key = {"regency": regency_code, "records": person["records"]}
    papers = {name: read_lines(query, key) for name, query in
              (("decreed", _DECREED), ("sent", _SENT), ("billed", _BILLED), ("months", _MONTHS))}  # fmt: skip
    payers = sorted({line["payer"] for lines in papers.values() for line in lines})
    of_payer = [
        {name: [line for line in lines if line["payer"] == payer] for name, lines in papers.items()} for payer in payers
    ]
    return {
        "person_id": person["id"], "nik": masked(person["nik"]), "name": person["name"],
        "village_code": person["village_code"], "died_on": person["died_on"],
        "strips": [
            {"payer": payer, "steps": _steps(own, language)} for payer, own in zip(payers, of_payer, strict=True)
        ],
    }  # fmt: skip


def _steps(papers: dict[str, list[dict[str, Any]]], language: Language) -> list[dict[str, Any]]:
    states = {line["state"]: [str(Month.of(month)) for month in line["months"]] for line in papers["months"]}
    beyond = {name: sorted(m for state in after for m in states.get(state, [])) for name, after in _BEYOND.items()}
    decrees = [_decree(line) for line in papers["decreed"]]
    sent = [_sent(line) for line in papers["sent"]]
    answers = [_answer(line, language) for line in papers["sent"] if line["state"] not in ("open", "closed")]
    bills = [{"reference": line["reference"], "month": str(Month.of(line["month"])), "amount_rp": line["amount_rp"]}
             for line in papers["billed"]]  # fmt: skip
    payments = [{"reference": line["reference"], "on": line["settled_on"]} for line in papers["billed"]
                if line["settled_on"]]  # fmt: skip
    details = {"decreed": decrees, "sent": sent, "answered": answers, "billed": bills, "paid": payments}
    return [
        {
            "step": step, "is_reached": bool(details.get(step)) or bool(beyond.get(step)),
            "months": beyond.get(step, []), "details": details.get(step, []),
        }
        for step in STEPS
    ]  # fmt: skip


_BEYOND = {
    "proposed": ("planned", "decreed", "billed", "paid", "recognised", "lapsed"),
    "decreed": ("decreed", "billed", "paid", "recognised", "lapsed"),
    "billed": ("billed", "paid", "recognised"),
    "paid": ("paid", "recognised"),
}


def _decree(line: dict[str, Any]) -> dict[str, Any]:
    return {"decree": line["number"], "on": line["dated_on"], "first_month": str(Month.of(line["start_month"])),
            "end_month": str(Month.of(line["end_month"])), "is_removal": line["is_removal"]}  # fmt: skip


def _sent(line: dict[str, Any]) -> dict[str, Any]:
    return {"batch": line["batch"], "line": line["line"], "entry": line["entry"], "on": line["made_on"],
            "is_closed": line["state"] == "closed",
            "first_month": str(Month.of(line["first_month"])),
            "end_month": str(Month.of(line["end_month"]))}  # fmt: skip


def _answer(line: dict[str, Any], language: Language) -> dict[str, Any]:
    told = {"batch": line["batch"], "outcome": line["state"], "on": line["taken_on"], "number": line["number_masked"],
            "reason": line["reason"], "reason_text": line["reason_text"],
            "since_month": str(Month.of(line["since_month"])) if line["since_month"] else None}  # fmt: skip
    if line["reason"]:
        told["words"] = refusal_reasons().get(line["reason"], refusal_reasons()[UNKNOWN]).said(language)
    return told
