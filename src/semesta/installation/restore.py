"""Put a backup back: verified first, then database and files together, all or nothing.

The database is emptied, filled and compared with the manifest inside one transaction that only the last statement
commits; whatever stops in between leaves it as it was. Kept files are named by their content, so adding them early
harms nobody; those added are taken away again when the database part fails.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal

import psycopg
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from semesta.installation import programs
from semesta.installation.archive import DUMP, FILES, Manifest, members, open_archive, verify_archive
from semesta.installation.backup_error import BackupError
from semesta.installation.check import Words
from semesta.installation.contents import FIXED_SETTINGS, REMARK, TABLES, content_query, table_names
from semesta.installation.places import files_folder

Onto = Literal["an_empty_database", "whatever_is_there"]
Tell = Callable[[Words], None]

_NOT_BEFORE_17 = b"SET transaction_timeout = 0;"
_EMPTY_IT = """
SET LOCAL lock_timeout = '20s';
SET LOCAL client_min_messages = warning;
DROP SCHEMA IF EXISTS sight CASCADE;
DO $$
DECLARE thing record;
BEGIN
    FOR thing IN
        SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
               WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END AS kind,
               c.oid::regclass::text AS name
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass
                          AND d.deptype IN ('e', 'i') AND c.relkind <> 'c')
        UNION ALL
        SELECT 'ROUTINE', p.oid::regprocedure::text
        FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass
                          AND d.deptype = 'e')
        UNION ALL
        SELECT 'TYPE', t.oid::regtype::text
        FROM pg_type t
        WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd', 'r')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.classid = 'pg_type'::regclass
                          AND d.deptype = 'e')
    LOOP
        EXECUTE format('DROP %s IF EXISTS %s CASCADE', thing.kind, thing.name);
    END LOOP;
END $$;
"""


def restore_backup(source: Path, *, onto: Onto, tell: Tell) -> Manifest:
    """Make database and files those of the backup, and return its manifest. BackupError leaves them as they were."""
    tell(Words("Memeriksa cadangan", "Verifying the backup"))
    manifest = verify_archive(source)
    _refuse_newer(manifest)
    if onto == "an_empty_database":
        _refuse_unless_empty()
    try:
        with tempfile.TemporaryDirectory(prefix="semesta-restore-") as workplace, _files_added() as added:
            dump = Path(workplace) / DUMP
            tell(Words("Mengembalikan file", "Restoring the files"))
            _unpack(source, dump, added)
            tell(Words("Mengembalikan basis data", "Restoring the database"))
            _fill_database(dump, manifest)
    except (OSError, psycopg.Error) as problem:
        raise BackupError(f"tidak ada yang diubah: {problem}", f"nothing was changed: {problem}") from problem
    with programs.connect() as connection:
        connection.autocommit = True
        connection.execute("ANALYZE")
    return manifest


def _refuse_newer(manifest: Manifest) -> None:
    loader = MigrationLoader(None)
    known = {".".join(key) for key in (*loader.disk_migrations, *loader.replacements)}
    unknown = [name for name in manifest.migrations if name not in known]
    if unknown:
        raise BackupError(
            f"cadangan ini dibuat Semesta {manifest.semesta} yang lebih baru ({unknown[-1]}); pasang versi itu",
            f"this backup is of a newer Semesta, {manifest.semesta} ({unknown[-1]}); install that version",
        )


def _refuse_unless_empty() -> None:
    with programs.connect() as connection:
        tables = table_names(connection)
    if tables:
        raise BackupError(
            f"basis data sudah berisi {len(tables)} tabel; tambahkan --replace bila semuanya boleh diganti",
            f"the database already has {len(tables)} tables; add --replace if all of it may be replaced",
        )


@contextmanager
def _files_added() -> Iterator[list[Path]]:
    """Collect the kept files that are added; take them away again when the block fails."""
    added: list[Path] = []
    try:
        yield added
    except BaseException:
        for path in added:
            path.unlink(missing_ok=True)
        raise


def _unpack(source: Path, dump: Path, added: list[Path]) -> None:
    folder = files_folder()
    with open_archive(source) as (tar, manifest):
        for name, content in members(tar, manifest):
            target = dump if name == DUMP else folder / name.removeprefix(FILES)
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_name(target.name[:40] + ".partial")
            with draft.open("wb") as file:
                for piece in content:
                    file.write(piece)
            if target.exists():
                draft.unlink()
            else:
                if target is not dump:
                    added.append(target)
                draft.rename(target)


def _fill_database(dump: Path, manifest: Manifest) -> None:
    """Empty, fill, compare and commit in one transaction of psql; an error or an early end commits nothing."""
    with programs.connect() as connection:
        server = connection.info.server_version // 10000
    folder = programs.programs_at_least(max(server, manifest.dump_program))
    environment, target = programs.program_environment(), f"--dbname={programs.program_target()}"
    psql = [str(folder / "psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", target]
    read = [str(folder / "pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump)]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(  # noqa: S603
            psql, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        ) as filling,
        subprocess.Popen(read, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading,  # noqa: S603
    ):
        assert filling.stdin is not None
        assert reading.stdout is not None
        assert reading.stderr is not None
        try:
            filling.stdin.write(b"BEGIN;\n" + _EMPTY_IT.encode())
            _pass_on(reading.stdout, filling.stdin, server)
            problem = reading.stderr.read().decode(errors="replace")
            if reading.wait() == 0:
                filling.stdin.write(_compare_and_commit(manifest).encode())
            filling.stdin.close()
        except BrokenPipeError:
            problem = ""  # psql stopped at an error and says so itself
        filling.wait()
        said.seek(0)
        problem += said.read().decode(errors="replace")
    if reading.returncode != 0 or filling.returncode != 0:
        reason = " ".join(problem.split())
        raise BackupError(
            f"basis data dibiarkan seperti semula: {reason}", f"the database was left as it was: {reason}"
        )


def _pass_on(script: IO[bytes], psql: IO[bytes], server: int) -> None:
    """Hand the dump's script to psql, without the one setting that servers before 17 do not know."""
    beginning = script.read(16 * 1024)
    if server < 17:
        beginning = beginning.replace(_NOT_BEFORE_17, b"", 1)
    psql.write(beginning)
    shutil.copyfileobj(script, psql, 1024 * 1024)


def _compare_and_commit(manifest: Manifest) -> str:
    """Return the statements that end the transaction: they fail unless every table holds what the manifest says.

    The database's remark becomes the backup's too: real people never stand in a database marked as a rehearsal.
    """
    checks = [
        sql.SQL("IF (SELECT count(*) FROM ({}) AS x) <> {} THEN RAISE EXCEPTION 'the tables differ'; END IF;").format(
            sql.SQL(TABLES), sql.Literal(len(manifest.tables))
        )
    ]
    for name, table in manifest.tables.items():
        checks.append(
            sql.SQL(
                "IF (SELECT ROW(n, s) FROM ({}) AS c (n, s)) IS DISTINCT FROM ROW({}::bigint, {}::text) "
                "THEN RAISE EXCEPTION 'the content of % differs', {}; END IF;"
            ).format(content_query(name), sql.Literal(table.rows), sql.Literal(table.content), sql.Literal(name))
        )
    checks.append(
        sql.SQL(
            "IF ({}) <> {} THEN EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), {}); END IF;"
        ).format(sql.SQL(REMARK), sql.Literal(manifest.remark), sql.Literal(manifest.remark))
    )
    body = sql.SQL("\n").join(checks).as_string(None)
    return f"{FIXED_SETTINGS};\nDO $check$ BEGIN\n{body}\nEND $check$;\nCOMMIT;\n"
