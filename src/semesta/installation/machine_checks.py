"""Is this machine fit: Python, disk, the folder `var` and what lies in it. Nothing is changed."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import sys
from pathlib import Path
from zoneinfo import available_timezones

from semesta.installation import server_account
from semesta.installation.check import Check, Words
from semesta.installation.own_server import data_folder
from semesta.installation.places import files_folder, secret_key_file, var_folder

OLDEST_PYTHON = (3, 11)
LITTLE_DISK = 5 * 1024**3
TOO_LITTLE_DISK = 1024**3
INDONESIAN_ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")


def python_version(version: tuple[int, int]) -> Check:
    """Python is not older than Semesta needs."""
    text = ".".join(map(str, version))
    if version >= OLDEST_PYTHON:
        return Check.ok("python_version", f"Python {text}", f"Python {text}")
    return Check(
        "python_version",
        "wrong",
        Words(f"Python {text} terlalu lama", f"Python {text} is too old"),
        Words("Pasang Python 3.11 atau lebih baru.", "Install Python 3.11 or newer."),
    )


def disk_space(free_bytes: int) -> Check:
    """The disk of `var` has room to work in."""
    free = f"{free_bytes / 1024**3:.1f}"
    place = var_folder()
    if free_bytes >= LITTLE_DISK:
        return Check.ok("disk_space", f"{free} GiB kosong di {place}", f"{free} GiB free at {place}")
    return Check(
        "disk_space",
        "wrong" if free_bytes < TOO_LITTLE_DISK else "warning",
        Words(f"hanya {free} GiB kosong di {place}", f"only {free} GiB free at {place}"),
        Words(
            "Kosongkan disk, atau pindahkan var ke disk yang lebih besar (SEMESTA_VAR).",
            "Free some disk, or move var to a larger disk (SEMESTA_VAR).",
        ),
    )


def var_is_writable() -> Check:
    """The folder of the installation can be written by this account."""
    place = var_folder()
    account = pwd.getpwuid(os.geteuid()).pw_name
    if not place.exists():
        return Check.ok("var_folder", f"{place} belum ada; dibuat saat dipakai", f"{place} is made at first use")
    if os.access(place, os.W_OK | os.X_OK):
        return Check.ok("var_folder", f"{place} dapat ditulis oleh {account}", f"{place} can be written by {account}")
    return Check(
        "var_folder",
        "wrong",
        Words(f"{place} tidak dapat ditulis oleh {account}", f"{place} cannot be written by {account}"),
        Words(
            "Jalankan Semesta dengan akun pemilik folder itu, atau pilih SEMESTA_VAR lain.",
            "Run Semesta in the account that owns the folder, or choose another SEMESTA_VAR.",
        ),
    )


def ordinary_account() -> Check:
    """The program does not run as root."""
    if not server_account.is_root():
        return Check.ok("ordinary_account", "bukan root", "not root")
    user = server_account.SYSTEM_USER
    return Check(
        "ordinary_account",
        "warning",
        Words(
            f"berjalan sebagai root; PostgreSQL sendiri memakai pengguna sistem '{user}' dan folder di atasnya dibuka",
            f"running as root; the own PostgreSQL uses the system user '{user}', and folders above it are opened",
        ),
        Words("Sebaiknya pakai akun biasa untuk Semesta.", "Prefer an ordinary account for Semesta."),
    )


def data_folder_owner() -> Check:
    """The own server's data belong to the account it runs in, and to nobody else."""
    folder = data_folder()
    if not folder.exists():
        return Check.ok("data_folder", f"{folder} belum ada", f"{folder} is not there yet")
    found = folder.stat()
    account = server_account.server_account()
    if found.st_uid == account.pw_uid and not found.st_mode & 0o077:
        return Check.ok("data_folder", f"{folder} milik {account.pw_name}", f"{folder} belongs to {account.pw_name}")
    owner, mode = _name_of(found.st_uid), f"{stat.S_IMODE(found.st_mode):04o}"
    return Check(
        "data_folder",
        "wrong",
        Words(
            f"{folder} milik {owner} dengan izin {mode}; seharusnya {account.pw_name} dengan 0700",
            f"{folder} belongs to {owner} with mode {mode}; it should be {account.pw_name} with 0700",
        ),
        Words(
            f"Jalankan dengan akun {owner}, atau sebagai root: chown -R {account.pw_name} {folder}; chmod 700 {folder}",
            f"Run it in the account {owner}, or as root: chown -R {account.pw_name} {folder}; chmod 700 {folder}",
        ),
    )


def secret_key_permissions() -> Check:
    """The signing key is readable by its owner alone."""
    if os.environ.get("SEMESTA_SECRET_KEY"):
        return Check.ok("secret_key", "dari SEMESTA_SECRET_KEY", "from SEMESTA_SECRET_KEY")
    kept = secret_key_file()
    if not kept.exists():
        return Check.ok("secret_key", "dibuat saat dipakai", "made at first use")
    if not kept.stat().st_mode & 0o077:
        return Check.ok("secret_key", "hanya terbaca pemiliknya", "readable by its owner alone")
    return Check(
        "secret_key",
        "wrong",
        Words(f"{kept} terbaca akun lain", f"{kept} can be read by other accounts"),
        Words(
            f"chmod 600 {kept}; bila mungkin sudah terbaca: hapus file itu, semua orang masuk lagi",
            f"chmod 600 {kept}; if somebody may have read it: delete the file, everybody signs in again",
        ),
    )


def time_zone(name: str) -> Check:
    """The time zone is one of Indonesia's."""
    if name in INDONESIAN_ZONES:
        return Check.ok("time_zone", name, name)
    return Check(
        "time_zone",
        "warning" if name in available_timezones() else "wrong",
        Words(f"zona waktu '{name}' bukan zona Indonesia", f"time zone '{name}' is none of Indonesia's"),
        Words(
            "Atur SEMESTA_TIME_ZONE: Asia/Jakarta (WIB), Asia/Makassar (WITA) atau Asia/Jayapura (WIT).",
            "Set SEMESTA_TIME_ZONE: Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT).",
        ),
    )


def kept_files(at_most: int | None) -> Check:
    """The kept files still have the content they are named after; `at_most` of them are read (None: all)."""
    folder = files_folder()
    names = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []
    step = 1 if at_most is None else max(1, -(-len(names) // at_most))
    looked_at = names[::step]
    damaged = [path.name for path in looked_at if not _has_its_hash(path)]
    if not damaged:
        return Check.ok(
            "kept_files",
            f"{len(looked_at)} dari {len(names)} file simpanan diperiksa, semuanya utuh",
            f"{len(looked_at)} of {len(names)} kept files read, all whole",
        )
    return Check(
        "kept_files",
        "wrong",
        Words(
            f"{len(damaged)} file simpanan rusak atau tak terbaca di {folder}, misalnya {damaged[0]}",
            f"{len(damaged)} kept files are damaged or unreadable in {folder}, for example {damaged[0]}",
        ),
        Words(
            "Periksa disk; ambil file itu dari cadangan terakhir (docs/operations.md).",
            "Check the disk; take these files from the last backup (docs/operations.md).",
        ),
    )


def machine_checks(*, zone: str, files_read: int | None) -> list[Check]:
    """Return every check that needs no database, in the order people should mend them."""
    place = next(path for path in (var_folder(), *var_folder().parents) if path.exists())
    return [
        python_version(sys.version_info[:2]),
        ordinary_account(),
        var_is_writable(),
        disk_space(shutil.disk_usage(place).free),
        secret_key_permissions(),
        time_zone(zone),
        kept_files(files_read),
    ]


def _has_its_hash(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == path.name
    except OSError:
        return False


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
