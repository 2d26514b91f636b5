"""Open a purse with its ceiling, and revise the ceiling up or down on a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from semesta.accounts.actor import Actor, may_spend, require
from semesta.audit.actions import record
from semesta.bulk import execute, read_lines
from semesta.funding.law_terms import the_law, usual_payer
from semesta.funding.models import CeilingRevision, Purse
from semesta.funding.purse_lock import balance_of, lock_purses, named
from semesta.funding.refusals import refuse, require_not_before
from semesta.kernel.rupiah import rupiah_text
from semesta.law.words import Words
from semesta.ledger.actions import book
from semesta.ledger.books import open_books

_ALL_MONTHS = tuple(range(1, 13))
_VILLAGE_BUDGET = "village"


@dataclass(frozen=True, slots=True)
class NewPurse:
    """A purse to be opened: kind of `law/purses`, whose it is, name, basis, calendar, and the insurer's word for it."""

    fiscal_year: int
    kind: str
    owner: str
    name: str
    legal_basis: str
    months: tuple[int, ...] = _ALL_MONTHS
    payer: str = ""


@transaction.atomic
def open_purse(actor: Actor, regency_code: str, purse: NewPurse, *, ceiling_rp: int, dated_on: date) -> int:
    """Open a purse of a fiscal year with its first ceiling and return its number; the same again changes nothing.

    Errors: RefusedError for a kind the law does not know, an owner who cannot own it, a ceiling that is not above
    nought, a missing basis, a purse that is open with other terms, or a
    second purse of a kind for one village (plans know one).
    """
    require(may_spend(actor, regency_code), actor=actor, to="open a purse in", region_code=regency_code)
    _vet(regency_code, purse, ceiling_rp)
    name = purse.name or the_law(regency_code).purses[purse.kind].name.id
    values: dict[str, Any] = {
        "regency_code": regency_code, "fiscal_year": purse.fiscal_year, "kind": purse.kind, "owner": purse.owner,
        "name": name,
    }  # fmt: skip
    found = Purse.objects.filter(**values).first()
    if found is not None:
        first = CeilingRevision.objects.get(regency_code=regency_code, purse_id=found.pk, number=0)
        if (first.change_rp, found.legal_basis, tuple(found.months)) != (
            ceiling_rp, purse.legal_basis, tuple(sorted(set(purse.months))),
        ):  # fmt: skip
            raise refuse("purse_other_terms", before=found.name)
        return int(found.pk)
    del values["name"]
    second = Purse.objects.filter(**values).first()
    if second is not None and the_law(regency_code).purses[purse.kind].budget == _VILLAGE_BUDGET:
        raise refuse("purse_of_village_twice", before=second.name, after=purse.owner, detail=purse.fiscal_year)
    values["name"] = name
    made = Purse.objects.create(
        **values, payer=purse.payer or usual_payer(purse.kind), legal_basis=purse.legal_basis,
        months=sorted(set(purse.months)), opened_on=dated_on,
    )  # fmt: skip
    _revise(actor, regency_code, made.pk, 0, ceiling_rp, dated_on, purse.legal_basis, "pagu awal")
    record(actor, "open_purse", object_type="purse", object_id=made.pk, region_code=regency_code,
           detail={"kind": purse.kind, "owner": purse.owner, "ceiling_rp": ceiling_rp})  # fmt: skip
    return int(made.pk)


@transaction.atomic
def revise_ceiling(
    actor: Actor, regency_code: str, purse_id: int, *, change_rp: int, dated_on: date, document: str, reason: str
) -> int:
    """Raise (or, negative, cut) a purse's ceiling on a document; return the number of the revision.

    The same document with the same change again changes nothing. Errors: RefusedError when the cut would take more
    than is not yet committed (telling both), when the year is closed, when it is dated before the purse was opened, or
    when the document stands for another change.
    """
    require(may_spend(actor, regency_code), actor=actor, to="revise a ceiling in", region_code=regency_code)
    if isinstance(change_rp, bool) or not isinstance(change_rp, int) or change_rp == 0:
        raise refuse("not_whole", before=change_rp, detail=Words("perubahan pagu", "change of the ceiling"))
    if not document.strip():
        raise refuse("paper_missing", detail=Words("dokumen", "document"))
    (purse,) = lock_purses(regency_code, [purse_id])
    known = list(CeilingRevision.objects.filter(regency_code=regency_code, purse_id=purse_id).order_by("number"))
    for revision in known:
        if revision.document == document and revision.number > 0:
            if revision.change_rp != change_rp:
                raise refuse("revision_other_terms", before=document, detail=rupiah_text(revision.change_rp))
            return revision.number
    if purse["closed_on"] is not None:
        raise refuse("purse_closed", before=named(purse), detail=purse["fiscal_year"])
    require_not_before(dated_on, purse["opened_on"], Words("perubahan pagu", "the change of the ceiling"))
    available = balance_of(regency_code, "available", [purse_id])[purse_id]
    if change_rp < 0 and available < -change_rp:
        raise refuse("cut_below_committed", before=named(purse), after=rupiah_text(-change_rp),
                     detail=_what_is_bound(known, available))  # fmt: skip
    number = known[-1].number + 1
    _revise(actor, regency_code, purse_id, number, change_rp, dated_on, document, reason)
    record(actor, "revise_ceiling", object_type="purse", object_id=purse_id, region_code=regency_code,
           detail={"number": number, "change_rp": change_rp, "document": document, "reason": reason})  # fmt: skip
    return number


def _vet(regency_code: str, purse: NewPurse, ceiling_rp: int) -> None:
    law = the_law(regency_code)
    if isinstance(ceiling_rp, bool) or not isinstance(ceiling_rp, int) or ceiling_rp <= 0:
        raise refuse("not_whole", before=ceiling_rp, detail=Words("pagu", "ceiling"))
    if purse.kind not in law.purses:
        raise refuse("purse_kind_unknown", before=purse.kind, detail=", ".join(law.purses))
    if not purse.legal_basis.strip():
        raise refuse("paper_missing", detail=Words("dasar hukum", "legal basis"))
    strange = [month for month in purse.months if month not in _ALL_MONTHS]
    if strange or not purse.months:
        raise refuse("calendar_unfit", before=", ".join(map(str, strange)))
    is_village = law.purses[purse.kind].budget == _VILLAGE_BUDGET
    owners = read_lines(
        "SELECT 1 FROM regions_region WHERE code = %s AND level = ANY(%s) "
        "AND (regency_code = %s OR %s LIKE code || '%%')",
        [purse.owner, ["village"] if is_village else ["regency", "province"], regency_code, regency_code],
    )
    if not owners:
        raise refuse("owner_unfit", before=purse.owner, detail=purse.kind)


def _what_is_bound(revisions: list[CeilingRevision], available: int) -> Words:
    ceiling = sum(revision.change_rp for revision in revisions)
    bound, free = rupiah_text(ceiling - available), rupiah_text(available)
    return Words(
        f"{bound} dari {rupiah_text(ceiling)} sudah ditetapkan, paling banyak {free} dapat dikurangi",
        f"{bound} of {rupiah_text(ceiling)} is committed, at most {free} can be cut",
    )


def _revise(
    actor: Actor, regency_code: str, purse_id: int, number: int, change_rp: int, on: date, document: str, reason: str
) -> None:
    CeilingRevision.objects.create(
        regency_code=regency_code, purse_id=purse_id, number=number, change_rp=change_rp, dated_on=on,
        document=document, reason=reason,
    )  # fmt: skip
    open_books()
    key = f"ceiling/{purse_id}/{number}"
    execute(
        "INSERT INTO entry_to_book (key, kind, booked_on, document, reason) VALUES (%s, %s, %s, %s, %s)",
        [key, "revision" if number else "ceiling", on, document, reason],
    )
    execute(
        "INSERT INTO line_to_book (key, account, purse_id, amount_rp) VALUES (%s, 'available', %s, %s), "
        "(%s, 'ceiling', %s, %s)",
        [key, purse_id, change_rp, key, purse_id, -change_rp],
    )
    book(actor, regency_code)
