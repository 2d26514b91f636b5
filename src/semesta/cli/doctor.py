"""`semesta doctor` looks at the installation and says what is wrong in plain words; `semesta migrate` mends tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from semesta.cli.console import regency
from semesta.cli.show import Exit, open_rooms, out, print_json, stop
from semesta.cli.words import language, say

if TYPE_CHECKING:
    from semesta.installation.check import Check, Words

SAMPLE = 200
_SIGNS = {"ok": "[green]✓[/]", "warning": "[yellow]![/]", "wrong": "[bold red]✗[/]"}


def doctor(
    every_file: Annotated[
        bool, typer.Option("--every-file", help="Baca setiap file simpanan / read every kept file")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON")] = False,
) -> None:
    """Periksa pemasangan ini. / Check this installation. Exit 5: something is wrong."""
    checks = _checks(files_read=None if every_file else SAMPLE)
    wrong = sum(check.state == "wrong" for check in checks)
    if as_json:
        print_json({"ok": not wrong, "checks": [_as_json(check) for check in checks]})
    else:
        out.print(_table(checks))
        warnings = sum(check.state == "warning" for check in checks)
        out.print(say(f"{wrong} salah, {warnings} peringatan.", f"{wrong} wrong, {warnings} warnings."))
    if wrong:
        raise typer.Exit(int(Exit.CHECK_FAILED))


def migrate(as_json: Annotated[bool, typer.Option("--json", help="JSON")] = False) -> None:
    """Sesuaikan tabel dengan versi program ini. / Bring the tables to this version of the program."""
    open_rooms()
    from semesta.installation.tables import changes_of_a_newer_version, make_pending_changes

    newer = changes_of_a_newer_version()
    if newer:
        stop(
            say(
                f"Basis data ditulis oleh versi yang lebih baru ({newer[-1]}); pasang versi itu.",
                f"The database was written by a newer version ({newer[-1]}); install that version.",
            ),
            Exit.NOT_TAKEN,
        )
    made = make_pending_changes()
    from semesta.accounts.row_security import keep_in_place

    keep_in_place()
    if as_json:
        print_json({"made": made})
    else:
        out.print(say(f"{len(made)} perubahan tabel dijalankan.", f"{len(made)} changes of tables made."))


def _checks(files_read: int | None) -> list[Check]:
    """Return every check; when the settings cannot even be read, that alone is said about the database."""
    from semesta.installation.check import Check, Words
    from semesta.installation.machine_checks import machine_checks
    from semesta.installation.places import time_zone

    checks = machine_checks(zone=time_zone(), files_read=files_read)
    try:
        open_rooms()
    except Exception as problem:  # settings are read from the environment and may fail in any way
        reason = " ".join(str(problem).split())
        remedy = Words(
            "Perbaiki variabel lingkungan (DATABASE_URL, SEMESTA_...; docs/operations.md).",
            "Mend the environment variables (DATABASE_URL, SEMESTA_...; docs/operations.md).",
        )
        found = Words(f"pengaturan tidak terbaca: {reason}", f"the settings cannot be read: {reason}")
        return [*checks, Check("settings", "wrong", found, remedy)]
    from semesta.installation.database_checks import database_checks

    checks += database_checks(lambda: datetime.now(UTC))
    if checks[-1].state == "ok":
        checks += [_regions_loaded(), _row_security()]
    return [*checks, _matching_model()]


def _matching_model() -> Check:
    from semesta.duplicates.model_in_use import UnusableModelError, model_in_use, place_of_model
    from semesta.installation.check import Check, Words

    try:
        limits = model_in_use().thresholds
    except UnusableModelError as problem:
        indonesian, _, english = str(problem).partition(" / ")
        remedy = Words(
            "Perbaiki atau hapus SEMESTA_MATCHING_MODEL dan SEMESTA_MATCHING_THRESHOLDS (docs/operations.md).",
            "Mend or unset SEMESTA_MATCHING_MODEL and SEMESTA_MATCHING_THRESHOLDS (docs/operations.md).",
        )
        return Check("matching_model", "wrong", Words(indonesian, english), remedy)
    place = place_of_model()
    return Check.ok(
        "matching_model",
        f"model pencocokan {place}: mesin dari {limits.upper:g}, ditanyakan dari {limits.lower:g}",
        f"matching model {place}: machine from {limits.upper:g}, asked from {limits.lower:g}",
    )


def _row_security() -> Check:
    """Pages are held to what their reader may see, by the database itself."""
    from semesta.accounts.row_security import is_in_place, is_web_role_there
    from semesta.installation.check import Check, Words

    if is_in_place():
        return Check.ok("row_security", "halaman dibatasi oleh basis data", "the database holds pages to their reader")
    if is_web_role_there():
        found = Words("batas baris bukan dari versi ini", "row-level security is not this version's")
        return Check("row_security", "wrong", found, Words("Jalankan `semesta migrate`.", "Run `semesta migrate`."))
    make = "CREATE ROLE semesta_web LOGIN NOINHERIT; GRANT semesta_web TO {}"
    return Check(
        "row_security",
        "wrong",
        Words("peran semesta_web belum ada; halaman tidak dilayani", "there is no role semesta_web; no page is served"),
        Words(
            f"Sebagai superuser: {make.format('peran_pemilik')}; lalu `semesta migrate` (docs/operations.md).",
            f"As superuser: {make.format('owner_role')}; then `semesta migrate` (docs/operations.md).",
        ),
    )


def _regions_loaded() -> Check:
    from semesta.installation.check import Check, Words
    from semesta.regions.queries import gazetteer

    own = regency()
    known = gazetteer()
    if own in known.regions:
        districts, villages = (len(known.at(level, within=own)) for level in ("district", "village"))
        return Check.ok(
            "regions",
            f"{known.regions[own].name}: {districts} kecamatan, {villages} desa/kelurahan",
            f"{known.regions[own].name}: {districts} districts, {villages} villages",
        )
    return Check(
        "regions",
        "warning",
        Words(f"wilayah {own} belum dimuat", f"the region {own} is not loaded"),
        Words(
            "Jalankan `semesta prepare` (NTB), atau `semesta regions load`.",
            "Run `semesta prepare` (NTB), or `semesta regions load`.",
        ),
    )


def _in_reader_language(words: Words | None) -> str:
    return "" if words is None else words.indonesian if language() == "id" else words.english


def _as_json(check: Check) -> dict[str, str]:
    return {
        "code": check.code,
        "state": check.state,
        "found": _in_reader_language(check.found),
        "remedy": _in_reader_language(check.remedy),
    }


def _table(checks: list[Check]) -> Table:
    made = Table(show_header=False, box=None, padding=(0, 1))
    for check in checks:
        found = _in_reader_language(check.found)
        remedy = _in_reader_language(check.remedy)
        made.add_row(_SIGNS[check.state], check.code, found + (f"\n→ {remedy}" if remedy else ""))
    return made
