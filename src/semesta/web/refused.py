"""A refusal as pages tell it: where, what is wrong, what to do. Findings name commands; here the step is on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from semesta.kernel.finding import Finding, Language
from semesta.web.language import reader_language, say
from semesta.web.words import all_words

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing that was refused: its place (file, sheet, row; may be empty), what is wrong, the step that mends it."""

    where: str
    message: str
    step: str


def refused_in_words(findings: Iterable[Finding]) -> list[Refused]:
    """Return findings in the reader's language, the first SHOWN of them and then how many more there are."""
    language, found = reader_language(), list(findings)
    told = [Refused(_where(one), _message(one, language), _step(one, language)) for one in found[:SHOWN]]
    if len(found) > SHOWN:
        more = len(found) - SHOWN
        told.append(Refused("", say(f"dan {more} lagi", f"and {more} more"), ""))
    return told


def in_one_line(refused: Refused) -> str:
    """Return a refusal as one sentence, for the errors of a form."""
    where = f"{refused.where}: " if refused.where else ""
    step = f" {say('Langkah', 'Step')}: {refused.step}." if refused.step else ""
    return f"{where}{refused.message}.{step}"


def said_by(problem: Exception) -> str:
    """Return what a room's refusal says in the reader's language; such errors are written as a / b."""
    return _half(str(problem), reader_language())


def _where(finding: Finding) -> str:
    place = finding.place
    row = place.cell or ("" if place.row is None else f"{say('baris', 'row')} {place.row}")
    return ", ".join(part for part in (place.file, place.sheet, row) if part)


def _message(finding: Finding, language: Language) -> str:
    return finding.message(language).rstrip(".")


def _step(finding: Finding, language: Language) -> str:
    on_page = all_words()["refusal_step"].get(finding.kind.code)
    if on_page is not None:
        return on_page[language]
    return finding.remedy(language).rstrip(".")


def _half(text: str, language: Language) -> str:
    """Of a text in both languages, a / b, return the reader's."""
    indonesian, sign, english = text.partition(" / ")
    return english if sign and language == "en" else indonesian
