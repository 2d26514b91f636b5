"""One list from its people to its file: clean cells, spoiled, laid out, written, with the truth about every row.

Runs in worker processes; everything it draws comes from the plan's own seed, so the order of work does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from semesta.synthetic.assumptions import NoiseRates
from semesta.synthetic.clean import clean_cells
from semesta.synthetic.damage import DAMAGE_SCHEMA
from semesta.synthetic.layout.page import Heading, Laid, Page, column_number
from semesta.synthetic.layout.registry import LAYOUTS, Layout
from semesta.synthetic.noise.dates import spoil_birth
from semesta.synthetic.noise.names import spoil_mother, spoil_name
from semesta.synthetic.noise.numbers import note_truths, spoil_kk, spoil_nik
from semesta.synthetic.noise.person import spoil_phone, spoil_sex
from semesta.synthetic.noise.place import note_rows, rows_to_shift, spoil_place
from semesta.synthetic.noise.spoiling import Spoiling
from semesta.synthetic.verdict import expected_codes
from semesta.synthetic.writing.ods import write_ods
from semesta.synthetic.writing.text import DIALECTS, write_csv
from semesta.synthetic.writing.xls import write_xls
from semesta.synthetic.writing.xlsx import write_xlsx

ROW_SCHEMA: dict[str, pl.DataType] = {
    "file": pl.String(),
    "sheet": pl.String(),  # of a csv: the file name without its ending
    "row": pl.Int32(),
    "person_id": pl.Int32(),
    "again": pl.Boolean(),  # a repetition of a person already on the list
    "elsewhere": pl.Boolean(),  # the person lives in another village than the list's
}


@dataclass(frozen=True)
class ListPlan:
    """What is to be written: where to, in which layout and format, for whom, with which dice and rates."""

    path: str
    layout: str
    format: str
    heading: Heading
    seed: tuple[int, ...]
    rates: NoiseRates
    known_prefixes: frozenset[str]
    village_spellings: Mapping[str, tuple[str, ...]]
    district_spellings: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Written:
    """The truth about a written list: its rows (`ROW_SCHEMA`) and damages (`DAMAGE_SCHEMA`)."""

    path: str
    rows: pl.DataFrame
    damages: pl.DataFrame


def write_list(plan: ListPlan, people: pl.DataFrame, out: Path) -> Written:
    """Write the list of `people` (one line per row, in order) below `out` and return the truth about it."""
    layout = LAYOUTS[plan.layout]
    rng = np.random.default_rng([*plan.seed, 1])
    style = np.random.default_rng([*plan.seed, 2])
    title_case = "occupation" in layout.shows and not layout.by_household and style.random() < 0.15
    rates = replace(plan.rates, name_case=0.0) if title_case else plan.rates
    spoiling = Spoiling(people, clean_cells(people, layout, style), rates, rng, plan.format)
    _spoil(spoiling, layout, plan, style)
    if title_case:
        spoiling.cells["name"] = [n.title() if isinstance(n, str) else n for n in spoiling.cells["name"]]
    page = _page(spoiling, plan, style)
    _dress(page, layout)
    laid = layout.lay(page)
    shifted = rows_to_shift(spoiling) if layout.one_line_each else frozenset()
    _shift(laid, shifted)
    path = out / plan.path
    path.parent.mkdir(parents=True, exist_ok=True)
    if plan.format == "xlsx":
        write_xlsx(path, laid.sheets)
    elif plan.format == "xls":
        write_xls(path, laid.sheets)
    elif plan.format == "ods":
        write_ods(path, laid.sheets)
    else:
        write_csv(path, laid.sheets[0], DIALECTS[int(style.integers(0, len(DIALECTS)))])
    return _truth(plan, people, spoiling, laid, shifted)


def _spoil(spoiling: Spoiling, layout: Layout, plan: ListPlan, style: np.random.Generator) -> None:
    """Spoil the columns one after another; the NIK comes last, for it is read against the others."""
    rates = spoiling.rates
    spoil_name(spoiling)
    if "mother_name" in layout.shows:
        spoil_mother(spoiling)
    _spoil_sex(spoiling, layout, style)
    form = layout.dates[int(style.integers(0, len(layout.dates)))]
    spoil_birth(spoiling, form=form, text_only=layout.name == "handmade combined")
    if "phone" in layout.shows:
        operator = next((p for p in spoiling.true["phone"].to_list() if p is not None), None)
        spoil_phone(spoiling, operator=operator if style.random() < rates.phone_operator_file else None)
    if "kk" in layout.shows:
        spoil_kk(spoiling, other_cards=spoiling.true["kk"].to_list())
    spoil_place(spoiling, villages=plan.village_spellings, districts=plan.district_spellings)
    whole = style.random() < rates.nik_rounded_file
    note_truths(spoiling, regency_prefix=plan.heading.village_code[:5].replace(".", ""))
    spoil_nik(spoiling, known_prefixes=plan.known_prefixes, whole_column=whole)
    note_rows(spoiling, village=plan.heading.village)


def _spoil_sex(spoiling: Spoiling, layout: Layout, style: np.random.Generator) -> None:
    """Choose how the list tells the sex: two columns to tick, Pria and Wanita, or words of the layout."""
    form = style.random() if layout.name.startswith("handmade") else 1.0
    if form < 0.18:
        spoil_sex(spoiling, style="letter", free=False)
        mark = ("V", "√", "x", "1")[int(style.integers(0, 4))]
        for name, sex in (("tick_l", "L"), ("tick_p", "P")):
            spoiling.cells[name] = [mark if cell == sex else None for cell in spoiling.cells["sex"]]
    elif form < 0.24:
        spoil_sex(spoiling, style="pria", free=False)
        spoiling.cells["sex_pria"] = spoiling.cells["sex"]
        for i, sex in enumerate(spoiling.true["sex"].to_list()):
            if sex == "L":
                spoiling.log.add(i, "sex", "sex_pria_wanita", sex, spoiling.cells["sex"][i])
    else:
        words = layout.sex[int(style.integers(0, len(layout.sex)))]
        spoil_sex(spoiling, style=words, free=words in ("letter", "long") and layout.codes == "word")


def _page(spoiling: Spoiling, plan: ListPlan, style: np.random.Generator) -> Page:
    people = spoiling.true
    return Page(
        plan.heading,
        spoiling.cells,
        people["dusun"].to_list(),
        people["household_id"].to_list(),
        people["head_name"].to_list(),
        people["kk"].to_list(),
        style,
    )


def _dress(page: Page, layout: Layout) -> None:
    """Give cells the form the layout wants, without changing what they say."""
    cells = page.cells
    if layout.no_break_nik:
        cells["nik"] = [f"{n}\u00a0" if isinstance(n, str) else n for n in cells["nik"]]
    if layout.name == "handmade combined":
        joint = (", ", " / ", " ", ",")[int(page.style.integers(0, 4))]
        cells["birth_place_birth"] = [
            joint.join(str(part) for part in (place, day) if part is not None) or None
            for place, day in zip(cells["birth_place"], cells["birth_on"], strict=True)
        ]
    if layout.name.startswith("handmade"):
        cells["remarks"] = [None] * len(page)


def _shift(laid: Laid, rows: frozenset[int]) -> None:
    """Push everything from the NIK on one column to the right on the given page rows."""
    at = column_number(laid.columns["nik"]) - 1
    for i in rows:
        lines = laid.sheets[laid.sheet_of[i]].lines
        line = lines[laid.row_of[i] - 1]
        lines[laid.row_of[i] - 1] = (*line[:at], None, *line[at:])


def _truth(plan: ListPlan, people: pl.DataFrame, spoiling: Spoiling, laid: Laid, shifted: frozenset[int]) -> Written:
    names = [Path(plan.path).stem] if plan.format == "csv" else [sheet.name for sheet in laid.sheets]
    sheet = [names[s] for s in laid.sheet_of]
    rows = pl.DataFrame(
        {
            "file": [plan.path] * len(spoiling),
            "sheet": sheet,
            "row": laid.row_of,
            "person_id": people["person_id"],
            "again": people["again"],
            "elsewhere": people["elsewhere"],
        },
        schema=ROW_SCHEMA,
    )
    shown = {*laid.columns, "card"} if LAYOUTS[plan.layout].by_household else set(laid.columns)
    entries = expected_codes(spoiling, shown=shown, shifted=shifted)
    damages = pl.DataFrame(
        {
            "file": [plan.path] * len(entries),
            "sheet": [sheet[e.row] for e in entries],
            "row": [laid.row_of[e.row] for e in entries],
            "column": [laid.columns.get(e.field) for e in entries],
            "field": [e.field for e in entries],
            "kind": [e.kind for e in entries],
            "clean": [e.clean for e in entries],
            "written": [e.written for e in entries],
            "expected_code": [e.expected for e in entries],
        },
        schema=DAMAGE_SCHEMA,
    )
    return Written(plan.path, rows, damages)
