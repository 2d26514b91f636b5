"""`semesta synthetic`: write a made-up regency with known truth into a folder."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from semesta.cli.console import cores, regency
from semesta.cli.show import Exit, count, err, out, print_json, stop, table
from semesta.cli.words import say


def synthetic(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="Folder keluaran / output folder")],
    scale: Annotated[float, typer.Option(min=0.001, max=4.0, help="1.0 = 1,45 juta penduduk / residents")] = 1.0,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    noise: Annotated[float, typer.Option(min=0.0, max=4.0, help="Kali kerusakan / times the damage")] = 1.0,
    names: Annotated[float, typer.Option(min=0.5, max=3.0, help="Pemusatan nama / concentration of names")] = 1.0,
    workers: Annotated[int, typer.Option(min=0, help="Proses / processes")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="JSON")] = False,
) -> None:
    """Buat kabupaten rekaan dengan kebenaran yang diketahui. / Make up a regency with known truth."""
    from semesta.regions.shipped import shipped_gazetteer
    from semesta.synthetic import NoiseRates, generate

    words = {
        "people": say("Penduduk", "People"),
        "registers": say("Register", "Registers"),
        "lists": say("Daftar", "Lists"),
        "truth": say("Kebenaran", "Truth"),
    }
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        disable=as_json,
    ) as bar:
        tasks = {stage: bar.add_task(text, total=None) for stage, text in words.items()}
        try:
            manifest = generate(
                folder,
                gazetteer=shipped_gazetteer(),
                regency=regency(),
                scale=scale,
                seed=seed,
                rates=NoiseRates().scaled(noise),
                names_concentration=names,
                workers=workers or cores(),
                progress=lambda done, total, stage: bar.update(tasks[stage], completed=done, total=total),
            )
        except ValueError as problem:
            stop(str(problem), Exit.USAGE)
    if as_json:
        print_json({"folder": str(folder), **asdict(manifest)})
        return
    labels = {
        "villages": say("Desa/kelurahan", "Villages"),
        "residents": say("Penduduk", "Residents"),
        "men": say("Laki-laki", "Men"),
        "women": say("Perempuan", "Women"),
        "households": say("Keluarga", "Households"),
        "workers": say("Pekerja", "Workers"),
        "village_list_rows": say("Baris daftar desa", "Rows of village lists"),
        "agency_list_rows": say("Baris daftar dinas", "Rows of agency lists"),
        "insurer_rows": say("Peserta aktif", "Active members"),
        "welfare_rows": say("Baris kesejahteraan", "Rows of the welfare extract"),
        "deaths_rows": say("Kematian tercatat", "Deaths told of"),
        "damages": say("Kerusakan yang ditanam", "Damages planted"),
    }
    rows = [[label, count(manifest.totals[key])] for key, label in labels.items()]
    out.print(table(f"{folder} · {len(manifest.files)} {say('berkas', 'files')}", ["", ""], rows, right=(1,)))
    out.print(say("Semua orang di sini rekaan.", "Everybody here is made up."), highlight=False)
