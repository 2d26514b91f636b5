"""What one person-month stands on, paper by paper: lists and extracts it came in, decree, bill, payment, batch, trail.

Each paper names its document and its place: a file by name, SHA-256, sheet and row; a decree, bill or payment file by
number and line. So an auditor goes from a figure to whoever did what, without asking anybody.
"""

from __future__ import annotations

from typing import Any, Final

from semesta.audit.queries import trail_of_objects
from semesta.bulk import read_lines
from semesta.kernel.month import Month
from semesta.kernel.nik import Nik

_RECORDS = """
SELECT p.id, p.nik, p.name, p.village_code, p.birth_on, p.died_on, p.merged_into, r.name AS village
  FROM people_person p LEFT JOIN regions_region r ON r.code = p.village_code
 WHERE p.regency_code = %(regency)s
   AND (p.id = %(person)s OR p.merged_into = %(person)s)
 ORDER BY p.merged_into IS NOT NULL, p.id
"""
_COVER = """
SELECT c.person_id, c.programme, c.membership_class, c.payer, c.state, c.submission_id
  FROM membership_coveredmonth c
 WHERE c.regency_code = %(regency)s AND c.person_id = ANY(%(records)s) AND c.month = %(month)s
 ORDER BY c.programme, c.person_id
"""
_FILE = "s.id AS submission, s.sender, s.kind, s.file_name, s.sha256, s.handed_in_by, s.handed_in_at"
_EXTRACTS = f"""
SELECT {_FILE}, e.line, e.membership_class, e.programmes, e.payer, e.start_month, e.end_month, e.superseded_by_id,
       e.superseded_from_month, w.sheet, w.row
  FROM membership_spell e
  JOIN intake_submission s ON s.id = e.submission_id
  LEFT JOIN intake_stagedrow w ON w.regency_code = e.regency_code AND w.submission_id = e.submission_id
                              AND w.line = e.line
 WHERE e.regency_code = %(regency)s AND e.person_id = ANY(%(records)s)
   AND e.start_month <= %(month)s AND e.end_month > %(month)s
 ORDER BY s.id, e.line
"""
_LISTED = f"""
SELECT {_FILE}, w.line, w.sheet, w.row, w.outcome, w.reason, w.segment, w.corrected_by_id
  FROM intake_stagedrow w JOIN intake_submission s ON s.id = w.submission_id
 WHERE w.regency_code = %(regency)s AND w.person_id = ANY(%(records)s)
 ORDER BY s.id, w.line LIMIT 100
"""
_DECREED = """
SELECT d.id AS decree_id, d.number, d.dated_on, d.sha256, l.line, u.id AS purse_id, u.name AS purse, u.kind,
       l.start_month, (l.end_month - 1) AS last_day, l.monthly_rp, l.removes_line IS NOT NULL AS is_removal, l.reason
  FROM funding_decreeline l
  JOIN funding_decree d ON d.id = l.decree_id
  JOIN funding_purse u ON u.id = l.purse_id
 WHERE l.regency_code = %(regency)s AND l.person_id = ANY(%(records)s)
   AND l.start_month <= %(month)s AND l.end_month > %(month)s
 ORDER BY d.dated_on, d.id, l.line
"""
_BILLED = """
SELECT b.id AS bill_id, b.reference, b.document, b.sha256, b.issued_on, b.due_on, b.settled_on, b.reversed_on,
       b.amount_rp AS bill_rp, b.paid_rp, l.amount_rp, l.jkk_rp, l.jkm_rp, l.months, l.decree_line
  FROM funding_billline l
  JOIN funding_bill b ON b.id = l.bill_id
 WHERE l.regency_code = %(regency)s AND l.person_id = ANY(%(records)s) AND b.month <= %(month)s
   AND (b.month + make_interval(months => l.months))::date > %(month)s
 ORDER BY b.issued_on, b.id
"""
_PAID = """
SELECT a.bill_id, a.amount_rp, a.applied_on, a.document, f.id AS file_id, f.file_name, f.sha256, f.taken_by, p.line,
       p.paid_on, p.reference, p.payer
  FROM funding_application a
  JOIN funding_paymentfile f ON f.id = a.file_id
  JOIN funding_paymentline p ON p.regency_code = a.regency_code AND p.file_id = a.file_id AND p.line = a.line
 WHERE a.regency_code = %(regency)s AND a.bill_id = ANY(%(bills)s) ORDER BY a.applied_on, a.id
"""
_SENT = """
SELECT b.batch, b.line, b.entry, b.state, b.reason, b.first_month, h.made_on, h.made_by, h.sha256,
       f.file_name AS answer, f.taken_on
  FROM exchange_batchline b
  JOIN exchange_batch h ON h.regency_code = b.regency_code AND h.number = b.batch
  LEFT JOIN exchange_answerfile f ON f.id = b.answer_id
 WHERE b.regency_code = %(regency)s AND b.person_id = ANY(%(records)s)
   AND b.first_month <= %(month)s AND b.end_month > %(month)s ORDER BY b.batch, b.line
"""
MOST_ENTRIES: Final = 200


class NobodyError(LookupError):
    """The regency has nobody of this number."""


def person_month(regency_code: str, person_id: int, month: Month) -> dict[str, Any]:
    """Return the papers behind a person's month.

    Keys: person (id, nik masked, name, village, birth_on, died_on), records (numbers of all its records), cover (per
    programme: class, payer, state, submission_id: 0 is our own), extracts (spells of the insurer that tell the month,
    with the file, sheet and row), listed (rows of every list that led to the person), decreed, billed, paid, sent, and
    trail (entries about these papers). A record that was merged leads to its person.
    Errors: NobodyError.
    """
    key: dict[str, Any] = {"regency": regency_code, "person": person_id, "month": month.first_day()}
    records = read_lines(_RECORDS, key)
    if records and records[0]["id"] == person_id and records[0]["merged_into"] is not None:
        records = read_lines(_RECORDS, key | {"person": records[0]["merged_into"]})
    if not records:
        raise NobodyError(f"Tidak ada orang bernomor {person_id} / there is no person {person_id}")
    head = records[0]
    key["records"] = [record["id"] for record in records]
    found = {
        name: read_lines(query, key)
        for name, query in (
            ("cover", _COVER), ("extracts", _EXTRACTS), ("listed", _LISTED), ("decreed", _DECREED),
            ("billed", _BILLED), ("sent", _SENT),
        )
    }  # fmt: skip
    bills = [line["bill_id"] for line in found["billed"]]
    paid = read_lines(_PAID, key | {"bills": bills}) if bills else []
    nik = Nik(head["nik"]).masked() if head["nik"] else None
    return {
        "person": {name: head[name] for name in ("id", "name", "village", "village_code", "birth_on", "died_on")}
        | {"nik": nik},
        "records": key["records"],
        **found,
        "paid": paid,
        "trail": trail_of_objects(_objects(regency_code, month, key["records"], found, paid), most=MOST_ENTRIES),
    }


def _objects(
    regency_code: str,
    month: Month,
    records: list[int],
    found: dict[str, list[dict[str, Any]]],
    paid: list[dict[str, Any]],
) -> list[tuple[str, str]]:
    """Return the (object_type, object_id) under which the trail tells of these papers."""
    files = {line["submission"] for name in ("extracts", "listed") for line in found[name]}
    pairs = {("person", str(record)) for record in records}
    pairs |= {("submission", str(number)) for number in files}
    pairs |= {("decree", str(line["decree_id"])) for line in found["decreed"]}
    pairs |= {("purse", str(line["purse_id"])) for line in found["decreed"]}
    pairs |= {("bill", str(line["bill_id"])) for line in found["billed"]}
    pairs |= {("bill", str(month)), ("snapshot", f"{regency_code}/{month}")}
    pairs |= {("payment_file", str(line["file_id"])) for line in paid}
    pairs |= {("payment", f"{line['file_id']}/{line['line']}") for line in paid}
    return sorted(pairs)
