"""A backup is one tar: `manifest.json` first, then `database.dump`, then the kept files under `files/`.

The manifest names every other member with its size and SHA-256, what each table holds, and the versions involved.
An archive counts as whole only when its members are exactly those, with those sums.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from semesta.installation.backup_error import BackupError
from semesta.installation.contents import TableContent

FORMAT = "semesta-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files/"
_LARGEST_MANIFEST = 256 * 1024**2
_PIECE = 1024 * 1024
_MEMBER = re.compile(r"^(database\.dump|files/[0-9a-f]{2}/[0-9a-f]{64})$")


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the archive: its size in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive holds and who made it when.

    `made_at` is ISO 8601. `remark` is the comment on the database, which says of a rehearsal that it is one.
    """

    made_at: str
    semesta: str
    server_version: str
    dump_program: int
    remark: str
    migrations: tuple[str, ...]
    tables: dict[str, TableContent]
    members: dict[str, Member]

    def to_json(self) -> bytes:
        """Return the manifest as it is stored."""
        document = {"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(self)}
        return json.dumps(document, indent=1, sort_keys=True).encode()

    @classmethod
    def of_json(cls, text: bytes) -> Manifest:
        """Read a stored manifest; BackupError when it is none or of a newer format."""
        try:
            document = json.loads(text)
            if document.pop("format") != FORMAT:
                raise ValueError("format")
            if document.pop("format_version") != FORMAT_VERSION:
                raise BackupError(
                    "cadangan ini dibuat oleh versi Semesta yang lebih baru; pasang versi itu",
                    "this backup was made by a newer version of Semesta; install that version",
                )
            document["tables"] = {name: TableContent(**table) for name, table in document["tables"].items()}
            document["members"] = {name: Member(**member) for name, member in document["members"].items()}
            document["migrations"] = tuple(document["migrations"])
            return cls(**document)
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise damaged("manifest.json tidak terbaca", "manifest.json cannot be read") from problem


def damaged(indonesian: str, english: str) -> BackupError:
    """Return the refusal of an archive that is not whole."""
    return BackupError(
        f"cadangan rusak atau bukan cadangan Semesta ({indonesian}); pakai cadangan lain",
        f"the backup is damaged or none of Semesta's ({english}); use another backup",
    )


def member_of(path: Path) -> Member:
    """Return size and SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Member(file.tell(), digest)


def write_archive(target: Path, manifest: Manifest, sources: dict[str, Path]) -> None:
    """Write the whole archive or none, readable by its owner alone; `sources` are the members' files by name."""
    draft = target.with_name(target.name + ".partial")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                text = manifest.to_json()
                _add(tar, MANIFEST, len(text), io.BytesIO(text))
                for name, member in manifest.members.items():
                    with sources[name].open("rb") as source:
                        _add(tar, name, member.size, source)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _add(tar: tarfile.TarFile, name: str, size: int, source: IO[bytes]) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = size
    entry.mode = 0o600
    tar.addfile(entry, source)


@contextmanager
def open_archive(path: Path) -> Iterator[tuple[tarfile.TarFile, Manifest]]:
    """Open an archive and its manifest; BackupError when it is none."""
    try:
        tar = tarfile.open(path, "r:")  # noqa: SIM115 - closed below; a tar error inside the block is not ours
    except (tarfile.TarError, OSError, EOFError) as problem:
        raise damaged(f"{path.name} tidak terbaca", f"{path.name} cannot be read") from problem
    with tar:
        yield tar, _manifest_of(tar)


def _manifest_of(tar: tarfile.TarFile) -> Manifest:
    try:
        entry = tar.next()
        text = tar.extractfile(entry) if entry is not None and entry.name == MANIFEST else None
        if entry is None or text is None or entry.size > _LARGEST_MANIFEST:
            raise damaged("tidak ada manifest.json", "there is no manifest.json")
        return Manifest.of_json(text.read())
    except (tarfile.TarError, EOFError) as problem:
        raise damaged("manifest.json terpotong", "manifest.json is cut off") from problem


def members(tar: tarfile.TarFile, manifest: Manifest) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Go through the members in order, each with its content in pieces; BackupError at the first that is not right.

    A member must be read to its end: only then its sum has been compared.
    """
    missing = dict(manifest.members)
    if any(_MEMBER.match(name) is None for name in missing) or DUMP not in missing:
        raise damaged("isi yang tidak dikenal", "unknown members")
    try:
        for entry in tar:
            if entry.name == MANIFEST:
                continue
            expected = missing.pop(entry.name, None)
            source = tar.extractfile(entry) if entry.isreg() else None
            if expected is None or source is None or entry.size != expected.size:
                raise damaged(f"{entry.name} tidak sesuai daftar isi", f"{entry.name} is not as the manifest says")
            yield entry.name, _pieces(source, entry.name, expected)
    except (tarfile.TarError, OSError, EOFError) as problem:
        raise damaged("file terpotong", "the file is cut off") from problem
    if missing:
        name = next(iter(missing))
        raise damaged(f"{name} hilang", f"{name} is missing")


def _pieces(source: IO[bytes], name: str, expected: Member) -> Iterator[bytes]:
    digest = hashlib.sha256()
    try:
        while piece := source.read(_PIECE):
            digest.update(piece)
            yield piece
    except tarfile.TarError as problem:
        raise damaged("file terpotong", "the file is cut off") from problem
    if digest.hexdigest() != expected.sha256:
        raise damaged(f"isi {name} berubah", f"the content of {name} has changed")


def verify_archive(path: Path) -> Manifest:
    """Read the whole archive and return its manifest; BackupError unless every byte is as it was written."""
    with open_archive(path) as (tar, manifest):
        for _, content in members(tar, manifest):
            for _piece in content:
                pass
    return manifest


def describe(manifest: Manifest) -> dict[str, Any]:
    """Return what people want to know of a backup: made_at, semesta, server_version, tables, rows, files, bytes."""
    return {
        "made_at": manifest.made_at,
        "semesta": manifest.semesta,
        "server_version": manifest.server_version,
        "tables": len(manifest.tables),
        "rows": sum(table.rows for table in manifest.tables.values()),
        "files": sum(name.startswith(FILES) for name in manifest.members),
        "bytes": sum(member.size for member in manifest.members.values()),
    }
