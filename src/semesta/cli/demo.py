"""`semesta demo`: the whole road for a made-up regency: generate, hand in, resolve, count, pay, audit, show, serve."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from semesta.cli.console import console_actor, cores
from semesta.cli.demo_accounts import open_accounts, print_accounts
from semesta.cli.demo_money import walk_money
from semesta.cli.demo_pages import print_money
from semesta.cli.manifest import files_of_manifest
from semesta.cli.prepare import bring_in_what_ships
from semesta.cli.show import Exit, count, err, open_rooms, out, print_json, stop, table
from semesta.cli.words import language, say
from semesta.kernel.month import Month

REGENCY = "52.03"
DEMO_TODAY = "2026-01-31"
"""The made-up regency lives at the date of the insurer's extract it imitates."""


def demo(
    scale: Annotated[float, typer.Option(min=0.001, max=1.0, help="1.0 = 1,45 juta penduduk / residents")] = 0.05,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Buka halaman web sesudahnya / serve the page")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="JSON")] = False,
    port: int = 8000,
) -> None:
    """Seluruh jalan untuk kabupaten rekaan: daftar -> orang -> cakupan. / The whole road for a made-up regency."""
    os.environ.setdefault("SEMESTA_VAR", str(Path("var") / "demo"))
    os.environ["SEMESTA_TODAY"] = DEMO_TODAY
    from semesta.installation.places import var_folder
    from semesta.regions.shipped import shipped_gazetteer
    from semesta.synthetic import generate

    seconds: dict[str, float] = {}
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn(),
        console=err, disable=as_json,
    ) as bar:  # fmt: skip
        began = time.monotonic()
        open_rooms()
        _empty_house(scale)  # before anything is written: the folder may be that of real people
        seconds["prepare"] = time.monotonic() - began
        began = time.monotonic()
        folder, exchanged = rehearsal_folders(var_folder(), scale, seed)
        task = bar.add_task(say("Membuat kabupaten rekaan", "Making up a regency"), total=None)
        generate(
            folder, gazetteer=shipped_gazetteer(), scale=scale, seed=seed, workers=cores(),
            progress=lambda done, total, _what: bar.update(task, completed=done, total=total),
        )  # fmt: skip
        seconds["generate"] = time.monotonic() - began
        began = time.monotonic()
        rows = _hand_in_all(folder, bar)
        seconds["intake"] = time.monotonic() - began
        began = time.monotonic()
        bar.add_task(say("Mencari orang yang sama", "Finding who is one person"), total=None)
        matched = _match()
        seconds["match"] = time.monotonic() - began
        began = time.monotonic()
        month = Month.parse(DEMO_TODAY[:7])
        from semesta.coverage.actions import take_snapshot

        take_snapshot(console_actor(), REGENCY, month)
        seconds["coverage"] = time.monotonic() - began
        listed = _figures(month) | matched
        began = time.monotonic()
        bar.add_task(say("Rencana, SK, pendaftaran, tagihan", "Plan, decree, enrolment, bills"), total=None)
        money = walk_money(REGENCY, on=date.fromisoformat(DEMO_TODAY), scale=scale, seed=seed, folder=exchanged)
        seconds["money"] = time.monotonic() - began
    figures = (
        listed
        | {"money": money, "accounts": open_accounts(REGENCY)}
        | {"scale": scale, "seed": seed, "seconds": {k: round(v, 2) for k, v in seconds.items()}}
    )
    figures["rows_per_second"] = round(rows / seconds["intake"])
    if as_json:
        print_json(figures)
    else:
        _print(figures, address=f"http://localhost:{port}/" if serve else "")
    if figures["rows_in"] != sum(figures[key] for key in ("accepted", "merged", "waiting", "refused")):
        stop(say("Neraca baris tidak cocok.", "The rows do not balance."), Exit.CHECK_FAILED)
    if not money["audit"]["is_sound"]:
        stop(say("Audit menemukan selisih.", "The audit found differences."), Exit.CHECK_FAILED)
    if serve:
        from semesta.cli.serve import serve_pages

        serve_pages(host="127.0.0.1", port=port)


def rehearsal_folders(var: Path, scale: float, seed: int) -> tuple[Path, Path]:
    """Return where the made-up regency lies and, beside it, the files that are exchanged.

    The next demo makes the regency anew only in a folder that holds nothing else.
    """
    name = f"{scale}-{seed}"
    return var / "synthetic" / name, var / "synthetic" / f"{name}-exchanged"


def _empty_house(scale: float) -> None:
    """Make the demo's database empty and current; a database with real people is never touched."""
    from semesta.installation.rehearsal import RealDataError, make_empty_for_rehearsal
    from semesta.installation.rehearsal_day import keep_rehearsal_day

    try:
        make_empty_for_rehearsal()
    except RealDataError as problem:
        stop(problem.said(language()), Exit.NOT_PERMITTED)
    keep_rehearsal_day(date.fromisoformat(DEMO_TODAY))
    bring_in_what_ships(scale)


def _hand_in_all(folder: Path, bar: Progress) -> int:
    from semesta.cli.console import today
    from semesta.installation.places import files_folder
    from semesta.intake.actions import hand_in
    from semesta.regions.queries import gazetteer

    files = files_of_manifest(folder / "manifest.json")
    task = bar.add_task(say("Menyerahkan daftar", "Handing in lists"), total=len(files))
    rows = [0]

    def advance(_file: object, height: int) -> None:
        rows[0] += height
        bar.advance(task)

    hand_in(
        console_actor(), files, regency_code=REGENCY, gazetteer=gazetteer(), today=today(),
        files_folder=files_folder(), workers=cores(), progress=advance,
    )  # fmt: skip
    return rows[0]


def _match() -> dict[str, int]:
    from semesta.cli.console import today
    from semesta.installation.places import snapshots_folder
    from semesta.intake.row_matching import match

    counts = match(console_actor(), REGENCY, today=today(), snapshots=snapshots_folder())
    return {key: counts[key] for key in ("machine_merged", "rows_matched", "asked", "asked_sender", "conflicts")}


def _figures(month: Month) -> dict[str, Any]:
    from semesta.coverage.queries import coverage_of, coverage_of_parts, rows_behind
    from semesta.intake.queries import balance, balance_by_kind, top_findings, waiting_reasons
    from semesta.people.queries import welfare_counts

    uncovered, reach = rows_behind(REGENCY, month, who="without_cover", most=1)
    return {
        **balance(REGENCY),
        "by_kind": balance_by_kind(REGENCY),
        "top_findings": top_findings(REGENCY, language=language()),
        "waiting_reasons": waiting_reasons(REGENCY),
        "welfare": welfare_counts(REGENCY),
        "coverage": coverage_of(REGENCY, month),
        "districts": coverage_of_parts(REGENCY, month),
        "uncovered_known_workers": uncovered,
        "next_to_reach": reach,
    }


def _print(figures: dict[str, Any], *, address: str) -> None:
    from semesta.cli.coverage import parts_table, print_coverage
    from semesta.cli.intake import balance_headings, kind_text, outcome_text, print_superseded
    from semesta.cli.match_pages import print_welfare

    keys = ("rows_in", "accepted", "merged", "waiting", "refused")
    rows = [
        [kind_text(line["kind"]), count(line["files"]), *(count(line[key]) for key in keys)]
        for line in figures["by_kind"]
    ] + [[say("Semua", "All"), count(figures["files"]), *(count(figures[key]) for key in keys)]]
    title = say("Neraca baris: masuk = diterima + digabung + menunggu + ditolak",
                "Balance of rows: in = accepted + merged + waiting + refused")  # fmt: skip
    out.print(
        table(
            title, [say("Jenis", "Kind"), say("Berkas", "Files"), *balance_headings()], rows, right=tuple(range(1, 7))
        )
    )
    out.print(
        table(
            say("Temuan tersering", "Commonest findings"),
            [say("Kode", "Code"), say("Temuan", "Finding"), say("Jumlah", "Count"), say("Berkas", "Files")],
            [[f["code"], f["title"], count(f["count"]), count(f["files"])] for f in figures["top_findings"]],
            right=(2, 3),
        )
    )
    for reason in figures["waiting_reasons"]:
        out.print(f"  {count(reason['rows']):>8}  {outcome_text('waiting', reason['reason'])}", highlight=False)
    print_superseded(figures)
    out.print(
        say(
            f"Pencocokan: {count(figures['machine_merged'])} digabung mesin, {count(figures['asked'])} ditanyakan "
            f"kepada petugas verifikasi, {count(figures['asked_sender'])} kepada pengirim.",
            f"Matching: {count(figures['machine_merged'])} joined by the machine, {count(figures['asked'])} asked of "
            f"verifiers, {count(figures['asked_sender'])} of senders.",
        ),
        highlight=False,
    )
    print_welfare(figures["welfare"])
    print_coverage(figures["coverage"])
    out.print(parts_table(figures["districts"]))
    out.print(
        say(
            f"Pekerja dikenal yang belum terlindungi: {count(figures['uncovered_known_workers'])}.",
            f"Known workers without cover: {count(figures['uncovered_known_workers'])}.",
        )
        + say(" Semua orang di sini rekaan.", " Everybody here is made up."),
        highlight=False,
    )
    print_money(figures["money"])
    print_accounts(figures["accounts"], address=address)
    timing = ", ".join(f"{name} {value:.1f} s" for name, value in figures["seconds"].items())
    out.print(f"[dim]{timing}; intake {count(figures['rows_per_second'])} {say('baris/detik', 'rows/s')}[/]")
