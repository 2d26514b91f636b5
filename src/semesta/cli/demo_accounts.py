"""The accounts of a rehearsal: one for every role, with one password that is printed and kept nowhere."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.columns import Columns

from semesta.cli.console import console_actor
from semesta.cli.show import out
from semesta.cli.words import say


def open_accounts(regency_code: str) -> dict[str, Any]:
    """Make an account for every role of a made-up regency; return `password` and the sign-in `names`."""
    from django.conf import settings

    from semesta.accounts.actor import Role
    from semesta.regions.queries import regions_at
    from semesta.staff.post import Post
    from semesta.staff.rehearsal import open_rehearsal_accounts

    village = str(regions_at("village", within=regency_code)[0]["code"])
    places = {
        Role.VILLAGE_OPERATOR: village,
        Role.DISTRICT: village.rpartition(".")[0],
        Role.PROVINCE: regency_code.partition(".")[0],
    }
    agency = {Role.AGENCY_OPERATOR: "dinas-pertanian"}
    posts = {role: Post(role, places.get(role, regency_code), agency.get(role, "")) for role in Role}
    password = f"latihan-{secrets.token_hex(4)}"
    now = datetime.now(ZoneInfo(settings.TIME_ZONE))
    return {
        "password": password,
        "names": open_rehearsal_accounts(console_actor(), posts, password=password, now=now),
    }


def print_accounts(accounts: dict[str, Any], *, address: str) -> None:
    """Print password, sign-in names and where to sign in; address: of the pages, empty when none are served."""
    password = accounts["password"]
    said = say(f"Akun latihan, satu untuk setiap peran, semuanya dengan sandi [bold]{password}[/]:",
               f"Rehearsal accounts, one for each role, all with the password [bold]{password}[/]:")  # fmt: skip
    out.print(said, highlight=False)
    out.print(Columns(accounts["names"], padding=(0, 2)), highlight=False)
    folder = os.environ.get("SEMESTA_VAR", "var")
    where = say(
        f"Buka halamannya dengan `SEMESTA_VAR={folder} semesta serve`, lalu masuk di /masuk/.",
        f"Open the pages by `SEMESTA_VAR={folder} semesta serve`, then sign in at /masuk/.",
    )
    out.print(
        say(f"Perintah lain untuk latihan ini juga diawali SEMESTA_VAR={folder}.",
            f"Other commands on this rehearsal begin with SEMESTA_VAR={folder} too."),
        highlight=False,
    )  # fmt: skip
    out.print(say(f"Masuk di {address}masuk/", f"Sign in at {address}masuk/") if address else where, highlight=False)
