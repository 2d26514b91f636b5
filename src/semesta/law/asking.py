"""Questions the law cannot answer as asked: each error names the field, what was given, and what would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from semesta.kernel.finding import Language
from semesta.kernel.region_code import is_region_code
from semesta.law.parameter import Parameter
from semesta.law.words import Words

_SHOWN = 40


class UnanswerableError(ValueError):
    """The question cannot be answered; `said(language)` tells the reader why and what to do."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)

    def said(self, language: Language) -> str:
        """Return the message in the reader's language."""
        return self.words.said(language)


class WrongQuestionError(UnanswerableError):
    """A field of the question holds something that does not exist or cannot be."""

    def __init__(self, field: str, given: object, *, allowed: Sequence[str] = (), must: Words | None = None) -> None:
        self.field, self.given = field, given
        shown = ", ".join(allowed[:_SHOWN])
        if must is None:
            must = Words(f"pakai salah satu dari: {shown}", f"use one of: {shown}")
        self.must = must
        super().__init__(self.naming(field))

    def naming(self, called: str) -> Words:
        """Return the message with the field called as a form calls it."""
        return Words(
            f"{called}: '{self.given}' tidak bisa dipakai; {self.must.id}.",
            f"{called}: '{self.given}' cannot be used; {self.must.en}.",
        )


class MissingFieldError(WrongQuestionError):
    """Fields of the question are missing; each is named with what may stand there."""

    def __init__(self, missing: Mapping[str, str], *, more: Sequence[str]) -> None:
        self.field, self.given = next(iter(missing)), None
        may = ", ".join(more)
        UnanswerableError.__init__(
            self,
            Words(
                f"Belum diisi: {_with_values(missing, 'misalnya')}." + (f" Boleh juga: {may}." if may else ""),
                f"Missing: {_with_values(missing, 'for example')}." + (f" You may add: {may}." if may else ""),
            ),
        )

    def naming(self, called: str) -> Words:
        """Return that the field is empty, called as a form calls it."""
        return Words(f"{called}: belum diisi.", f"{called}: nothing is filled in.")


def _with_values(missing: Mapping[str, str], example: str) -> str:
    """Write every field with its values: all of them (a | b), else an example."""
    return ", ".join(
        f"{name} ({values})" if " | " in values else f"{name} ({example} {values})" if values else name
        for name, values in missing.items()
    )


class LawGapError(UnanswerableError):
    """No value is in force on that day; the law file to extend is named."""

    def __init__(self, parameter: Parameter, day: date) -> None:
        self.path, self.day = parameter.path, day
        first = parameter.values[0]
        super().__init__(
            Words(
                f"{parameter.path}: tidak ada nilai yang berlaku pada {day}; yang pertama berlaku sejak {first.since}. "
                f"Tambahkan nilainya di law/{first.file}, atau tanyakan tanggal lain.",
                f"{parameter.path}: no value is in force on {day}; the first holds from {first.since}. "
                f"Add the value in law/{first.file}, or ask about another day.",
            )
        )


def not_negative(field: str, amount: int) -> int:
    """Return the amount, or raise WrongQuestionError naming the field."""
    if amount < 0:
        raise WrongQuestionError(field, amount, must=Words("tulis bilangan nol atau lebih", "give zero or more"))
    return amount


def known_region(field: str, code: str) -> str:
    """Return a region code (or none), or raise WrongQuestionError naming the field."""
    if code and not is_region_code(code):
        must = Words("tulis kode wilayah bertitik, misalnya 52.03", "give a dotted region code, for example 52.03")
        raise WrongQuestionError(field, code, must=must)
    return code


def first_day_of(year: int) -> date:
    """Return the first day of a fiscal year that a calendar can hold, or raise WrongQuestionError."""
    if not date.min.year <= year <= date.max.year:
        must = Words("tulis tahun TTTT, misalnya 2026", "give a year YYYY, for example 2026")
        raise WrongQuestionError("fiscal_year", year, must=must)
    return date(year, 1, 1)
