"""Where this installation keeps what it writes. One folder, `var`, holds database, files and the secret key."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def var_folder() -> Path:
    """Return the folder of this installation: SEMESTA_VAR, else `var` below the working folder."""
    return Path(os.environ.get("SEMESTA_VAR", "var")).expanduser().resolve()


def files_folder() -> Path:
    """Return where handed-in files are kept, named by their SHA-256."""
    return var_folder() / "files"


def secret_key() -> str:
    """Return the signing key: SEMESTA_SECRET_KEY, else one made at first use and kept under `var`."""
    given = os.environ.get("SEMESTA_SECRET_KEY")
    if given:
        return given
    kept = var_folder() / "secret_key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return kept.read_text().strip()
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return kept.read_text().strip()
