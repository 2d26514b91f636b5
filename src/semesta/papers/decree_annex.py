"""The annex of a decree: a summary part, and one part per village with a line per person.

A part per village: because whoever signs, reads or posts it up needs one village, and because a single document of
270,000 lines would need gigabytes to typeset. A short annex may be one document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from semesta.kernel.rupiah import rupiah_text
from semesta.papers.typesetting import day_in_words, typeset

LINE_COLUMNS: Final = (
    "person",
    "village_code",
    "village",
    "nik",
    "name",
    "segment",
    "purse",
    "months",
    "month_count",
    "amount_rp",
)
WHOLE_AT_MOST: Final = 2_000
"""So many people may stand in one document; typesetting takes memory in proportion."""
_SHORT: Final = 16
_NO_NIK: Final = "–"
_DRAFT: Final = "KONSEP"


@dataclass(frozen=True, slots=True)
class DecreeAnnex:
    """What stands around the lines of a decree's annex.

    `issuer`: who decides, as in the title ("BUPATI LOMBOK TIMUR"); `checksum`: SHA-256 of all lines of the decree, in
    hexadecimal, and `sealed_lines` how many those are, for an annex may hold the lines of one village only. A draft
    is watermarked and carries no signature by being signed by nobody.
    """

    number: str
    issued_on: date
    about: str
    issuer: str
    place: str
    signatory: str
    legal_basis: tuple[str, ...]
    checksum: str
    sealed_lines: int
    is_draft: bool = False

    def head(self) -> list[str]:
        """Return the lines at the top of every part."""
        return [
            f"LAMPIRAN KEPUTUSAN {self.issuer}", f"NOMOR {self.number}", f"TANGGAL {day_in_words(self.issued_on)}",
            f"TENTANG {self.about}",
        ]  # fmt: skip

    def foot(self) -> str:
        """Return what stands at the foot of every page."""
        return f"Keputusan {self.number} · sidik {self.checksum[:_SHORT]}" + (f" · {_DRAFT}" if self.is_draft else "")


def summary_pdf(annex: DecreeAnnex, lines: pl.DataFrame) -> bytes:
    """Return the summary part as PDF.

    `lines` has LINE_COLUMNS, one line per person, purse and run of months; `person` tells people apart, also those
    without a NIK; months and amounts in rupiah are negative where a line takes away.
    """
    return typeset("decree_summary", _summary(annex, lines), on=annex.issued_on)


def village_pdfs(annex: DecreeAnnex, lines: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """Yield village code and PDF of every village's part, in order of the codes; `lines` as in `summary_pdf`."""
    for code, values in _villages(annex, lines):
        yield code, typeset("decree_village", values, on=annex.issued_on)


def whole_pdf(annex: DecreeAnnex, lines: pl.DataFrame) -> bytes:
    """Return the summary and all villages as one PDF; `lines` as in `summary_pdf`, at most WHOLE_AT_MOST people.

    ValueError when there are more: such an annex is typeset in parts.
    """
    if lines["person"].n_unique() > WHOLE_AT_MOST:
        raise ValueError(f"more than {WHOLE_AT_MOST} people: typeset in parts")
    summary = _summary(annex, lines)
    values = {"title": summary["title"], "foot": annex.foot(), "summary": summary,
              "villages": [part for _, part in _villages(annex, lines)]}  # fmt: skip
    return typeset("decree_whole", values, on=annex.issued_on)


def _summary(annex: DecreeAnnex, lines: pl.DataFrame) -> dict[str, Any]:
    by_purse = _totals(lines, "purse")
    by_village = _totals(lines, "village_code", "village", "purse")
    whole = _totals(lines.with_columns(all=pl.lit("Seluruhnya")), "all")
    return {
        "title": "Daftar penerima pembayaran iuran Jaminan Kecelakaan Kerja dan Jaminan Kematian",
        "head": annex.head(),
        "foot": annex.foot(),
        "draft": _DRAFT if annex.is_draft else "",
        "legal_basis": list(annex.legal_basis),
        "purses": [*map(_shown, by_purse.rows()), *map(_shown, whole.rows())],
        "villages": list(map(_shown, by_village.rows())),
        "lines": _number(lines.height),
        "sealed_lines": _number(annex.sealed_lines),
        "checksum": annex.checksum,
        "place": f"{annex.place}, {day_in_words(annex.issued_on)}",
        "position": annex.issuer,
        "signatory": "" if annex.is_draft else annex.signatory,
    }


def _villages(annex: DecreeAnnex, lines: pl.DataFrame) -> Iterator[tuple[str, dict[str, Any]]]:
    ordered = lines.sort("village_code", "name", "nik", "person", "purse", "months", nulls_last=True)
    for (code,), part in ordered.group_by("village_code", maintain_order=True):
        village = part["village"][0]
        total = _shown((part["person"].n_unique(), part["month_count"].sum(), part["amount_rp"].sum()))
        people = part.group_by("person", maintain_order=True).agg(
            pl.col("nik").first().fill_null(_NO_NIK), pl.col("name").first(), pl.col("segment").first(),
            pl.col("purse").str.join("\n"), pl.col("months").str.join("\n"), pl.col("amount_rp").sum(),
        )  # fmt: skip
        yield (
            str(code),
            {
                "title": f"{village} ({code})",
                "head": annex.head(),
                "foot": f"{annex.foot()} · {village}",
                "lines": [
                    (_number(n), nik, name, segment, purse, months, rupiah_text(amount_rp))
                    for n, (nik, name, segment, purse, months, amount_rp) in enumerate(
                        people.drop("person").iter_rows(), start=1
                    )
                ],
                "total": "{} orang, {} orang-bulan, {}".format(*total),
            },
        )


def _totals(lines: pl.DataFrame, *by: str) -> pl.DataFrame:
    return (
        lines.group_by(by)
        .agg(pl.col("person").n_unique(), pl.col("month_count").sum(), pl.col("amount_rp").sum())
        .sort(by)
    )


def _shown(row: tuple[object, ...]) -> list[str]:
    *names, people, months, amount_rp = row
    return [*map(str, names), _number(people), _number(months), rupiah_text(int(str(amount_rp)))]


def _number(value: object) -> str:
    return f"{value:,}".replace(",", ".")
