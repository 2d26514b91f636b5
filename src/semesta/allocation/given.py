"""What a plan is asked with: people, purses, revisions and releases, checked at once with every mistake named.

Row numbers in mistakes count from 1 and leave the header out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from semesta.kernel.finding import Finding, FindingKind, Language, Place
from semesta.kernel.region_code import is_region_code
from semesta.law import Law

PEOPLE: dict[str, pl.DataType] = {"person": pl.String(), "village": pl.String(), "segment": pl.String()}
PEOPLE_MAY: dict[str, tuple[pl.DataType, Any]] = {
    "membership_class": (pl.String(), None),
    "decile": (pl.Int64(), None),
    "sex": (pl.String(), None),
    "risk_class": (pl.Int64(), None),
    "income_rp": (pl.Int64(), None),
    "paid_until": (pl.Date(), None),
    "payer": (pl.String(), None),
    "clock_state": (pl.String(), None),
    "registered_on": (pl.Date(), None),
    "wishes_self": (pl.Boolean(), False),
    "is_eligible": (pl.Boolean(), True),
    "refusal": (pl.String(), None),
    "months_capped": (pl.Int64(), 0),
}
PURSES: dict[str, pl.DataType] = {"purse": pl.String(), "kind": pl.String(), "owner": pl.String()}
PURSES_MAY: dict[str, tuple[pl.DataType, Any]] = {
    "ceiling_rp": (pl.Int64(), None),
    "committed_rp": (pl.Int64(), 0),
    "months": (pl.List(pl.Int64()), None),
    "months_per_person": (pl.Int64(), None),
}
REVISIONS: dict[str, pl.DataType] = {"purse": pl.String(), "on": pl.Date(), "change_rp": pl.Int64()}
RELEASES: dict[str, pl.DataType] = {"purse": pl.String(), "month": pl.Date(), "through_rp": pl.Int64()}
SELF = "self"
_SHOWN = 20


def _kind(code: str, title: tuple[str, str], message: tuple[str, str], remedy: tuple[str, str]) -> FindingKind:
    return FindingKind(code, "refusal", *title, *message, *remedy)


MISSING_COLUMN = _kind(
    "plan_missing_column",
    ("Kolom kurang", "Column missing"),
    ("Kolom '{before}' tidak ada.", "There is no column '{before}'."),
    ("Tambahkan kolom itu.", "Add the column."),
)
WRONG_TYPE = _kind(
    "plan_wrong_type",
    ("Isi kolom salah bentuk", "Wrong kind of column"),
    ("Kolom '{before}' berisi {detail}.", "Column '{before}' holds {detail}."),
    ("Isi dengan {after}.", "Fill it with {after}."),
)
EMPTY = _kind(
    "plan_empty",
    ("Isian kosong", "Empty cell"),
    ("'{before}' kosong.", "'{before}' is empty."),
    ("Isi setiap baris.", "Fill every row."),
)
TWICE = _kind(
    "plan_twice",
    ("Tertulis dua kali", "Written twice"),
    ("'{before}' muncul lebih dari sekali.", "'{before}' stands more than once."),
    ("Sisakan satu baris.", "Leave one row."),
)
UNKNOWN = _kind(
    "plan_unknown",
    ("Tidak dikenal", "Not known"),
    ("'{before}' tidak dikenal.", "'{before}' is not known."),
    ("Pakai salah satu dari: {after}.", "Use one of: {after}."),
)
NEGATIVE = _kind(
    "plan_negative",
    ("Nilai negatif", "Negative value"),
    ("'{before}' negatif.", "'{before}' is negative."),
    ("Tulis nol atau lebih.", "Give zero or more."),
)
NO_CEILING = _kind(
    "plan_no_ceiling",
    ("Pagu kosong", "No ceiling"),
    ("Sumber dana '{before}' tidak mempunyai pagu.", "Purse '{before}' has no ceiling."),
    (
        "Isi pagunya; hanya pembayaran mandiri boleh tanpa pagu.",
        "Give its ceiling; only self-payment goes without one.",
    ),
)
ONE_CAP = _kind(
    "plan_one_cap",
    ("Lebih dari satu batas bulan", "More than one cap on months"),
    (
        "'{before}' dan '{after}' sama-sama membatasi bulan per orang.",
        "'{before}' and '{after}' both cap a person's months.",
    ),
    (
        "Hanya satu jenis sumber dana boleh membatasi, dengan satu angka; hapus yang lain.",
        "Only one kind of purse may, with one number; remove the other cap.",
    ),
)


class PlanInputError(ValueError):
    """The plan cannot be made from what was given; `findings` lists every mistake with its place and remedy."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.report("en"))

    def report(self, language: Language) -> str:
        """Return all mistakes, one per line."""
        return "\n".join(
            f"{one.place.file}{f':{one.place.row}' if one.place.row else ''} {one.field}: "
            f"{one.message(language)} {one.remedy(language)}"
            for one in self.findings
        )


def checked_people(people: pl.DataFrame, kinds: Sequence[str], law: Law) -> tuple[pl.DataFrame, list[Finding]]:
    """Return the people with every column in its type, and the mistakes found."""
    may = {f"may_{kind}": (pl.Boolean(), None) for kind in sorted(set(kinds)) if kind != SELF}
    optional = {**PEOPLE_MAY, f"may_{SELF}": (pl.Boolean(), True)}
    frame, findings = _typed("people", people, {**PEOPLE, **{name: kind for name, (kind, _) in may.items()}}, optional)
    if findings:
        return frame, findings
    findings += _repeated("people", frame, "person")
    findings += _strangers("people", frame, "segment", list(law.segments))
    findings += _strangers("people", frame, "sex", ["L", "P"])
    findings += _strangers("people", frame, "membership_class", ["PU", "BPU", "JK", "PMI"])
    findings += _strangers("people", frame, "clock_state", ["active", "grace", "lapsed"])
    findings += _negative("people", frame, ("income_rp", "months_capped"))
    findings += _no_regions("people", frame, "village")
    return frame, findings


def checked_purses(
    purses: pl.DataFrame, revisions: pl.DataFrame | None, releases: pl.DataFrame | None, law: Law
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, list[Finding]]:
    """Return purses, revisions and releases in their types, and the mistakes found."""
    frame, findings = _typed("purses", purses, PURSES, PURSES_MAY)
    revised, wrong = _typed("revisions", _or_empty(revisions, REVISIONS), REVISIONS, {})
    released, also_wrong = _typed("releases", _or_empty(releases, RELEASES), RELEASES, {})
    findings = [*findings, *wrong, *also_wrong]
    if findings:
        return frame, revised, released, findings
    findings += _repeated("purses", frame, "purse")
    findings += _strangers("purses", frame, "kind", list(law.purses))
    findings += _no_regions("purses", frame, "owner")
    findings += _negative("purses", frame, ("ceiling_rp", "committed_rp"))
    findings += _negative("releases", released, ("through_rp",))
    for name, other in (("revisions", revised), ("releases", released)):
        findings += _strangers(name, other, "purse", frame["purse"].to_list())
    without = frame.with_row_index("row", 1).filter(pl.col("ceiling_rp").is_null() & (pl.col("kind") != SELF))
    findings += [
        _finding(NO_CEILING, "purses", row, "ceiling_rp", name) for row, name in without["row", "purse"].rows()
    ]
    findings += _caps(frame)
    return frame, revised, released, findings


def _caps(purses: pl.DataFrame) -> list[Finding]:
    findings = []
    is_village = pl.col("owner").str.count_matches(".", literal=True) == _DOTS_OF_A_VILLAGE
    capped = purses.filter(pl.col("months_per_person").is_not_null()).sort("kind", "purse")
    if capped.select("kind", "months_per_person").n_unique() > 1:
        first, last = capped["purse"][0], capped["purse"][-1]
        findings.append(_finding(ONE_CAP, "purses", None, "months_per_person", first, last))
    doubled = purses.filter(is_village).group_by("kind", "owner", maintain_order=True).len().filter(pl.col("len") > 1)
    findings += [_finding(TWICE, "purses", None, "owner", f"{kind} {owner}") for kind, owner, _ in doubled.rows()]
    return findings


_DOTS_OF_A_VILLAGE = 3


def _or_empty(frame: pl.DataFrame | None, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return frame if frame is not None else pl.DataFrame(schema=schema)


def _typed(
    name: str, frame: pl.DataFrame, required: dict[str, pl.DataType], optional: dict[str, tuple[pl.DataType, Any]]
) -> tuple[pl.DataFrame, list[Finding]]:
    findings: list[Finding] = []
    columns: list[pl.Expr] = []
    for column, dtype in {**required, **{key: kind for key, (kind, _) in optional.items()}}.items():
        if column not in frame.columns:
            if column in required:
                findings.append(_finding(MISSING_COLUMN, name, None, column, column))
            else:
                columns.append(pl.lit(optional[column][1], dtype).alias(column))
            continue
        given = frame[column].dtype
        if not _fits(given, dtype):
            findings.append(_finding(WRONG_TYPE, name, None, column, column, str(dtype), str(given)))
            continue
        if column in required and frame[column].null_count():
            rows = frame.with_row_index("row", 1).filter(pl.col(column).is_null())["row"].head(_SHOWN)
            findings += [_finding(EMPTY, name, row, column, column) for row in rows]
        expr = pl.col(column).cast(dtype)
        default = optional[column][1] if column in optional else None
        columns.append(expr if default is None else expr.fill_null(default))
    return (frame.select(columns) if not findings else frame), findings


def _fits(given: pl.DataType, wanted: pl.DataType) -> bool:
    if given == pl.Null or given == wanted:
        return True
    if wanted.is_integer():
        return given.is_integer()
    if isinstance(wanted, pl.List):
        return isinstance(given, pl.List) and given.inner in (pl.Int64, pl.Int32, pl.Int16, pl.Int8, pl.Null)
    return wanted == pl.String() and isinstance(given, pl.Categorical | pl.Enum)


def _repeated(name: str, frame: pl.DataFrame, column: str) -> list[Finding]:
    rows = frame.with_row_index("row", 1).filter(~pl.col(column).is_first_distinct()).head(_SHOWN)
    return [_finding(TWICE, name, row, column, value) for row, value in rows["row", column].rows()]


def _strangers(name: str, frame: pl.DataFrame, column: str, allowed: Sequence[str]) -> list[Finding]:
    values = frame[column].unique().drop_nulls()
    strange = values.filter(~values.is_in(list(allowed))).sort()
    if strange.is_empty():
        return []
    rows = frame.with_row_index("row", 1).filter(pl.col(column).is_in(strange.to_list())).head(_SHOWN)
    shown = ", ".join(allowed[:_SHOWN])
    return [_finding(UNKNOWN, name, row, column, value, shown) for row, value in rows["row", column].rows()]


def _negative(name: str, frame: pl.DataFrame, columns: Sequence[str]) -> list[Finding]:
    findings = []
    for column in columns:
        rows = frame.with_row_index("row", 1).filter(pl.col(column) < 0).head(_SHOWN)
        findings += [_finding(NEGATIVE, name, row, column, str(value)) for row, value in rows["row", column].rows()]
    return findings


def _no_regions(name: str, frame: pl.DataFrame, column: str) -> list[Finding]:
    strange = [code for code in frame[column].unique().sort().to_list() if not is_region_code(code)]
    if not strange:
        return []
    rows = frame.with_row_index("row", 1).filter(pl.col(column).is_in(strange)).head(_SHOWN)
    return [_finding(UNKNOWN, name, row, column, code, "52.03.05.2001") for row, code in rows["row", column].rows()]


def _finding(
    kind: FindingKind, frame: str, row: int | None, field: str, before: str, after: str = "", detail: str = ""
) -> Finding:
    return Finding(kind, Place(file=frame, row=row), field=field, before=before, after=after, detail=detail)
