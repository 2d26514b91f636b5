"""One list from its people to its file: clean cells, spoiled, laid out, written, with the truth about every row.

Runs in worker processes; everything it draws comes from the plan's own seed, so the order of work does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from semesta.synthetic import codes
from semesta.synthetic.assumptions import NoiseRates
from semesta.synthetic.damage import DAMAGE_SCHEMA
from semesta.synthetic.layout.page import Cell, Heading, Laid, Page
from semesta.synthetic.layout.registry import LAYOUTS, Layout
from semesta.synthetic.noise.dates import spoil_birth
from semesta.synthetic.noise.names import spoil_mother, spoil_name
from semesta.synthetic.noise.numbers import note_truths, spoil_kk, spoil_nik
from semesta.synthetic.noise.person import spoil_phone, spoil_sex
from semesta.synthetic.noise.spoiling import Spoiling
from semesta.synthetic.verdict import expected_codes
from semesta.synthetic.writing.ods import write_ods
from semesta.synthetic.writing.text import DIALECTS, write_csv
from semesta.synthetic.writing.xls import write_xls
from semesta.synthetic.writing.xlsx import write_xlsx

ROW_SCHEMA: dict[str, pl.DataType] = {
    "file": pl.String(),
    "sheet": pl.String(),  # empty for csv
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
    district_aliases: Mapping[str, tuple[str, ...]]


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
    spoiling = Spoiling(people, _clean_cells(people, layout, plan, style), rates, rng, plan.format)
    _spoil(spoiling, layout, plan, style)
    if title_case:
        spoiling.cells["name"] = [n.title() if isinstance(n, str) else n for n in spoiling.cells["name"]]
    page = _page(spoiling, plan, style)
    _dress(page, layout, plan, spoiling)
    laid = layout.lay(page)
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
    return _truth(plan, people, spoiling, laid)


def _clean_cells(
    people: pl.DataFrame, layout: Layout, plan: ListPlan, style: np.random.Generator
) -> dict[str, list[Cell]]:
    shows = layout.shows
    cells: dict[str, list[Cell]] = {}
    for name in ("nik", "kk", "name", "birth_on", "sex", "birth_place", "mother_name", "father_name", "phone"):
        if name in shows:
            cells[name] = people[name].to_list()
    for name, words in (
        ("relation", codes.RELATION),
        ("marital", codes.MARITAL_SHORT if layout.codes == "short" else codes.MARITAL),
        ("education", codes.EDUCATION),
        ("religion", codes.RELIGION),
    ):
        if name in shows:
            numbers = people[name].to_list()
            cells[name] = numbers if layout.codes == "number" else [words[n] for n in numbers]
    registry = layout.name.startswith(("opensid", "bip", "siak"))
    if "occupation" in shows:
        work = people["occupation" if registry else "work"].to_list()
        cells["occupation"] = [codes.OCCUPATION_CODES[w] for w in work] if layout.codes == "number" else work
    hamlets = people["dusun"].to_list()
    upper = style.random() < 0.6
    if "dusun" in shows:
        prefix = ("", "DUSUN ", "Dsn. ", "Dsn_")[int(style.integers(0, 4))]
        cells["dusun"] = [f"{prefix}{h.upper() if upper else h}" for h in hamlets]
    if "address" in shows:
        cells["address"] = [f"DUSUN {h.upper()}" for h in hamlets]
    _neighbourhood(people, layout, cells, style)
    if "income_rp" in shows:
        cells["income_rp"] = people["income_rp"].to_list()
    if "enterprise" in people.columns:
        cells["enterprise"] = people["enterprise"].to_list()
    if "village" in shows:
        cells["village"] = people["list_village"].to_list()
        cells["district"] = people["list_district"].to_list()
    return cells


def _neighbourhood(
    people: pl.DataFrame, layout: Layout, cells: dict[str, list[Cell]], style: np.random.Generator
) -> None:
    if "rt" not in layout.shows:
        return
    rts, rws = people["rt"].to_list(), people["rw"].to_list()
    if "rw" in layout.shows:
        cells["rt"], cells["rw"] = rts, rws
        return
    form = int(style.integers(0, 4))
    cells["rt"] = [
        (rt, str(int(rt)), f"RT {rt[1:]} RW {rw[1:] if rw != '-' else '-'}", f"{rt}/{rw}")[form]
        for rt, rw in zip(rts, rws, strict=True)
    ]


def _spoil(spoiling: Spoiling, layout: Layout, plan: ListPlan, style: np.random.Generator) -> None:
    rates = spoiling.rates
    spoil_name(spoiling)
    if "mother_name" in layout.shows:
        spoil_mother(spoiling)
    handmade = layout.name.startswith("handmade")
    sex_form = style.random()
    if handmade and sex_form < 0.18:
        spoil_sex(spoiling, style="letter", free=False)
        _tick(spoiling, style)
    elif handmade and sex_form < 0.24:
        spoil_sex(spoiling, style="pria", free=False)
        spoiling.cells["sex_pria"] = spoiling.cells["sex"]
        for i, sex in enumerate(spoiling.true["sex"].to_list()):
            if sex == "L":
                spoiling.log.add(i, "sex", "sex_pria_wanita", sex, spoiling.cells["sex"][i])
    else:
        words = layout.sex[int(style.integers(0, len(layout.sex)))]
        spoil_sex(spoiling, style=words, free=words in ("letter", "long") and layout.codes == "word")
    form = layout.dates[int(style.integers(0, len(layout.dates)))]
    combined = layout.name == "handmade combined"
    spoil_birth(spoiling, form=form, text_only=combined)
    if "phone" in layout.shows:
        operator = next((p for p in spoiling.true["phone"].to_list() if p is not None), None)
        spoil_phone(spoiling, operator=operator if style.random() < rates.phone_operator_file else None)
    cards = spoiling.true["kk"].to_list()
    if "kk" in layout.shows:
        spoil_kk(spoiling, other_cards=cards)
    if "district" in spoiling.cells and style.random() < rates.district_alias:
        _other_district_spelling(spoiling, plan)
    whole = style.random() < rates.nik_rounded_file
    note_truths(spoiling, regency_prefix=plan.heading.village_code[:5].replace(".", ""))
    spoil_nik(spoiling, known_prefixes=plan.known_prefixes, whole_column=whole)
    again, elsewhere = spoiling.true["again"].to_list(), spoiling.true["elsewhere"].to_list()
    homes = spoiling.true["village"].to_list()
    for i in range(len(spoiling)):
        if again[i]:
            spoiling.log.add(i, "row", "person_repeated", None, None)
        if elsewhere[i]:
            spoiling.log.add(i, "row", "person_elsewhere", homes[i], plan.heading.village)
            if "village" in spoiling.cells and spoiling.below(5) == 0:
                spoiling.write(i, "village", "village_wrong", homes[i].upper(), clean=homes[i])


def _tick(spoiling: Spoiling, style: np.random.Generator) -> None:
    mark = ("V", "√", "x", "1")[int(style.integers(0, 4))]
    spoiling.cells["tick_l"] = [mark if sex == "L" else None for sex in spoiling.cells["sex"]]
    spoiling.cells["tick_p"] = [mark if sex == "P" else None for sex in spoiling.cells["sex"]]


def _other_district_spelling(spoiling: Spoiling, plan: ListPlan) -> None:
    for i, name in enumerate(spoiling.cells["district"]):
        others = plan.district_aliases.get(str(name).upper())
        if others:
            spoiling.write(i, "district", "district_alias", others[0].upper())


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


def _dress(page: Page, layout: Layout, plan: ListPlan, spoiling: Spoiling) -> None:
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


def _truth(plan: ListPlan, people: pl.DataFrame, spoiling: Spoiling, laid: Laid) -> Written:
    names = [sheet.name for sheet in laid.sheets] if plan.format != "csv" else [""]
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
    entries = expected_codes(spoiling, shown=frozenset(laid.columns))
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


