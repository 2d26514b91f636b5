"""`semesta purse`: open purses, revise ceilings, list them, close a year."""

from __future__ import annotations

from typing import Annotated

import typer

from semesta.cli.console import console_actor, regency
from semesta.cli.funding_words import DayOption, DocumentOption, Json, day, done, refusals, rp
from semesta.cli.funding_words import month as month_of
from semesta.cli.show import open_rooms, out, print_json, table
from semesta.cli.words import say

app = typer.Typer(no_args_is_help=True, help="Sumber dana dan pagunya. / Purses and their ceilings.")
PurseId = Annotated[int, typer.Argument(help="nomor sumber dana / number of the purse")]


@app.command("open")
def open_command(
    kind: Annotated[str, typer.Argument(help="dbhcht, add, dd, apbd_regency, ... (law/purses)")],
    year: int,
    ceiling: Annotated[int, typer.Option("--ceiling", help="pagu, rupiah")],
    document: DocumentOption,
    owner: Annotated[str, typer.Option(help="kode wilayah pemilik / region that owns it")] = "",
    name: str = "",
    payer: Annotated[str, typer.Option(help="nama pembayar pada data BPJS Ketenagakerjaan")] = "",
    months: Annotated[str, typer.Option(help="4,5,6 atau / or 4-12")] = "1-12",
    on: DayOption = "",
    as_json: Json = False,
) -> None:
    """Buka sumber dana satu tahun anggaran. / Open a purse of a fiscal year."""
    open_rooms()
    from semesta.funding.actions import open_purse
    from semesta.funding.actions.purses import NewPurse

    with refusals(as_json):
        made = NewPurse(year, kind, owner or regency(), name, document, _calendar(months), payer)
        number = open_purse(console_actor(), regency(), made, ceiling_rp=ceiling, dated_on=day(on))
    done({"purse_id": number}, as_json, f"Sumber dana P{number}: {rp(ceiling)}", f"Purse P{number}: {rp(ceiling)}")


@app.command("revise")
def revise_command(
    purse_id: PurseId,
    change: Annotated[int, typer.Option("--change", help="rupiah, negatif = kurang / negative = cut")],
    document: DocumentOption,
    reason: str = "",
    on: DayOption = "",
    as_json: Json = False,
) -> None:
    """Ubah pagu dengan dokumennya. / Raise or cut a ceiling on a document."""
    open_rooms()
    from semesta.funding.actions import revise_ceiling

    with refusals(as_json):
        number = revise_ceiling(
            console_actor(), regency(), purse_id, change_rp=change, dated_on=day(on), document=document, reason=reason
        )
    done({"purse_id": purse_id, "revision": number}, as_json, f"Perubahan ke-{number}", f"Revision {number}")


@app.command("release")
def release_command(
    purse_id: PurseId,
    month: Annotated[str, typer.Argument(help="bulan / month (TTTT-BB)")],
    through: Annotated[int, typer.Option("--through", help="dicairkan sampai bulan itu, rupiah / released by then")],
    document: DocumentOption,
    on: DayOption = "",
    as_json: Json = False,
) -> None:
    """Catat pencairan: rencana tidak membelanjakan lebih sampai bulan itu. / Keep what is released by a month."""
    open_rooms()
    from semesta.funding.actions import release_money

    of_month = month_of(month)
    with refusals(as_json):
        number = release_money(
            console_actor(), regency(), purse_id, month=of_month, through_rp=through, document=document,
            dated_on=day(on),
        )  # fmt: skip
    done({"purse_id": purse_id, "release": number}, as_json, f"Pencairan ke-{number}", f"Release {number}")


@app.command("list")
def list_command(year: Annotated[int | None, typer.Option()] = None, as_json: Json = False) -> None:
    """Semua sumber dana. / All purses."""
    open_rooms()
    from semesta.funding.queries.purses import purses_of, releases_of, revisions_of

    purses = [
        purse | {"revisions": revisions_of(regency(), purse["id"]), "releases": releases_of(regency(), purse["id"])}
        for purse in purses_of(regency(), fiscal_year=year)
    ]
    if as_json:
        print_json({"purses": purses})
        return
    rows = [
        [f"P{purse['id']}", purse["fiscal_year"], purse["kind"], purse["owner"], purse["name"],
         rp(sum(revision["change_rp"] for revision in purse["revisions"])), purse["closed_on"] or ""]
        for purse in purses
    ]  # fmt: skip
    headings = ["", say("Tahun", "Year"), say("Jenis", "Kind"), say("Pemilik", "Owner"), say("Nama", "Name"),
                say("Pagu", "Ceiling"), say("Tutup", "Closed")]  # fmt: skip
    out.print(table("", headings, rows, right=(5,)))


@app.command("close-year")
def close_command(
    year: int,
    document: DocumentOption = "",
    early_because: Annotated[
        str, typer.Option("--early-because", help="alasan menutup sebelum 31 Desember / why before 31 December")
    ] = "",
    only_count: Annotated[
        bool, typer.Option("--count", help="hanya hitung yang akan gugur / only count what would lapse")
    ] = False,
    on: DayOption = "",
    as_json: Json = False,
) -> None:
    """Tutup tahun anggaran; tidak dapat dibatalkan. / Close a fiscal year; it cannot be undone."""
    open_rooms()
    from semesta.funding.actions import close_year
    from semesta.funding.actions.closing import months_to_lapse

    if only_count:
        months, amount = months_to_lapse(regency(), year)
        done({"fiscal_year": year, "would_lapse_months": months, "would_lapse_rp": amount}, as_json,
             f"Bila {year} ditutup sekarang, {months} bulan ({rp(amount)}) gugur.",
             f"If {year} were closed now, {months} months ({rp(amount)}) would lapse.")  # fmt: skip
        return
    with refusals(as_json):
        lapsed = close_year(
            console_actor(), regency(), year, closed_on=day(on), document=document, early_because=early_because
        )
    done({"fiscal_year": year, "lapsed_months": lapsed}, as_json,
         f"Tahun {year} ditutup, {lapsed} bulan gugur.", f"{year} closed, {lapsed} months lapsed.")  # fmt: skip


def _calendar(text: str) -> tuple[int, ...]:
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        if not first.strip().isdigit() or not (last or first).strip().isdigit():
            raise typer.BadParameter("4,5,6 | 4-12", param_hint="--months")
        found += range(int(first), int(last or first) + 1)
    return tuple(found)
