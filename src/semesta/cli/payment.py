"""`semesta payment`: take payment files, match what was not recognised, refund, reverse."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from semesta.cli.console import console_actor, regency
from semesta.cli.funding_words import DayOption, DocumentOption, Json, day, done, refusals, rp
from semesta.cli.show import open_rooms, out, print_json, table
from semesta.cli.words import say

app = typer.Typer(no_args_is_help=True, help="Pembayaran iuran. / Payments.")
FileId = Annotated[int, typer.Argument(metavar="FILE_ID")]
Line = Annotated[int, typer.Argument(help="baris pada berkas / row in the file")]


@app.command("take")
def take_command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    total: Annotated[int | None, typer.Option(help="jumlah seluruhnya, bila berkas tidak menyebutnya")] = None,
    again_on_purpose: Annotated[
        bool,
        typer.Option("--again-on-purpose", help="hitung juga yang sudah ada pada berkas lain / count repeats, too"),
    ] = False,
    on: DayOption = "",
    as_json: Json = False,
) -> None:
    """Terima berkas pembayaran, seutuhnya atau tidak sama sekali. / Take a payment file whole or not at all."""
    open_rooms()
    from semesta.funding.actions import take_payments
    from semesta.funding.payment_file import read_payment_file

    with refusals(as_json):
        taken = take_payments(
            console_actor(), regency(), read_payment_file(file, stated_rp=total), taken_on=day(on),
            again_on_purpose=again_on_purpose,
        )  # fmt: skip
    told = ", ".join(f"{match} {lines}" for match, lines in sorted(taken.matches.items())) or "-"
    if taken.is_repeat:
        again = say("Berkas ini sudah diterima; tidak ada yang berubah.", "Taken before; nothing changed.")
        done(asdict(taken), as_json, again, again)
        return
    sums = [rp(amount) for amount in (taken.total_rp, taken.applied_rp, taken.unapplied_rp)]
    done(
        asdict(taken), as_json,
        f"Berkas {taken.file_id}: {sums[0]}, dicocokkan {sums[1]}, sisa {sums[2]} ({told}); "
        f"{taken.months_paid} bulan lunas, {taken.late} terlambat",
        f"File {taken.file_id}: {sums[0]}, applied {sums[1]}, left {sums[2]} ({told}); "
        f"{taken.months_paid} months paid, {taken.late} late",
    )  # fmt: skip
    if taken.repeated and not as_json:
        amount, rows = rp(taken.repeated_rp), ", ".join(map(str, taken.repeated))
        out.print(say(f"Sudah ada pada berkas sebelumnya, tidak dihitung lagi: {amount}, baris {rows}",
                      f"Told by an earlier file, not counted again: {amount}, rows {rows}"),
                  soft_wrap=True)  # fmt: skip


@app.command("list")
def list_command(
    left: Annotated[bool, typer.Option("--left", help="hanya yang bersisa / only with money left")] = False,
    as_json: Json = False,
) -> None:
    """Daftar pembayaran. / List payments."""
    open_rooms()
    from semesta.funding.queries.bills import payments_of

    payments = payments_of(regency(), only_left=left)
    if as_json:
        print_json({"payments": payments})
        return
    rows = [
        [f"{p['file_id']}/{p['line']}", p["paid_on"], p["reference"], rp(p["amount_rp"]), rp(p["left_rp"]), p["match"]]
        for p in payments
    ]
    headings = [
        "",
        say("Tanggal", "Date"),
        say("Referensi", "Reference"),
        say("Jumlah", "Amount"),
        say("Sisa", "Left"),
        "",
    ]
    out.print(table("", headings, rows, right=(3, 4)))


@app.command("match")
def match_command(
    file_id: FileId, line: Line, reference: str, document: DocumentOption, on: DayOption = "", as_json: Json = False
) -> None:
    """Cocokkan sisa pembayaran dengan tagihan. / Put what is left of a payment to bills."""
    open_rooms()
    from semesta.funding.actions import match_payment

    with refusals(as_json):
        amount = match_payment(
            console_actor(), regency(), file_id, line, reference=reference, on=day(on), document=document
        )
    done({"applied_rp": amount}, as_json, f"Dicocokkan {rp(amount)}", f"Applied {rp(amount)}")


@app.command("refund")
def refund_command(
    file_id: FileId, line: Line, amount: int, document: DocumentOption, on: DayOption = "", as_json: Json = False
) -> None:
    """Kembalikan kelebihan bayar. / Give unapplied money back."""
    open_rooms()
    from semesta.funding.actions import refund_payment

    with refusals(as_json):
        left = refund_payment(
            console_actor(), regency(), file_id, line, amount_rp=amount, on=day(on), document=document
        )
    done({"left_rp": left}, as_json, f"Sisa {rp(left)}", f"Left {rp(left)}")


@app.command("reverse")
def reverse_command(
    file_id: FileId, line: Line, document: DocumentOption, reason: Annotated[str, typer.Option()], on: DayOption = "",
    as_json: Json = False,
) -> None:  # fmt: skip
    """Batalkan pembayaran yang tidak terjadi. / Undo a payment that did not happen."""
    open_rooms()
    from semesta.funding.actions import reverse_payment

    with refusals(as_json):
        amount = reverse_payment(
            console_actor(), regency(), file_id, line, on=day(on), document=document, reason=reason
        )
    done({"taken_off_rp": amount}, as_json, f"Dibatalkan {rp(amount)}", f"Taken off {rp(amount)}")
