"""The annex of a decree as PDF: what the office signs, with the law its purses stand on, from its own lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import polars as pl

from semesta.funding.law_terms import rules_used, the_law
from semesta.funding.queries.decrees import pairs_of_decree
from semesta.kernel.month import Month
from semesta.papers.decree_annex import DecreeAnnex, summary_pdf, village_pdfs, whole_pdf

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
_REMOVED: Final = "dikurangi "


def annex_of(
    decree: dict[str, Any], purses: list[dict[str, Any]], *, regency_code: str, issuer: str, place: str, signatory: str
) -> DecreeAnnex:
    """Return what stands around the lines: `decree` and `purses` are those of the room's queries.

    The legal basis names the regulations by which the purses may pay for the work of the decree's lines in its year,
    and the document of each budget.
    """
    law, used = the_law(regency_code), {total["purse_id"] for total in decree["totals"]}
    basis: dict[str, None] = {}
    for rule in rules_used(law, pairs_of_decree(regency_code, decree["id"])):
        source = rule.standing.source
        basis[f"{source.number} tentang {source.title}" if source.number else source.title] = None
    papers = {f"{purse['name']} {purse['fiscal_year']}: {purse['legal_basis']}": None
              for purse in purses if purse["id"] in used}  # fmt: skip
    return DecreeAnnex(
        number=decree["number"], issued_on=decree["dated_on"], about=decree["title"].upper(), issuer=issuer.upper(),
        place=place, signatory=signatory, legal_basis=tuple(basis | papers), checksum=decree["sha256"],
        sealed_lines=decree["lines"],
    )  # fmt: skip


def annex_lines(lines: list[dict[str, Any]], segments: dict[str, str]) -> pl.DataFrame:
    """Return the lines of `funding.queries.decrees.decree_lines` as `papers.decree_annex` takes them."""
    rows = []
    for line in lines:
        sign = 1 if line["sign"] == "+" else -1
        rows.append(
            {
                "person": line["person_id"], "village_code": line["village_code"], "village": line["village"],
                "nik": line["nik"], "name": line["name"] or "",
                "segment": segments.get(line["segment_code"], line["segment_code"]), "purse": line["purse"],
                "months": ("" if sign > 0 else _REMOVED) + months_in_words(line["start_month"], line["last_day"]),
                "month_count": sign * line["months"], "amount_rp": sign * line["amount_rp"],
            }
        )  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"nik": pl.String})


def annex_parts(annex: DecreeAnnex, lines: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """Yield file name and PDF of the summary, then of each village."""
    yield "00-rekapitulasi.pdf", summary_pdf(annex, lines)
    for code, pdf in village_pdfs(annex, lines):
        yield f"{code or 'tanpa-desa'}.pdf", pdf


def annex_document(annex: DecreeAnnex, lines: pl.DataFrame) -> bytes:
    """Return the annex as one PDF. ValueError when it has more people than one document holds."""
    return whole_pdf(annex, lines)


def months_in_words(first: date, last: date) -> str:
    """Write a run of months of one year as offices do.

    >>> months_in_words(date(2026, 4, 1), date(2026, 12, 31)), months_in_words(date(2026, 5, 1), date(2026, 5, 31))
    ('Apr-Des 2026', 'Mei 2026')
    """
    start, end = Month.of(first), Month.of(last)
    names = _MONTHS[start.number - 1], _MONTHS[end.number - 1]
    return f"{names[0]} {start.year}" if start == end else f"{names[0]}-{names[1]} {end.year}"
