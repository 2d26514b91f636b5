"""`semesta law`: explain an answer, check the law folder, compare two days, list open questions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from semesta.cli import law_pages, words
from semesta.kernel.finding import Language
from semesta.law import (
    Law,
    LawFileError,
    UnanswerableError,
    WrongQuestionError,
    ask,
    check_folder,
    default_law_folder,
    difference,
    load_law,
    open_questions,
)
from semesta.law.words import Words

app = typer.Typer(
    no_args_is_help=True,
    help="Hukum sebagai data: jelaskan, periksa, bandingkan. / Law as data: explain, check, compare.",
)
REFUSED = 2
LangOption = Annotated[str, typer.Option("--lang", help="id | en (bawaan dari / default from LANG)")]
JsonOption = Annotated[bool, typer.Option("--json", help="keluaran JSON / print JSON")]
FolderOption = Annotated[Path | None, typer.Option("--folder", help="folder law/ (SEMESTA_LAW_DIR)")]
RegionOption = Annotated[str, typer.Option("--region", help="kode wilayah / region code, 52.03")]


@app.command()
def explain(
    question: Annotated[str, typer.Argument(help="kosong: daftar pertanyaan / empty: lists the questions")] = "",
    fields: Annotated[list[str] | None, typer.Argument(help="nama=isi / name=value ...")] = None,
    reading: Annotated[
        list[str] | None, typer.Option("--reading", help="pertanyaan=tafsir / question=alternative")
    ] = None,
    region: RegionOption = "",
    folder: FolderOption = None,
    lang: LangOption = "",
    as_json: JsonOption = False,
) -> None:
    """Jawab satu pertanyaan hukum beserta alasannya. / Answer one question of law, with the reasons.

    Contoh / example: semesta law explain contribution month=2026-04 segment=farmer income_rp=900000 purse=self
    """
    language = _language(lang)
    if not question:
        law_pages.show_asks(language)
        return
    with _refusals(language):
        law = _law(folder, region)
        page = ask(law, question, _pairs(fields or ()), readings=_pairs(reading or ())).page(language)
        if as_json:
            _print_json(page)
        else:
            law_pages.show_answer(page, language)


@app.command()
def check(folder: FolderOption = None, lang: LangOption = "", as_json: JsonOption = False) -> None:
    """Periksa seluruh folder hukum dan jalankan semua kasus. / Check the whole folder and run every case."""
    language = _language(lang)
    report = check_folder(folder or default_law_folder())
    page = report.page(language)
    if as_json:
        _print_json(page)
    else:
        law_pages.show_check(page, language)
    if not report.is_sound:
        raise typer.Exit(1)


@app.command()
def diff(
    earlier: Annotated[str, typer.Argument(help="TTTT-BB-HH / YYYY-MM-DD")],
    later: Annotated[str, typer.Argument(help="TTTT-BB-HH / YYYY-MM-DD")],
    region: RegionOption = "",
    folder: FolderOption = None,
    lang: LangOption = "",
    as_json: JsonOption = False,
) -> None:
    """Apa yang berubah di antara dua hari, dan bagi siapa. / What changes between two days, and for whom."""
    language = _language(lang)
    with _refusals(language):
        page = difference(_law(folder, region), _day("earlier", earlier), _day("later", later)).page(language)
    if as_json:
        _print_json(page)
    else:
        law_pages.show_difference(page, language)


@app.command("open-questions")
def list_open_questions(folder: FolderOption = None, lang: LangOption = "", as_json: JsonOption = False) -> None:
    """Daftar yang belum pasti dan di mana dipakai. / List what is unsettled and where it is used."""
    language = _language(lang)
    with _refusals(language):
        pages = [found.page(language) for found in open_questions(_law(folder, ""))]
    if as_json:
        _print_json(pages)
    else:
        law_pages.show_questions(pages, language)


def _language(lang: str) -> Language:
    if not lang:
        return words.language()
    if lang not in ("id", "en"):
        raise typer.BadParameter("id | en", param_hint="--lang")
    return "en" if lang == "en" else "id"


def _law(folder: Path | None, region: str) -> Law:
    law = load_law(folder or default_law_folder())
    return law.for_region(region) if region else law


def _pairs(items: Sequence[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for item in items:
        name, sign, value = item.partition("=")
        if not sign:
            raise WrongQuestionError("field", item, must=Words("tulis nama=isi", "write name=value"))
        pairs[name] = value
    return pairs


def _day(field: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        must = Words("tulis tanggal TTTT-BB-HH yang ada", "give a date YYYY-MM-DD that exists")
        raise WrongQuestionError(field, text, must=must) from None


@contextmanager
def _refusals(language: Language) -> Iterator[None]:
    try:
        yield
    except UnanswerableError as error:
        typer.echo(error.said(language), err=True)
        raise typer.Exit(REFUSED) from None
    except LawFileError as error:
        typer.echo(error.report(language), err=True)
        raise typer.Exit(REFUSED) from None


def _print_json(page: object) -> None:
    typer.echo(json.dumps(page, ensure_ascii=False, indent=2))
