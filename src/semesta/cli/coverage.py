"""`semesta coverage`: figures with their bases, their parts, and the rows behind them."""

from __future__ import annotations

from enum import StrEnum
from string import ascii_uppercase
from typing import Annotated, Any

import typer

from semesta.cli.console import console_actor, regency, this_month
from semesta.cli.region_choice import the_region
from semesta.cli.show import Exit, count, open_rooms, out, percent, print_json, stop, table
from semesta.cli.words import language, say
from semesta.kernel.month import Month

app = typer.Typer(no_args_is_help=True, help="Cakupan: angka beserta penyebutnya. / Coverage with its bases.")

Json = Annotated[bool, typer.Option("--json", help="JSON")]
Region = Annotated[str, typer.Argument(help="Kode atau nama wilayah / code or name of a region")]
MonthOption = Annotated[str, typer.Option("--month", help="YYYY-MM")]


def _month(text: str) -> Month:
    try:
        return Month.parse(text) if text else this_month()
    except ValueError as problem:
        stop(str(problem), Exit.USAGE)


def _region(text: str) -> str:
    """Return the code of the regency, district or village that a code or a name means; stop where it is none."""
    found = the_region(text)
    if found["level"] == "province":
        stop(
            say(
                f"'{text}' provinsi; tulis kabupaten, kecamatan atau desa, misalnya 52.03 atau 52.03.05.2001.",
                f"'{text}' is a province; name a regency, district or village, for example 52.03 or 52.03.05.2001.",
            ),
            Exit.USAGE,
        )
    return str(found["code"])


@app.command("show")
def show_command(
    region_code: Region, month: MonthOption = "", parts: bool = False, by: str = "", as_json: Json = False
) -> None:
    """Cakupan suatu wilayah dalam dua ukuran jujur. / A region's coverage in two honest measures."""
    open_rooms()
    from semesta.coverage.queries import NoSnapshotError, coverage_by, coverage_of, coverage_of_parts

    region_code = _region(region_code)
    try:
        figure = coverage_of(region_code, _month(month))
        below = coverage_of_parts(region_code, _month(month)) if parts else []
        split = coverage_by(region_code, _month(month), by) if by else []  # type: ignore[arg-type]
    except LookupError as problem:
        if isinstance(problem, NoSnapshotError):
            stop(str(problem), Exit.NOT_TAKEN)
        stop(say(f"Tidak dikenal: {problem}", f"Not known: {problem}"), Exit.USAGE)
    if as_json:
        print_json({"coverage": figure, "parts": below, "by": split})
        return
    print_coverage(figure)
    if below:
        out.print(parts_table(below))
    if split:
        dimensions = {
            "segment": say("Menurut segmen", "By segment"), "sex": say("Menurut jenis kelamin", "By sex"),
            "class": say("Menurut segmen kepesertaan", "By class"), "payer": say("Menurut pembayar", "By payer"),
        }  # fmt: skip
        out.print(
            table(
                dimensions[by],
                ["", say("Peserta", "Members"), say("Dikenal", "Known")],
                [
                    [line.get(f"name_{language()}") or line["value"], count(line["members"]), count(line["known"])]
                    for line in split
                ],
                right=(1, 2),
            )
        )


class Who(StrEnum):
    """The figure to open, as the console names it."""

    MEMBERS = "members"
    IN_GRACE = "in-grace"
    KNOWN = "known"
    WITHOUT_COVER = "without-cover"
    ENROLLABLE = "enrollable"
    LACKING = "lacking"
    NOT_PLACED = "not-placed"


@app.command("rows")
def rows_command(
    region_code: Region,
    month: MonthOption = "",
    who: Annotated[Who, typer.Option("--who", help="Angka mana yang dibuka / which figure to open")] = Who.MEMBERS,
    uncovered: Annotated[bool, typer.Option("--uncovered", help="= --who without-cover")] = False,
    segment: Annotated[str | None, typer.Option(help="Segmen pekerjaan / livelihood segment")] = None,
    sex: Annotated[str | None, typer.Option(help="L | P")] = None,
    membership_class: Annotated[str | None, typer.Option("--class", help="PU | BPU | JK | PMI")] = None,
    payer: Annotated[str | None, typer.Option(help="Pembayar / payer")] = None,
    most: int = 50,
    as_json: Json = False,
) -> None:
    """Orang di balik angka (NIK disamarkan). / The persons behind a figure (NIK masked)."""
    open_rooms()
    from semesta.coverage.queries import rows_behind

    asked = {"segment": segment, "sex": sex, "class": membership_class, "payer": payer}
    number, lines = rows_behind(
        _region(region_code),
        _month(month),
        who="without_cover" if uncovered else who.value.replace("-", "_"),  # type: ignore[arg-type]
        of={name: value for name, value in asked.items() if value is not None},  # type: ignore[misc]
        most=most,
    )
    if as_json:
        print_json({"count": number, "rows": lines})
        return
    out.print(
        table(
            say(f"{count(number)} orang, ditampilkan {len(lines)}", f"{count(number)} persons, {len(lines)} shown"),
            ["NIK", say("Nama", "Name"), say("Lahir", "Born"), say("Desa", "Village"), say("Pembayar", "Payer")],
            [[line["nik"], line["name"], line["birth_year"], line["village_code"], line["payer"]] for line in lines],
        )
    )


@app.command("snapshot")
def snapshot_command(
    of_month: Annotated[str, typer.Argument(metavar="[MONTH]", help="YYYY-MM")] = "",
    month: MonthOption = "",
    as_json: Json = False,
) -> None:
    """Hitung satu bulan. / Count a month."""
    open_rooms()
    month = of_month or month
    from semesta.coverage.actions import take_snapshot

    members = take_snapshot(console_actor(), regency(), _month(month))
    if as_json:
        print_json({"month": str(_month(month)), "members": members})
    else:
        out.print(say(f"{_month(month)}: {count(members)} peserta", f"{_month(month)}: {count(members)} members"))
        if not members:
            out.print(_no_month(), highlight=False)


def _no_month() -> str:
    return say(
        "Belum ada bulan yang terlindungi untuk bulan ini: angkanya belum diketahui, bukan nol. Bila data peserta "
        "lebih lama, hitung bulannya: `semesta coverage snapshot YYYY-MM`.",
        "No covered month is known for this month: the figure is not known, not zero. If the extract is older, "
        "count its month: `semesta coverage snapshot YYYY-MM`.",
    )


def print_coverage(figure: dict[str, Any]) -> None:
    """Print a region's figure with every base and target it is measured by; letters name the bases in other tables."""
    region = figure["region"]
    out.print(
        f"\n[bold]{region['name']}[/] ({region['code']}), {figure['month']}: "
        + say(f"{count(figure['members'])} peserta", f"{count(figure['members'])} members")
        + say(
            f", ditambah {count(figure['in_grace'])} dalam masa tenggang (belum lunas bulan ini)",
            f", and {count(figure['in_grace'])} in grace (not paid for this month)",
        )
        + say(
            f"; {count(figure['not_placed'])} peserta tanpa desa di kabupaten ini",
            f"; {count(figure['not_placed'])} members without a village of this regency",
        ),
        highlight=False,
    )
    if not figure["members"] and figure["region"]["level"] == "regency":
        out.print(_no_month(), highlight=False)
    measures = [
        (letter, say("pekerja", "workers"), base[f"title_{language()}"], base)
        for letter, base in zip(ascii_uppercase, figure["workers"], strict=False)
    ] + [("T", say("target", "target"), f"{say('Target', 'Target')} {line['year']}", line) for line in figure["target"]]
    rows = [
        [letter, kind, title, count(line["members"]), count(line["value"]), percent(line["share"])]
        for letter, kind, title, line in measures
    ]
    headings = [
        "", say("Peserta /", "Members /"), say("Penyebut", "Base"), say("Pembilang", "Numerator"),
        say("Penyebut", "Base"), "%",
    ]  # fmt: skip
    out.print(table("", headings, rows, right=(3, 4, 5)))
    kinds = {
        "reported": say("dinyatakan", "reported"),
        "derived": say("turunan", "derived"),
        "counted": say("dihitung", "counted"),
    }
    for letter, _, _, line in measures:
        as_of = line.get("as_of") or line.get("year")
        kind = kinds.get(line["kind"], line["kind"])
        out.print(f"[dim]{letter}: {kind}, {as_of}, {line['source']}[/]", highlight=False, soft_wrap=True)


def parts_table(parts: list[dict[str, Any]]) -> Any:
    """Return a table of parts: members, their share of each base (by the letter of the bases' table) and target."""
    keys = [base["key"] for base in parts[0]["workers"]]
    rows = []
    for part in parts:
        shares = {base["key"]: base["share"] for base in part["workers"]}
        target = part["target"][0]["share"] if part["target"] else None
        rows.append(
            [part["region"]["code"], part["region"]["name"], count(part["members"]),
             *(percent(shares.get(key)) for key in keys), percent(target)]
        )  # fmt: skip
    titles = [
        f"{letter} {base[f'title_{language()}']}" for letter, base in zip("abcdefgh", parts[0]["workers"], strict=False)
    ]
    made = table(
        say("Per wilayah: peserta terhadap tiap penyebut dan target", "By region: members / each base and target"),
        [say("Kode", "Code"), say("Nama", "Name"), say("Peserta", "Members"), *"abcdefgh"[: len(keys)], "T"],
        rows,
        right=tuple(range(2, 4 + len(keys))),
    )
    made.caption = "\n".join(titles)
    made.caption_justify = "left"
    return made
