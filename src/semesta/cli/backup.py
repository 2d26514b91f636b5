"""`semesta backup FILE` and `semesta restore FILE`: everything out, everything back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from semesta.cli.show import Exit, count, err, open_rooms, out, print_json, stop
from semesta.cli.words import say

if TYPE_CHECKING:
    from semesta.installation.archive import Manifest
    from semesta.installation.check import Words

Json = Annotated[bool, typer.Option("--json", help="JSON")]


def backup(
    file: Annotated[Path, typer.Argument(help="File cadangan (.tar) / the backup (.tar)")], as_json: Json = False
) -> None:
    """Cadangkan basis data dan file. / Back up database and files into one archive."""
    open_rooms()
    from semesta.installation.backup import make_backup
    from semesta.installation.backup_error import BackupError

    try:
        manifest = make_backup(file.expanduser().absolute(), made_at=datetime.now(UTC), tell=_say)
    except BackupError as problem:
        stop(_text(problem.words), Exit.NOT_TAKEN)
    _report(manifest, file, as_json)


def restore(
    file: Annotated[Path, typer.Argument(help="File cadangan (.tar) / the backup (.tar)")],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace/--into-empty",
            help="Ganti seluruh isi basis data / replace all that the database holds (default: only into an empty one)",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Kembalikan cadangan: semuanya atau tidak sama sekali. / Restore a backup: all of it or nothing."""
    open_rooms()
    from semesta.installation.backup_error import BackupError
    from semesta.installation.restore import restore_backup

    onto = "whatever_is_there" if replace else "an_empty_database"
    try:
        manifest = restore_backup(file.expanduser().absolute(), onto=onto, tell=_say)  # type: ignore[arg-type]
    except BackupError as problem:
        stop(_text(problem.words), Exit.NOT_TAKEN)
    _report(manifest, file, as_json)
    from semesta.accounts.row_security import keep_in_place
    from semesta.installation.tables import pending_changes

    pending = pending_changes()
    if not pending:
        keep_in_place()
    if not as_json and pending:
        out.print(
            say(
                "Cadangan ini dari versi lama: jalankan `semesta migrate`.",
                "An older version's: run `semesta migrate`.",
            )
        )


def _text(words: Words) -> str:
    return say(words.indonesian, words.english)


def _say(words: Words) -> None:
    err.print(f"[dim]· {_text(words)}[/]", highlight=False)


def _report(manifest: Manifest, file: Path, as_json: bool) -> None:
    from semesta.installation.archive import describe

    facts = describe(manifest)
    if as_json:
        print_json({"file": str(file), **facts})
        return
    rows, tables, files = count(facts["rows"]), count(facts["tables"]), count(facts["files"])
    size = f"{facts['bytes'] / 1024**2:.1f} MiB"
    out.print(
        say(
            f"[green]✓[/] {file}: {tables} tabel, {rows} baris, {files} file, {size}, dibuat {facts['made_at']}",
            f"[green]✓[/] {file}: {tables} tables, {rows} rows, {files} files, {size}, made {facts['made_at']}",
        ),
        highlight=False,
    )
