"""`semesta serve`: the pages of this installation in a browser, with a worker for each lane, until Ctrl-C."""

from __future__ import annotations

import os
import socket
import threading
import time
from ipaddress import ip_address
from typing import Annotated

import typer

from semesta.cli.show import Exit, err, open_rooms, out, stop
from semesta.cli.words import say
from semesta.cli.workers import workers_beside
from semesta.jobs.lanes import Lane

WSGI = "semesta.config.wsgi:application"
THREADS = 4
SECONDS_TO_END = 10
"""So long a process that answers may take to end its pages when all is to end."""
PROCESSES = min(4, len(os.sched_getaffinity(0)))
"""Processes that answer: each has an interpreter of its own, and one alone would keep the others' requests waiting."""


def serve(
    host: Annotated[str, typer.Option(help="Alamat / address")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Pintu / port")] = 8000,
    work: Annotated[
        bool, typer.Option("--work/--no-work", help="Kerjakan juga pekerjaan latar / do background work too")
    ] = True,
) -> None:
    """Buka halaman web, dengan pekerja latarnya, sampai Ctrl-C. / Serve pages, with workers, until Ctrl-C."""
    open_rooms()
    bring_tables_up_to_date()
    serve_pages(host=host, port=port, with_worker=work)


def serve_pages(*, host: str, port: int, with_worker: bool = True) -> None:
    """Serve the pages of an installation whose tables are up to date; returns when the user stops it."""
    _refuse_busy(host, port)
    _refuse_without_web_role()
    _refuse_without_model()
    if not _is_loopback(host) and not os.environ.get("SEMESTA_HOSTS"):
        err.print(
            say(
                "! Atur SEMESTA_HOSTS dengan nama yang dipakai di browser; tanpa itu hanya mesin ini yang dilayani.",
                "! Set SEMESTA_HOSTS to the names used in browsers; without it only this machine is served.",
            )
        )
    from django.core.cache import caches
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    caches["kept"].clear()  # what an older program or another backup counted
    os.environ["SEMESTA_SERVES_PAGES"] = "yes"  # read by the processes that answer, not by this one
    threading.Thread(target=_say_when_open, args=(host, port), daemon=True).start()
    server = Granian(
        WSGI,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=PROCESSES,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_END,
        websockets=False,
        log_level=LogLevels.error,
    )
    with workers_beside(list(Lane) if with_worker else []):
        server.serve()


def _say_when_open(host: str, port: int) -> None:
    """Wait until the address answers, then say where to go."""
    own = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - what the user asked for
    while True:
        try:
            socket.create_connection((own, port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    shown = f"[{own}]" if ":" in own else own
    out.print(
        say(
            f"Semesta terbuka di http://{shown}:{port} - Ctrl-C untuk berhenti.",
            f"Semesta is open at http://{shown}:{port} - Ctrl-C to stop.",
        ),
        highlight=False,
    )


def bring_tables_up_to_date() -> None:
    """Make the tables of a new database; never change those of one in use without a backup."""
    from semesta.installation.tables import changes_of_a_newer_version, is_untouched, make_pending_changes
    from semesta.installation.tables import pending_changes as pending

    newer = changes_of_a_newer_version()
    if newer:
        stop(
            say(
                f"Basis data ditulis oleh versi yang lebih baru ({newer[-1]}); pasang versi itu.",
                f"The database was written by a newer version ({newer[-1]}); install that version.",
            ),
            Exit.NOT_TAKEN,
        )
    if is_untouched():
        make_pending_changes()
    elif pending():
        stop(
            say(
                "Tabel belum mutakhir. Buat cadangan (`semesta backup FILE`), lalu `semesta migrate`.",
                "The tables are not up to date. Make a backup (`semesta backup FILE`), then `semesta migrate`.",
            ),
            Exit.CHECK_FAILED,
        )
    from semesta.accounts.row_security import keep_in_place

    keep_in_place()


def _refuse_without_web_role() -> None:
    """Stop when the database cannot hold pages to their reader's reach."""
    from semesta.accounts.row_security import is_in_place

    if not is_in_place():
        stop(
            say(
                "Peran semesta_web belum ada di server basis data, maka halaman tidak dilayani: jalankan "
                "`semesta doctor` (docs/operations.md, bagian peran).",
                "The server of the database has no role semesta_web, so no page is served: run `semesta doctor` "
                "(docs/operations.md, on roles).",
            ),
            Exit.CHECK_FAILED,
        )


def _refuse_without_model() -> None:
    """Stop when the settings name a matching model that cannot be used: no pair could be shown or decided."""
    from semesta.duplicates.model_in_use import UnusableModelError, model_in_use

    try:
        model_in_use()
    except UnusableModelError as problem:
        stop(str(problem), Exit.CHECK_FAILED)


def _refuse_busy(host: str, port: int) -> None:
    """Stop in plain words when the address cannot be served."""
    try:
        known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, _, _, address = known[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError:
        stop(
            say(
                f"Port {port} hanya untuk root; pilih yang lain, misalnya --port 8000.",
                f"Port {port} is for root only; choose another, for example --port 8000.",
            ),
            Exit.USAGE,
        )
    except OSError as problem:
        stop(
            say(
                f"{host}:{port} tidak dapat dipakai, mungkin sudah dipakai program lain ({problem.strerror}). "
                f"Pilih yang lain, misalnya --port {port % 65535 + 1}.",
                f"{host}:{port} cannot be used, perhaps another program has it ({problem.strerror}). "
                f"Choose another, for example --port {port % 65535 + 1}.",
            ),
            Exit.USAGE,
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
