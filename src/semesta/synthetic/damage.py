"""Kinds of planted damage and the finding a reader of the single list should report for each: one table.

A damage is a fact about one cell: what the clean value is, what was written instead. `expected_code` is null where
nothing can be seen in the list alone (another spelling, a wrong but possible digit). Some damages show only next to
a sound NIK in the same row, because they contradict it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

Need = Literal[
    "nothing",
    "sound nik",
    "nik for birth",
    "nik for sex",
    "birth date",
    "sex",
    "known card",
    "both owners",
    "rows alike",
]
"""What must stand in the list for a damage to be seen (`verdict` decides): a NIK in the row that can be read and is the
person's (`sound nik`), one that a missing birth date or sex can be taken from, a birth date or sex that the NIK is
held against, the family card's number, the row of the number's true owner, the person's other row written alike."""


@dataclass(frozen=True, slots=True)
class DamageKind:
    """A way of damaging: its word, the finding code it should cause, what that needs, and the code otherwise."""

    kind: str
    expected: str | None
    needs: Need = "nothing"
    otherwise: str | None = None


KINDS: dict[str, DamageKind] = {
    k.kind: k
    for k in (
        # NIK
        DamageKind("nik_missing", "nik_missing"),
        DamageKind("nik_placeholder", "nik_placeholder"),
        DamageKind("nik_length", "nik_length"),
        DamageKind("nik_maybe_rounded", "nik_maybe_rounded"),  # serial 9001 becomes 9000: doubtful, not proven
        DamageKind("nik_rounded_as_text", None),  # a CSV keeps no trace of the number cell
        DamageKind("nik_scientific", "nik_scientific"),
        DamageKind("nik_decimal", "nik_decimal"),
        DamageKind("nik_separators", "nik_separators"),
        DamageKind("nik_invisible", None),  # trailing no-break space: nothing a sender need know
        DamageKind("nik_apostrophe", "nik_apostrophe"),
        DamageKind("nik_letters_replaced", "nik_letters_replaced"),
        DamageKind("kk_in_nik_column", "kk_in_nik_column", "known card"),
        DamageKind("nik_two_names", "nik_two_names", "both owners"),  # the number of the row above
        DamageKind("nik_lent", None),  # sound, but written in another row too; told there
        DamageKind("nik_run", "nik_run"),
        DamageKind("nik_run_start", None),  # sound, but dragged down from here; told below
        DamageKind("nik_impossible_date", "nik_impossible_date"),
        DamageKind("nik_unknown_prefix", "nik_unknown_prefix"),
        DamageKind("nik_birth_mismatch", "nik_birth_mismatch", "birth date"),
        DamageKind("nik_sex_mismatch", "nik_sex_mismatch", "sex"),
        DamageKind("nik_typed_wrong", None),  # possible, only not this person's
        DamageKind(
            "nik_shared", "nik_birth_mismatch", "birth date"
        ),  # the register itself gives somebody else's number
        DamageKind("nik_second", None),  # the other number of a person recorded twice
        DamageKind("nik_other_regency", "nik_other_regency"),  # true, only worth a note
        # family card
        DamageKind("kk_missing", "kk_missing"),
        DamageKind("kk_length", "kk_length"),
        DamageKind("kk_typed_wrong", None),
        DamageKind("kk_earlier", None),  # the card of the household the person left
        # birth date
        DamageKind("birth_missing", "birth_from_nik", "nik for birth", "birth_missing"),
        DamageKind("date_swapped", "date_swapped", "sound nik"),
        DamageKind("birth_typed_wrong", "nik_birth_mismatch", "sound nik"),
        DamageKind("birth_default", "nik_birth_mismatch", "sound nik"),
        DamageKind("date_year_only", "date_year_only"),
        DamageKind("date_zero", "date_year_only"),  # 00-00-1960
        DamageKind("date_impossible", "date_impossible"),
        DamageKind("date_two_digit_year", "date_two_digit_year"),
        DamageKind("date_serial", "date_serial"),
        DamageKind("date_other_form", None),
        DamageKind("birth_heaped", "birth_heaped"),  # true to the register, worth a note
        # sex
        DamageKind("sex_wrong", "nik_sex_mismatch", "sound nik"),
        DamageKind("sex_missing", "sex_from_nik", "nik for sex", "sex_missing"),
        DamageKind("sex_other_word", None),
        DamageKind("sex_pria_wanita", "sex_pria_wanita"),
        DamageKind("sex_unreadable", "sex_unreadable"),
        # names
        DamageKind("name_case", "text_tidied"),
        DamageKind("name_spaces", "text_tidied"),
        DamageKind("name_dots", None),
        DamageKind("name_spelling", None),
        DamageKind("name_shortened", None),
        DamageKind("name_typing_error", None),
        DamageKind("name_nickname", None),
        DamageKind("name_title", "name_title_split"),
        DamageKind("name_patronym", "name_patronym_split"),
        DamageKind("name_deceased", "name_marked_deceased"),
        DamageKind("name_digits", "name_digits_replaced"),
        DamageKind("name_missing", "name_missing"),
        DamageKind("mother_missing", None),
        DamageKind("mother_teknonym", None),
        DamageKind("mother_spelling", None),
        # telephone, place, work
        DamageKind("phone_zero_lost", "phone_completed"),
        DamageKind("phone_other_form", "phone_completed"),
        DamageKind("phone_two_numbers", "phone_two_numbers"),
        DamageKind("phone_invalid", "phone_invalid"),
        DamageKind("phone_shared", "phone_shared"),
        DamageKind("village_wrong", "village_wrong"),
        DamageKind("village_alias", "village_alias"),
        DamageKind("district_alias", None),
        DamageKind("birth_place_missing", None),
        # the row as a whole
        DamageKind("person_repeated", "person_repeated", "rows alike"),
        DamageKind("row_shifted", "row_shifted"),  # everything from the NIK on stands one column to the right
        DamageKind("person_elsewhere", None),  # listed by a village the person does not live in
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
