"""`semesta regions`: load regions and their boundaries, look them up, and see what their workers are counted on."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from semesta.cli import region_bases
from semesta.cli.console import console_actor, regency
from semesta.cli.region_bases import Json
from semesta.cli.region_choice import LEVELS_ID, level_text, the_region
from semesta.cli.show import Exit, count, open_rooms, out, print_json, stop, table
from semesta.cli.words import language, say

app = typer.Typer(no_args_is_help=True, help="Wilayah: muat, cari, batas, jumlah pekerja. / Regions.")
app.add_typer(region_bases.app, name="base")

LevelOption = Annotated[str | None, typer.Option(help="province | regency | district | village")]


@app.command("load")
def load_command(
    code: Annotated[
        str | None, typer.Option("--regency", help="Kode kabupaten/kota atau provinsi / regency or province code")
    ] = None,
    package: Annotated[
        Path | None,
        typer.Option(exists=True, help="idn-area-data: berkas .tgz atau folder / tarball or folder (default: npm)"),
    ] = None,
    as_json: Json = False,
) -> None:
    """Muat wilayah: NTB bawaan, atau kabupaten mana pun dari paket. / Load NTB as shipped, or any regency."""
    from semesta.regions.area_package import AreaPackageError
    from semesta.regions.shipped import shipped_gazetteer

    open_rooms()
    from semesta.accounts.actor import NotPermittedError
    from semesta.regions.actions import load_regency_from_package, load_shipped_regions

    try:
        if package is None and (code is None or code in shipped_gazetteer().regions):
            loaded = load_shipped_regions(console_actor())
        else:
            loaded = load_regency_from_package(console_actor(), package, code or regency())
    except AreaPackageError as problem:
        stop(str(problem), Exit.NOT_TAKEN)
    except NotPermittedError as problem:
        stop(str(problem), Exit.NOT_PERMITTED)
    except ValueError as problem:
        stop(str(problem), Exit.USAGE)
    if as_json:
        print_json(asdict(loaded))
        return
    _print_loaded(asdict(loaded))


@app.command("boundaries")
def boundaries_command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="GeoJSON, WGS 84")], as_json: Json = False
) -> None:
    """Muat batas wilayah dari GeoJSON. / Load boundaries from GeoJSON: all of it, or nothing with the reasons."""
    open_rooms()
    from semesta.accounts.actor import NotPermittedError
    from semesta.regions.actions import load_boundaries

    try:
        loaded = load_boundaries(console_actor(), file)
    except NotPermittedError as problem:
        stop(str(problem), Exit.NOT_PERMITTED)
    findings = [
        {
            "code": finding.kind.code,
            "severity": finding.kind.severity,
            "feature": finding.place.row,
            "message": finding.message(language()),
            "remedy": finding.remedy(language()),
        }
        for finding in loaded.findings
    ]
    if as_json:
        print_json(
            {
                "file": file.name,
                "is_taken": loaded.is_taken,
                "by_level": loaded.by_level,
                "changed": loaded.changed,
                "findings": findings,
            }
        )
    else:
        _print_findings(findings)
        if loaded.is_taken:
            levels = ", ".join(f"{count(number)} {level_text(level)}" for level, number in loaded.by_level.items())
            out.print(
                say(
                    f"Batas dimuat: {levels} ({count(loaded.changed)} baru atau berubah).",
                    f"Boundaries loaded: {levels} ({count(loaded.changed)} new or changed).",
                ),
                highlight=False,
            )
    if not loaded.is_taken:
        stop(say(f"{file.name} tidak dimuat; tidak ada yang berubah.", f"{file.name} was not loaded."), Exit.NOT_TAKEN)


@app.command("list")
def list_command(
    region: Annotated[str | None, typer.Argument(help="Kode atau nama / code or name")] = None,
    level: LevelOption = None,
    as_json: Json = False,
) -> None:
    """Wilayah di bawah sebuah wilayah. / The regions one level below a region, or all of a level inside it."""
    open_rooms()
    from semesta.regions.queries import children_of, regions_at

    whole = the_region(region or regency())
    asked = _level(level)
    lines = regions_at(asked, within=whole["code"]) if asked else children_of(whole["code"])
    if as_json:
        print_json({"region": whole, "regions": lines})
        return
    if not lines:
        out.print(f"{whole['code']}  {whole['name']} ({whole['kind']})", highlight=False)
        out.print(say("Tidak ada wilayah di bawahnya.", "There is no region below it."))
        return
    out.print(
        table(
            f"{whole['name']} ({whole['code']})",
            [say("Kode", "Code"), say("Nama", "Name"), say("Jenis", "Kind")],
            [[line["code"], line["name"], line["kind"]] for line in lines],
        )
    )


@app.command("show")
def show_command(
    region: Annotated[str, typer.Argument(help="Kode atau nama / code or name")], as_json: Json = False
) -> None:
    """Satu wilayah: letak, isi, nama dan kode lain, dasar jumlah pekerja. / One region with all that is known of it."""
    open_rooms()
    from semesta.regions.queries import bases_of, boundary_of, number_below, other_names_of, path_to

    shown = the_region(region)
    path = path_to(shown["code"])
    below = number_below(shown["code"])
    names = other_names_of(shown["code"])
    boundary = boundary_of(shown["code"])
    bases = bases_of(shown["code"])
    if as_json:
        print_json(
            {"region": shown, "path": path, "below": below, "other_names": names, "bases": bases, "boundary": boundary}
        )
        return
    out.print(
        f"[bold]{shown['name']}[/]  {shown['code']}  {shown['kind']} – "
        + ", ".join(line["name"] for line in reversed(path[:-1])),
        highlight=False,
    )
    if below:
        out.print(", ".join(f"{count(n)} {level_text(one)}" for one, n in below.items()), highlight=False)
    no, yes = say("batas belum dimuat", "no boundary loaded"), say("batas dari", "boundary from")
    out.print(f"{yes} {boundary['file_name']}" if boundary else no, highlight=False)
    if names:
        out.print(
            table(
                say("Nama dan kode lain", "Other names and codes"),
                ["", "", say("Sumber", "Source")],
                [[_what(line["what"]), line["text"], line["source"]] for line in names],
            )
        )
    if bases:
        region_bases.print_bases(shown, bases, with_sources=False)


@app.command("bases")
def bases_command(
    region: Annotated[str, typer.Argument(help="Kode atau nama / code or name")],
    everything: Annotated[
        bool, typer.Option("--all", help="Semua tanggal dan kelompok / all dates and scopes")
    ] = False,
    as_json: Json = False,
) -> None:
    """Dasar jumlah pekerja; tidak ada yang paling benar. / Workforce bases side by side; none is "the" base."""
    open_rooms()
    from semesta.regions.queries import all_bases_of, bases_of

    shown = the_region(region)
    bases = all_bases_of(shown["code"]) if everything else bases_of(shown["code"])
    if as_json:
        print_json({"region": shown, "bases": bases})
        return
    region_bases.print_bases(shown, bases)


@app.command("find")
def find_command(
    text: Annotated[str, typer.Argument(help="Nama, ejaan lain, kode, kode lama, kode BPS / name or any code")],
    level: LevelOption = None,
    within: Annotated[str, typer.Option("--in", help="Hanya di dalam kode ini / only inside this code")] = "",
    as_json: Json = False,
) -> None:
    """Cari wilayah dengan tulisan apa pun. / Find a region by whatever people write."""
    open_rooms()
    from semesta.regions.queries import find_region

    matches = find_region(text, level=_level(level), within=within)
    if as_json:
        print_json({"text": text, "matches": matches})
        return
    if not matches:
        stop(say(f"Tidak ada yang mirip '{text}'.", f"Nothing like '{text}'."), Exit.USAGE)
    out.print(
        table(
            say(f"Wilayah untuk '{text}'", f"Regions for '{text}'"),
            [say("Kode", "Code"), say("Tingkat", "Level"), say("Wilayah", "Region"), say("Dikenali dari", "Known by")],
            [[m["code"], level_text(m["level"]), m["path"], _what(m["matched_by"])] for m in matches],
        )
    )


def _level(text: str | None) -> Any:
    if text is not None and text not in LEVELS_ID:
        known = " | ".join(LEVELS_ID)
        stop(say(f"Tingkat '{text}' tidak ada: {known}", f"There is no level '{text}': {known}"), Exit.USAGE)
    return text


def _what(what: str) -> str:
    return {
        "alias": say("ejaan lain", "other spelling"),
        "old_code": say("kode lama", "old code"),
        "bps": say("kode BPS", "BPS code"),
        "code": say("kode", "code"),
        "name": say("nama", "name"),
        "part": say("sebagian nama", "part of the name"),
        "similar": say("mirip", "similar"),
    }[what]


def _print_loaded(loaded: dict[str, Any]) -> None:
    out.print(f"{loaded['source']}: {loaded['within']}, {count(loaded['regions'])} " + say("wilayah", "regions"))
    for key, words in (
        ("regions_changed", say("wilayah baru atau berubah nama", "regions new or renamed")),
        ("aliases_changed", say("ejaan lain", "other spellings")),
        ("former_codes_changed", say("kode lama", "old codes")),
        ("external_codes_changed", say("kode BPS", "BPS codes")),
        ("bases_changed", say("dasar jumlah pekerja", "workforce bases")),
    ):
        if loaded[key]:
            out.print(f"  + {count(loaded[key]):>7}  {words}", highlight=False)
    if loaded["not_in_source"]:
        out.print(
            say("  Tidak ada lagi di sumber: ", "  No longer in the source: ") + ", ".join(loaded["not_in_source"][:20])
        )


def _print_findings(findings: list[dict[str, Any]], *, most: int = 50) -> None:
    for finding in findings[:most]:
        place = f"#{finding['feature']}: " if finding["feature"] else ""
        out.print(f"  • {place}{finding['message']} {finding['remedy']}", highlight=False, markup=False)
    if len(findings) > most:
        out.print(say(f"  … dan {len(findings) - most} lagi", f"  … and {len(findings) - most} more"))
