"""Bills that no purse pays: a construction project by its contract value, a migrant worker's package."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from semesta.accounts.actor import Actor, may_spend, require
from semesta.audit.actions import record
from semesta.bulk import execute, read_lines
from semesta.funding.decree_text import BILL_SHA256
from semesta.funding.models import Bill, BillLine
from semesta.funding.other_bill_terms import living_person, package_rp, project_terms
from semesta.funding.refusals import refuse
from semesta.kernel.month import Month
from semesta.law.contribution import Placement
from semesta.law.words import Words
from semesta.ledger.actions import book
from semesta.ledger.books import open_books
from semesta.membership.actions import cover_months
from semesta.people.standing import MERGED

_MONTHS = """
CREATE TEMPORARY TABLE IF NOT EXISTS month_to_cover (person_id bigint, month date, membership_class text, payer text)
    ON COMMIT DROP;
TRUNCATE month_to_cover;
INSERT INTO month_to_cover
SELECT %(person)s, (%(month)s::date + make_interval(months => n))::date, 'PMI', %(payer)s
  FROM generate_series(0, %(months)s - 1) n
"""
_CLASH = f"""
SELECT c.month, min(c.payer) AS payer
  FROM month_to_cover m
  JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.month = m.month
       AND (c.person_id = m.person_id OR c.person_id IN (SELECT o.id FROM {MERGED} o WHERE o.merged_into = m.person_id))
 GROUP BY 1 ORDER BY 1 LIMIT 1
"""
_MIGRANT_PAYER = "MANDIRI"


@dataclass(frozen=True, slots=True)
class Project:
    """A construction project: its number (SPK), who carries it out, where, contract value and first day."""

    number: str
    contractor: str
    village_code: str
    contract_value_rp: int
    starts_on: date


@transaction.atomic
def bill_project(actor: Actor, regency_code: str, project: Project, *, issued_on: date, due_on: date) -> str:
    """Bill a construction project for JKK and JKM by its contract value (law of its first day); return the reference.

    A project is known by its number (SPK), whatever its first day: the same again changes nothing, after a reversal it
    is billed anew under the next run. Errors: RefusedError for a project whose bill stands with other terms, a value
    that is not above nought, a place outside the regency, a due day before the bill, or a gap in the law.
    """
    require(may_spend(actor, regency_code), actor=actor, to="bill a project in", region_code=regency_code)
    if not project.number.strip() or not project.contractor.strip():
        raise refuse("paper_missing", detail=Words("nomor SPK atau pelaksana", "number or contractor"))
    if due_on < issued_on:
        raise refuse("due_before_issue", before=due_on, after=issued_on)
    answer = project_terms(
        regency_code, contract_value_rp=project.contract_value_rp, village_code=project.village_code,
        starts_on=project.starts_on,
    )  # fmt: skip
    mark = hashlib.sha256(project.number.encode()).hexdigest()[:8].upper()
    sha256 = hashlib.sha256(repr(project).encode()).hexdigest()
    month = Month.of(project.starts_on)
    execute("SELECT pg_advisory_xact_lock(hashtext('semesta.bills'), hashtext(%s))", [regency_code])
    runs = list(Bill.objects.filter(regency_code=regency_code, kind="project", document=project.number))
    for known in runs:
        if known.reversed_on is None:
            if known.sha256 != sha256:
                raise refuse("bill_other_terms", before=f"{project.number} ({known.reference})")
            return known.reference
    run = len(runs) + 1
    reference = f"{month.first_day():%y%m}-JK-{mark}-{run}"
    bill = Bill.objects.create(
        regency_code=regency_code, reference=reference, kind="project", purse_id=0, payer=project.contractor,
        village_code=project.village_code, membership_class="JK", month=month.first_day(), run=run, members=0,
        jkk_rp=answer.jkk_rp, jkm_rp=answer.jkm_rp, amount_rp=answer.jkk_rp + answer.jkm_rp, sha256=sha256,
        document=project.number, issued_on=issued_on, due_on=due_on,
    )  # fmt: skip
    _book(actor, regency_code, bill, "bill_project")
    return reference


@transaction.atomic
def bill_package(
    actor: Actor,
    regency_code: str,
    person_id: int,
    *,
    start: Month,
    contract_months: int,
    issued_on: date,
    document: str,
    placement: Placement = "individual",
) -> str:
    """Bill a migrant worker's package, one payment for the whole contract; return the reference.

    The contract's months begin as `billed` and are paid together; the package is due at once. It has one price, which
    no law divides between JKK and JKM, nor does the bill. The same again changes nothing. Errors: RefusedError for a
    package from that month that stands with other terms, a person unknown or dead, a month somebody pays already, or a
    gap in the law.
    """
    require(may_spend(actor, regency_code), actor=actor, to="bill a package in", region_code=regency_code)
    if not document.strip():
        raise refuse("paper_missing", detail=Words("dokumen", "document"))
    execute("SELECT pg_advisory_xact_lock(hashtext('semesta.bills'), hashtext(%s))", [regency_code])
    price_rp = package_rp(regency_code, start, contract_months, placement)
    runs = list(Bill.objects.filter(regency_code=regency_code, kind="package", month=start.first_day(),
                                    reference__startswith=f"{start.first_day():%y%m}-PMI-{person_id}-"))  # fmt: skip
    for known in runs:
        if known.reversed_on is None:
            line = BillLine.objects.get(regency_code=regency_code, bill_id=known.pk)
            if (line.months, known.amount_rp, known.document) != (contract_months, price_rp, document):
                raise refuse("bill_other_terms", before=known.reference)
            return known.reference
    person = living_person(regency_code, person_id, start)
    values = {"person": person_id, "month": start.first_day(), "months": contract_months, "payer": _MIGRANT_PAYER}
    execute(_MONTHS, values)
    clash = read_lines(_CLASH, {"regency": regency_code})
    if clash:
        raise refuse("paid_by_another", before=person_id, after=f"{clash[0]['month']:%Y-%m}", detail=clash[0]["payer"])
    cover_months(actor, regency_code, state="billed")
    shown = {"person_id": person_id, "months": contract_months, "decree_id": 0, "decree_line": 0, "monthly_rp": 0,
             "jkk_rp": 0, "jkm_rp": 0}  # fmt: skip
    columns = ", ".join(f"%({name})s::bigint AS {name}" for name in shown)
    (sealed,) = read_lines(f"SELECT {BILL_SHA256} AS sha256 FROM (SELECT {columns}) l", shown)
    bill = Bill.objects.create(
        regency_code=regency_code, reference=f"{start.first_day():%y%m}-PMI-{person_id}-{len(runs) + 1}",
        kind="package", purse_id=0, payer=f"{_MIGRANT_PAYER} {person_id}", village_code=person["village_code"],
        membership_class="PMI", month=start.first_day(), run=len(runs) + 1, members=1, jkk_rp=0, jkm_rp=0,
        amount_rp=price_rp, sha256=sealed["sha256"], document=document, issued_on=issued_on, due_on=issued_on,
    )  # fmt: skip
    BillLine.objects.create(regency_code=regency_code, bill_id=bill.pk, amount_rp=price_rp, **shown)
    _book(actor, regency_code, bill, "bill_package")
    return bill.reference


def _book(actor: Actor, regency_code: str, bill: Bill, action: str) -> None:
    open_books()
    key = f"bill/{bill.reference}"
    execute("INSERT INTO entry_to_book (key, kind, booked_on, document) VALUES (%s, 'bill', %s, %s)",
            [key, bill.issued_on, bill.document])  # fmt: skip
    execute(
        "INSERT INTO line_to_book (key, account, purse_id, payer, amount_rp) VALUES (%s, 'receivable', 0, %s, %s), "
        "(%s, 'charged', 0, %s, %s)",
        [key, bill.payer, bill.amount_rp, key, bill.payer, -bill.amount_rp],
    )
    book(actor, regency_code)
    record(actor, action, object_type="bill", object_id=bill.pk, region_code=regency_code,
           detail={"reference": bill.reference, "payer": bill.payer, "amount_rp": bill.amount_rp})  # fmt: skip
