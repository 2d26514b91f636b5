"""Where this installation keeps what it writes. One folder, `var`, holds database, files and the secret key."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def var_folder() -> Path:
    """Return the folder of this installation: SEMESTA_VAR, else `var` below the working folder."""
    return Path(os.environ.get("SEMESTA_VAR", "var")).expanduser().resolve()


def files_folder() -> Path:
    """Return where handed-in files are kept, named by their SHA-256."""
    return var_folder() / "files"


def snapshots_folder() -> Path:
    """Return where the standardised register is kept between searches for duplicates; it may be deleted at any time."""
    return var_folder() / "matching"


def asked_folder() -> Path:
    """Return where lists that are only asked about wait for their answer; nothing in it is kept."""
    return var_folder() / "asked"


def time_zone() -> str:
    """Return the zone people here live in: SEMESTA_TIME_ZONE, else that of Lombok."""
    return os.environ.get("SEMESTA_TIME_ZONE", "Asia/Makassar")


def secret_key_file() -> Path:
    """Return where the signing key is kept when the environment gives none."""
    return var_folder() / "secret_key"


def secret_key() -> str:
    """Return the signing key: SEMESTA_SECRET_KEY, else one made at first use and kept under `var`."""
    given = os.environ.get("SEMESTA_SECRET_KEY")
    if given:
        return given
    kept = secret_key_file()
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=kept.parent)  # readable by its owner alone
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # another process was first; its key counts
            os.link(draft, kept)
        os.unlink(draft)
    return kept.read_text().strip()
