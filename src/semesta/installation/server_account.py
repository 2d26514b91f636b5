"""In whose name the own PostgreSQL runs: the account of the program, or a system user when that account is root.

PostgreSQL refuses to run as root. As root the program therefore makes a system user, gives it the data folder and
lets it through the folders above (search only, no listing). What was made or opened is said once, when it happens.
"""

from __future__ import annotations

import logging
import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

SYSTEM_USER = "pgserver"
_log = logging.getLogger(__name__)


def is_root() -> bool:
    """Say whether the program runs as root."""
    return os.geteuid() == 0


def server_account() -> pwd.struct_passwd:
    """Return the account the server runs in; as root the system user is made if it is missing."""
    if not is_root():
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin") or "useradd"
        subprocess.run([useradd, "--shell", "/bin/sh", SYSTEM_USER], check=True, capture_output=True)  # noqa: S603
        _log.warning(
            "Semesta berjalan sebagai root: pengguna sistem '%(user)s' dibuat untuk PostgreSQL. Lebih baik pakai akun "
            "biasa. / Running as root: the system user '%(user)s' was made for PostgreSQL. Prefer an ordinary account.",
            {"user": SYSTEM_USER},
        )
        return pwd.getpwnam(SYSTEM_USER)


def make_own_folder(folder: Path) -> None:
    """Make `folder` for the server's account alone, reachable by it; its parents exist already."""
    folder.mkdir(mode=0o700)
    if is_root():
        account = server_account()
        os.chown(folder, account.pw_uid, account.pw_gid)


def let_server_through(data: Path, programs: Path) -> list[Path]:
    """As root, let the server's account reach its data and read its programs; return the folders opened above them."""
    if not is_root():
        return []
    opened = []
    for above in sorted({*data.parents, *programs.parents}):
        if not above.stat().st_mode & stat.S_IXOTH:
            above.chmod(above.stat().st_mode | stat.S_IXOTH)
            opened.append(above)
    if not programs.stat().st_mode & stat.S_IXOTH:
        for path in [programs, *programs.parent.rglob("*")]:
            mode = path.stat().st_mode
            path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
    if opened:
        _log.warning(
            "Semesta berjalan sebagai root: folder berikut dibuka untuk dilewati PostgreSQL: %(names)s. Lebih baik "
            "pakai akun biasa. / Running as root: these folders were opened for PostgreSQL to pass through: %(names)s. "
            "Prefer an ordinary account.",
            {"names": ", ".join(map(str, opened))},
        )
    return opened


def run_as_server(command: list[str], *, seconds: float) -> subprocess.CompletedProcess[str]:
    """Run a PostgreSQL program in the server's account; its output is text, a failure raises with it."""
    account = server_account()
    return subprocess.run(  # noqa: S603
        command,
        check=True,
        timeout=seconds,
        text=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd="/",
        user=account.pw_uid if is_root() else None,
        group=account.pw_gid if is_root() else None,
        extra_groups=[] if is_root() else None,
    )
