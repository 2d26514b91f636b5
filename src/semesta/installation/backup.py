"""Make a backup: one moment of the database, and every kept file of that moment, in one archive.

A transaction fixes the moment; pg_dump reads it, and the contents of the tables are counted in it. Kept files are
listed afterwards: files are kept before their submission is committed and never change, so none can be missing.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from semesta.installation import programs
from semesta.installation.archive import DUMP, FILES, Manifest, Member, member_of, write_archive
from semesta.installation.backup_error import BackupError
from semesta.installation.check import Words
from semesta.installation.contents import contents, remark
from semesta.installation.places import files_folder

Tell = Callable[[Words], None]


def make_backup(target: Path, *, made_at: datetime, tell: Tell) -> Manifest:
    """Write the backup to `target`, which must not exist, and return its manifest. BackupError leaves nothing."""
    if target.exists():
        raise BackupError(f"{target} sudah ada; pilih nama lain", f"{target} is there already; choose another name")
    if not target.parent.is_dir():
        raise BackupError(f"folder {target.parent} tidak ada", f"there is no folder {target.parent}")
    try:
        with (
            tempfile.TemporaryDirectory(dir=target.parent, prefix=".semesta-backup-") as workplace,
            programs.connect() as connection,
        ):
            dump = Path(workplace) / DUMP
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            tell(Words("Mencadangkan basis data", "Backing up the database"))
            major = _dump(connection, dump)
            tell(Words("Menghitung isi tabel", "Counting the tables' contents"))
            tables, migrations = contents(connection), _migrations(connection)
            tell(Words("Mencadangkan file", "Backing up the files"))
            sources = {DUMP: dump, **_kept_files()}
            found = {name: member_of(path) for name, path in sources.items()}
            _tell_of_damage(found, tell)
            manifest = Manifest(
                made_at=made_at.isoformat(timespec="seconds"),
                semesta=version("semesta"),
                server_version=connection.info.parameter_status("server_version") or "",
                dump_program=major,
                remark=remark(connection),
                migrations=migrations,
                tables=tables,
                members=found,
            )
            write_archive(target, manifest, sources)
    except (OSError, psycopg.Error) as problem:
        raise BackupError(f"cadangan tidak dibuat: {problem}", f"no backup was made: {problem}") from problem
    return manifest


def _dump(connection: psycopg.Connection[Any], target: Path) -> int:
    """Write the connection's moment to `target` and return the version of the pg_dump that did."""
    snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
    assert snapshot is not None
    folder = programs.programs_at_least(connection.info.server_version // 10000)
    options = ["--format=custom", "--compress=gzip:1", f"--snapshot={snapshot[0]}", f"--file={target}"]
    command = [str(folder / "pg_dump"), *options, f"--dbname={programs.program_target()}"]
    answer = subprocess.run(  # noqa: S603
        command, env=programs.program_environment(), capture_output=True, text=True, check=False
    )
    if answer.returncode != 0:
        raise BackupError(f"pg_dump gagal: {answer.stderr.strip()}", f"pg_dump failed: {answer.stderr.strip()}")
    return programs.major_of(folder)


def _migrations(connection: psycopg.Connection[Any]) -> tuple[str, ...]:
    known = connection.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL").fetchone()
    if known != (True,):
        raise BackupError(
            "basis data masih kosong; tidak ada yang dicadangkan", "the database is empty; nothing to back up"
        )
    return tuple(
        f"{app}.{name}" for app, name in connection.execute("SELECT app, name FROM django_migrations ORDER BY id")
    )


def _kept_files() -> dict[str, Path]:
    folder = files_folder()
    paths = sorted(path for path in folder.glob("??/*") if len(path.name) == 64)  # drafts have shorter names
    return {FILES + path.relative_to(folder).as_posix(): path for path in paths}


def _tell_of_damage(found: dict[str, Member], tell: Tell) -> None:
    """Say which kept files no longer have the content they are named after; they are backed up as they are."""
    for name, member in found.items():
        if name != DUMP and not name.endswith(member.sha256):
            tell(Words(f"{name} rusak; dicadangkan apa adanya", f"{name} is damaged; backed up as it is"))
