"""`semesta token`: let another system in, see who is in, and shut it out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import typer

from semesta.accounts.actor import Role
from semesta.cli.console import console_actor, regency, today
from semesta.cli.show import Exit, err, open_rooms, out, print_json, stop, table
from semesta.cli.words import say
from semesta.tokens.token_scope import TokenScope

app = typer.Typer(no_args_is_help=True, help="Token untuk sistem lain. / Tokens of other systems.")
Json = Annotated[bool, typer.Option("--json", help="keluaran JSON / print JSON")]
Name = Annotated[str, typer.Argument(help="nama sistem, mis. satu-data / the system's name")]
_DAYS = 180


@app.command("issue")
def issue_command(
    name: Name,
    scope: Annotated[list[TokenScope], typer.Option("--scope", help="boleh berulang / may be repeated")],
    role: Annotated[Role, typer.Option("--role", help="peran / role")] = Role.READER,
    territory: Annotated[str, typer.Option("--territory", help="kode wilayah / region code")] = "",
    agency: Annotated[str, typer.Option("--agency", help="kunci dinas / key of an agency")] = "",
    until: Annotated[str, typer.Option("--until", help=f"TTTT-BB-HH; bawaan / default {_DAYS} hari / days")] = "",
    as_json: Json = False,
) -> None:
    """Terbitkan token; rahasianya tampil satu kali. / Issue a token; its secret is shown once."""
    open_rooms()
    from semesta.tokens.actions import NewToken, TokenError, issue_token

    expires_on = _day(until) if until else today() + timedelta(days=_DAYS)
    wanted = NewToken(
        name=name, role=role, territory=territory or regency(), scopes=scope, expires_on=expires_on, agency=agency
    )
    try:
        secret = issue_token(console_actor(), wanted, today=today())
    except TokenError as problem:
        stop(str(problem), Exit.NOT_TAKEN)
    if as_json:
        print_json({"name": name, "token": secret, "expires_on": expires_on})
        return
    err.print(say("Simpan sekarang; token ini tidak dapat dibaca lagi:", "Keep it now; it cannot be read again:"))
    out.print(secret, highlight=False, soft_wrap=True)


@app.command("list")
def list_command(as_json: Json = False) -> None:
    """Token yang ada dan kapan terakhir dipakai. / The tokens and when they were last used."""
    open_rooms()
    from semesta.tokens.queries import tokens

    lines = tokens()
    if as_json:
        print_json(lines)
        return
    columns = [say("Nama", "Name"), say("Peran", "Role"), say("Wilayah", "Territory"), say("Lingkup", "Scopes"),
               say("Sampai", "Until"), say("Terakhir", "Last used"), say("Dicabut", "Revoked")]  # fmt: skip
    rows = [
        [line["name"], line["role"], line["territory"], " ".join(line["scopes"]), str(line["expires_on"]),
         *(f"{at:%Y-%m-%d}" if at else "-" for at in (line["last_used_at"], line["revoked_at"]))]
        for line in lines
    ]  # fmt: skip
    out.print(table(say("Token", "Tokens"), columns, rows))


@app.command("revoke")
def revoke_command(name: Name, as_json: Json = False) -> None:
    """Cabut token seketika. / Revoke a token at once."""
    open_rooms()
    from django.utils import timezone

    from semesta.tokens.actions import TokenError, revoke_token

    try:
        revoke_token(console_actor(), name, now=timezone.now())
    except TokenError as problem:
        stop(str(problem), Exit.NOT_TAKEN)
    if as_json:
        print_json({"name": name, "is_revoked": True})
    else:
        out.print(say(f"Token {name} dicabut.", f"Token {name} is revoked."))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(say("tulis TTTT-BB-HH", "write YYYY-MM-DD"), param_hint="--until") from None
