"""`semesta bill`: bill a month, projects and packages; order payment; show and reverse bills. `semesta arrears`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from semesta.cli import funding_words as words
from semesta.cli.console import console_actor, regency
from semesta.cli.funding_words import DayOption, DocumentOption, Json, day, done, refusals, rp
from semesta.cli.show import count, open_rooms, out, print_json, table
from semesta.cli.words import say

app = typer.Typer(no_args_is_help=True, help="Tagihan bulanan, proyek, dan paket. / Bills.")
MonthArgument = Annotated[str, typer.Argument(metavar="MONTH", help="TTTT-BB / YYYY-MM")]
Reference = Annotated[str, typer.Argument(help="kode tagihan / reference of the bill")]


@app.command("run")
def run_command(
    month: MonthArgument,
    document: DocumentOption,
    purse: Annotated[list[int] | None, typer.Option("--purse", help="hanya sumber dana ini / only these")] = None,
    refused_too: Annotated[
        bool, typer.Option("--refused-too", help="tagih juga yang ditolak BPJS / bill those the insurer refused, too")
    ] = False,
    on: DayOption = "",
    as_json: Json = False,
) -> None:
    """Tagih satu bulan dari SK dan hukum bulan itu. / Bill a month by decrees and the law of that month."""
    open_rooms()
    from semesta.exchange.billing import bill_month_of_members
    from semesta.funding.actions import bill_month

    of_month = words.month(month)
    billing = bill_month if refused_too else bill_month_of_members
    with refusals(as_json):
        billed = billing(
            console_actor(), regency(), of_month, issued_on=day(on), document=document, purse_ids=purse or None
        )
    page: dict[str, Any] = {
        "month": str(of_month), "bills": len(billed.bills), "members": billed.members, "amount_rp": billed.amount_rp,
        "died_before": list(billed.died_before), "withheld": list(billed.withheld),
        "merged": list(billed.merged),
    }  # fmt: skip
    told = f"{of_month}: {len(billed.bills)}"
    done(page, as_json, f"{told} tagihan baru, {count(billed.members)} orang, {rp(billed.amount_rp)}",
         f"{told} new bills, {count(billed.members)} people, {rp(billed.amount_rp)}")  # fmt: skip
    if billed.died_before and not as_json:
        out.print(say("Meninggal sebelum bulan ini, keluarkan dengan SK perubahan: ",
                      "Died before the month, take out by an amendment: ") + str(list(billed.died_before)))  # fmt: skip
    if billed.merged and not as_json:
        out.print(say("Orangnya sudah ditagih dengan catatan lain, keluarkan dengan SK perubahan: ",
                      "Billed under another record of the same person, take out by an amendment: ")
                  + str(list(billed.merged)))  # fmt: skip
    if billed.withheld and not as_json:
        many = count(len(billed.withheld))
        out.print(say(f"{many} orang tidak ditagih menurut jawaban BPJS Ketenagakerjaan: ditolak (semesta exchange "
                      "refused) atau aktif sebagai pekerja penerima upah (semesta exchange overlaps).",
                      f"{many} people are not billed by the insurer's answer: refused (semesta exchange refused) or "
                      "active as wage earners (semesta exchange overlaps)."),
                  highlight=False, soft_wrap=True)  # fmt: skip


@app.command("project")
def project_command(
    number: Annotated[str, typer.Argument(help="nomor SPK / number of the work order")],
    contractor: Annotated[str, typer.Option()],
    village: Annotated[str, typer.Option()],
    value: Annotated[int, typer.Option(help="nilai kontrak, rupiah / contract value")],
    starts: Annotated[str, typer.Option(help="hari pertama / first day")],
    due: Annotated[str, typer.Option(help="jatuh tempo / due day")],
    on: DayOption = "",
    as_json: Json = False,
) -> None:
    """Tagih proyek jasa konstruksi. / Bill a construction project by its contract value."""
    open_rooms()
    from semesta.funding.actions import bill_project
    from semesta.funding.actions.other_bills import Project

    with refusals(as_json):
        project = Project(number, contractor, village, value, day(starts))
        reference = bill_project(console_actor(), regency(), project, issued_on=day(on), due_on=day(due))
    done({"reference": reference}, as_json, reference, reference)


@app.command("package")
def package_command(
    person_id: int,
    start: MonthArgument,
    document: DocumentOption,
    months: Annotated[int, typer.Option(help="lama kontrak / months of the contract")],
    agency: Annotated[bool, typer.Option(help="ditempatkan P3MI / placed by an agency")] = False,
    on: DayOption = "",
    as_json: Json = False,
) -> None:
    """Tagih paket pekerja migran. / Bill a migrant worker's package."""
    open_rooms()
    from semesta.funding.actions import bill_package

    with refusals(as_json):
        reference = bill_package(
            console_actor(), regency(), person_id, start=words.month(start), contract_months=months,
            issued_on=day(on), document=document, placement="agency" if agency else "individual",
        )  # fmt: skip
    done({"reference": reference}, as_json, reference, reference)


@app.command("order")
def order_command(
    number: Annotated[str, typer.Argument(help="nomor perintah membayar / number of the order")],
    references: list[str],
    document: DocumentOption,
    on: DayOption = "",
    as_json: Json = False,
) -> None:
    """Buat perintah membayar untuk beberapa tagihan. / Order payment of some bills."""
    open_rooms()
    from semesta.funding.actions import order_payment

    with refusals(as_json):
        amount = order_payment(
            console_actor(), regency(), number, references=references, dated_on=day(on), document=document
        )
    done(
        {"number": number, "bills": len(references), "amount_rp": amount},
        as_json,
        f"{number}: {rp(amount)}",
        f"{number}: {rp(amount)}",
    )


@app.command("orders")
def orders_command(as_json: Json = False) -> None:
    """Daftar perintah membayar. / List payment orders."""
    open_rooms()
    from semesta.funding.queries.orders import orders_of

    orders = orders_of(regency())
    if as_json:
        print_json({"orders": orders})
        return
    rows = [
        [
            one["number"],
            one["dated_on"],
            one["state"],
            count(one["bills"]),
            rp(one["amount_rp"]),
            rp(one["received_rp"]),
        ]
        for one in orders
    ]
    headings = [say("Nomor", "Number"), say("Tanggal", "Date"), say("Keadaan", "State"), say("Tagihan", "Bills"),
                say("Diperintahkan", "Ordered"), say("Masuk", "Received")]  # fmt: skip
    out.print(table("", headings, rows, right=(3, 4, 5)))


@app.command("order-sent")
def order_sent_command(
    number: Annotated[str, typer.Argument(help="nomor perintah membayar / number of the order")],
    document: DocumentOption,
    on: DayOption = "",
    as_json: Json = False,
) -> None:
    """Tandai perintah membayar sudah dikirim ke bank. / Mark a payment order as sent to the bank."""
    open_rooms()
    from semesta.funding.actions import mark_order_sent

    with refusals(as_json):
        amount = mark_order_sent(console_actor(), regency(), number, on=day(on), document=document)
    done({"number": number, "amount_rp": amount}, as_json, f"{number}: dikirim, {rp(amount)}",
         f"{number}: sent, {rp(amount)}")  # fmt: skip


@app.command("order-cancel")
def order_cancel_command(
    number: Annotated[str, typer.Argument(help="nomor perintah membayar / number of the order")],
    document: DocumentOption,
    reason: Annotated[str, typer.Option()],
    on: DayOption = "",
    as_json: Json = False,
) -> None:
    """Batalkan perintah membayar; tagihannya dapat diperintahkan lagi. / Cancel a payment order."""
    open_rooms()
    from semesta.funding.actions import cancel_order

    with refusals(as_json):
        open_rp = cancel_order(console_actor(), regency(), number, on=day(on), document=document, reason=reason)
    done({"number": number, "open_rp": open_rp}, as_json,
         f"{number} dibatalkan; {rp(open_rp)} dapat diperintahkan lagi",
         f"{number} cancelled; {rp(open_rp)} may be ordered again")  # fmt: skip


@app.command("list")
def list_command(
    month: Annotated[str, typer.Option("--month", help="TTTT-BB / YYYY-MM")] = "",
    purse: Annotated[int | None, typer.Option("--purse")] = None,
    only_open: Annotated[bool, typer.Option("--open", help="hanya yang belum lunas / only unpaid")] = False,
    as_json: Json = False,
) -> None:
    """Daftar tagihan. / List bills."""
    open_rooms()
    from semesta.funding.queries.bills import bills_of

    bills = bills_of(regency(), month=words.month(month) if month else None, purse_id=purse, only_open=only_open)
    if as_json:
        print_json({"bills": bills})
        return
    rows = [
        [b["reference"], count(b["members"]), rp(b["amount_rp"]), rp(b["open_rp"]), b["due_on"], b["reversed_on"] or ""]
        for b in bills
    ]
    headings = [say("Kode", "Reference"), say("Orang", "People"), say("Jumlah", "Amount"), say("Sisa", "Open"),
                say("Jatuh tempo", "Due"), say("Dibatalkan", "Reversed")]  # fmt: skip
    out.print(table("", headings, rows, right=(1, 2, 3)))


@app.command("show")
def show_command(reference: Reference, as_json: Json = False) -> None:
    """Satu tagihan, orang demi orang. / A bill, person by person."""
    open_rooms()
    from semesta.funding.queries.bills import bill_named

    with refusals(as_json):
        bill = bill_named(regency(), reference)
    if as_json:
        print_json({"bill": bill})
        return
    out.print(
        f"{bill['reference']}: {rp(bill['amount_rp'])}, {say('dibayar', 'paid')} {rp(bill['paid_rp'])}", highlight=False
    )
    rows = [
        [line["person_id"], line["name"], rp(line["amount_rp"]), line["state"], line["decree"]]
        for line in bill["lines"]
    ]
    out.print(
        table("", ["", say("Nama", "Name"), say("Iuran", "Amount"), say("Keadaan", "State"), "SK"], rows, right=(2,))
    )


@app.command("reverse")
def reverse_command(
    reference: Reference, document: DocumentOption, reason: Annotated[str, typer.Option()], on: DayOption = "",
    as_json: Json = False,
) -> None:  # fmt: skip
    """Batalkan tagihan dengan jurnal balik. / Take a bill back by reversal."""
    open_rooms()
    from semesta.funding.actions import reverse_bill

    with refusals(as_json):
        amount = reverse_bill(console_actor(), regency(), reference, on=day(on), document=document, reason=reason)
    done({"reference": reference, "amount_rp": amount}, as_json, f"{reference} dibatalkan", f"{reference} reversed")


def arrears(on: DayOption = "", as_json: Json = False) -> None:
    """Tunggakan, usul potong langsung, dan peringatan. / Arrears, deductions at source, warnings."""
    open_rooms()
    from semesta.exchange.billing import refused_months
    from semesta.funding.queries.bills import arrears as arrears_of

    page = arrears_of(regency(), on=day(on))
    refused = refused_months(regency(), states=("billed",))
    page["refused_months"] = len(refused)
    page["refused_rp"] = sum(line["amount_rp"] or 0 for line in refused)
    if as_json:
        print_json(page)
        return
    if not page["payers"]:
        out.print(say("Tidak ada tunggakan.", "Nothing is in arrears."))
        return
    rows = [
        [line["payer_name"], line["purse"], line["months"], rp(line["open_rp"]), line["oldest_due_on"],
         line["age_days"]]
        for line in page["payers"]
    ]  # fmt: skip
    headings = [say("Pembayar", "Payer"), say("Dana", "Purse"), say("Bulan", "Months"), say("Tunggakan", "Arrears"),
                say("Sejak", "Since"), say("Hari", "Days")]  # fmt: skip
    out.print(table(say("Tunggakan", "Arrears"), headings, rows, right=(2, 3, 5)))
    _print_what_follows(page)
    if refused:
        many, amount = count(len(refused)), rp(page["refused_rp"])
        out.print(say(f"Termasuk {many} bulan ({amount}) orang yang ditolak BPJS: lihat semesta exchange refused.",
                      f"Among them {many} months ({amount}) of people the insurer refused: see semesta exchange "
                      "refused."), highlight=False, soft_wrap=True)  # fmt: skip


def _print_what_follows(page: dict[str, Any]) -> None:
    """Print what to hold back from villages and whose membership the next unpaid month ends, where there is any."""
    held = [[line["village_code"], line["village"], rp(line["hold_back_rp"])] for line in page["deductions"]]
    if held:
        title = say("Usul potong langsung dari transfer desa", "To hold back from the village's next transfer")
        out.print(table(title, [say("Kode", "Code"), say("Desa", "Village"), say("Jumlah", "Amount")], held,
                        right=(2,)))  # fmt: skip
    near = [
        [line["village_code"], line["village"], line["membership_class"], line["people"]] for line in page["warnings"]
    ]
    if near:
        out.print(table(say("Gugur bila bulan berikut tidak dibayar", "Lapse if the next month goes unpaid"),
                        [say("Kode", "Code"), say("Desa", "Village"), say("Golongan", "Class"),
                         say("Orang", "People")], near, right=(3,)))  # fmt: skip
