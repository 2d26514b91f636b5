"""`semesta ledger`: trial balance and budget realisation at any day. `semesta audit`: prove or name each difference."""

from __future__ import annotations

from typing import Annotated

import typer

from semesta.cli.console import regency, today
from semesta.cli.funding_words import DayOption, Json, day, rp
from semesta.cli.show import Exit, count, open_rooms, out, percent, print_json, table
from semesta.cli.words import language, say

app = typer.Typer(no_args_is_help=True, help="Buku besar. / The ledger.")


@app.command("trial-balance")
def trial_balance_command(
    purse: Annotated[int | None, typer.Option("--purse", help="hanya sumber dana ini / only this purse")] = None,
    on: DayOption = "",
    as_json: Json = False,
) -> None:
    """Neraca saldo pada suatu hari. / Trial balance at a day."""
    open_rooms()
    from semesta.ledger.queries import trial_balance

    page = trial_balance(regency(), on=day(on), purse_id=purse)
    if as_json:
        print_json(page)
        return
    rows = [
        [line[f"name_{language()}"], rp(line["debit_rp"]), rp(line["credit_rp"]), rp(line["balance_rp"])]
        for line in page["accounts"]
    ]
    rows.append([say("Jumlah", "Total"), rp(page["debit_rp"]), rp(page["credit_rp"]), rp(page["difference_rp"])])
    headings = [say("Akun", "Account"), "Debit", say("Kredit", "Credit"), say("Saldo", "Balance")]
    out.print(table(f"{page['on']}", headings, rows, right=(1, 2, 3)))


@app.command("realisation")
def realisation_command(
    year: Annotated[int | None, typer.Argument()] = None, on: DayOption = "", as_json: Json = False
) -> None:
    """Realisasi anggaran per sumber dana. / Budget realisation per purse."""
    open_rooms()
    from semesta.funding.queries.purses import realisation

    page = realisation(regency(), year or today().year, on=day(on))
    if as_json:
        print_json(page)
        return
    names = ("ceiling_rp", "change_rp", "committed_rp", "billed_rp", "paid_rp", "rest_rp")
    rows = [
        [f"P{line['id']} {line['name']}", *(rp(line[name]) for name in names), percent(line["share"])]
        for line in page["purses"]
    ]
    total = page["total"]
    rows.append([say("Jumlah", "Total"), *(rp(total[name]) for name in names), percent(total["share"])])
    headings = [say("Dana", "Purse"), say("Pagu", "Ceiling"), say("Perubahan", "Change"), say("Komitmen", "Committed"),
                say("Tagihan", "Billed"), say("Realisasi", "Paid"), say("Sisa", "Rest"), "%"]  # fmt: skip
    out.print(table(f"{page['fiscal_year']}, {page['on']}", headings, rows, right=(1, 2, 3, 4, 5, 6, 7)))


def audit(as_json: Json = False) -> None:
    """Buktikan buku besar = tagihan = bulan terlindungi, atau sebut selisihnya. / Prove it, or name each difference."""
    open_rooms()
    from semesta.funding.queries.audit import audit as audit_of

    report = audit_of(regency())
    if as_json:
        print_json(report.page())
    else:
        told = ", ".join(f"{name} {count(number)}" for name, number in report.replayed.items())
        out.print(
            say(f"{len(report.checks)} pemeriksaan; {told}", f"{len(report.checks)} checks; {told}"), highlight=False
        )
        rows = [[d.check, f"P{d.purse_id}", d.about, d.expected, d.found] for d in report.differences]
        if rows:
            headings = ["", "", say("Tentang", "About"), say("Seharusnya", "Expected"), say("Ditemukan", "Found")]
            out.print(table(say("Selisih", "Differences"), headings, rows))
        else:
            out.print(say("Tidak ada selisih.", "No difference."))
    if not report.is_sound:
        raise typer.Exit(int(Exit.CHECK_FAILED))
