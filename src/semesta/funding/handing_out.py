"""Hand out the annex of a decree: it names everybody with whole NIKs, so whoever takes it is on record."""

from __future__ import annotations

from typing import Literal

from django.db import transaction

from semesta.accounts.actor import Actor, may_read_papers, require
from semesta.audit.actions import record
from semesta.funding.annex import annex_workbook
from semesta.funding.annex_pdf import annex_document, annex_lines, annex_of
from semesta.funding.queries.decrees import decree_lines, decree_named, decree_numbered
from semesta.funding.queries.purses import purses_of
from semesta.funding.refusals import refuse
from semesta.kernel.finding import Language
from semesta.kernel.segment import shipped_segments

AnnexFormat = Literal["xlsx", "pdf"]


@transaction.atomic
def hand_out_annex(
    actor: Actor, regency_code: str, decree_id: int, *, written_as: AnnexFormat, place: str, language: Language = "id",
    village_code: str = "",
) -> bytes:  # fmt: skip
    """Return the annex of a decree and keep in the trail who took it; a PDF may be of one village.

    `place` is where the PDF is issued. Errors: RefusedError for no such decree, or a village that is not in it;
    ValueError when it has more people than one PDF holds.
    """
    require(may_read_papers(actor, regency_code), actor=actor, to="take annexes of", region_code=regency_code)
    decree = decree_named(regency_code, decree_numbered(regency_code, decree_id)["number"])
    lines = decree_lines(regency_code, decree_id)
    if village_code:
        lines = [line for line in lines if line["village_code"] == village_code]
        if not lines:
            raise refuse("decree_unknown", before=f"{decree['number']} {village_code}")
    if written_as == "xlsx":
        data = annex_workbook(decree, lines, language=language)
    else:
        annex = annex_of(decree, purses_of(regency_code), regency_code=regency_code, issuer=f"Bupati {place}",
                         place=place, signatory="")  # fmt: skip
        names = {code: segment.name_id for code, segment in shipped_segments().items()}
        data = annex_document(annex, annex_lines(lines, names))
    record(actor, "hand_out_annex", object_type="decree", object_id=decree_id, region_code=regency_code,
           detail={"written_as": written_as, "village": village_code, "lines": len(lines)})  # fmt: skip
    return data
