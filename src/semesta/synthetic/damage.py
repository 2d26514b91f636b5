"""Kinds of planted damage and the finding a reader of the single list should report for each: one table.

A damage is a fact about one cell: what the clean value is, what was written instead. `expected_code` is null where
nothing can be seen in the list alone (another spelling, a wrong but possible digit). Some damages show only next to
a sound NIK in the same row, because they contradict it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl


@dataclass(frozen=True, slots=True)
class DamageKind:
    """A way of damaging: its word, the finding code it should cause, and that without a sound NIK beside it."""

    kind: str
    expected: str | None
    without_nik: str | None


def _kind(kind: str, expected: str | None, without_nik: str | None = "same") -> DamageKind:
    return DamageKind(kind, expected, expected if without_nik == "same" else without_nik)


KINDS: dict[str, DamageKind] = {
    k.kind: k
    for k in (
        # NIK
        _kind("nik_missing", "nik_missing"),
        _kind("nik_placeholder", "nik_placeholder"),
        _kind("nik_length", "nik_length"),
        _kind("nik_maybe_rounded", "nik_maybe_rounded"),  # serial 9001 becomes 9000: doubtful, not proven
        _kind("nik_rounded_as_text", None),  # a CSV keeps no trace of the number cell
        _kind("nik_scientific", "nik_scientific"),
        _kind("nik_decimal", "nik_decimal"),
        _kind("nik_separators", "nik_separators"),
        _kind("nik_invisible", None),  # trailing no-break space: nothing a sender need know
        _kind("nik_apostrophe", "nik_apostrophe"),
        _kind("nik_letters_replaced", "nik_letters_replaced"),
        _kind("kk_in_nik_column", "kk_in_nik_column"),
        _kind("nik_two_names", "nik_two_names"),
        _kind("nik_of_neighbour_unseen", None),  # the neighbour's own row is damaged too
        _kind("nik_run", "nik_run"),
        _kind("nik_impossible_date", "nik_impossible_date"),
        _kind("nik_unknown_prefix", "nik_unknown_prefix"),
        _kind("nik_birth_mismatch", "nik_birth_mismatch"),
        _kind("nik_typed_wrong", None),  # possible, only not this person's
        _kind("nik_shared", "nik_birth_mismatch"),  # the register itself gives somebody else's number
        _kind("nik_second", None),  # the other number of a person recorded twice
        _kind("nik_other_regency", "nik_other_regency"),  # true, only worth a note
        # family card
        _kind("kk_missing", "kk_missing"),
        _kind("kk_length", "kk_length"),
        _kind("kk_typed_wrong", None),
        _kind("kk_earlier", None),  # the card of the household the person left
        # birth date
        _kind("birth_missing", "birth_from_nik", "birth_missing"),
        _kind("date_swapped", "date_swapped", None),
        _kind("birth_typed_wrong", "nik_birth_mismatch", None),
        _kind("birth_default", "nik_birth_mismatch", None),
        _kind("date_year_only", "date_year_only"),
        _kind("date_zero", "date_year_only"),  # 00-00-1960
        _kind("date_impossible", "date_impossible"),
        _kind("date_two_digit_year", "date_two_digit_year"),
        _kind("date_serial", "date_serial"),
        _kind("date_other_form", None),
        _kind("birth_heaped", "birth_heaped"),  # true to the register, worth a note
        # sex
        _kind("sex_wrong", "nik_sex_mismatch", None),
        _kind("sex_missing", "sex_from_nik", "sex_missing"),
        _kind("sex_other_word", None),
        _kind("sex_pria_wanita", "sex_pria_wanita"),
        _kind("sex_unreadable", "sex_unreadable"),
        # names
        _kind("name_case", "text_tidied"),
        _kind("name_spaces", "text_tidied"),
        _kind("name_dots", None),
        _kind("name_spelling", None),
        _kind("name_shortened", None),
        _kind("name_typing_error", None),
        _kind("name_nickname", None),
        _kind("name_title", "name_title_split"),
        _kind("name_patronym", "name_patronym_split"),
        _kind("name_deceased", "name_marked_deceased"),
        _kind("name_digits", "name_digits_replaced"),
        _kind("name_missing", "name_missing"),
        _kind("mother_missing", None),
        _kind("mother_teknonym", None),
        _kind("mother_spelling", None),
        # telephone, place, work
        _kind("phone_zero_lost", "phone_completed"),
        _kind("phone_other_form", "phone_completed"),
        _kind("phone_two_numbers", "phone_two_numbers"),
        _kind("phone_invalid", "phone_invalid"),
        _kind("phone_shared", "phone_shared"),
        _kind("village_wrong", "village_wrong"),
        _kind("village_alias", "village_alias"),
        _kind("district_alias", None),
        _kind("birth_place_missing", None),
        # the row as a whole
        _kind("person_repeated", "person_repeated", None),
        _kind("row_shifted", "row_shifted"),  # everything from the NIK on stands one column to the right
        _kind("person_elsewhere", None),  # listed by a village the person does not live in
    )
}

DAMAGE_SCHEMA: dict[str, pl.DataType] = {
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int32(),
    "column": pl.String(),  # letters; null when the damage is about the row
    "field": pl.String(),
    "kind": pl.String(),
    "clean": pl.String(),
    "written": pl.String(),
    "expected_code": pl.String(),
}


@dataclass
class DamageLog:
    """Damages of one list while it is being written: page row, field, kind, clean and written value."""

    entries: list[tuple[int, str, str, str, str]] = field(default_factory=list)

    def add(self, row: int, name: str, kind: str, clean: object, written: object) -> None:
        """Note a damage; KeyError for a kind that is not in the table."""
        KINDS[kind]
        self.entries.append((row, name, kind, _text(clean), _text(written)))

    def drop(self, rows: Iterable[int], name: str) -> None:
        """Forget what was noted of a field on these rows, because the cell was written anew."""
        gone = set(rows)
        self.entries = [e for e in self.entries if not (e[0] in gone and e[1] == name)]


def _text(value: object) -> str:
    return "" if value is None else str(value)
