"""The second half of `semesta demo`: purses, plan, decree, enrolment, bills, payments, reconciliation, cover after.

Every ceiling is an assumption: amounts that were published for another year or as a plan, or a round number, and the
purse's legal basis says so. The insurer and the bank are simulated, with refusals and with mistakes.
"""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from semesta.cli.console import console_actor, cores
from semesta.cli.words import language
from semesta.kernel.month import Month

PUBLISHED_DBHCHT_RP = 2_600_000_000
"""Tobacco programme of 2025 as reported (facts P33, P65): an assumption for 2026."""
ASSUMED_REGENCY_RP = 1_000_000_000
"""Not published; a round number."""
YEAR = 2026
DECREE, AMENDMENT = "188.45/DEMO/2026", "188.45/DEMO-1/2026"
_EXAMPLE_DISTRICT = "52.03.05"
_BILLED = (Month(YEAR, 2), Month(YEAR, 3), Month(YEAR, 4))
_WAIT = timedelta(days=7)
_CORRECTED = 25
_STRAY = "SETORAN TUNAI"


def walk_money(regency: str, *, on: date, scale: float, seed: int, folder: Path) -> dict[str, Any]:
    """Walk from the purses to the audit for a made-up regency whose lists are in; return what the demo prints.

    Keys: docs/cli.md, `semesta demo`. `folder` receives the files exchanged.
    """
    folder.mkdir(parents=True, exist_ok=True)
    purses = _open_purses(regency, on, scale)
    plan = _plan(regency, on, seed)
    decree = _freeze(regency, plan["id"], on)
    enrolled = _enrol(regency, on, seed, folder)
    bills = [_bill(regency, month) for month in _BILLED]
    payments = _pay(regency, folder)
    return {
        "purses": purses, "plan": plan, "decree": decree, "enrolment": enrolled, "bills": bills,
        "payments": payments, "arrears": _arrears(regency), "coverage_after": _coverage_after(regency),
        "audit": _audit(regency),
    }  # fmt: skip


def _open_purses(regency: str, on: date, scale: float) -> list[dict[str, Any]]:
    from semesta.funding.actions import open_purse
    from semesta.funding.actions.purses import NewPurse
    from semesta.funding.law_terms import village_plan_rp
    from semesta.regions.queries import children_of

    village_rp = village_plan_rp(regency, Month(YEAR, 1))
    wanted = [
        (NewPurse(YEAR, "dbhcht", regency, "", "ASUMSI: pagu 2025 yang diberitakan", tuple(range(4, 13))),
         PUBLISHED_DBHCHT_RP),
        (NewPurse(YEAR, "apbd_regency", regency, "", "ASUMSI: angka bulat, tidak dipublikasikan",
                  payer="APBD KABUPATEN"), ASSUMED_REGENCY_RP),
        *((NewPurse(YEAR, "add", village["code"], f"ADD {village['name']}", "ASUMSI: rencana desa yang diberitakan"),
           village_rp) for village in children_of(_EXAMPLE_DISTRICT) if village["kind"] == "desa"),
    ]  # fmt: skip
    made = []
    for purse, ceiling in wanted:
        at_scale = max(1, round(ceiling * scale))
        number = open_purse(console_actor(), regency, purse, ceiling_rp=at_scale, dated_on=on)
        made.append({"purse_id": number, "kind": purse.kind, "owner": purse.owner, "ceiling_rp": at_scale,
                     "basis": purse.legal_basis, "is_assumption": True})  # fmt: skip
    return made


def _plan(regency: str, on: date, seed: int) -> dict[str, Any]:
    """Plan with the shipped priorities, but so that new members are paid for from the first month on."""
    from semesta.allocation import default_policy_file
    from semesta.funding.actions import compute_plan, make_plan
    from semesta.funding.actions.plans import PlanTerms
    from semesta.funding.queries.plans import people_of_plan, plan_numbered

    policy = re.sub(
        r"(?m)^new_member_months_unpaid:.*$",
        "new_member_months_unpaid: 0",
        default_policy_file().read_text(encoding="utf-8"),
    )
    terms = PlanTerms("Rencana demo", YEAR, on, _BILLED[0], Month(YEAR + 1, 1), policy_text=policy, seed=str(seed))
    number = make_plan(console_actor(), regency, terms)
    compute_plan(console_actor(), regency, number)
    page = plan_numbered(regency, number)
    told = [people_of_plan(regency, number, language=language(), is_chosen=chosen, most=1) for chosen in (True, False)]
    return {
        "id": number, "state": page["state"], **page["totals"],
        "gaps_percent": {aim["objective"]: aim["gap_percent"] for aim in page["certificate"].get("reached", ())},
        "reasons": {line["code"]: line["people"] for line in page["reasons"]},
        "sentences": [people[0]["sentence"] for people in told if people],
    }  # fmt: skip


def _freeze(regency: str, plan: int, on: date) -> dict[str, Any]:
    from semesta.funding.actions import freeze_plan
    from semesta.funding.actions.decrees import DecreeHead
    from semesta.funding.queries.decrees import decree_named

    freeze_plan(console_actor(), regency, plan, DecreeHead(DECREE, on, "Penerima iuran (demo)"))
    decree = decree_named(regency, DECREE)
    return {name: decree[name] for name in ("number", "lines", "added_rp", "sha256", "is_sealed")}


def _enrol(regency: str, on: date, seed: int, folder: Path) -> dict[str, Any]:
    """Send what is due, read the answers, correct what was refused, send the next batch, amend for wage earners."""
    first = _exchange(regency, on, seed, folder)
    corrected = _correct(regency, on, folder, first["made"])
    second = _exchange(regency, on + _WAIT, seed + 1, folder)
    return {"first": first, "corrected": corrected, "next": second, "taken_out": _amend(regency, on + 2 * _WAIT)}


def _exchange(regency: str, on: date, seed: int, folder: Path) -> dict[str, Any]:
    from semesta.exchange.actions import make_batches, take_answer_file
    from semesta.exchange.queries import batch_file, batches
    from semesta.installation.places import files_folder
    from semesta.sheets.exchange.layout_file import shipped_layout
    from semesta.synthetic.insurer import answer_files

    layout = shipped_layout()
    made = make_batches(console_actor(), regency, layout, made_on=on)
    months_back = 0
    for number in made.batches:
        path = folder / f"gelombang-{number}.csv"
        path.write_bytes(batch_file(regency, number, written_as="csv"))
        for answer in answer_files(path, layout, folder, seed=seed):
            taken = take_answer_file(
                console_actor(), regency, answer, layout, taken_on=on + _WAIT, files_folder=files_folder()
            )
            months_back += taken.months_taken_back
    found = [line for line in batches(regency) if line["number"] in made.batches]
    counted = {name: sum(line[name] for line in found) for name in ("accepted", "refused", "overlap", "open")}
    return {"made": list(made.batches), "lines": made.lines, "incomplete": len(made.incomplete), **counted,
            "months_taken_back": months_back}  # fmt: skip


def _correct(regency: str, on: date, folder: Path, numbers: list[int]) -> int:
    """Hand in a list of people refused, then the same with their names corrected; return how many were corrected."""
    from semesta.exchange.queries import lines_of, refusals
    from semesta.installation.places import files_folder
    from semesta.intake.actions import hand_in
    from semesta.intake.handing_in import HandedIn
    from semesta.regions.queries import gazetteer

    refused = {(line["batch"], line["line"]) for line in refusals(regency, language="id") if line["entry"] == "enrol"}
    sent = [
        person
        for number in numbers
        for person in lines_of(regency, number).iter_rows(named=True)
        if person["nik"] and person["birth_on"]
    ]
    wrong = [person for person in sent if (person["batch"], person["line"]) in refused][:_CORRECTED]
    right = [person for person in sent if (person["batch"], person["line"]) not in refused][: len(wrong)]
    if not wrong:
        return 0
    for name, spelt in (("daftar", lambda text: text), ("pembetulan", _respelt)):
        path = folder / f"{name}-peserta.csv"
        _write_list(path, [*right, *({**person, "name": spelt(person["name"])} for person in wrong)])
        handed_in = HandedIn(path, "dinas-tenaga-kerja", "agency_list")
        hand_in(console_actor(), [handed_in], regency_code=regency, gazetteer=gazetteer(), today=on,
                files_folder=files_folder(), workers=min(1, cores()))  # fmt: skip
    return len(wrong)


def _respelt(name: str) -> str:
    """Return a name as the civil register might spell it: one letter more."""
    return name + ("H" if not name.endswith("H") else "I")


def _write_list(path: Path, people: list[dict[str, Any]]) -> None:
    from semesta.kernel.segment import shipped_segments

    segments = {code: kind.name_id for code, kind in shipped_segments().items()}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["NO", "NIK", "NAMA", "TANGGAL LAHIR", "JENIS KELAMIN", "KECAMATAN", "DESA", "PEKERJAAN"])
        for number, one in enumerate(people, 1):
            writer.writerow([number, one["nik"], one["name"], f"{one['birth_on']:%d/%m/%Y}", one["sex"] or "",
                             one["district"] or "", one["village"] or "",
                             segments.get(one["segment_code"], "")])  # fmt: skip


def _amend(regency: str, on: date) -> int:
    """Take the months of active wage earners out of the decree; return how many."""
    import polars as pl

    from semesta.exchange.queries import lines_to_amend
    from semesta.funding.actions import issue_decree
    from semesta.funding.actions.decrees import DecreeHead

    gone = [
        {"person_id": line["person_id"], "month": Month.parse(month).first_day(), "reason": "peserta penerima upah"}
        for line in lines_to_amend(regency, language="id", most=100_000)
        for month in line["taken_back"]
    ]
    if gone:
        head = DecreeHead(AMENDMENT, on, "Perubahan penerima iuran (demo)", amends=DECREE)
        issue_decree(console_actor(), regency, head, removals=pl.DataFrame(gone))
    return len(gone)


def _bill(regency: str, month: Month) -> dict[str, Any]:
    from semesta.exchange.billing import bill_month_of_members

    actor, day = console_actor(), month.first_day()
    billed = bill_month_of_members(actor, regency, month, issued_on=day, document=f"TAG/{month}")
    return {"month": str(month), "bills": len(billed.bills), "members": billed.members, "amount_rp": billed.amount_rp,
            "withheld": len(billed.withheld)}  # fmt: skip


def _pay(regency: str, folder: Path) -> dict[str, Any]:
    """Pay as payers do: one bill in part, one too much, one under a wrong reference, two at once, one not at all."""
    from semesta.funding.actions import match_payment, refund_payment
    from semesta.funding.queries.bills import bills_of, payments_of

    bills = bills_of(regency, only_open=True)
    bills.sort(key=lambda bill: (bill["month"], -bill["amount_rp"], bill["reference"]))
    unpaid, partial, over, wrong, two, and_two, *rest = bills
    last = _BILLED[-1].plus(1)
    said = [
        (partial["due_on"], partial["reference"], partial["amount_rp"] // 2),
        (over["due_on"], over["reference"], over["amount_rp"] + 50_000),
        (last.first_day(), _STRAY, wrong["amount_rp"]),
        (and_two["due_on"], f"{two['reference']} + {and_two['reference']}", two["amount_rp"] + and_two["amount_rp"]),
        *((bill["due_on"], bill["reference"], bill["amount_rp"]) for bill in rest),
    ]
    first = _take(regency, folder / "bank-1.csv", said, last.first_day())
    left = {line["reference"]: line for line in payments_of(regency, only_left=True)}
    stray, too_much = left[_STRAY], left[over["reference"]]
    on, document = last.first_day() + _WAIT, "BA-REKONSILIASI"
    match_payment(console_actor(), regency, stray["file_id"], stray["line"], reference=wrong["reference"], on=on,
                  document=document)  # fmt: skip
    refund_payment(console_actor(), regency, too_much["file_id"], too_much["line"], amount_rp=too_much["left_rp"],
                   on=on, document=document)  # fmt: skip
    rest_rp = partial["amount_rp"] - partial["amount_rp"] // 2
    late = [(on, partial["reference"], rest_rp)]
    second, again = (_take(regency, folder / "bank-2.csv", late, on) for _ in range(2))
    return {"first": first, "second": second, "second_again": again, "refunded_rp": too_much["left_rp"],
            "left_unpaid": unpaid["reference"],
            "unapplied_lines": len(payments_of(regency, only_left=True))}  # fmt: skip


def _take(regency: str, path: Path, payments: list[tuple[date, str, int]], on: date) -> dict[str, Any]:
    from semesta.funding.actions import take_payments
    from semesta.funding.payment_file import read_payment_file

    rows = [f"{paid_on:%Y-%m-%d};{reference};{amount}" for paid_on, reference, amount in payments]
    total = sum(amount for *_, amount in payments)
    path.write_text("\n".join(["tanggal;referensi;jumlah", *rows, f"TOTAL;;{total}"]) + "\n", encoding="utf-8")
    taken = take_payments(console_actor(), regency, read_payment_file(path), taken_on=on)
    return {"lines": len(payments), "is_repeat": taken.is_repeat, "matches": taken.matches,
            "total_rp": taken.total_rp, "applied_rp": taken.applied_rp, "unapplied_rp": taken.unapplied_rp,
            "late": taken.late, "months_paid": taken.months_paid}  # fmt: skip


def _arrears(regency: str) -> dict[str, Any]:
    from semesta.funding.queries.bills import arrears

    page = arrears(regency, on=_BILLED[-1].plus(1).first_day())
    return {"open_rp": page["open_rp"], "payers": len(page["payers"]), "deductions": page["deductions"],
            "warned_people": sum(line["people"] for line in page["warnings"])}  # fmt: skip


def _coverage_after(regency: str) -> dict[str, Any]:
    from semesta.coverage.actions import take_snapshot
    from semesta.coverage.queries import coverage_of

    take_snapshot(console_actor(), regency, _BILLED[-1])
    return coverage_of(regency, _BILLED[-1])


def _audit(regency: str) -> dict[str, Any]:
    from semesta.funding.queries.audit import audit

    return audit(regency).page()
