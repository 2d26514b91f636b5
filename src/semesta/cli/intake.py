"""`semesta intake`: hand in lists, ask without storing, see what became of every row, fetch the marked copy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from semesta.cli.console import absolute, console_actor, cores, regency, today
from semesta.cli.funding_words import day
from semesta.cli.manifest import files_of_manifest
from semesta.cli.region_choice import the_village
from semesta.cli.show import Exit, count, open_rooms, out, print_json, stop, table
from semesta.cli.words import language, say
from semesta.kernel.gazetteer import Gazetteer

app = typer.Typer(no_args_is_help=True, help="Daftar pekerja: serahkan, periksa, lihat hasilnya. / Worker lists.")

Json = Annotated[bool, typer.Option("--json", help="JSON")]
Sender = Annotated[
    str,
    typer.Option("--from", help="Kode desa (52.03.05.2001) atau kunci dinas / village code or agency key"),
]
KindOption = Annotated[str, typer.Option("--kind", help="village_list | agency_list | insurer | deaths | welfare")]
Segment = Annotated[str | None, typer.Option(help="Segmen bila daftar tidak menyebut / segment if the list has none")]


@app.command("hand-in")
def hand_in_command(
    files: Annotated[
        list[Path], typer.Argument(exists=True, help="Berkas atau manifest.json / files or manifest.json")
    ],
    sender: Sender = "",
    kind: KindOption = "",
    segment: Segment = None,
    corrects: Annotated[int | None, typer.Option(help="Nomor kiriman yang diperbaiki / submission corrected")] = None,
    as_of: Annotated[
        str, typer.Option("--as-of", help="Tanggal peringkat kesejahteraan (2026-01-31) / day of a welfare ranking")
    ] = "",
    as_json: Json = False,
) -> None:
    """Serahkan satu atau banyak daftar. / Hand in one or many lists."""
    open_rooms()
    from semesta.installation.places import files_folder
    from semesta.intake.actions import hand_in
    from semesta.intake.handing_in import DayToComeError
    from semesta.intake.queries import NoSubmissionError, submission
    from semesta.intake.storage import FileChangedError
    from semesta.regions.queries import gazetteer

    known = gazetteer()
    refuse_without_regions(known)
    handed_in = _handed_in(files, sender, kind, segment, corrects, known, as_of=as_of)
    try:
        taken = hand_in(
            console_actor(),
            handed_in,
            regency_code=regency(),
            gazetteer=known,
            today=today(),
            files_folder=files_folder(),
            workers=min(cores(), len(handed_in)),
        )
    except (NoSubmissionError, DayToComeError) as problem:
        stop(str(problem), Exit.USAGE)
    except FileChangedError as problem:
        stop(str(problem), Exit.NOT_TAKEN)
    shown = [
        submission(regency(), one.submission_id, language=language()) | {"is_repeat": one.is_repeat} for one in taken
    ]
    refresh_job = _asked_to_refresh(shown)
    if as_json:
        print_json({"submissions": [_summary(line) for line in shown], "refresh_job": refresh_job})
    else:
        for line in shown:
            _print_result(line)
        _print_next_steps(shown, refresh_job)
    if any(line["state"] in ("refused", "stopped") for line in shown):
        raise typer.Exit(int(Exit.NOT_TAKEN))


@app.command("check")
def check_command(
    file: Annotated[Path, typer.Argument(exists=True)],
    sender: Sender = "",
    kind: KindOption = "",
    segment: Segment = None,
    as_json: Json = False,
) -> None:
    """Siapa yang sudah dikenal dan terlindungi? Barisnya tidak disimpan. / Who of these is covered? Stores no row."""
    open_rooms()
    from semesta.intake.checking import check_list
    from semesta.regions.queries import gazetteer

    known = gazetteer()
    refuse_without_regions(known)
    (handed_in,) = _handed_in([file], sender, kind, segment, None, known)
    checked = check_list(console_actor(), handed_in, regency_code=regency(), gazetteer=known, today=today())
    if checked.reading.refusal is not None:
        stop(
            f"{checked.reading.refusal.message(language())} {checked.reading.refusal.remedy(language())}",
            Exit.NOT_TAKEN,
        )
    if as_json:
        print_json({"file": file.name, "layout": checked.reading.layout, "rows": checked.rows})
        return
    yes, no = say("ya", "yes"), say("belum", "not yet")
    out.print(
        table(
            say(
                "Hasil pemeriksaan (isi daftar tidak disimpan; pertanyaannya dicatat)",
                "Result of the check (no row is stored; that you asked is)",
            ),
            [
                say("Lembar", "Sheet"), say("Baris", "Row"), say("Nama", "Name"), say("Dikenal", "Known"),
                say("Terlindungi", "Covered"), say("Sampai", "Until"), say("Pembayar", "Payer"),
                say("Bila diserahkan", "If handed in"),
            ],
            [
                [
                    row["sheet"], row["row"], row["name"], yes if row["known"] else no,
                    yes if row["is_covered"] else no, row["covered_until"], row["payer"],
                    outcome_text(row["outcome"], row["reason"]),
                ]
                for row in checked.rows
            ],
        )
    )  # fmt: skip


@app.command("list")
def list_command(sender: Sender = "", most: int = 30, as_json: Json = False) -> None:
    """Daftar kiriman, terbaru dahulu. / Submissions, newest first."""
    open_rooms()
    from semesta.intake.queries import submissions

    lines = submissions(regency(), sender=sender, most=most)
    if as_json:
        print_json({"submissions": lines})
        return
    out.print(
        table(
            say("Kiriman", "Submissions"),
            ["#", say("Dari", "From"), say("Berkas", "File"), say("Keadaan", "State"),
             say("Masuk = diterima + digabung + menunggu + ditolak", "In = accepted + merged + waiting + refused")],
            [
                [
                    line["id"], line["sender"], line["file_name"], state_text(line["state"]),
                    f"{count(line['rows_in'])} = "
                    + " + ".join(count(line[key]) for key in ("accepted", "merged", "waiting", "refused")),
                ]
                for line in lines
            ],
            right=(0,),
        )
    )  # fmt: skip


@app.command("show")
def show_command(submission_id: int, most: int = 50, as_json: Json = False) -> None:
    """Satu kiriman: apa yang dipahami, neraca baris, temuan. / One submission with its balance and findings."""
    open_rooms()
    from semesta.intake.queries import NoSubmissionError, findings_of, submission

    try:
        line = submission(regency(), submission_id, language=language())
    except NoSubmissionError as problem:
        stop(str(problem), Exit.USAGE)
    findings = findings_of(regency(), submission_id, language=language(), most=most)
    if as_json:
        print_json({"submission": line, "findings": findings})
        return
    _print_result(line | {"is_repeat": False})
    if findings:
        out.print(
            table(
                say("Temuan", "Findings"),
                [say("Lembar", "Sheet"), say("Sel", "Cell"), say("Temuan", "Finding"), say("Tindakan", "What to do")],
                [[f["sheet"], f["cell"] or f["row"], f["message"], f["remedy"]] for f in findings],
            )
        )


@app.command("waiting")
def waiting_command(sender: Sender = "", most: int = 50, as_json: Json = False) -> None:
    """Baris yang menunggu, dan mengapa. / Rows that wait, and why."""
    open_rooms()
    from semesta.intake.queries import balance, waiting_reasons, waiting_rows

    lines = waiting_rows(regency(), sender=sender, most=most)
    reasons = waiting_reasons(regency())
    whole = balance(regency())
    if as_json:
        print_json({"reasons": reasons, "rows": lines, "superseded": whole["superseded"]})
        return
    out.print(
        table(
            say("Mengapa menunggu", "Why rows wait"),
            [say("Baris", "Rows"), say("Alasan dan langkah berikut", "Reason and next step")],
            [[count(line["rows"]), outcome_text("waiting", line["reason"])] for line in reasons],
            right=(0,),
        )
    )
    print_superseded(whole)
    out.print(
        table(
            say("Baris yang menunggu", "Waiting rows"),
            ["#", say("Berkas", "File"), say("Lembar", "Sheet"), say("Baris", "Row"), say("Nama", "Name"), ""],
            [
                [
                    line["submission_id"], line["file_name"], line["sheet"], line["row"], line["name"],
                    outcome_text("waiting", line["reason"]),
                ]
                for line in lines
            ],
        )
    )  # fmt: skip


def _asked_to_refresh(shown: list[dict[str, Any]]) -> int | None:
    """Ask the worker for what follows from lists that were read, as after a list handed in on a page."""
    from semesta.intake.refreshing import ask_to_refresh_after

    asked = (ask_to_refresh_after(line["id"], regency(), today()) for line in shown if line["state"] != "refused")
    return next((number for number in asked if number is not None), None)


def _print_next_steps(shown: list[dict[str, Any]], refresh_job: int | None) -> None:
    """Name the commands that come next; a refused file has no marked copy and nothing to count."""
    read = [line for line in shown if line["state"] != "refused"]
    if read:
        number = str(read[0]["id"]) if len(read) == 1 else say("NOMOR", "NUMBER")
        out.print(
            say(
                f"Berikutnya: `semesta intake marked {number} --out BERKAS.xlsx` untuk salinan bertanda.",
                f"Next: `semesta intake marked {number} --out FILE.xlsx` for the marked copy.",
            ),
            highlight=False,
        )
    if refresh_job is not None:
        out.print(
            say(
                f"Pencocokan dan angka cakupan dikerjakan pekerja latar (pekerjaan {refresh_job}; `semesta serve` atau "
                "`semesta work`). Tanpa pekerja: `semesta match`, lalu `semesta coverage snapshot`.",
                f"A worker matches and counts coverage (job {refresh_job}; `semesta serve` or `semesta work`). "
                "Without one: `semesta match`, then `semesta coverage snapshot`.",
            ),
            highlight=False,
        )


def _handed_in(
    files: list[Path],
    sender: str,
    kind: str,
    segment: str | None,
    corrects: int | None,
    known: Gazetteer,
    *,
    as_of: str = "",
) -> list[Any]:
    from semesta.intake.handing_in import KINDS, HandedIn

    if len(files) == 1 and files[0].name == "manifest.json":
        return files_of_manifest(files[0])
    if not sender:
        stop(
            say(
                "Sebutkan pengirim: --from KODE_DESA (mis. 52.03.05.2001) atau --from dinas-pertanian.",
                "Say who sends it: --from VILLAGE_CODE (e.g. 52.03.05.2001) or --from dinas-pertanian.",
            ),
            Exit.USAGE,
        )
    if kind and kind not in KINDS:
        stop(
            say(
                f"Jenis '{kind}' tidak dikenal; pakai salah satu dari {', '.join(KINDS)}.",
                f"The kind '{kind}' is not known; use one of {', '.join(KINDS)}.",
            ),
            Exit.USAGE,
        )
    village = the_village(sender, known, must_be_one=kind == "village_list") if kind in ("", "village_list") else None
    chosen = kind or ("village_list" if village else "agency_list")
    day_told = day(as_of) if as_of else None
    return [
        HandedIn(absolute(file), village or sender, chosen, segment, corrects=corrects, as_of=day_told)
        for file in files
    ]


def refuse_without_regions(known: Gazetteer) -> None:
    """Stop in plain words when no regions are loaded: every village would be unknown."""
    if not known.at("village", within=regency()):
        stop(
            say(
                f"Wilayah {regency()} belum dimuat. Jalankan dahulu `semesta prepare`.",
                f"The regions of {regency()} are not loaded. Run `semesta prepare` first.",
            ),
            Exit.NOT_TAKEN,
        )


def balance_headings() -> list[str]:
    """Return the headings of the balance of rows."""
    return [
        say("Baris masuk", "Rows in"), say("Diterima", "Accepted"), say("Digabung", "Merged"),
        say("Menunggu", "Waiting"), say("Ditolak", "Refused"),
    ]  # fmt: skip


def print_superseded(whole: dict[str, Any]) -> None:
    """Say how many of the waiting rows a corrected file has replaced, if any."""
    if whole["superseded"]:
        number, left = count(whole["superseded"]), count(whole["waiting"] - whole["superseded"])
        out.print(
            say(
                f"Dari baris yang menunggu, {number} sudah digantikan berkas perbaikan; {left} masih menunggu.",
                f"Of the waiting rows {number} were replaced by a corrected file; {left} still wait.",
            ),
            highlight=False,
        )


def kind_text(kind: str) -> str:
    """Return what a list is, in words."""
    return {
        "village_list": say("daftar desa", "village lists"),
        "agency_list": say("daftar dinas", "agency lists"),
        "insurer": say("peserta BPJS", "insurer"),
        "deaths": say("kematian", "deaths"),
        "welfare": say("peringkat kesejahteraan", "welfare ranking"),
    }[kind]


def state_text(state: str) -> str:
    """Return a submission's state in words."""
    return {
        "resolved": say("selesai", "resolved"),
        "stopped": say("ditahan", "stopped"),
        "refused": say("tidak diterima", "not taken"),
    }[state]


def outcome_text(outcome: str, reason: str) -> str:
    """Return an outcome with its reason and the next step in words."""
    from semesta.intake.words import reason_in_words

    return reason_in_words(outcome, reason, language())


def _summary(line: dict[str, Any]) -> dict[str, Any]:
    keys = (
        "id", "file_name", "sender", "kind", "layout", "state", "stop_reason", "refusal_code", "corrects_id",
        "is_repeat", "rows_in", "accepted", "merged", "waiting", "refused", "reasons", "file_findings",
    )  # fmt: skip
    return {key: line[key] for key in keys}


def _print_result(line: dict[str, Any]) -> None:
    layout = f" ({line['layout']})" if line["layout"] else ""
    title = f"#{line['id']} {line['file_name']}{layout} – {state_text(line['state'])}"
    if line["is_repeat"]:
        title += say(" – berkas yang sama sudah pernah diserahkan", " – the same file was handed in before")
    keys = ("rows_in", "accepted", "merged", "waiting", "refused")
    out.print(table(title, balance_headings(), [[count(line[key]) for key in keys]], right=(0, 1, 2, 3, 4)))
    for finding in line["file_findings"]:
        out.print(f"  • {finding['message']} {finding['remedy']}", highlight=False)
    for reason in line["reasons"]:
        out.print(f"  {count(reason['rows']):>8}  {outcome_text(reason['outcome'], reason['reason'])}", highlight=False)
