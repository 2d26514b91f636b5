"""`semesta exchange`: enrolment batches for the insurer, its answers, and where every person stands."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from semesta.cli.console import console_actor, regency, today
from semesta.cli.funding_words import done, rp
from semesta.cli.funding_words import month as month_of
from semesta.cli.show import Exit, count, open_rooms, out, print_json, stop, table
from semesta.cli.words import language, say

app = typer.Typer(no_args_is_help=True, help="Pertukaran dengan BPJS Ketenagakerjaan. / Exchange with the insurer.")
layout_app = typer.Typer(no_args_is_help=True, help="Tata letak berkas pertukaran. / Layout of the files exchanged.")
app.add_typer(layout_app, name="layout")

Json = Annotated[bool, typer.Option("--json", help="JSON")]
Layout = Annotated[Path | None, typer.Option("--layout", exists=True, help="Tata letak sendiri (YAML) / your layout")]
BatchOption = Annotated[int | None, typer.Option("--batch", help="Nomor gelombang / number of the batch")]
Most = Annotated[int, typer.Option(help="Paling banyak berapa baris / at most so many lines")]

_BILLS_NAMED = 5


@app.command("make")
def make_command(
    purse: Annotated[int | None, typer.Option(help="Nomor sumber dana / number of the purse")] = None,
    month: Annotated[str, typer.Option(help="Bulan pertama (TTTT-BB) / first month (YYYY-MM)")] = "",
    again: Annotated[
        list[int] | None, typer.Option(help="Kirim lagi yang ditolak di gelombang ini / send its refused lines again")
    ] = None,
    layout: Layout = None,
    as_json: Json = False,
) -> None:
    """Buat gelombang dari SK: daftar, pindah pembayar, keluar, meninggal. / Make the batches that are due."""
    open_rooms()
    from semesta.exchange.actions import make_batches
    from semesta.exchange.queries import batches

    first = month_of(month) if month else None
    made = make_batches(
        console_actor(), regency(), _layout(layout), made_on=today(), purse_id=purse, first_month=first,
        again=again or [],
    )  # fmt: skip
    new = [line for line in batches(regency()) if line["number"] in made.batches]
    lacking = [
        {
            "person_id": person,
            "field": name,
            "message": finding.message(language()),
            "remedy": finding.remedy(language()),
        }
        for (person, name), finding in zip(made.incomplete, made.findings(), strict=True)
    ]
    if as_json:
        print_json({"batches": new, "incomplete": lacking})
        return
    if not new:
        out.print(say("Tidak ada yang perlu diberitahukan sekarang.", "There is nothing to tell the insurer now."))
    else:
        _print_batches(new)
        out.print(say("Berikutnya: `semesta exchange write NOMOR --out BERKAS.xlsx`.",
                      "Next: `semesta exchange write NUMBER --out FILE.xlsx`."))  # fmt: skip
    if lacking:
        out.print(
            table(
                say(
                    f"Belum dapat didaftarkan: {count(len(lacking))}", f"Cannot be enrolled yet: {count(len(lacking))}"
                ),
                [say("Orang", "Person"), say("Temuan", "Finding"), say("Tindakan", "What to do")],
                [[line["person_id"], line["message"], line["remedy"]] for line in lacking[:50]],
            )
        )


@app.command("write")
def write_command(
    number: int,
    output: Annotated[Path, typer.Option("--out", help="BERKAS.xlsx | BERKAS.csv")],
    layout: Layout = None,
    as_json: Json = False,
) -> None:
    """Tulis berkas pendaftaran satu gelombang. / Write the enrolment file of a batch."""
    open_rooms()
    from semesta.exchange.queries import NoBatchError, SealBrokenError, batch_file
    from semesta.sheets.exchange.enrolment_file import FORMATS

    written_as = next((form for form in FORMATS if output.suffix.lower() == f".{form}"), None)
    if written_as is None:
        stop(say("Akhiri nama berkas dengan .xlsx atau .csv.", "Let the file name end in .xlsx or .csv."), Exit.USAGE)
    try:
        data = batch_file(regency(), number, written_as=written_as, layout=_layout(layout) if layout else None)
    except NoBatchError as problem:
        stop(str(problem), Exit.USAGE)
    except SealBrokenError as problem:
        stop(str(problem), Exit.CHECK_FAILED)
    output.write_bytes(data)
    done({"batch": number, "file": str(output)}, as_json, f"Ditulis: {output}", f"Written: {output}")


@app.command("answer")
def answer_command(
    files: Annotated[list[Path], typer.Argument(exists=True, help="Berkas jawaban / answer files")],
    batch: BatchOption = None,
    layout: Layout = None,
    as_json: Json = False,
) -> None:
    """Muat jawaban kantor cabang. / Take in the branch's answers; each file whole or not at all."""
    open_rooms()
    from semesta.exchange.actions import take_answer_file
    from semesta.exchange.refusal import NotTakenError
    from semesta.installation.places import files_folder
    from semesta.intake.storage import FileChangedError

    results: list[dict[str, Any]] = []
    for file in files:
        try:
            taken = take_answer_file(
                console_actor(), regency(), file, _layout(layout, batch), taken_on=today(),
                files_folder=files_folder(), batch=batch,
            )  # fmt: skip
            results.append({"file": file.name, "is_taken": True, **asdict(taken), "findings": []})
        except NotTakenError as problem:
            results.append({"file": file.name, "is_taken": False, "findings": problem.page(language())})
            if not as_json:
                out.print(f"[bold red]✗[/] {file.name}\n{problem.said(language())}", highlight=False)
        except FileChangedError as problem:
            stop(str(problem), Exit.NOT_TAKEN)
        else:
            if not as_json:
                _print_taken(results[-1])
    if as_json:
        print_json({"answers": results})
    if not all(result["is_taken"] for result in results):
        raise typer.Exit(int(Exit.NOT_TAKEN))


@app.command("list")
def list_command(as_json: Json = False) -> None:
    """Daftar gelombang, terbaru dahulu. / Batches, newest first."""
    open_rooms()
    from semesta.exchange.queries import batches

    lines = batches(regency())
    if as_json:
        print_json({"batches": lines})
        return
    _print_batches(lines)


@app.command("close")
def close_command(
    number: Annotated[int, typer.Argument(help="nomor gelombang / number of the batch")],
    reason: Annotated[str, typer.Option(help="mengapa tidak dijawab / why it was never answered")],
    as_json: Json = False,
) -> None:
    """Tutup gelombang yang tidak dijawab; barisnya dikirim lagi. / Close a batch that is not answered."""
    open_rooms()
    from semesta.exchange.actions import close_batch
    from semesta.exchange.refusal import NotTakenError

    try:
        lines = close_batch(console_actor(), regency(), number, reason=reason, closed_on=today())
    except NotTakenError as problem:
        if as_json:
            print_json({"refused": problem.page(language())})
        stop(problem.said(language()), Exit.NOT_TAKEN)
    if as_json:
        print_json({"batch": number, "closed": lines})
        return
    out.print(say(f"Gelombang {number}: {count(lines)} baris ditutup; jalankan make untuk mengirimnya lagi.",
                  f"Batch {number}: {count(lines)} lines closed; run make to send them again."),
              highlight=False, soft_wrap=True)  # fmt: skip


@app.command("refused")
def refused_command(batch: BatchOption = None, most: Most = 100, as_json: Json = False) -> None:
    """Siapa ditolak, mengapa, dan langkah berikut. / Who was refused, why, and what comes next."""
    open_rooms()
    from semesta.exchange.billing import refused_months
    from semesta.exchange.queries import refusals

    lines = refusals(regency(), language=language(), batch=batch, most=most)
    billed = refused_months(regency())
    if as_json:
        print_json({"refusals": lines, "billed": billed})
        return
    headings = ["#", say("Nama", "Name"), say("Alasan", "Reason"), say("Yang harus dilakukan", "What to do")]
    rows = [
        [f"{line['batch']}/{line['line']}", line["name"], line["words"]["reason"],
         f"{line['words']['remedy']} {line['words']['next']}"]
        for line in lines
    ]  # fmt: skip
    out.print(table(say("Ditolak", "Refused"), headings, rows))
    if billed:
        many, amount = count(len(billed)), rp(sum(line["amount_rp"] or 0 for line in billed))
        named = sorted({line["reference"] for line in billed if line["reference"]})
        bills = ", ".join(named[:_BILLS_NAMED]) + (" ..." if len(named) > _BILLS_NAMED else "")
        out.print(say(f"Sudah ditagih meski ditolak: {many} bulan, {amount} ({bills}). Batalkan tagihannya "
                      "(semesta bill reverse) dan tagih lagi, atau perbaiki data orangnya sampai diterima.",
                      f"Billed though refused: {many} months, {amount} ({bills}). Reverse the bill "
                      "(semesta bill reverse) and bill again, or correct the person's data until he is accepted."),
                  highlight=False, soft_wrap=True)  # fmt: skip


@app.command("overlaps")
def overlaps_command(most: Most = 100, as_json: Json = False) -> None:
    """Penerima upah yang harus keluar dari SK. / Wage earners to be taken out of their decrees."""
    open_rooms()
    from semesta.exchange.queries import lines_to_amend

    lines = lines_to_amend(regency(), language=language(), most=most)
    if as_json:
        print_json({"to_amend": lines})
        return
    headings = [say("SK", "Decree"), say("Orang", "Person"), say("Nama", "Name"), say("Temuan", "Finding"),
                say("Tindakan", "What to do")]  # fmt: skip
    rows = [[line["decree"], line["person_id"], line["name"], line["message"], line["remedy"]] for line in lines]
    out.print(table(say("Perlu SK perubahan", "To be amended"), headings, rows))


@app.command("person")
def person_command(
    person: Annotated[str, typer.Argument(help="NIK atau nomor orang / NIK or number of the person")],
    as_json: Json = False,
) -> None:
    """Sampai di mana perlindungan satu orang. / How far one person's cover has come."""
    open_rooms()
    from semesta.exchange.strip import NoPersonError, person_strip

    try:
        found = person_strip(regency(), person, language=language())
    except NoPersonError as problem:
        stop(str(problem), Exit.USAGE)
    if as_json:
        print_json(found)
        return
    out.print(f"{found['name']}  {found['nik'] or ''}  ({found['person_id']})", highlight=False)
    for strip in found["strips"]:
        rows = [
            ["●" if s["is_reached"] else "○", _step(s["step"]), _months(s["months"]), _details(s)]
            for s in strip["steps"]
        ]
        out.print(table(strip["payer"], ["", say("Langkah", "Step"), say("Bulan", "Months"), ""], rows))


@layout_app.command("show")
def layout_show_command() -> None:
    """Tampilkan tata letak bawaan untuk disalin. / Print the shipped layout, to copy and change."""
    from semesta.sheets.exchange.layout_file import shipped_layout_text

    typer.echo(shipped_layout_text(), nl=False)


@layout_app.command("check")
def layout_check_command(
    file: Annotated[Path, typer.Argument(exists=True, help="Tata letak (YAML) / layout")], as_json: Json = False
) -> None:
    """Periksa tata letak; semua kesalahan sekaligus. / Check a layout; all its mistakes at once."""
    from semesta.sheets.exchange.layout_file import LayoutError, layout_of_file

    try:
        layout = layout_of_file(file)
    except LayoutError as problem:
        if as_json:
            mistakes = [
                {"code": f.kind.code, "row": f.place.row, "message": f.message(language()),
                 "remedy": f.remedy(language())}
                for f in problem.findings
            ]  # fmt: skip
            print_json({"ok": False, "mistakes": mistakes})
            raise typer.Exit(int(Exit.CHECK_FAILED)) from problem
        stop(problem.report(language()), Exit.CHECK_FAILED)
    columns = [column.field for column in layout.enrolment]
    if as_json:
        print_json({"ok": True, "mistakes": [], "name": layout.name, "columns": columns, "required": layout.required()})
        return
    out.print(say(f"{layout.name}: {len(columns)} kolom, tidak ada kesalahan.",
                  f"{layout.name}: {len(columns)} columns, no mistake."))  # fmt: skip


def _layout(file: Path | None, batch: int | None = None) -> Any:
    """Return the layout of a file, else that of the batch, else the shipped one."""
    from semesta.sheets.exchange.layout_file import LayoutError, layout_of_file, shipped_layout

    if file is not None:
        try:
            return layout_of_file(file)
        except LayoutError as problem:
            stop(problem.report(language()), Exit.NOT_TAKEN)
    if batch is not None:
        from semesta.exchange.queries import NoBatchError, layout_of_batch

        try:
            return layout_of_batch(regency(), batch)
        except NoBatchError as problem:
            stop(str(problem), Exit.USAGE)
    return shipped_layout()


def _print_batches(lines: list[dict[str, Any]]) -> None:
    headings = ["#", say("Sumber dana", "Purse"), say("Golongan", "Class"), say("Bulan", "Month"),
                say("Baris", "Lines"), say("Terbuka", "Open"), say("Diterima", "Accepted"), say("Ditolak", "Refused"),
                say("Penerima upah", "Wage earners")]  # fmt: skip
    rows = [
        [line["number"], f"{line['payer']} (P{line['purse_id']})", line["membership_class"],
         f"{line['first_month']:%Y-%m}",
         *(count(line[key]) for key in ("lines", "open", "accepted", "refused", "overlap"))]
        for line in lines
    ]  # fmt: skip
    out.print(table(say("Gelombang", "Batches"), headings, rows, right=(0, 4, 5, 6, 7, 8)))


def _print_taken(result: dict[str, Any]) -> None:
    if result["is_repeat"]:
        out.print(say(f"{result['file']}: sudah pernah dimuat, tidak ada yang berubah.",
                      f"{result['file']}: taken before, nothing changed."), highlight=False)  # fmt: skip
        return
    numbers = {key: count(result[key]) for key in ("applied", "repeated", "unanswered", "months_taken_back")}
    out.print(
        say(
            f"{result['file']}: gelombang {result['batch']}; {numbers['applied']} baris dijawab, {numbers['repeated']} "
            f"sudah diketahui, {numbers['unanswered']} belum dijawab; {numbers['months_taken_back']} bulan ditarik. "
            "Lihat `semesta exchange refused` dan `semesta exchange overlaps`.",
            f"{result['file']}: batch {result['batch']}; {numbers['applied']} lines answered, {numbers['repeated']} "
            f"known already, {numbers['unanswered']} unanswered; {numbers['months_taken_back']} months taken back. "
            "See `semesta exchange refused` and `semesta exchange overlaps`.",
        ),
        highlight=False,
    )
    if result["since_assumed"]:
        lines = ", ".join(map(str, result["since_assumed"]))
        out.print(
            say(f"Baris {lines}: jawaban tidak menyebut sejak kapan menjadi pekerja penerima upah; dianggap sejak "
                "bulan pertama baris itu. Tanyakan kantor cabang.",
                f"Lines {lines}: the answer does not say since when they are wage earners; taken as since the line's "
                "first month. Ask the branch office."),
            highlight=False, soft_wrap=True,
        )  # fmt: skip


def _step(step: str) -> str:
    words = {
        "proposed": say("diusulkan", "proposed"), "decreed": say("ditetapkan", "decreed"),
        "sent": say("dikirim", "sent"), "answered": say("dijawab", "answered"), "billed": say("ditagih", "billed"),
        "paid": say("dibayar", "paid"),
    }  # fmt: skip
    return words[step]


def _months(months: list[str]) -> str:
    return f"{months[0]} .. {months[-1]} ({len(months)})" if len(months) > 1 else "".join(months)


def _details(step: dict[str, Any]) -> str:
    said = []
    for line in step["details"]:
        if step["step"] == "decreed":
            said.append(("− " if line["is_removal"] else "") + line["decree"])
        elif step["step"] == "sent":
            said.append(say(f"gelombang {line['batch']}", f"batch {line['batch']}") + f" ({_entry(line['entry'])})")
        elif step["step"] == "answered":
            reason = f": {line['words']['reason']}. {line['words']['next']}" if line["reason"] else ""
            said.append(f"{_outcome(line['outcome'])}{reason}{' ' + line['number'] if line['number'] else ''}")
        else:
            said.append(line["reference"])
    return "; ".join(said)


def _entry(entry: str) -> str:
    return {"enrol": say("daftar", "enrol"), "transfer": say("pindah pembayar", "transfer"),
            "leave": say("keluar", "leave"), "death": say("meninggal", "death")}[entry]  # fmt: skip


def _outcome(outcome: str) -> str:
    return {"accepted": say("diterima", "accepted"), "refused": say("ditolak", "refused"),
            "overlap": say("penerima upah aktif", "active wage earner")}[outcome]  # fmt: skip
