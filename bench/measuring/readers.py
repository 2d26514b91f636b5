"""People who click: users made for a measurement, signed in, each with the pages of the own role and territory."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from measuring.house import REGENCY

MARK = "bench-"
PERSONS_EACH = 20
ROLES = ("village_operator",) * 6 + ("district", "verifier", "reader", "planner")
"""Of ten people, six sit in villages."""


@dataclass(frozen=True)
class Reader:
    """Somebody signed in: the session's cookie, and the addresses of each kind of page he or she opens."""

    cookie: str
    pages: dict[str, list[str]]

    def next_page(self, draw: random.Random) -> tuple[str, str]:
        """Return a kind of page and an address, kinds alike often."""
        kind = draw.choice(sorted(self.pages))
        return kind, draw.choice(self.pages[kind])


@contextmanager
def signed_in(number: int, seed: int = 7) -> Iterator[list[Reader]]:
    """Make so many users in villages and districts drawn by seed; they and their sessions are gone afterwards."""
    from semesta.accounts.models import User
    from semesta.signin.models import Session

    draw = random.Random(seed)
    villages = draw.sample(_villages(), min(number, 254))
    try:
        yield [_reader(place, ROLES[place % len(ROLES)], villages[place % len(villages)]) for place in range(number)]
    finally:
        Session.objects.filter(user__username__startswith=MARK).delete()
        User.objects.filter(username__startswith=MARK).delete()


def _reader(place: int, role: str, village: str) -> Reader:
    from django.test import Client

    from semesta.accounts.models import User

    territory = {"village_operator": village, "district": village[:8]}.get(role, REGENCY)
    user, _ = User.objects.get_or_create(
        username=f"{MARK}{place}", defaults={"role": role, "territory": territory, "is_active": True}
    )
    client = Client()
    client.force_login(user)
    return Reader(client.cookies["sessionid"].value, {"home": ["/"], **_pages(role, territory, village)})


def _pages(role: str, territory: str, village: str) -> dict[str, list[str]]:
    of_village = {
        "village": [f"/desa/{village}/"],
        "people": [f"/desa/{village}/orang/"],
        "person": [f"/orang/{number}/" for number in _persons_of(village)] or ["/"],
    }
    regent = {"regent": [f"/ringkasan/{territory}/"]}
    return {
        "village_operator": of_village,
        "district": of_village | {"district": [f"/ringkasan/{territory}/"]},
        "verifier": of_village | {"queue": ["/verifikasi/"]},
        "reader": regent,
        "planner": regent,
    }[role]


def _villages() -> list[str]:
    return _column(
        "SELECT code FROM regions_region WHERE regency_code = %s AND level = 'village' ORDER BY 1", [REGENCY]
    )


def _persons_of(village: str) -> list[str]:
    return _column(
        "SELECT id::text FROM people_person WHERE regency_code = %s AND village_code = %s AND merged_into IS NULL"
        " ORDER BY id LIMIT %s",
        [REGENCY, village, PERSONS_EACH],
    )


def _column(query: str, values: list[object]) -> list[str]:
    from semesta.bulk import read_lines

    return [str(next(iter(line.values()))) for line in read_lines(query, values)]
