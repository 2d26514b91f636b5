"""`semesta privacy`: what is past its term, a person's own data, requests, and failures to protect data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from semesta.cli.console import console_actor, regency, today
from semesta.cli.show import Exit, open_rooms, out, print_json, stop, table
from semesta.cli.words import language, say

app = typer.Typer(no_args_is_help=True, help="Pelindungan data pribadi. / Protection of personal data.")
Json = Annotated[bool, typer.Option("--json", help="keluaran JSON / print JSON")]
Number = Annotated[int, typer.Argument(help="nomor / number")]


class Kind(StrEnum):
    """What may be asked about one's own data."""

    ACCESS = "access"
    CORRECTION = "correction"
    OBJECTION = "objection"
    ERASURE = "erasure"


class Verdict(StrEnum):
    """How a request is closed."""

    GRANTED = "granted"
    REFUSED = "refused"


class Told(StrEnum):
    """Who is told of a failure."""

    PEOPLE = "people"
    AUTHORITY = "authority"


@app.command("due")
def due_command(as_json: Json = False) -> None:
    """Yang lewat masa simpan, dan yang tetap beserta alasannya. / What is past its term, and what stays and why."""
    open_rooms()
    from semesta.privacy.queries import past_retention, staying

    past, stays = past_retention(regency(), on=today()), staying(regency())
    if as_json:
        print_json({"past": past, "stays": stays})
        return
    _show_past(past)
    columns = [say("Tetap", "Stays"), say("Baris", "Rows"), say("Alasan", "Why"), say("Pasal", "Article"), ""]
    rows = [[one["table"], one["rows"], one["why"][language()], one["article"], one["mark"]] for one in stays]
    out.print(table(say("Tidak dihapus", "Not erased"), columns, rows, right=(1,)))


@app.command("erase")
def erase_command(as_json: Json = False) -> None:
    """Hapus yang lewat masa simpan. / Erase what is past its term."""
    open_rooms()
    from semesta.privacy.actions import erase_past_retention

    erased = erase_past_retention(console_actor(), regency(), today=today())
    if as_json:
        print_json({"erased": erased})
    else:
        _show_past(erased)


@app.command("export")
def export_command(
    person: Number,
    reason: Annotated[str, typer.Option("--reason", help="alasan, masuk jejak / reason, kept in the trail")],
    folder: Annotated[Path, typer.Option("--out", help="folder tujuan / where to")] = Path(),
) -> None:
    """Semua data tentang seseorang: JSON dan PDF. / Everything about a person: JSON and PDF."""
    open_rooms()
    from semesta.privacy.actions import export_person
    from semesta.privacy.queries import NobodyError
    from semesta.privacy.readable import as_json, as_pdf
    from semesta.regions.queries import region_named

    with _refusals():
        try:
            found = export_person(console_actor(), regency(), person, reason=reason)
        except NobodyError:
            stop(say(f"Tidak ada orang nomor {person}", f"There is nobody numbered {person}"), Exit.NOT_TAKEN)
    folder.mkdir(parents=True, exist_ok=True)
    name = folder / f"data-pribadi-{person}"
    name.with_suffix(".json").write_text(as_json(found))
    told = {"regency": region_named(regency())["name"], "by": console_actor().name, "on": today()}
    name.with_suffix(".pdf").write_bytes(as_pdf(found, person_id=person, language=language(), **told))
    out.print(f"{name}.json, {name}.pdf")


@app.command("request")
def request_command(
    kind: Kind,
    wish: Annotated[str, typer.Argument(help="yang diminta / what is asked")],
    person: Annotated[int | None, typer.Option("--person", help="nomor orang / number of the person")] = None,
    as_json: Json = False,
) -> None:
    """Catat permintaan seseorang atas datanya. / Keep what somebody asks about their own data."""
    open_rooms()
    from semesta.privacy.actions import receive_request

    with _refusals():
        number = receive_request(console_actor(), regency(), kind.value, wish=wish, person_id=person, now=_now())
    _done({"number": number}, as_json)


@app.command("answer")
def answer_command(
    number: Number,
    verdict: Verdict,
    answer: Annotated[str, typer.Argument(help="jawaban / the answer")],
    as_json: Json = False,
) -> None:
    """Jawab permintaan. / Answer a request."""
    open_rooms()
    from semesta.privacy.actions import answer_request

    with _refusals():
        answer_request(console_actor(), regency(), number, verdict.value, answer=answer, now=_now())
    _done({"number": number, "state": verdict.value}, as_json)


@app.command("breach")
def breach_command(
    what: Annotated[str, typer.Argument(help="apa yang terjadi / what happened")],
    data: Annotated[str, typer.Option("--data", help="data apa / which data")],
    people: Annotated[int, typer.Option("--people", help="berapa orang / how many people")],
    handling: Annotated[str, typer.Option("--handling", help="penanganan / what is done about it")],
    happened: Annotated[str, typer.Option("--happened", help="TTTT-BB-HHTjj:mm+08:00 / ISO time with zone")],
    known: Annotated[str, typer.Option("--known", help="sejak diketahui / since it is known; default: now")] = "",
    as_json: Json = False,
) -> None:
    """Catat kegagalan pelindungan data (3 x 24 jam, pasal 46). / Keep a failure to protect data (article 46)."""
    open_rooms()
    from semesta.privacy.actions import NewBreach, report_breach

    told = NewBreach(
        what=what, data=data, people=people, handling=handling, happened_at=_moment(happened),
        known_at=_moment(known) if known else _now(),
    )  # fmt: skip
    with _refusals():
        number = report_breach(console_actor(), regency(), told)
    _done({"number": number}, as_json)


@app.command("told")
def told_command(number: Number, who: Told, as_json: Json = False) -> None:
    """Catat bahwa warga atau lembaga sudah diberi tahu. / Keep that people or the authority were told."""
    open_rooms()
    from semesta.privacy.actions import note_notice

    with _refusals():
        note_notice(console_actor(), regency(), number, who.value, now=_now())
    _done({"number": number, "told": who.value}, as_json)


@app.command("list")
def list_command(as_json: Json = False) -> None:
    """Permintaan dan kegagalan; yang terlambat disebut. / Requests and failures; what is overdue is said."""
    open_rooms()
    from semesta.privacy.queries import breaches, requests

    asked, failed = requests(regency(), now=_now()), breaches(regency(), now=_now())
    if as_json:
        print_json({"requests": asked, "breaches": failed})
        return
    late = say("TERLAMBAT", "OVERDUE")
    lines = [
        [one["number"], one.get("kind", "breach"), one.get("state") or " ".join(one["untold"]),
         f"{one['due_at']:%Y-%m-%d %H:%M}", late if one["is_overdue"] else ""]
        for one in (*asked, *failed)
    ]  # fmt: skip
    columns = ["No.", say("Jenis", "Kind"), say("Keadaan", "State"), say("Batas", "Due"), ""]
    out.print(table(say("Data pribadi", "Personal data"), columns, lines))


def _show_past(lines: list[dict[str, Any]]) -> None:
    columns = [say("Aturan", "Rule"), say("Hari", "Days"), say("Baris", "Rows"), ""]
    rows = [[one["title"][language()], one["days"], one["rows"], one["mark"]] for one in lines]
    out.print(table(say("Lewat masa simpan", "Past its term"), columns, rows, right=(1, 2)))


@contextmanager
def _refusals() -> Iterator[None]:
    from semesta.privacy.actions import PrivacyError

    try:
        yield
    except PrivacyError as problem:
        stop(str(problem), Exit.NOT_TAKEN)


def _done(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(told)
    else:
        out.print(say("Tercatat", "Kept") + ": " + ", ".join(f"{name} {value}" for name, value in told.items()))


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(say("tulis TTTT-BB-HHTjj:mm+08:00", "write YYYY-MM-DDThh:mm+08:00")) from None
    from django.utils import timezone

    return moment if moment.tzinfo else timezone.make_aware(moment)
