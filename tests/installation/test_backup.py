"""What was backed up comes back whole, or nothing happens."""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from semesta.installation import programs
from semesta.installation.archive import Manifest, verify_archive
from semesta.installation.backup import make_backup
from semesta.installation.backup_error import BackupError
from semesta.installation.check import Words
from semesta.installation.contents import TableContent, contents, remark
from semesta.installation.places import files_folder
from semesta.installation.restore import Onto, restore_backup

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LISTS = [b"daftar pekerja desa", b"daftar kader"]


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def everything() -> dict[str, TableContent]:
    with programs.connect() as own:
        return contents(own)


def keep(content: bytes) -> Path:
    digest = hashlib.sha256(content).hexdigest()
    path = files_folder() / digest[:2] / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def back_up(target: Path) -> Manifest:
    return make_backup(target, made_at=NOON, tell=lambda words: None)


def bring_back(source: Path, onto: Onto = "whatever_is_there") -> Manifest:
    return restore_backup(source, onto=onto, tell=lambda words: None)


def segments(*codes: str) -> None:
    for code in codes:
        execute(f"INSERT INTO people_segment VALUES ('{code}', 'Nama – {code}', 'Name', 'BPU', 'tani')")


@pytest.fixture
def backup(own_database: str, var: Path) -> Path:
    """A backup of two segments, an odd table of our own and two kept files."""
    segments("x_tani", "x_nelayan")
    execute("CREATE TABLE odd (at timestamptz, price numeric, raw bytea, note text, wide jsonb)")
    execute("INSERT INTO odd VALUES ('2026-01-01 08:00+08', 1.50, '\\x00ff', E'a\\tb\\\\', '{\"b\": [1, null]}')")
    for content in LISTS:
        keep(content)
    back_up(var / "today.tar")
    return var / "today.tar"


def test_what_comes_back_is_what_was_backed_up(backup: Path) -> None:
    before = everything()
    execute("DELETE FROM people_segment")
    execute("CREATE TABLE later (id int)")
    keep(LISTS[0]).unlink()
    bring_back(backup)
    assert everything() == before
    assert keep(LISTS[0]).read_bytes() == LISTS[0]


def test_an_empty_database_takes_a_backup_without_being_told(backup: Path) -> None:
    before = everything()
    execute("DROP OWNED BY CURRENT_USER")
    assert everything() == {}
    bring_back(backup, onto="an_empty_database")
    assert everything() == before


def test_a_database_with_tables_is_not_overwritten_unless_told(backup: Path) -> None:
    segments("x_baru")
    before = everything()
    with pytest.raises(BackupError, match="add --replace"):
        bring_back(backup, onto="an_empty_database")
    assert everything() == before


def test_numbering_goes_on_after_a_restore(backup: Path) -> None:
    bring_back(backup)
    execute("INSERT INTO django_content_type (app_label, model) VALUES ('x', 'y')")


def test_real_people_restored_over_a_rehearsal_are_no_rehearsal_any_more(backup: Path, own_database: str) -> None:
    execute(f"COMMENT ON DATABASE \"{own_database}\" IS 'semesta rehearsal: made-up people only'")
    bring_back(backup)
    with programs.connect() as own:
        assert remark(own) == ""


def flip(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 1]))


def replace(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size * 2 // 3)


def rewrite(path: Path, name: str, change: Callable[[bytes], bytes | None]) -> None:
    """Write the archive again with one member changed, or left out for None."""
    with tarfile.open(path) as old:
        contents = [(entry, old.extractfile(entry).read()) for entry in old]  # type: ignore[union-attr]
    with tarfile.open(path, "w") as new:
        for entry, content in contents:
            changed = change(content) if entry.name == name else content
            if changed is not None:
                entry.size = len(changed)
                with (path.parent / "member").open("w+b") as file:
                    file.write(changed)
                    file.seek(0)
                    new.addfile(entry, file)


def a_manifest_that(**changes: object) -> Callable[[bytes], bytes]:
    return lambda text: json.dumps({**json.loads(text), **changes}).encode()


DAMAGES: dict[str, Callable[[Path], None]] = {
    "a bit of the dump flipped": lambda path: flip(path, path.stat().st_size // 2),
    "cut off": cut,
    "no archive": lambda path: replace(path, b"PK\x03\x04 something else"),
    "empty": lambda path: replace(path, b""),
    "a member left out": lambda path: rewrite(path, "database.dump", lambda content: None),
    "no manifest": lambda path: rewrite(path, "manifest.json", lambda content: None),
    "a manifest of something else": lambda path: rewrite(path, "manifest.json", lambda content: b"[]"),
    "a member that leaves its folder": lambda path: rewrite(
        path, "manifest.json", a_manifest_that(members={"../../etc/cron.d/x": {"size": 1, "sha256": ""}})
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_backup_is_refused_and_nothing_changes(backup: Path, damage: Callable[[Path], None]) -> None:
    damage(backup)
    segments("x_baru")
    before = everything()
    with pytest.raises(BackupError, match="damaged"):
        bring_back(backup)
    assert everything() == before


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"migrations": ["people.9999_later"]}, "newer Semesta"), ({"format_version": 2}, "newer version")],
)
def test_a_backup_of_a_newer_program_is_refused(backup: Path, changes: dict[str, object], why: str) -> None:
    rewrite(backup, "manifest.json", a_manifest_that(**changes))
    with pytest.raises(BackupError, match=why):
        bring_back(backup)


def test_content_that_does_not_come_back_as_counted_is_undone(backup: Path) -> None:
    tables = {name: {"rows": t.rows, "content": t.content} for name, t in verify_archive(backup).tables.items()}
    tables["people_segment"]["content"] = "1"
    rewrite(backup, "manifest.json", a_manifest_that(tables=tables))
    segments("x_baru")
    before = everything()
    lost = keep(LISTS[0])
    lost.unlink()
    with pytest.raises(BackupError, match="content of people_segment differs"):
        bring_back(backup)
    assert everything() == before
    assert not lost.exists()


def test_a_backup_never_overwrites_a_file(backup: Path) -> None:
    with pytest.raises(BackupError, match="choose another name"):
        back_up(backup)


def test_a_backup_is_readable_by_its_owner_alone(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0


def test_a_failed_backup_leaves_nothing_behind(new_database: str, var: Path) -> None:
    with pytest.raises(BackupError, match="the database is empty"):
        back_up(var / "x.tar")
    assert list(var.iterdir()) == []


def test_a_damaged_kept_file_is_named_and_backed_up_as_it_is(own_database: str, var: Path) -> None:
    keep(LISTS[0]).write_bytes(b"something else")
    told: list[Words] = []
    make_backup(var / "x.tar", made_at=NOON, tell=told.append)
    assert any("is damaged" in words.english for words in told)
    assert len(verify_archive(var / "x.tar").members) == 2


def test_a_database_whose_schema_was_made_anew_comes_back_too(own_database: str, var: Path) -> None:
    execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    execute("CREATE TABLE django_migrations (id int, app text, name text)")
    back_up(var / "x.tar")
    before = everything()
    bring_back(var / "x.tar")
    assert everything() == before
