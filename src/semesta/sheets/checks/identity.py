"""Who a line is about: the NIK held against birth date, sex, family card, region and the other lines.

Puts nik, nik_state, nik_written, kk, birth_place, birth_on, birth_precision and sex. State of a NIK: `missing` (none
written), `damaged` (breaks a rule of structure, or is a family card), `doubtful` (sound, but something speaks against
it), `valid` (sound and nothing does).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from semesta.sheets.checks.birth import hold_against_nik, read_births, settle_births
from semesta.sheets.checks.mistaken import misplaced, runs
from semesta.sheets.checks.numbers import read_cards, read_niks, tell_cards, tell_niks
from semesta.sheets.checks.shifted import find_shifted
from semesta.sheets.checks.repeats import perhaps_repeated, repeats
from semesta.sheets.desk import Desk
from semesta.sheets.normalise.words import is_ticked, read_sex

_DAMAGED: Final = ("scientific", "not_a_number", "length", "impossible_date", "rounded", "kk", "shifted")
_PRIA_HEADINGS: Final = frozenset({"PRIAWANITA", "PW", "JENISKELAMINPRIAWANITA", "JKPRIAWANITA"})


def read_identity(desk: Desk) -> None:
    """Read and check everything that says who a line is about. Names must have been read."""
    today = desk.context.today
    niks, cards = read_niks(desk), read_cards(desk)
    shifted = find_shifted(desk, niks)
    births = hold_against_nik(read_births(desk), niks, today)
    sexes = _read_sexes(desk)
    wrong = misplaced(niks, cards, births, today)
    is_card = wrong["kk_in_nik"]
    dragged, length = runs(niks, births, desk.raw["t"])
    dragged = dragged & ~(births["same"] | births["turned"]).fill_null(False)
    sound = births["sound"] & ~is_card & ~shifted
    sex_known = sexes.is_not_null() & sound
    sex_differs = sex_known & (niks["woman"].fill_null(False) != (sexes == "P").fill_null(False))
    fits = _fits(births, sex_known, sex_differs)
    again = _tell_repeats(desk, niks, sound & ~dragged & (niks["problem"].is_null()), fits)
    unknown = _tell_prefixes(desk, niks["digits"], sound)
    doubt = _tell_contradictions(desk, niks, births, sexes, sound & ~dragged, sex_differs)
    _tell_runs(desk, dragged & sound, length)
    niks = niks.with_columns(
        problem=pl.when(shifted).then(pl.lit("shifted")).when(is_card).then(pl.lit("kk")).otherwise("problem"),
        has_kk_hint=wrong["instead"],
    )
    tell_niks(desk, niks)
    tell_cards(desk, cards, wrong["nik_in_kk"])
    usable = sound & ~dragged & ~again
    settle_births(desk, births, usable & ~sex_differs | usable & (births["same"] | births["turned"]).fill_null(False))
    _settle_sexes(desk, sexes, niks["woman"], usable & ~births["differs"])
    _put(desk, niks, cards, wrong["nik_in_kk"], doubt | unknown | dragged | again)
    _tell_perhaps_repeated(desk)


def _read_sexes(desk: Desk) -> pl.Series:
    """Read the sex from its column or from two columns of ticks."""
    text = desk.text("sex")
    sexes = desk.nothing(pl.String())
    if text is not None:
        pria = frozenset(i for i, table in enumerate(desk.tables) if table.headings & _PRIA_HEADINGS)
        read = read_sex(text, desk.raw["t"], pria_tables=pria)
        frame = desk.frame("sex", unknown=read["unknown"], pria=read["pria"], sex=read["sex"])
        desk.found.cells(frame.filter("unknown"), "sex", "sex_unreadable", before=pl.col("r_sex"))
        desk.found.once(frame.filter("pria"), "sex", "sex_pria_wanita", before=pl.col("r_sex"), after=pl.col("sex"))
        sexes = read["sex"]
    man, woman = desk.text("sex_man"), desk.text("sex_woman")
    if man is not None and woman is not None:
        ticks = pl.DataFrame({"man": is_ticked(man), "woman": is_ticked(woman), "sex": sexes})
        sexes = ticks.select(
            pl.when(pl.col("man") & ~pl.col("woman"))
            .then(pl.lit("L"))
            .when(pl.col("woman") & ~pl.col("man"))
            .then(pl.lit("P"))
            .otherwise("sex")
        ).to_series()
    return sexes.alias("sex")


def _fits(births: pl.DataFrame, sex_known: pl.Series, sex_differs: pl.Series) -> pl.Series:
    """Say of each line whether its birth date and sex fit its NIK; null when neither is known."""
    born = births["same"] | births["turned"]
    return pl.select(
        pl.when(sex_differs | births["differs"])
        .then(pl.lit(False))
        .when(born.fill_null(False) | (births["same"].is_null() & sex_known))
        .then(pl.lit(True))
    ).to_series()


def _tell_repeats(desk: Desk, niks: pl.DataFrame, comparable: pl.Series, fits: pl.Series) -> pl.Series:
    """Tell repeated NIK; return the lines in conflict."""
    in_conflict = pl.Series([False]).new_from_index(0, niks.height)
    numbers = pl.select(pl.when(comparable).then(niks["digits"])).to_series()
    if not numbers.is_duplicated().any():
        return in_conflict
    place = pl.select(pl.format("{} {}", _sheet_names(desk), desk.raw["row"])).to_series()
    told = repeats(numbers, desk.clean["name"], fits, place)
    if not told.height:
        return in_conflict
    lines = told["line"].cast(pl.UInt32)
    frame = pl.DataFrame(
        {"t": desk.raw["t"][lines], "row": desk.raw["row"][lines], "name": desk.clean["name"][lines]}
    ).hstack(told)
    frame = frame.with_columns(nik=niks["digits"][lines])
    conflict = frame.filter("two_names")
    other = pl.format("'{}' ({})", "other_name", "other_place")
    desk.found.cells(conflict, "nik", "nik_two_names", before=pl.col("name"), detail=other)
    again = frame.filter(~pl.col("two_names"))
    desk.found.cells(again, "nik", "person_repeated", before=pl.col("nik"), detail=pl.col("other_place"))
    return in_conflict.scatter(conflict["line"].cast(pl.UInt32), True)


def _sheet_names(desk: Desk) -> pl.Series:
    names = pl.Series([table.sheet for table in desk.tables], dtype=pl.String)
    return names[desk.raw["t"]]


def _tell_prefixes(desk: Desk, digits: pl.Series, sound: pl.Series) -> pl.Series:
    """Tell NIK of unknown districts and of other regencies; return the lines with an unknown prefix."""
    prefixes = pl.select(pl.when(sound).then(digits.str.slice(0, 6))).to_series().alias("prefix")
    known = desk.context.nik_prefixes
    different = prefixes.drop_nulls().unique().to_list()
    strange = [p for p in different if p not in known]
    unknown = (
        prefixes.is_in(strange).fill_null(False) if strange else pl.Series([False]).new_from_index(0, len(prefixes))
    )
    home = desk.context.regency_digits or _commonest(prefixes)
    foreign = [p for p in different if p in known and home and not p.startswith(home)]
    if strange or foreign:
        frame = desk.frame("nik", prefix=prefixes)
        desk.found.cells(
            frame.filter(unknown), "nik", "nik_unknown_prefix", before=pl.col("r_nik"), detail=pl.col("prefix")
        )
        if foreign:
            names = {p: desk.context.regency_name(p) for p in foreign}
            away = frame.filter(pl.col("prefix").is_in(foreign))
            detail = pl.col("prefix").replace_strict(names, return_dtype=pl.String)
            desk.found.cells(away, "nik", "nik_other_regency", before=pl.col("r_nik"), detail=detail)
    return unknown


def _commonest(prefixes: pl.Series) -> str | None:
    """Return the first four digits most NIK of a list start with."""
    regencies = prefixes.drop_nulls().str.slice(0, 4)
    if not regencies.len():
        return None
    return str(regencies.value_counts(sort=True)[regencies.name][0])


def _tell_contradictions(
    desk: Desk, niks: pl.DataFrame, births: pl.DataFrame, sexes: pl.Series, judged: pl.Series, sex_differs: pl.Series
) -> pl.Series:
    """Tell NIK that say another birth date or sex than the line; return those lines."""
    born = births["differs"] & judged
    sex = sex_differs & judged
    if born.any():
        frame = desk.frame("nik", born=born, on=births["on"], nik_on=births["nik_on"])
        desk.found.cells(frame.filter("born"), "nik", "nik_birth_mismatch", before=pl.col("on"), after=pl.col("nik_on"))
    if sex.any():
        says = pl.select(pl.when(niks["woman"]).then(pl.lit("P")).otherwise(pl.lit("L"))).to_series()
        frame = desk.frame("nik", wrong=sex, sex=sexes, says=says)
        name = "sex" if desk.text("sex") is not None else "sex_man"
        desk.found.cells(frame.filter("wrong"), name, "nik_sex_mismatch", before=pl.col("sex"), after=pl.col("says"))
    return born | sex


def _tell_runs(desk: Desk, dragged: pl.Series, length: pl.Series) -> None:
    if dragged.any():
        frame = desk.frame("nik", dragged=dragged, length=length)
        desk.found.cells(frame.filter("dragged"), "nik", "nik_run", before=pl.col("r_nik"), detail=pl.col("length"))


def _settle_sexes(desk: Desk, sexes: pl.Series, woman: pl.Series, usable: pl.Series) -> None:
    """Fill an empty sex from the NIK, and tell."""
    has_column = desk.in_tables_with("sex") | desk.in_tables_with("sex_man")
    says = pl.select(pl.when(woman).then(pl.lit("P")).otherwise(pl.lit("L"))).to_series()
    text = desk.text("sex")
    empty = sexes.is_null()
    if text is not None:
        empty = empty & (text.is_null() | text.str.strip_chars().is_in(["", "-", "0"])).fill_null(True)
    if empty.any():
        frame = desk.frame("sex", empty=empty, filled=empty & usable, has=has_column, says=says)
        name = "sex" if text is not None else "sex_man"
        desk.found.cells(frame.filter(pl.col("filled") & pl.col("has")), name, "sex_from_nik", after=pl.col("says"))
        desk.found.cells(frame.filter(~pl.col("filled") & pl.col("empty") & pl.col("has")), name, "sex_missing")
        desk.found.once(frame.filter(pl.col("filled") & ~pl.col("has")), "sex", "sex_column_from_nik")
        sexes = pl.select(pl.when(empty & usable).then(says).otherwise(sexes)).to_series()
    desk.put(sex=sexes)


def _put(desk: Desk, niks: pl.DataFrame, cards: pl.DataFrame, holds_nik: pl.Series, doubt: pl.Series) -> None:
    problem = pl.col("problem")
    state = (
        pl.when(problem.is_in(["missing", "placeholder"]) | pl.col("digits").is_null() & problem.is_null())
        .then(pl.lit("missing"))
        .when(problem.is_in(_DAMAGED))
        .then(pl.lit("damaged"))
        .when(pl.Series(doubt) | (problem == "maybe_rounded").fill_null(False))
        .then(pl.lit("doubtful"))
        .otherwise(pl.lit("valid"))
    )
    put = niks.with_columns(state=state).select(
        "state",
        written=pl.when(pl.col("state") != "missing").then("digits"),
        nik=pl.when(pl.col("state").is_in(["valid", "doubtful"])).then("digits"),
    )
    kk = cards.select(pl.when(problem.is_null() & ~pl.Series(holds_nik)).then("digits")).to_series()
    desk.put(nik=put["nik"], nik_state=put["state"], nik_written=put["written"], kk=kk)


def _tell_perhaps_repeated(desk: Desk) -> None:
    clean = desk.clean
    sound = clean["nik_state"].is_in(["valid", "doubtful"])
    if sound.all():
        return
    frame = pl.DataFrame(
        {
            "nik": clean["nik"],
            "name": clean["name"],
            "birth_on": clean["birth_on"],
            "precision": clean["birth_precision"],
            "kk": clean["kk"],
            "mother": clean["mother_name"],
        }
    ).with_row_index("line")
    pairs = perhaps_repeated(frame)
    if pairs.height:
        names, rows, t = _sheet_names(desk), desk.raw["row"], desk.raw["t"]
        told = pl.DataFrame(
            {
                "t": t[pairs["line"]],
                "row": rows[pairs["line"]],
                "name": clean["name"][pairs["line"]],
                "other": pl.select(pl.format("{} {}", names[pairs["other"]], rows[pairs["other"]])).to_series(),
            }
        )
        desk.found.cells(told, "name", "person_maybe_repeated", before=pl.col("name"), detail=pl.col("other"))
