"""Handed-in files are kept as they came, under their SHA-256, outside the database and never changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def kept_path(folder: Path, sha256: str) -> Path:
    """Return where a file of this hash is kept."""
    return folder / sha256[:2] / sha256


class FileChangedError(RuntimeError):
    """The file was changed while it was being taken in; it can be handed in again as it is now."""


def keep(folder: Path, path: Path, sha256: str) -> Path:
    """Keep a copy of the file; a crash leaves either the whole file or nothing under its name.

    Raises FileChangedError when the file no longer has this hash.
    """
    target = kept_path(folder, sha256)
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as copy, path.open("rb") as source:
            shutil.copyfileobj(source, copy, 1024 * 1024)
            copy.flush()
            os.fsync(copy.fileno())
        if sha256_of(Path(name)) != sha256:
            raise FileChangedError(
                f"{path.name} berubah selagi dibaca; serahkan lagi. / {path.name} changed while it was read;"
                " hand it in again."
            )
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target
