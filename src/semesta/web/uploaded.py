"""An upload as a file on disk under its own name, for readers that want a path; gone when the block ends."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

_LONGEST_NAME = 80


@contextmanager
def on_disk(file: UploadedFile[Any]) -> Iterator[Path]:
    """Give the path of an upload; of its name only the last part is used, and no more than its last 80 letters."""
    name = Path(str(file.name or "")).name.replace("\x00", "")[-_LONGEST_NAME:] or "berkas"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        with path.open("wb") as written:
            for piece in file.chunks():
                written.write(piece)
        yield path
