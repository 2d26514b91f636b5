"""`semesta accounts`: invite, list, end, hand over, reset, end sessions; the first administrator is invited here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from semesta.cli.console import console_actor, regency
from semesta.cli.show import Exit, open_rooms, out, print_json, stop, table
from semesta.cli.words import language, say

app = typer.Typer(no_args_is_help=True, help="Petugas: undang, daftar, akhiri. / People who work here.")
Username = Annotated[str, typer.Argument(metavar="USERNAME", help="nama masuk / sign-in name")]
Reason = Annotated[str, typer.Option("--reason", help="alasan / why")]
ForWhom = Annotated[str, typer.Option("--for", help="nama orangnya / the person's name")]
Json = Annotated[bool, typer.Option("--json", help="JSON")]


@app.command("invite")
def invite_command(
    role: Annotated[str, typer.Option("--role", help="administrator, village_operator, verifier, ...")],
    territory: Annotated[str, typer.Option("--territory", help="kode wilayah / region code")] = "",
    agency: Annotated[str, typer.Option("--agency", help="kunci dinas / agency key")] = "",
    for_whom: ForWhom = "",
    reason: Reason = "konsol",
    as_json: Json = False,
) -> None:
    """Buat tautan sekali pakai untuk petugas baru. / Make a one-time link for somebody new."""
    open_rooms()
    from semesta.accounts.actor import Role
    from semesta.staff.actions import invite
    from semesta.staff.post import Post

    if role not in set(Role):
        stop(say(f"peran: {', '.join(Role)}", f"roles: {', '.join(Role)}"), Exit.USAGE)
    with _refusals():
        token = invite(
            console_actor(), Post(Role(role), territory or regency(), agency), for_whom=for_whom, reason=reason,
            now=_now(),
        )  # fmt: skip
    _print_link(token, as_json)


@app.command("list")
def list_command(
    search: Annotated[str, typer.Argument(help="bagian nama, peran, wilayah / part of name, role, region")] = "",
    ended: Annotated[bool, typer.Option("--ended", help="yang sudah berakhir / those that ended")] = False,
    as_json: Json = False,
) -> None:
    """Daftar petugas. / List who works here."""
    open_rooms()
    from semesta.staff.queries import appointments, waiting_invitations

    people = appointments(console_actor(), search=search, ended=ended)
    waiting = waiting_invitations(console_actor(), now=_now())
    if as_json:
        print_json({"people": people, "invitations": waiting})
        return
    headings = [say("Nama masuk", "Sign-in name"), say("Nama", "Name"), say("Peran", "Role"), say("Wilayah", "Region"),
                say("Sejak", "Since"), say("Sampai", "Until")]  # fmt: skip
    rows = [
        [p["username"], p["name"], p["role"], p["agency"] or p["territory"], p["from_on"], p["until_on"] or "-"]
        for p in people
    ]
    out.print(table(say("Petugas", "People"), headings, [[str(cell) for cell in row] for row in rows]))
    number = len(waiting)
    out.print(say(f"{number} undangan menunggu.", f"{number} invitations wait."), highlight=False)


@app.command("end")
def end_command(username: Username, reason: Reason, as_json: Json = False) -> None:
    """Akhiri tugas seseorang; semua sesinya berhenti sekarang. / End an appointment and every session of it."""
    open_rooms()
    from semesta.staff.actions import end_appointment

    with _refusals():
        sessions = end_appointment(console_actor(), username, reason=reason, now=_now())
    if as_json:
        print_json({"username": username, "sessions_ended": sessions})
        return
    said = say(f"{username} berhenti; {sessions} sesi diakhiri.", f"{username} has left; {sessions} sessions ended.")
    out.print(said, highlight=False)


@app.command("hand-over")
def hand_over_command(username: Username, reason: Reason, for_whom: ForWhom = "", as_json: Json = False) -> None:
    """Akhiri tugas seseorang dan undang penggantinya. / End somebody's appointment and invite the successor."""
    open_rooms()
    from semesta.staff.actions import hand_over

    with _refusals():
        token = hand_over(console_actor(), username, for_whom=for_whom, reason=reason, now=_now())
    _print_link(token, as_json)


@app.command("reset")
def reset_command(username: Username, reason: Reason, as_json: Json = False) -> None:
    """Atur ulang cara masuk: tautan untuk sandi baru. / Reset signing in: a link for a new password."""
    open_rooms()
    from semesta.staff.actions import reset_sign_in

    with _refusals():
        token = reset_sign_in(console_actor(), username, reason=reason, now=_now())
    _print_link(token, as_json)


@app.command("end-sessions")
def end_sessions_command(username: Username, as_json: Json = False) -> None:
    """Akhiri semua sesi seseorang sekarang juga; tugasnya tetap. / Sign somebody out everywhere; the post stays."""
    open_rooms()
    from semesta.staff.actions import end_sessions

    with _refusals():
        sessions = end_sessions(console_actor(), username)
    if as_json:
        print_json({"username": username, "sessions_ended": sessions})
        return
    said = say(f"{sessions} sesi {username} diakhiri.", f"{sessions} sessions of {username} ended.")
    out.print(said, highlight=False)


@contextmanager
def _refusals() -> Iterator[None]:
    from semesta.accounts.actor import NotPermittedError
    from semesta.staff.refusals import StaffRefusedError

    try:
        yield
    except StaffRefusedError as problem:
        stop(problem.said(language()), Exit.NOT_TAKEN)
    except NotPermittedError as problem:
        stop(str(problem), Exit.NOT_PERMITTED)


def _now() -> datetime:
    from django.conf import settings

    return datetime.now(ZoneInfo(settings.TIME_ZONE))


def _print_link(token: str, as_json: bool) -> None:
    from django.urls import reverse

    page: dict[str, Any] = {"link": reverse("invitation", args=[token])}
    if as_json:
        print_json(page)
        return
    out.print(
        say(
            f"Tautan sekali pakai, berlaku 7 hari (awali dengan alamat situs):\n{page['link']}",
            f"A one-time link, valid for 7 days (put the site's address before it):\n{page['link']}",
        ),
        highlight=False, soft_wrap=True,
    )  # fmt: skip
