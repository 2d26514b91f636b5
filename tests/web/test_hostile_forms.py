"""Every form and every address of the pages against hostile values: a clear answer, nothing lost, nothing leaked.

The forms are those that stand on the pages, found by walking all addresses as every reader; each is tried in the hands
of whoever may least of those who find it. A new form is tried without being named here.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from semesta.accounts.actor import Role
from semesta.bulk import read_lines
from tests.conftest import drop_database
from tests.intake.builders import VILLAGE
from tests.web.auditor.trail_words import without_words
from tests.web.conftest import _pointing_at
from tests.web.forms_of_pages import name_of, walk
from tests.web.hostile import (
    CITIZEN,
    HOSTILE,
    READERS,
    House,
    attempts,
    counts,
    is_clear,
    people_of,
    sent,
)
from tests.web.made_up import OTHER_VILLAGE
from tests.web.made_up_money import MadeUpMoney, number_of
from tests.web.test_matrix import FOR_ROLES, TABLE, address_of, roles_of


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


def test_every_reader_has_pages_and_forms_are_in_the_hands_of_whoever_may_least(house: House) -> None:
    assert {reader for reader in READERS if len(house.pages[reader]) > 3} == set(READERS)
    assert [name for name in TABLE if ("planner" in roles_of(name)) != ("finance" in roles_of(name))] == []
    least = {one.form.key[0]: one.reader for one in reversed(house.to_send)}
    assert (least["my-cover"], least["hand-in"], least["person-tell"]) == (CITIZEN, *[Role.VILLAGE_OPERATOR] * 2)
    assert (least["verifier-decide"], least["trail-csv"], least["new-purse"]) == (
        Role.VERIFIER, Role.AUDITOR, Role.FINANCE,
    )  # fmt: skip


def test_the_trail_of_money_leaves_nothing_without_words(house: House) -> None:
    assert without_words() == set()


def test_no_page_names_people_whom_its_reader_may_not_know(house: House) -> None:
    outside, everybody = people_of(f"village_code IS DISTINCT FROM '{VILLAGE}'"), people_of("true")
    unknown = {CITIZEN: everybody, Role.PROVINCE: everybody, Role.VILLAGE_OPERATOR: outside - people_of(OF_VILLAGE)}
    assert min(map(len, unknown.values())) > 2
    told = [
        (reader, address, name)
        for reader, names in unknown.items()
        for address, answer in house.pages[reader].items()
        for name in names
        if name.encode() in answer.content
    ]
    assert told == []


OF_VILLAGE = f"village_code = '{VILLAGE}'"


def test_a_form_turned_to_another_village_does_nothing_there(house: House) -> None:
    """Whoever changes an address or a hidden value by hand is answered as if the other village were not there."""
    operator, stranger = house.client_of(Role.VILLAGE_OPERATOR), str(number_of("PEDAGANG B"))
    (theirs,) = read_lines(
        "SELECT min(id) AS id FROM intake_submission WHERE sender = %s", [OTHER_VILLAGE]
    )  # fmt: skip
    forms = [one.form for one in house.to_send if one.reader == Role.VILLAGE_OPERATOR]
    turned = [form for form in forms if re.search(r"\d", form.action)]
    assert len(turned) > 3
    before, names = counts(), people_of(f"village_code = '{OTHER_VILLAGE}'")
    for form in turned:
        address = form.action.replace(VILLAGE, OTHER_VILLAGE)
        address = re.sub(r"(?<=/orang/)\d+", stranger, re.sub(r"(?<=/kiriman/)\d+", str(theirs["id"]), address))
        if address != form.action:
            answer = operator.post(address, form.filled())
            assert answer.status_code in (302, 403, 404), address
            assert not any(name.encode() in answer.content for name in names), address
    assert counts() == before


def test_hostile_values_in_every_form_get_a_clear_answer(house: House) -> None:
    assert len(house.to_send) > 35
    wrong = []
    for one in house.to_send:
        client = house.client_of(one.reader)
        wrong += [
            (one.reader, one.form.key, kind)
            for kind, values in attempts(one.form)
            if not is_clear(sent(client, one.form, values))
        ]
    assert wrong == []
    for reader in (OPERATOR, Role.ADMINISTRATOR):
        pages, _ = walk(house.client_of(reader), list(house.pages[reader]), but=PUBLIC if reader == OPERATOR else ())
        assert [address for address, answer in pages.items() if b"<script>alert('x')" in answer.content] == []
        assert [cell for answer in pages.values() for cell in formulas_in(answer)] == []


OPERATOR = Role.VILLAGE_OPERATOR
PUBLIC = {name for name in TABLE if name not in FOR_ROLES}


def formulas_in(answer: Any) -> list[str]:
    """Return the cells of a CSV that a spreadsheet would run."""
    if not answer.headers["Content-Type"].startswith("text/csv"):
        return []
    cells = [cell for line in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in line]
    parts = [part for cell in cells for part in cell.split(";")]
    return [part for part in parts if part.startswith(("=", "@", "+", "\t")) and not part[1:].isdigit()]


def test_a_form_beyond_all_measure_is_refused_in_words(house: House) -> None:
    one = next(one for one in house.to_send if one.form.key[0] == "person-tell")
    client = house.client_of(one.reader)
    before = counts()
    for beyond in ({"note": "A" * 2_000_000}, {f"isian-{number}": "1" for number in range(2_000)}):
        answer = client.post(one.form.action, one.form.filled() | beyond)
        assert answer.status_code == 400
        assert "Tidak ada data yang berubah" in answer.content.decode()
    assert counts() == before


def test_hostile_values_in_every_address_get_a_clear_answer(house: House) -> None:
    names = {field.name for one in house.found.values() for field in one.form.fields} | ASKED_BY_LINKS
    tried: set[str] = set()
    wrong = []
    for reader, pages in house.pages.items():
        client = house.client_of(reader)
        for path in {name_of(address): address.partition("?")[0] for address in pages}.values():
            for kind in ("nought in a script", "huge number") if name_of(path) not in tried else ():
                answer = client.get(path, dict.fromkeys(names, HOSTILE[kind]))
                wrong += [] if is_clear(answer) else [(reader, path, kind)]
            tried.add(name_of(path))
    assert len(tried) > 70
    assert wrong == []


ASKED_BY_LINKS = {
    "page", "month", "sesudah", "sebelum", "since", "district", "order", "reversed", "rencana", "dana", "purse", "year",
    "tahun", "bulan", "desa", "jenis", "menurut", "segment", "sex", "class", "payer", "who", "a", "b", "next", "salah",
    "hasil", "belum", "sisa", "orang", "segel", "lang", "keadaan", "oleh", "pembayar", "sampai", "penghasilan", "cari",
}  # fmt: skip
"""What addresses are asked with by links, besides the fields of forms."""


def test_a_form_sent_twice_leaves_no_more_than_once_and_one_can_go_back(house: House) -> None:
    twice = []
    for one in house.to_send:
        client = house.client_of(one.reader)
        first = sent(client, one.form, one.form.filled())
        before = counts()
        back = client.get(one.form.page)
        again = sent(client, one.form, one.form.filled())
        assert max(first.status_code, back.status_code, again.status_code) < 500, one.form.key
        grown = {name: number - before[name] for name, number in counts().items() if number != before[name]}
        twice += [(one.form.key[0], grown)] if grown else []
    assert twice == []


def test_a_session_that_ended_changes_nothing_and_leads_to_the_sign_in(house: House) -> None:
    before, gone = counts(), Client()
    behind = [one.form for one in house.to_send if name_of(one.form.action) in FOR_ROLES]
    led = {form.action: gone.post(form.action, form.filled()).headers.get("Location", "") for form in behind}
    assert [action for action, where in led.items() if not where.startswith("/masuk/?next=")] == []
    assert counts() == before


def test_no_form_is_taken_without_its_token(house: House) -> None:
    for one in house.to_send:
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = house.client_of(one.reader).cookies
        answer = strict.post(one.form.action, one.form.filled())
        assert answer.status_code == 403, one.form.key
        assert "tidak ada data yang berubah" in answer.content.decode(), one.form.key


def test_a_number_that_nothing_bears_is_not_found_quietly(house: House) -> None:
    client = house.client_of(Role.ADMINISTRATOR)
    addresses = [address_of(name, VILLAGE).replace("/1/", f"/{10**30}/") for name in FOR_ROLES]
    assert [address for address in addresses if client.get(address).status_code >= 500] == []
