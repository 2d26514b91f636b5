"""`semesta law`: explain an answer, check the law folder, compare two days, list open questions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from semesta.cli import words
from semesta.kernel.finding import Language
from semesta.law import (
    ASKS,
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
    question: Annotated[str, typer.Argument(help=" | ".join(ASKS))],
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
    with _refusals(language):
        law = _law(folder, region)
        page = ask(law, question, _pairs(fields or ()), readings=_pairs(reading or ())).page(language)
        if as_json:
            _print_json(page)
        else:
            _show_answer(page, language)


@app.command()
def check(folder: FolderOption = None, lang: LangOption = "", as_json: JsonOption = False) -> None:
    """Periksa seluruh folder hukum dan jalankan semua kasus. / Check the whole folder and run every case."""
    language = _language(lang)
    report = check_folder(folder or default_law_folder())
    page = report.page(language)
    if as_json:
        _print_json(page)
    else:
        _show_check(page, language)
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
        _show_difference(page, language)


@app.command("open-questions")
def list_open_questions(folder: FolderOption = None, lang: LangOption = "", as_json: JsonOption = False) -> None:
    """Daftar yang belum pasti dan di mana dipakai. / List what is unsettled and where it is used."""
    language = _language(lang)
    with _refusals(language):
        pages = [found.page(language) for found in open_questions(_law(folder, ""))]
    if as_json:
        _print_json(pages)
    else:
        _show_questions(pages, language)


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


def _say(language: Language, indonesian: str, english: str) -> str:
    return Words(indonesian, english).said(language)


def _show_answer(page: dict[str, Any], language: Language) -> None:
    console = Console()
    console.print(f"[bold]{escape(page['title'])}[/bold]")
    for name in ("is_allowed", "is_eligible"):
        if name in page:
            console.print(_say(language, "Ya", "Yes") if page[name] else _say(language, "Tidak", "No"))
    if "reason" in page:
        console.print(escape(page["reason"]))
    if "state_name" in page:
        console.print(
            f"{page['state_name']}; {page['unpaid_months']} {_say(language, 'bulan belum dibayar', 'unpaid months')}"
        )
    for criterion in page.get("criteria", ()):
        console.print(("✓ " if criterion["is_met"] else "✗ ") + escape(criterion["reason"]))
    console.print(f"[dim]{escape(page['formula'])}[/dim]")
    if page["steps"]:
        _print_steps(console, page)
    for note in page["notes"]:
        console.print(f"• {escape(note)}")
    basis = Table(
        _say(language, "dasar", "basis"), _say(language, "nilai", "value"), _say(language, "pasal", "article"),
        _say(language, "keyakinan", "confidence"), box=None,
    )  # fmt: skip
    for used in page["parameters"]:
        mark = f"{used['confidence']}{' ?' if used['unverified'] else ''}"
        basis.add_row(
            escape(used["description"]), escape(used["value"]), escape(f"{used['regulation']}, {used['article']}"), mark
        )
    for rule in page["rules"]:
        mark = f"{rule['confidence']}{' ?' if rule['unverified'] else ''}"
        basis.add_row(escape(rule["reason"]), rule["name"], escape(f"{rule['regulation']}, {rule['article']}"), mark)
    console.print(basis)
    for chosen in page["readings"]:
        console.print(
            f"? {escape(chosen['asks'])} → {escape(chosen['means'])} ({chosen['question']}={chosen['chosen']})"
        )
    settled = {chosen["question"] for chosen in page["readings"]}
    for question in page["open_questions"]:
        if question["key"] not in settled:
            console.print(f"? {escape(question['asks'])}")


def _print_steps(console: Console, page: dict[str, Any]) -> None:
    table = Table(box=None, show_header=False)
    table.add_column()
    table.add_column()
    table.add_column(justify="right")
    for step in page["steps"]:
        style = "bold" if step["is_total"] else ""
        table.add_row(escape(step["label"]), escape(step["working"]), step["amount"], style=style)
    console.print(table)


def _show_check(page: dict[str, Any], language: Language) -> None:
    console = Console()
    named = {
        "parameters": ("parameter", "parameters"), "values": ("nilai bertanggal", "dated values"),
        "purses": ("anggaran", "purses"), "sources": ("peraturan dan rujukan", "regulations and references"),
        "questions": ("pertanyaan terbuka", "open questions"),
        "unverified_values": ("nilai belum diverifikasi", "unverified values"), "cases": ("kasus", "cases"),
        "boundaries": ("batas tanggal", "date boundaries"),
    }  # fmt: skip
    for name, (indonesian, english) in named.items():
        console.print(f"{page[name]:>5}  {_say(language, indonesian, english)}")
    for problem in page["problems"]:
        line = f":{problem['line']}" if problem["line"] is not None else ""
        console.print(f"[red]✗[/red] law/{escape(problem['file'])}{line} {escape(problem['message'])}", soft_wrap=True)
    if page["unused_sources"]:
        unused = ", ".join(page["unused_sources"])
        console.print(
            f"• {_say(language, 'rujukan yang tidak dipakai', 'sources nothing points to')}: {escape(unused)}"
        )
    if page["is_sound"]:
        console.print(f"[green]✓[/green] {_say(language, 'tidak ada yang salah', 'nothing is wrong')}")


def _show_difference(page: dict[str, Any], language: Language) -> None:
    console = Console()
    console.print(f"[bold]{page['from']} → {page['to']}[/bold]")
    for change in page["values"]:
        console.print(
            f"{escape(change['description'])}: {escape(change['before'])} → [bold]{escape(change['after'])}[/bold]"
        )
        for row in change["rows"]:
            console.print(f"    {escape(row['before'])} → {escape(row['after'])}")
        whom = ", ".join(change["affects"])
        console.print(f"    [dim]{escape(whom)}; {escape(change['regulation'])}, {escape(change['article'])}[/dim]")
    for change in page["purses"]:
        verdict = (
            _say(language, "boleh", "allowed") if change["after"] else _say(language, "tidak boleh", "not allowed")
        )
        console.print(
            f"{change['purse']}: {change['segment']} ({change['place_kind']}) → {verdict}; {escape(change['reason'])}"
        )
    if not page["values"] and not page["purses"]:
        console.print(_say(language, "tidak ada yang berubah", "nothing changes"))


def _show_questions(pages: list[dict[str, Any]], language: Language) -> None:
    console = Console()
    for page in pages:
        console.print(f"[bold]{page['key']}[/bold]  {escape(page['asks'])}")
        if page["matters"]:
            console.print(f"    {escape(page['matters'])}")
        for name, means in page["alternatives"].items():
            mark = "*" if name == page["default"] else " "
            console.print(f"   {mark} {name}: {escape(means)}")
        used = len(page["used_in"])
        if used:
            first = ", ".join(page["used_in"][:3])
            console.print(f"    [dim]{_say(language, 'dipakai di', 'used in')} {used}: {escape(first)}[/dim]")
