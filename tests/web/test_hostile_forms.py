"""Every form and every address of the pages against hostile values: a clear answer, nothing lost, nothing leaked.

The forms are those that stand on the pages, found by walking all addresses as the role that sees most; a new form is
tried without being named here.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from semesta.accounts.actor import Role
from semesta.bulk import read_lines
from tests.conftest import drop_database
from tests.intake.builders import LOTIM, VILLAGE
from tests.web.conftest import _pointing_at
from tests.web.forms_of_pages import Form, name_of, walk
from tests.web.made_up_money import MadeUpMoney
from tests.web.signing import signed_in_as
from tests.web.test_matrix import FOR_ROLES, TABLE, address_of

SCRIPT = "\"><script>alert('x')</script>"
HOSTILE = {
    "script": SCRIPT,
    "formula": '=HYPERLINK("http://jahat.example")',
    "path and SQL": "../../../etc/passwd\\..\\'; DROP TABLE people_person; --",
    "nought in a script": f"'a\0b{SCRIPT}",
    "huge number": "9" * 40,
    "negative": "-1",
    "long": "A" * 20_000,
}
ALSO_AS_CHOICE = ("script", "huge number")
"""What is also put where the page offers a choice or keeps a value of its own."""
ONCE_MORE = {
    "django_session",
    "signin_session",
    "audit_entry",
    "axes_accessattempt",
    "axes_accessfailurelog",
    "django_tasks_db_dbtaskresult",
}
"""Tables in which a second sending may leave a line: that it was sent."""


def an_administrator() -> Client:
    return signed_in_as(Role.ADMINISTRATOR, LOTIM)


class House:
    """The made-up regency with money to write to, its pages and forms as an administrator finds them."""

    def __init__(self) -> None:
        self.client = an_administrator()
        starts = [address_of(name) for name in TABLE if address_of(name)]
        self.pages, self.forms = walk(self.client, starts)
        self.to_send = [form for form in self.forms if form.method == "post"]

    def sent(self, client: Client, form: Form, values: dict[str, Any]) -> Any:
        """Send a form; an error of the program fails the test."""
        return client.post(form.action, _files_made(form, values))


def _files_made(form: Form, values: dict[str, Any]) -> dict[str, Any]:
    """Put a file where the form asks for one: named and filled with the hostile value."""
    sent = dict(values)
    for one in form.fields:
        if one.kind == "file":
            text = str(sent[one.name])
            sent[one.name] = SimpleUploadedFile(f"{text[:60].replace(chr(0), '')}.csv", text.encode())
    return sent


@pytest.fixture(scope="module")
def house(database_with_money: tuple[str, MadeUpMoney], django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """Walk the pages of a copy of the regency with money, for this file alone; Django points at it until the end."""
    name = f"{database_with_money[0]}_hostile"
    with (
        django_db_blocker.unblock(),
        tempfile.TemporaryDirectory(prefix="semesta-") as folder,
        pytest.MonkeyPatch.context() as patch,
        override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]),  # hundreds are compared
    ):
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{database_with_money[0]}"')
        patch.setenv("SEMESTA_VAR", str(Path(folder)))
        patch.setenv("SEMESTA_TODAY", "2026-01-20")
        with _pointing_at(name):
            yield House()
        drop_database(name)


def counts() -> dict[str, int]:
    names = [name for name in connection.introspection.table_names() if name not in ONCE_MORE]
    asked = " UNION ALL ".join(f"SELECT '{name}' AS name, count(*) AS number FROM \"{name}\"" for name in names)
    return {line["name"]: line["number"] for line in read_lines(asked)}


def is_clear(answer: Any) -> bool:
    return answer.status_code < 500 and b"<script>alert('x')" not in answer.content


def test_hostile_values_in_every_form_get_a_clear_answer(house: House) -> None:
    assert len(house.to_send) > 25
    wrong = []
    for form in house.to_send:
        filled, client = form.filled(), an_administrator()
        open_ones = {one.name for one in form.fields if one.kind not in ("hidden", "select", "button")}
        for kind, value in HOSTILE.items():
            told = {name: value if name in open_ones else text for name, text in filled.items()}
            chosen = {name: value if name not in open_ones else text for name, text in filled.items()}
            tried = [told] if kind not in ALSO_AS_CHOICE else [told, chosen]
            wrong += [(form.key, kind) for values in tried if not is_clear(house.sent(client, form, values))]
    assert wrong == []
    pages, _ = walk(house.client, list(house.pages))
    assert [address for address, answer in pages.items() if b"<script>alert('x')" in answer.content] == []
    assert [cell for answer in pages.values() for cell in formulas_in(answer)] == []


def formulas_in(answer: Any) -> list[str]:
    """Return the cells of a CSV that a spreadsheet would run."""
    if not answer.headers["Content-Type"].startswith("text/csv"):
        return []
    cells = [cell for line in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in line]
    parts = [part for cell in cells for part in cell.split(";")]
    return [part for part in parts if part.startswith(("=", "@", "+", "\t")) and not part[1:].isdigit()]


def test_hostile_values_in_every_address_get_a_clear_answer(house: House) -> None:
    names = {one.name for form in house.forms for one in form.fields} | ASKED_BY_LINKS
    wrong = []
    for path in {name_of(address): address.partition("?")[0] for address in house.pages}.values():
        for kind in ("nought in a script", "huge number"):
            answer = house.client.get(path, dict.fromkeys(names, HOSTILE[kind]))
            wrong += [] if is_clear(answer) else [(path, kind)]
    assert wrong == []


ASKED_BY_LINKS = {
    "page", "month", "sesudah", "sebelum", "since", "district", "order", "reversed", "rencana", "dana", "purse", "year",
    "tahun", "bulan", "desa", "jenis", "menurut", "segment", "sex", "class", "payer", "who", "a", "b", "next", "salah",
    "hasil", "belum", "sisa", "orang", "segel", "lang", "keadaan", "oleh", "pembayar", "sampai", "penghasilan", "cari",
}  # fmt: skip
"""What addresses are asked with by links, besides the fields of forms."""


def test_a_form_sent_twice_leaves_no_more_than_once(house: House) -> None:
    twice = []
    for form in house.to_send:
        client = an_administrator()
        first = house.sent(client, form, form.filled())
        before = counts()
        again = house.sent(client, form, form.filled())
        assert max(first.status_code, again.status_code) < 500, form.key
        grown = {name: number - before[name] for name, number in counts().items() if number != before[name]}
        twice += [(form.key[0], grown)] if grown else []
    assert twice == []


def test_no_form_is_taken_without_its_token(house: House) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = an_administrator().cookies
    taken = {form.action for form in house.to_send if strict.post(form.action, form.filled()).status_code != 403}
    assert taken == set()
    assert "tidak ada data yang berubah" in strict.post(house.to_send[0].action).content.decode()


def test_a_number_that_nothing_bears_is_not_found_quietly(house: House) -> None:
    addresses = [address_of(name, VILLAGE).replace("/1/", f"/{10**30}/") for name in FOR_ROLES]
    assert [address for address in addresses if house.client.get(address).status_code >= 500] == []
