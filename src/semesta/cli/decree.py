"""`semesta decree`: freeze a plan into a decree, amend it, show it, write its annex."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from semesta.cli.console import console_actor, regency
from semesta.cli.funding_words import DayOption, Json, PastMonths, day, done, plan_frame, refusals, rp
from semesta.cli.show import Exit, count, open_rooms, out, print_json, stop, table
from semesta.cli.words import language, say

app = typer.Typer(no_args_is_help=True, help="SK penerima iuran. / Decrees on whose contributions are paid.")
Number = Annotated[str, typer.Argument(help="nomor SK / number of the decree")]
Plan = Annotated[
    Path, typer.Argument(help="CSV/Parquet: person_id, month, purse_id [, segment_code, ...]", exists=True)
]


@app.command("issue")
def issue_command(
    number: Number,
    plan: Plan,
    title: str = "",
    on: DayOption = "",
    past_months: PastMonths = "",
    as_json: Json = False,
) -> None:
    """Tetapkan rencana menjadi SK. / Freeze a plan into a decree."""
    _issue(number, plan, None, title or "Penetapan penerima iuran", "", on, past_months, as_json)


@app.command("amend")
def amend_command(
    number: Number,
    amends: Annotated[str, typer.Argument(help="SK yang diubah / decree to amend")],
    add: Annotated[Path | None, typer.Option(exists=True, help="rencana tambahan / plan to add")] = None,
    remove: Annotated[Path | None, typer.Option(exists=True, help="person_id, month, reason")] = None,
    title: str = "",
    on: DayOption = "",
    past_months: PastMonths = "",
    as_json: Json = False,
) -> None:
    """Ubah SK: tambah dan kurangi bulan. / Amend a decree: add and remove months."""
    _issue(number, add, remove, title or f"Perubahan atas {amends}", amends, on, past_months, as_json)


@app.command("list")
def list_command(as_json: Json = False) -> None:
    """Semua SK. / All decrees."""
    open_rooms()
    from semesta.funding.queries.decrees import decrees_of

    decrees = decrees_of(regency())
    if as_json:
        print_json({"decrees": decrees})
        return
    rows = [
        [d["number"], d["dated_on"], count(d["lines"]), rp(d["added_rp"] - d["removed_rp"]), d["title"]]
        for d in decrees
    ]
    headings = [say("Nomor", "Number"), say("Tanggal", "Date"), say("Baris", "Lines"), say("Jumlah", "Amount"), ""]
    out.print(table("", headings, rows, right=(2, 3)))


@app.command("show")
def show_command(number: Number, as_json: Json = False) -> None:
    """Satu SK dengan jumlah per desa dan sumber dana. / A decree with totals per village and purse."""
    open_rooms()
    from semesta.funding.queries.decrees import decree_named

    with refusals(as_json):
        decree = decree_named(regency(), number)
    if as_json:
        print_json({"decree": decree})
        return
    sealed = say("utuh", "sound") if decree["is_sealed"] else say("BERUBAH", "CHANGED")
    out.print(
        f"{decree['number']} ({decree['dated_on']}): {decree['title']}\nSHA-256 {decree['sha256']} {sealed}",
        highlight=False,
    )
    rows = [
        [line["village_code"], line["village"], line["purse"], count(line["people"]), rp(line["amount_rp"])]
        for line in decree["totals"]
    ]
    headings = [
        say("Kode", "Code"),
        say("Desa", "Village"),
        say("Dana", "Purse"),
        say("Orang", "People"),
        say("Jumlah", "Amount"),
    ]
    out.print(table("", headings, rows, right=(3, 4)))


@app.command("annex")
def annex_command(
    number: Number,
    target: Annotated[Path, typer.Argument(help="berkas.xlsx; dengan --pdf: berkas.pdf atau folder / or a folder")],
    pdf: Annotated[
        bool, typer.Option("--pdf", help="PDF: satu berkas, atau folder per desa / one file or parts")
    ] = False,
    issuer: Annotated[str, typer.Option(help="penanda tangan sebagai jabatan / who decides")] = "",
    place: Annotated[str, typer.Option(help="tempat penetapan / place of signing")] = "",
    signatory: Annotated[str, typer.Option(help="nama penanda tangan / name of the signatory")] = "",
    as_json: Json = False,
) -> None:
    """Tulis lampiran SK sebagai xlsx atau PDF. / Write the annex of a decree as xlsx or PDF."""
    open_rooms()
    from semesta.funding.annex import annex_workbook
    from semesta.funding.queries.decrees import decree_lines, decree_named

    if target.exists() and not (pdf and target.is_dir() and not any(target.iterdir())):
        stop(say(f"{target} sudah ada.", f"{target} exists already."), Exit.USAGE)
    with refusals(as_json):
        decree = decree_named(regency(), number)
    lines = decree_lines(regency(), decree["id"])
    if pdf:
        files = _write_pdf(decree, lines, target, issuer, place, signatory)
    else:
        target.write_bytes(annex_workbook(decree, lines, language=language()))
        files = 1
    done({"file": str(target), "files": files, "lines": decree["lines"], "sha256": decree["sha256"]}, as_json,
         f"{target}", f"{target}")  # fmt: skip


def _write_pdf(
    decree: dict[str, Any], lines: list[dict[str, Any]], target: Path, issuer: str, place: str, signatory: str
) -> int:
    """Write one document where the target is named .pdf, else the parts into a folder; return how many files."""
    from semesta.funding.annex_pdf import annex_document, annex_lines, annex_of, annex_parts
    from semesta.funding.queries.purses import purses_of
    from semesta.kernel.segment import shipped_segments
    from semesta.regions.queries import region_named

    name = region_named(regency())["name"]
    bare = name.removeprefix("Kabupaten ").removeprefix("Kota ")
    annex = annex_of(
        decree, purses_of(regency()), regency_code=regency(), issuer=issuer or f"Bupati {bare}", place=place or bare,
        signatory=signatory,
    )  # fmt: skip
    told = annex_lines(lines, {code: kind.name_id for code, kind in shipped_segments().items()})
    if target.suffix.lower() == ".pdf":
        try:
            document = annex_document(annex, told)
        except ValueError:
            stop(
                say("Terlalu panjang untuk satu berkas: sebutkan folder, maka ditulis per desa.",
                    "Too long for one file: name a folder to get one part per village."),
                Exit.USAGE,
            )  # fmt: skip
        target.write_bytes(document)
        return 1
    target.mkdir(parents=True, exist_ok=True)
    files = 0
    for file_name, content in annex_parts(annex, told):
        (target / file_name).write_bytes(content)
        files += 1
    return files


def _issue(
    number: str,
    plan: Path | None,
    removals: Path | None,
    title: str,
    amends: str,
    on: str,
    past_months: str,
    as_json: bool,
) -> None:
    open_rooms()
    from semesta.funding.actions import issue_decree
    from semesta.funding.actions.decrees import DecreeHead
    from semesta.funding.queries.decrees import decree_named

    head = DecreeHead(number, day(on), title, amends, past_months)
    with refusals(as_json):
        issue_decree(
            console_actor(), regency(), head, plan=plan_frame(plan) if plan else None,
            removals=plan_frame(removals) if removals else None,
        )  # fmt: skip
        decree = decree_named(regency(), number)
    amount = rp(decree["added_rp"] - decree["removed_rp"])
    done({"decree": decree}, as_json, f"SK {number}: {count(decree['lines'])} baris, {amount}",
         f"Decree {number}: {count(decree['lines'])} lines, {amount}")  # fmt: skip
