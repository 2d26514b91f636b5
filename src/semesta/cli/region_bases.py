"""`semesta regions base`: state a workforce base with its source and date, or share one out below."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from semesta.cli.console import console_actor
from semesta.cli.region_choice import the_region
from semesta.cli.show import Exit, count, open_rooms, out, print_json, stop, table
from semesta.cli.words import language, say

app = typer.Typer(no_args_is_help=True, help="Nyatakan atau bagi dasar jumlah pekerja. / State or share out a base.")

Json = Annotated[bool, typer.Option("--json", help="JSON")]
RegionArgument = Annotated[str, typer.Argument(help="Kode atau nama wilayah / code or name of the region")]
KeyArgument = Annotated[str, typer.Argument(help="Kunci, mis. bpjs_labour_force / key")]


@app.command("add")
def add_command(
    region: RegionArgument,
    key: KeyArgument,
    value: Annotated[int, typer.Argument(min=0, help="Jumlah pekerja / number of workers")],
    source: Annotated[str, typer.Option(help="Siapa yang menyatakan / who states it")],
    as_of: Annotated[str, typer.Option(help="YYYY | YYYY-MM | YYYY-MM-DD")],
    title: Annotated[str, typer.Option(help="Judul / title")],
    title_en: Annotated[str, typer.Option(help="Judul Inggris / English title")] = "",
    kind: Annotated[str, typer.Option(help="reported | derived")] = "reported",
    scope: Annotated[str, typer.Option(help="all | PU | BPU")] = "all",
    confidence: Annotated[str, typer.Option(help="A | B | C | D | M")] = "C",
    note: Annotated[str, typer.Option(help="Catatan / note")] = "",
    as_json: Json = False,
) -> None:
    """Nyatakan satu dasar jumlah pekerja di samping yang lain. / State one more base beside the others."""
    open_rooms()
    from semesta.accounts.actor import NotPermittedError
    from semesta.regions.actions import record_workforce_base
    from semesta.regions.queries import all_bases_of
    from semesta.regions.stated_base import BaseRefusedError, StatedBase

    shown = the_region(region)
    try:
        stated = StatedBase.of_texts(
            region_code=shown["code"], key=key, title_id=title, title_en=title_en or title, value=value, kind=kind,
            source=source, as_of=as_of, scope=scope, confidence=confidence, note_id=note, note_en=note,
        )  # fmt: skip
        done = record_workforce_base(console_actor(), stated)
    except BaseRefusedError as problem:
        stop(str(problem), Exit.NOT_TAKEN)
    except NotPermittedError as problem:
        stop(str(problem), Exit.NOT_PERMITTED)
    bases = all_bases_of(shown["code"])
    if as_json:
        print_json({"region": shown, "done": done, "bases": bases})
        return
    print_bases(shown, bases)


@app.command("apportion")
def apportion_command(
    region: RegionArgument,
    key: KeyArgument,
    weights: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="CSV: code,weight (default: bawaan / shipped)")
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="Tanggal dasar / date of the base (default: terbaru)")] = None,
    as_json: Json = False,
) -> None:
    """Bagi satu dasar ke kecamatan dan desa menurut bobot. / Share a base among districts and villages by weights."""
    open_rooms()
    from semesta.accounts.actor import NotPermittedError
    from semesta.regions.actions import apportion_base
    from semesta.regions.stated_base import BaseRefusedError
    from semesta.regions.weights import WeightsError, read_weights

    shown = the_region(region)
    try:
        chosen = read_weights(weights.read_bytes(), file_name=weights.name) if weights else None
        parts = apportion_base(console_actor(), shown["code"], key, as_of=as_of, weights=chosen)
    except (WeightsError, BaseRefusedError) as problem:
        stop(str(problem), Exit.NOT_TAKEN)
    except NotPermittedError as problem:
        stop(str(problem), Exit.NOT_PERMITTED)
    if as_json:
        print_json(
            {
                "region": shown,
                "key": key,
                "parts": [{"code": p.code, "value": p.value, "is_even_share": p.is_even_share} for p in parts],
            }
        )
        return
    even = sum(part.is_even_share for part in parts)
    out.print(
        say(
            f"{count(len(parts))} bagian dihitung; {count(even)} dibagi rata karena tidak ada bobot.",
            f"{count(len(parts))} parts computed; {count(even)} of them evenly, for want of weights.",
        ),
        highlight=False,
    )


def print_bases(region: dict[str, Any], bases: list[dict[str, Any]], *, with_sources: bool = True) -> None:
    """Print bases as a table with date, kind and confidence, and below it where each comes from."""
    if not bases:
        out.print(say("Belum ada dasar untuk wilayah ini.", "No base for this region yet."))
        return
    kinds = {"reported": say("dinyatakan", "reported"), "derived": say("turunan", "derived")}
    out.print(
        table(
            say(f"Dasar jumlah pekerja: {region['name']}", f"Workforce bases: {region['name']}"),
            [
                say("Dasar", "Base"), say("Pekerja", "Workers"), say("Untuk", "Of"), say("Per", "As of"),
                say("Jenis", "Kind"), say("Yakin", "Conf."),
            ],
            [
                [
                    base["title_id"] if language() == "id" else base["title_en"], count(base["value"]),
                    say("semua", "all") if base["scope"] == "all" else base["scope"], base["as_of"],
                    kinds[base["kind"]], base["confidence"],
                ]
                for base in bases
            ],
            right=(1,),
        )
    )  # fmt: skip
    if with_sources:
        for base in bases:
            note = base["note_id" if language() == "id" else "note_en"]
            told = "; ".join(filter(None, [base["source"], note]))
            out.print(f"  {base['key']} {base['as_of']}: {told}", highlight=False, markup=False)
