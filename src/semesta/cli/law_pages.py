"""How answers of the law look on a terminal: plain page structures in, lines and tables out."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from semesta.kernel.finding import Language
from semesta.law import ASKS
from semesta.law.words import Words

_FIRST_PLACES = 3


def _say(language: Language, indonesian: str, english: str) -> str:
    return Words(indonesian, english).said(language)


def show_asks(language: Language) -> None:
    """List every question with its fields; those in brackets may be left out."""
    console = Console()
    table = Table(*(_say(language, *names) for names in (("pertanyaan", "question"), ("tentang", "about"),
                                                         ("isian", "fields"))), box=None)  # fmt: skip
    for one in ASKS.values():
        fields = [*one.required, *(f"[{name}]" for name in one.optional)]
        table.add_row(one.name, escape(one.about.said(language)), escape(" ".join(fields)))
    console.print(table)


def show_answer(page: dict[str, Any], language: Language) -> None:
    """Show one answer: the verdict, what it consists of, the sum, what it rests on, and what is open."""
    console = Console()
    console.print(f"[bold]{escape(page['title'])}[/bold]")
    for name in ("is_allowed", "is_eligible"):
        if name in page:
            console.print(_say(language, "Ya", "Yes") if page[name] else _say(language, "Tidak", "No"))
    if "reason" in page:
        console.print(escape(page["reason"]))
    if "value" in page:
        console.print(f"[bold]{escape(page['value'])}[/bold]")
    for row in page.get("rows", ()):
        console.print(f"  {escape(row)}")
    if "state_name" in page:
        _print_clock(console, page, language)
    for criterion in page.get("criteria", ()):
        console.print(("✓ " if criterion["is_met"] else "✗ ") + escape(criterion["reason"]))
    if "documents" in page:
        _print_papers(console, page, language)
    console.print(f"[dim]{escape(page['formula'])}[/dim]")
    if page["steps"]:
        _print_steps(console, page)
    if "refusals" in page:
        _print_scholarship(console, page, language)
    for note in page["notes"]:
        console.print(f"• {escape(note)}")
    _print_basis(console, page, language)
    _print_questions(console, page)


def _print_clock(console: Console, page: dict[str, Any], language: Language) -> None:
    yes, no = _say(language, "ya", "yes"), _say(language, "tidak", "no")
    console.print(f"[bold]{page['state_name']}[/bold]")
    facts = (
        (("bulan belum dibayar", "unpaid months"), page["unpaid_months"]),
        (("dibayar dari - sampai", "paid from - to"), f"{page['first_paid'] or '-'} - {page['last_paid'] or '-'}"),
        (("gugur pada bulan, bila tidak dibayar lagi", "lapses in, if nothing more is paid"), page["lapses_in"] or "-"),
        (("bulan kepesertaan untuk JKM", "months of membership for JKM"), page["membership_months"]),
        (("cukup lama untuk JKM penuh", "long enough for the full JKM"), yes if page["is_full_jkm"] else no),
        (("bulan iuran untuk beasiswa", "months of contributions for scholarships"), page["contribution_months"]),
        (("cukup lama untuk beasiswa JKM", "long enough for JKM scholarships"),
         yes if page["is_scholarship_due"] else no),
    )  # fmt: skip
    for names, fact in facts:
        console.print(f"  {_say(language, *names)}: {fact}")


def _print_papers(console: Console, page: dict[str, Any], language: Language) -> None:
    console.print(f"[bold]{_say(language, 'Berkas', 'Documents')}[/bold]")
    for paper in page["documents"]:
        console.print(f"  ☐ {escape(paper['name'])} [dim]({escape(paper['stage_name'])}; {paper['confidence']})[/dim]")
    if page["deadlines"]:
        console.print(f"[bold]{_say(language, 'Batas waktu', 'Deadlines')}[/bold]")
    for deadline in page["deadlines"]:
        due = f", {_say(language, 'paling lambat', 'at the latest')} {deadline['due_on']}" if deadline["due_on"] else ""
        note = f" [dim]({escape(deadline['note'])})[/dim]" if deadline["note"] else ""
        console.print(f"  {escape(deadline['what'])}: {deadline['length']}{due}{note}")
    if page["heirs"]:
        console.print(f"[bold]{_say(language, 'Ahli waris menurut urutan', 'Heirs, first in line first')}[/bold]")
    for number, heir in enumerate(page["heirs"], start=1):
        console.print(f"  {number}. {escape(heir)}")


def _print_scholarship(console: Console, page: dict[str, Any], language: Language) -> None:
    child = _say(language, "anak ke-", "child ")
    for year in page["years"]:
        console.print(f"  {year['on']}  {child}{year['child'] + 1}  {escape(year['level_name'])}  {year['amount']}")
    for refusal in page["refusals"]:
        console.print(f"✗ {child}{refusal['child'] + 1}: {escape(refusal['reason'])}")


def _print_basis(console: Console, page: dict[str, Any], language: Language) -> None:
    names = (("dasar", "basis"), ("nilai", "value"), ("pasal", "article"), ("keyakinan", "confidence"))
    table = Table(*(_say(language, *name) for name in names), box=None)
    for used in page["parameters"]:
        article = f"{used['regulation']}, {used['article']}"
        table.add_row(escape(used["description"]), escape(used["value"]), escape(article), _mark(used))
    for rule in page["rules"]:
        article = f"{rule['regulation']}, {rule['article']}"
        table.add_row(escape(rule["reason"]), rule["name"], escape(article), _mark(rule))
    console.print(table)
    for note in dict.fromkeys(used["note"] for used in (*page["parameters"], *page["rules"]) if used["note"]):
        console.print(f"• {escape(note)}")


def _print_questions(console: Console, page: dict[str, Any]) -> None:
    for chosen in page["readings"]:
        console.print(
            f"? {escape(chosen['asks'])} → {escape(chosen['means'])} ({chosen['question']}={chosen['chosen']})"
        )
    settled = {chosen["question"] for chosen in page["readings"]}
    for question in page["open_questions"]:
        if question["key"] not in settled:
            console.print(f"? {escape(question['asks'])}")


def _mark(basis: dict[str, Any]) -> str:
    return f"{basis['confidence']}{' ?' if basis['unverified'] else ''}"


def _print_steps(console: Console, page: dict[str, Any]) -> None:
    table = Table(box=None, show_header=False)
    table.add_column()
    table.add_column()
    table.add_column(justify="right")
    for step in page["steps"]:
        style = "bold" if step["is_total"] else ""
        table.add_row(escape(step["label"]), escape(step["working"]), step["amount"], style=style)
    console.print(table)


def show_check(page: dict[str, Any], language: Language) -> None:
    """Show what was checked, and what is wrong with its place."""
    console = Console()
    named = {
        "parameters": ("parameter", "parameters"), "values": ("nilai bertanggal", "dated values"),
        "purses": ("anggaran", "purses"), "sources": ("peraturan dan rujukan", "regulations and references"),
        "questions": ("pertanyaan terbuka", "open questions"),
        "unverified_values": ("nilai belum diverifikasi", "unverified values"), "cases": ("kasus", "cases"),
        "boundaries": ("batas tanggal", "date boundaries"),
    }  # fmt: skip
    for name, (indonesian, english) in named.items() if page["parameters"] else ():
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


def show_difference(page: dict[str, Any], language: Language) -> None:
    """Show what changes, from what to what, for whom and by which article."""
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
        whom = f"{', '.join(change['segment_names'])} ({', '.join((*change['place_kinds'], *change['facts']))})"
        console.print(f"{change['purse']}: {escape(whom)} → [bold]{verdict}[/bold]")
        article = f"; {change['regulation']}, {change['article']}" if "regulation" in change else ""
        console.print(f"    [dim]{escape(change['reason_before'])} → {escape(change['reason'])}{escape(article)}[/dim]")
    if not page["values"] and not page["purses"]:
        console.print(_say(language, "tidak ada yang berubah", "nothing changes"))


def show_questions(pages: list[dict[str, Any]], language: Language) -> None:
    """Show the open questions with their readings; the cautious one is starred."""
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
            first = ", ".join(page["used_in"][:_FIRST_PLACES])
            console.print(f"    [dim]{_say(language, 'dipakai di', 'used in')} {used}: {escape(first)}[/dim]")
