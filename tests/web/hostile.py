"""Every form of the pages as the least of its readers finds it, and what somebody hostile writes into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from semesta.accounts.actor import Role
from semesta.bulk import read_lines
from tests.intake.builders import LOTIM, VILLAGE
from tests.web.forms_of_pages import Form, walk
from tests.web.made_up import DISTRICT
from tests.web.signing import signed_in_as
from tests.web.test_matrix import TABLE, address_of, roles_of

SCRIPT = "\"><script>alert('x')</script>"
HOSTILE: Mapping[str, str] = {
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
NO_LISTS: Mapping[str, bytes] = {
    "../../etc/passwd.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "daftar.xlsx": b"PK\x03\x04" + b"\xff" * 64,
    "daftar.csv\0.exe": b"MZ\x90\0" + bytes(64),
    "kosong.csv": b"",
}
"""Files of another kind than their name says, and names that lead elsewhere."""
CITIZEN = "citizen"
READERS: Mapping[str, str] = {
    CITIZEN: "",
    Role.VILLAGE_OPERATOR: VILLAGE,
    Role.DISTRICT: DISTRICT,
    Role.AGENCY_OPERATOR: LOTIM,
    Role.PROVINCE: LOTIM,
    Role.INSURER_BRANCH: LOTIM,
    Role.ENTERPRISE_OFFICER: LOTIM,
    Role.AUDITOR: LOTIM,
    Role.VERIFIER: LOTIM,
    Role.FINANCE: LOTIM,
    Role.ADMINISTRATOR: LOTIM,
}
"""Readers and their territory, from whoever may least to whoever may most. A planner finds what finance finds, and who
only reads has no form but that of the own account."""
ONCE_MORE = {
    "django_session",
    "signin_session",
    "audit_entry",
    "axes_accessattempt",
    "axes_accessfailurelog",
    "django_tasks_db_dbtaskresult",
}
"""Tables in which a second sending may leave a line: that it was sent."""


@dataclass(frozen=True)
class Found:
    """A form and the reader who may least of those who find it."""

    reader: str
    form: Form


class House:
    """The made-up regency with money to write to: the pages of every reader, and every form once."""

    def __init__(self) -> None:
        self.pages: dict[str, dict[str, Any]] = {}
        self.found: dict[tuple[str, str, tuple[str, ...]], Found] = {}
        for reader in READERS:
            self.pages[reader], forms = walk(self.client_of(reader), list(_starts(reader)), but=_walked(reader))
            for form in forms:
                self.found.setdefault(form.key, Found(reader, form))
        self.to_send = [one for one in self.found.values() if one.form.method == "post"]

    def client_of(self, reader: str) -> Client:
        """Return the browser of a reader, signed in anew; a citizen's is not."""
        if reader == CITIZEN:
            return Client()
        agency = "dinas-pertanian" if reader == Role.AGENCY_OPERATOR else ""
        return signed_in_as(Role(reader), READERS[reader], agency=agency)


def _starts(reader: str) -> Iterator[str]:
    for name in TABLE:
        if reader == CITIZEN or reader in roles_of(name) or (TABLE[name]["open_to"] == "everybody"):
            yield address_of(name, READERS[reader] or VILLAGE)


def _walked(reader: str) -> set[str]:
    """Return the public addresses, which look alike to whoever is signed in: one such reader walks them."""
    seen_by = (CITIZEN, Role.VILLAGE_OPERATOR, Role.ADMINISTRATOR)
    return set() if reader in seen_by else {name for name in TABLE if TABLE[name]["open_to"] == "everybody"}


def sent(client: Client, form: Form, values: Mapping[str, Any]) -> Any:
    """Send a form; where it asks for a file, one named and filled with the value told for it."""
    told = dict(values)
    for one in form.fields:
        if one.kind == "file" and isinstance(told[one.name], str):
            text = str(told[one.name])
            told[one.name] = SimpleUploadedFile(f"{text[:60].replace(chr(0), '')}.csv", text.encode())
    return client.post(form.action, told)


def attempts(form: Form) -> Iterator[tuple[str, dict[str, Any]]]:
    """Go through what is tried on a form: the kind, and the values sent."""
    filled = form.filled()
    open_ones = {one.name for one in form.fields if one.kind not in ("hidden", "select", "button")}
    for kind, value in HOSTILE.items():
        yield kind, {name: value if name in open_ones else text for name, text in filled.items()}
        if kind in ALSO_AS_CHOICE:
            yield f"{kind} chosen", {name: text if name in open_ones else value for name, text in filled.items()}
    files = [one.name for one in form.fields if one.kind == "file"]
    for name, content in NO_LISTS.items() if files else ():
        yield name, filled | {field: SimpleUploadedFile(name, content) for field in files}


def is_clear(answer: Any) -> bool:
    """Say whether an answer is one of ours: no error of the program, none of its inside, no script let through."""
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    is_framed = answer.status_code < 400 or not is_page or b"<h1" in answer.content
    told = b"" if answer.streaming else answer.content
    return answer.status_code < 500 and is_framed and b"<script>alert('x')" not in told and b"Traceback" not in told


def counts() -> dict[str, int]:
    """Return how many lines every table has, but those where every asking leaves one."""
    names = [name for name in connection.introspection.table_names() if name not in ONCE_MORE]
    asked = " UNION ALL ".join(f"SELECT '{name}' AS name, count(*) AS number FROM \"{name}\"" for name in names)
    return {line["name"]: line["number"] for line in read_lines(asked)}


def people_of(where: str) -> set[str]:
    """Return the names of the persons whose village is told by a condition on `p.village_code`."""
    asked = f"SELECT DISTINCT name FROM people_person p WHERE regency_code = %s AND {where}"
    return {str(line["name"]) for line in read_lines(asked, [LOTIM])}
