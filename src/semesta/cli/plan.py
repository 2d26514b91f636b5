"""`semesta plan`: make a plan, compute it, look at it from every side, compare two, freeze one into a decree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from semesta.cli import funding_words as words
from semesta.cli.console import console_actor, regency
from semesta.cli.funding_words import DayOption, Json, PastMonths, day, done, refusals, rp
from semesta.cli.plan_pages import print_comparison, print_people, print_plan, print_plans, print_totals
from semesta.cli.show import count, open_rooms, out, print_json
from semesta.cli.words import language
from semesta.kernel.month import Month

app = typer.Typer(no_args_is_help=True, help="Rencana: siapa dibayari siapa. / Plans: who pays for whom.")
PlanNumber = Annotated[int, typer.Argument(metavar="PLAN", help="nomor rencana / number of the plan")]
By = Annotated[Literal["village", "segment", "reason", "purse"], typer.Option(help="jumlah menurut / totals by")]


@app.command("make")
def make_command(
    name: Annotated[str, typer.Argument(help="nama rencana / name of the plan")],
    year: int,
    start: Annotated[
        str, typer.Option("--from", help="bulan pertama / first month (TTTT-BB); kosong: bulan ini / empty: this month")
    ] = "",
    last: Annotated[str, typer.Option("--to", help="bulan terakhir / last month (TTTT-BB)")] = "",
    policy: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="berkas prioritas / policy file (YAML)")
    ] = None,
    ceiling: Annotated[
        list[str] | None, typer.Option(help="pagu yang dicoba / ceiling to try: PURSE=RP, boleh berulang")
    ] = None,
    relief: Annotated[Literal["as_law", "none"], typer.Option(help="keringanan iuran / the state's relief")] = "as_law",
    reading: Annotated[
        list[str] | None, typer.Option(help="bacaan hukum / reading of an open question: QUESTION=ANSWER")
    ] = None,
    take_up: Annotated[int, typer.Option(help="% yang mulai membayar sendiri / who begin to pay themselves")] = 0,
    seed: Annotated[str, typer.Option(help="benih undian yang diumumkan / published seed of the draw")] = "",
    on: DayOption = "",
    past_months: PastMonths = "",
    as_json: Json = False,
) -> None:
    """Buat rencana dengan syarat-syaratnya. / Make a plan with its terms."""
    open_rooms()
    from semesta.funding.actions import make_plan
    from semesta.funding.actions.plans import PlanTerms
    from semesta.funding.queries.plans import plan_numbered

    this_month = Month.of(day(on))
    first = (
        words.month(start) if start else max(Month(year, 1), this_month if this_month.year == year else Month(year, 1))
    )
    terms = PlanTerms(
        name, year, day(on), first, words.month(last or f"{year}-12").plus(1),
        policy_text=policy.read_text(encoding="utf-8") if policy else "", ceilings=_ceilings(ceiling or []),
        relief=relief, readings=dict(_pairs(reading or [], "--reading")), take_up_percent=take_up, seed=seed,
        past_months=past_months,
    )  # fmt: skip
    with refusals(as_json):
        number = make_plan(console_actor(), regency(), terms)
        page = plan_numbered(regency(), number)
    done({"plan": page}, as_json, f"Rencana {number}: {name} {year}, belum dihitung",
         f"Plan {number}: {name} {year}, not computed yet")  # fmt: skip


@app.command("compute")
def compute_command(plan: PlanNumber, as_json: Json = False) -> None:
    """Hitung rencana dari register, hukum, dan dana sekarang. / Compute a plan from register, law and purses."""
    open_rooms()
    from semesta.funding.actions import compute_plan

    with refusals(as_json):
        compute_plan(console_actor(), regency(), plan)
    show_command(plan, as_json)


@app.command("show")
def show_command(plan: PlanNumber, as_json: Json = False) -> None:
    """Satu rencana dengan sertifikat dan dananya. / A plan with its certificate and purses."""
    open_rooms()
    from semesta.funding.queries.plans import plan_numbered

    with refusals(as_json):
        page = plan_numbered(regency(), plan)
    if as_json:
        print_json({"plan": page})
    else:
        print_plan(page)


@app.command("list")
def list_command(year: Annotated[int | None, typer.Option()] = None, as_json: Json = False) -> None:
    """Semua rencana. / All plans."""
    open_rooms()
    from semesta.funding.queries.plans import plans_of

    plans = plans_of(regency(), fiscal_year=year)
    if as_json:
        print_json({"plans": plans})
    else:
        print_plans(plans)


@app.command("totals")
def totals_command(plan: PlanNumber, by: By = "village", as_json: Json = False) -> None:
    """Jumlah per desa, pekerjaan, alasan, atau dana. / Totals by village, segment, reason or purse."""
    open_rooms()
    from semesta.funding.queries.plans import plan_numbered, plan_totals

    with refusals(as_json):
        page = plan_numbered(regency(), plan)
    totals = page["purses"] if by == "purse" else plan_totals(regency(), plan, by=by)
    if as_json:
        print_json({"plan": plan, "by": by, "totals": totals})
    else:
        print_totals(totals)


@app.command("compare")
def compare_command(
    plan: PlanNumber,
    other: Annotated[int, typer.Argument(help="rencana kedua / second plan")],
    who: Annotated[
        Literal["gain", "lose"] | None, typer.Option(help="sebut orangnya: terlindungi, terlepas / name the people")
    ] = None,
    after: Annotated[int, typer.Option(help="mulai setelah nomor ini / begin behind this number")] = 0,
    most: Annotated[int, typer.Option(help="paling banyak / at most")] = 100,
    as_json: Json = False,
) -> None:
    """Apa yang diubah rencana kedua, per desa dan pekerjaan. / What a second plan changes, by village and segment."""
    open_rooms()
    from semesta.funding.queries.plan_comparison import changed_people, compare_plans

    with refusals(as_json):
        page = compare_plans(regency(), plan, other)
    if who:
        page["people"] = changed_people(regency(), plan, other, who=who, after=after, most=most)
    if as_json:
        print_json(page)
    else:
        print_comparison(page)


@app.command("people")
def people_command(
    plan: PlanNumber,
    village: Annotated[str, typer.Option(help="kode desa atau kecamatan / code of a village or district")] = "",
    segment: str = "",
    reason: Annotated[str, typer.Option(help="kode alasan / code of a reason")] = "",
    chosen: Annotated[bool | None, typer.Option("--chosen/--not-chosen", help="dibayari atau tidak / or not")] = None,
    purse: Annotated[int | None, typer.Option(help="nomor sumber dana / number of a purse")] = None,
    after: Annotated[int, typer.Option(help="mulai setelah nomor ini / begin behind this number")] = 0,
    most: Annotated[int, typer.Option(help="paling banyak / at most")] = 100,
    as_json: Json = False,
) -> None:
    """Orang dalam rencana, sehalaman demi sehalaman. / People of a plan, page by page."""
    open_rooms()
    from semesta.funding.queries.plans import people_of_plan

    people = people_of_plan(
        regency(), plan, language=language(), village=village, segment=segment, reason=reason, is_chosen=chosen,
        purse_id=purse, after=after, most=most,
    )  # fmt: skip
    if as_json:
        print_json({"plan": plan, "people": people, "next": people[-1]["person_id"] if len(people) == most else None})
    else:
        print_people(people)


@app.command("reason")
def reason_command(
    plan: PlanNumber,
    person: Annotated[int, typer.Argument(help="nomor orang / number of the person")],
    as_json: Json = False,
) -> None:
    """Mengapa seseorang dibayari atau tidak. / Why somebody is paid for or not."""
    open_rooms()
    from semesta.funding.queries.plans import person_of_plan

    with refusals(as_json):
        found = person_of_plan(regency(), plan, person, language=language())
    if as_json:
        print_json({"plan": plan, "person": found})
        return
    out.print(f"{found['name']} ({found['nik'] or '-'}, {found['village']}): {found['sentence']}", highlight=False)
    for line in found["lines"]:
        purse = line["purse"] or "mandiri / self"
        months = f"{line['start_month']:%Y-%m} - {line['last_day']:%Y-%m}"
        out.print(f"  {months}  {count(line['months'])} x {rp(line['monthly_rp'])}  {purse}", highlight=False)


@app.command("freeze")
def freeze_command(
    plan: PlanNumber,
    number: Annotated[str, typer.Argument(help="nomor SK / number of the decree")],
    title: str = "",
    on: DayOption = "",
    past_months: PastMonths = "",
    as_json: Json = False,
) -> None:
    """Tetapkan rencana menjadi SK. / Freeze a plan into a decree."""
    open_rooms()
    from semesta.funding.actions import freeze_plan
    from semesta.funding.actions.decrees import DecreeHead
    from semesta.funding.queries.decrees import decree_named

    head = DecreeHead(number, day(on), title or "Penetapan penerima iuran", past_months=past_months)
    with refusals(as_json):
        freeze_plan(console_actor(), regency(), plan, head)
        decree = decree_named(regency(), number)
    done({"plan": plan, "decree": decree}, as_json,
         f"Rencana {plan} menjadi SK {number}: {count(decree['lines'])} baris, {rp(decree['added_rp'])}",
         f"Plan {plan} is decree {number}: {count(decree['lines'])} lines, {rp(decree['added_rp'])}")  # fmt: skip


def _ceilings(texts: list[str]) -> dict[int, int]:
    found: dict[int, int] = {}
    for purse, rupiah in _pairs(texts, "--ceiling"):
        number, amount = purse.lstrip("Pp"), rupiah.replace(".", "").replace("_", "")
        if not number.isdigit() or not amount.removeprefix("-").isdigit():
            raise typer.BadParameter("PURSE=RP, 7=2500000000", param_hint="--ceiling")
        found[int(number)] = int(amount)
    return found


def _pairs(texts: list[str], option: str) -> list[tuple[str, Any]]:
    pairs = [text.partition("=") for text in texts]
    if any(not middle or not value for _, middle, value in pairs):
        raise typer.BadParameter("A=B", param_hint=option)
    return [(name.strip(), value.strip()) for name, _, value in pairs]
