"""A text in the two languages of the house; every sentence an official may read exists in both."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from semesta.kernel.finding import Language

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Words:
    """The same sentence in Indonesian and English.

    >>> Words("iuran", "contribution").said("en")
    'contribution'
    """

    id: str
    en: str

    def said(self, language: Language) -> str:
        """Return the sentence in the reader's language."""
        return self.id if language == "id" else self.en

    def filled(self, **blanks: str) -> Words:
        """Return both sentences with their {blanks} filled."""
        return Words(self.id.format(**blanks), self.en.format(**blanks))


def percent_text(share: Fraction, language: Language) -> str:
    """Write an exact share as a percentage, with the decimal sign of the language.

    >>> percent_text(Fraction(24, 10000), "id"), percent_text(Fraction(1, 2), "en")
    ('0,24 %', '50%')
    """
    hundred = share * _PERCENT
    digits = 0
    while (hundred * 10**digits).denominator != 1 and digits < _PERCENT:
        digits += 1
    whole, rest = divmod((hundred * 10**digits).numerator, 10**digits)
    text = f"{whole}.{rest:0{digits}d}" if digits else str(whole)
    return f"{text.replace('.', ',')} %" if language == "id" else f"{text}%"
