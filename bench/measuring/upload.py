"""One list handed in through the pages: from sending the file to the last byte of its result page."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from measuring.readers import MARK
from measuring.regency import SEED, made_up_regency, manifest_of

NEW_SEED = SEED + 1
"""Another regency's people than those who are in the database: a list of newcomers, with a namesake here and there."""
ROWS = 3_000
SECONDS_BETWEEN_LOOKS = 0.5
LONGEST = 300.0


def list_to_hand_in(scale: float) -> tuple[Path, str, int]:
    """Return a village list of as nearly 3,000 rows as there is that was not handed in before, its village and rows."""
    from semesta.intake.storage import sha256_of

    folder = made_up_regency(scale, seed=NEW_SEED)
    lists = [entry for entry in manifest_of(folder).files if entry.kind == "village_list"]
    for entry in sorted(lists, key=lambda entry: abs(entry.rows - ROWS)):
        path = folder / entry.path
        if path.suffix == ".xlsx" and not _is_known(sha256_of(path)):
            return path, entry.sender, entry.rows
    raise SystemExit("every list of that regency was handed in already; measure on a fresh database")


def _is_known(sha256: str) -> bool:
    from semesta.bulk import read_lines

    return bool(read_lines("SELECT 1 AS one FROM intake_submission WHERE sha256 = %s LIMIT 1", [sha256]))


@contextmanager
def operator_of(village: str) -> Iterator[str]:
    """Sign the operator of a village in; give the cookie of the session. The user is gone afterwards."""
    from django.test import Client

    from semesta.accounts.models import User

    user = User.objects.create(
        username=f"{MARK}upload", role="village_operator", territory=village, is_active=True
    )  # fmt: skip
    client = Client()
    client.force_login(user)
    try:
        yield client.cookies["sessionid"].value
    finally:
        client.logout()
        user.delete()


def seconds_to_result(port: int, session: str, path: Path) -> float:
    """Hand the file in with the form, ask for its job as the page does, open the result; return the seconds it took."""
    form = _answer(port, "GET", "/serahkan/", session)
    sent = {name: _hidden(form.text, name) for name in ("csrfmiddlewaretoken", "key")}
    began = time.perf_counter()
    with path.open("rb") as file:
        body = encode_multipart(BOUNDARY, {**sent, "purpose": "serahkan", "file": file})
    headers = {"Content-Type": MULTIPART_CONTENT, "Referer": f"http://127.0.0.1:{port}/serahkan/"}
    taken = _answer(port, "POST", "/serahkan/", session, form.cookies, headers, body)
    job = taken.headers["Location"]
    while time.perf_counter() - began < LONGEST:
        asked = _answer(port, "GET", job, session, headers={"HX-Request": "true"})
        if "HX-Redirect" in asked.headers:
            _answer(port, "GET", asked.headers["HX-Redirect"], session)
            return time.perf_counter() - began
        time.sleep(SECONDS_BETWEEN_LOOKS)
    raise SystemExit(f"{path.name} had no result after {LONGEST:.0f} s")


def refresh_is(state: str, *steps: str) -> bool:
    """Say whether the matching and counting that the program asked for last is in this state, and at one of these
    steps if any is named.
    """
    found = last_refresh()
    return found is not None and found["state"] == state and (not steps or found["step"] in steps)


def last_refresh() -> dict[str, Any] | None:
    """Return the job of the last matching and counting, as `jobs.queries.last_of_program` does."""
    from semesta.intake.refreshing import REFRESH
    from semesta.jobs.queries import last_of_program

    return last_of_program(REFRESH)


class _Answer:
    def __init__(self, answer: http.client.HTTPResponse, path: str) -> None:
        self.text = answer.read().decode(errors="replace")
        self.headers = answer.headers  # whatever case the server writes their names in
        self.cookies = "; ".join(
            cookie.split(";")[0] for name, cookie in answer.getheaders() if name.lower() == "set-cookie"
        )
        if answer.status >= http.client.BAD_REQUEST:
            raise SystemExit(f"{path}: {answer.status}")


def _answer(
    port: int,
    method: str,
    path: str,
    session: str,
    cookies: str = "",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> _Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    sent = {"Cookie": "; ".join(filter(None, (f"sessionid={session}", cookies))), **(headers or {})}
    connection.request(method, path, body=body, headers=sent)
    answer = _Answer(connection.getresponse(), path)
    connection.close()
    return answer


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    if found is None:
        raise SystemExit(f"the form of hand-ins has no {name}")
    return found[1]
