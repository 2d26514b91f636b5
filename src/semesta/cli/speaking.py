"""The outermost command: `--lang` wherever it stands, and wrong use told in the reader's language.

typer words its errors in English only. They are matched here by their text; one that is not in the table is shown as it
is rather than not at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import typer
from rich.markup import escape
from typer.core import TyperGroup

from semesta.cli.show import Exit, err
from semesta.cli.words import choose_language, language, say

INDONESIAN: tuple[tuple[str, str], ...] = (
    (r"Missing command\.", "Perintahnya belum disebut."),
    (r"Missing argument (?P<what>.+?)\.(?: .*)?", "Isian {what} belum disebut."),
    (r"Missing (?:option|parameter) (?P<what>.+?)\.(?: .*)?", "Pilihan {what} wajib disebut."),
    (
        r"No such option: (?P<what>\S+?) \(Possible options: (?P<more>.*)\)",
        "Tidak ada pilihan {what}. Mungkin: {more}.",
    ),
    (r"No such option: (?P<what>\S+)", "Tidak ada pilihan {what}."),
    (r"No such command (?P<what>.+?)\. Did you mean (?P<more>.+)\?", "Tidak ada perintah {what}. Maksudnya {more}?"),
    (r"No such command (?P<what>.+)\.", "Tidak ada perintah {what}."),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<what>.*)\)", "Kelebihan isian: {what}."),
    (r"Option (?P<what>.+) requires an argument\.", "Pilihan {what} memerlukan isi."),
    (r"Option (?P<what>.+) requires (?P<more>\d+) arguments\.", "Pilihan {what} memerlukan {more} isi."),
    (r"Option (?P<what>.+) does not take a value\.", "Pilihan {what} tidak memakai isi."),
    (r"Invalid value for (?P<what>.+?): (?P<why>.+)", "Isi {what} tidak sah: {why}"),
    (r"Invalid value: (?P<why>.+)", "Isinya tidak sah: {why}"),
)
"""Whole messages, in order of trial; `why` is looked up in `REASONS`."""

REASONS: tuple[tuple[str, str], ...] = (
    (r"(?:File|Path|Directory) (?P<what>.+) does not exist\.", "berkas {what} tidak ada."),
    (r"(?:File|Path|Directory) (?P<what>.+) is a directory\.", "{what} adalah folder, bukan berkas."),
    (r"(?:File|Path|Directory) (?P<what>.+) is a file\.", "{what} adalah berkas, bukan folder."),
    (r"(?:File|Path|Directory) (?P<what>.+) is not readable\.", "{what} tidak boleh dibaca."),
    (r"(?:File|Path|Directory) (?P<what>.+) is not writable\.", "{what} tidak boleh ditulisi."),
    (r"(?:Value error, )?(?P<what>.+) is not one of (?P<more>.+)\.", "{what} bukan salah satu dari {more}."),
    (r".*valid integer.*", "harus bilangan bulat."),
    (r".*valid (?:number|float|decimal).*", "harus bilangan, dengan titik sebagai koma desimal."),
    (r".*valid boolean.*", "harus true atau false."),
    (r".*greater than or equal to (?P<what>\S+?)\.?", "paling kecil {what}."),
    (r".*less than or equal to (?P<what>\S+?)\.?", "paling besar {what}."),
    (r".*greater than (?P<what>\S+?)\.?", "harus lebih besar dari {what}."),
    (r".*less than (?P<what>\S+?)\.?", "harus lebih kecil dari {what}."),
)
"""Why a value is not taken."""


class SpeakingGroup(TyperGroup):
    """A group that takes `--lang` before or after the command, and says in either language what it was used wrongly."""

    def make_context(self, info_name: str | None, args: list[str], *others: Any, **extra: Any) -> Any:
        """Begin a run: the language is known before anything can go wrong."""
        try:
            return super().make_context(info_name, _language_first(args), *others, **extra)
        except typer.TyperException as problem:
            raise _said(problem) from problem

    def invoke(self, ctx: Any) -> Any:
        """Run the command; wrong use of it ends with exit code 2."""
        try:
            return super().invoke(ctx)
        except typer.TyperException as problem:
            raise _said(problem) from problem


def in_indonesian(message: str) -> str:
    """Return typer's message in Indonesian, or as it is when its like is not known."""
    for pattern, words in INDONESIAN:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            parts = found.groupdict()
            if "why" in parts:
                parts["why"] = _reason(parts["why"])
            return words.format(**parts)
    return message


def _reason(english: str) -> str:
    for pattern, words in REASONS:
        found = re.fullmatch(pattern, english, re.DOTALL | re.IGNORECASE)
        if found:
            return words.format(**found.groupdict())
    return english


def _language_first(args: Sequence[str]) -> list[str]:
    """Move `--lang X` to the front, wherever it stands; what comes after `--` is nobody's option."""
    moved: list[str] = []
    rest = list(args)
    end = rest.index("--") if "--" in rest else len(rest)
    place = 0
    while place < end:
        if rest[place] == "--lang" and place + 1 < end:
            moved = rest[place : place + 2]
            del rest[place : place + 2]
            end -= 2
        elif rest[place].startswith("--lang="):
            moved = ["--lang", rest.pop(place).partition("=")[2]]
            end -= 1
        else:
            place += 1
    if moved and moved[1] in ("id", "en"):
        choose_language(moved[1])
    return moved + rest


def _said(problem: typer.TyperException) -> Exception:
    """Print wrong use with its remedy and return the exit; anything else stays as it is."""
    if problem.exit_code != Exit.USAGE or type(problem).__name__ == "NoArgsIsHelpError":
        return problem
    context = getattr(problem, "ctx", None)
    message = problem.format_message()
    err.print(f"[bold red]✗[/] {escape(in_indonesian(message) if language() == 'id' else message)}", highlight=False)
    if context is not None:
        asked = f"{context.command_path} --help"
        err.print(say(f"Cara pakainya: {asked}", f"How to use it: {asked}"), highlight=False, markup=False)
    return typer.Exit(int(Exit.USAGE))
