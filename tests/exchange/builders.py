"""Small builders for exchange tests: batches of decreed workers, and answers as the branch writes them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from semesta.bulk import execute, read_lines
from semesta.exchange.actions import Made, TakenAnswer, close_batch, make_batches, take_answer_file
from semesta.kernel.month import Month
from semesta.sheets.exchange.layout_file import shipped_layout
from tests.funding.builders import a_house, a_purse, decreed, months_of, some_workers
from tests.intake.builders import CONSOLE, LOTIM

DAY = date(2026, 1, 12)
HEAD = "NO_GELOMBANG;NO_URUT;NIK;NAMA_LENGKAP;STATUS;NO_KPJ;KODE_ALASAN;ALASAN;PU_SEJAK"
Row = tuple[int, str] | tuple[int, str, str]
"""Line, status, and what else stands in the row: `kpj=...`, `code=...`, `reason=...`, `since=...`, `nik=...`."""


def decreed_workers(count: int, *, months: range = range(1, 10), purse: int | None = None, **purse_terms: str) -> int:
    """A house with `count` workers, decreed for these months from one purse; return the purse."""
    a_house()
    people = some_workers(count)
    execute("UPDATE people_person SET birth_on = '1985-01-01', sex = 'L'")
    number = purse if purse is not None else a_purse(ceiling_rp=10**9, **purse_terms)
    decreed(months_of(people, months, number))
    return number


def made(**narrowed: object) -> Made:
    """Make the batches that are due."""
    return make_batches(CONSOLE, LOTIM, shipped_layout(), made_on=DAY, **narrowed)  # type: ignore[arg-type]


def an_answer(folder: Path, *rows: Row, batch: int | str = 1, name: str = "jawaban") -> Path:
    """Write an answer file of these rows."""
    lines = [HEAD]
    for row in rows:
        more = dict(part.split("=", 1) for part in (row[2].split("|") if len(row) > 2 else []))  # type: ignore[misc]
        cells = [batch, row[0], more.get("nik", ""), "", row[1], more.get("kpj", ""), more.get("code", ""),
                 more.get("reason", ""), more.get("since", "")]  # fmt: skip
        lines.append(";".join(map(str, cells)))
    path = folder / f"{name}.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def taken(path: Path, *, batch: int | None = None) -> TakenAnswer:
    """Take an answer file in."""
    return take_answer_file(
        CONSOLE, LOTIM, path, shipped_layout(), taken_on=DAY, files_folder=path.parent / "kept", batch=batch
    )


def answered(folder: Path, *rows: Row, batch: int = 1, name: str = "jawaban") -> TakenAnswer:
    """Write an answer and take it in."""
    return taken(an_answer(folder, *rows, batch=batch, name=name))


def closed(batch: int = 1, *, reason: str = "tidak dijawab") -> int:
    """Close a batch."""
    return close_batch(CONSOLE, LOTIM, batch, reason=reason, closed_on=DAY)


def line_states(batch: int = 1) -> dict[int, str]:
    """State of each line of a batch."""
    found = read_lines("SELECT line, state FROM exchange_batchline WHERE batch = %s ORDER BY line", [batch])
    return {line["line"]: line["state"] for line in found}


def entries(batch: int) -> list[tuple[int, str, str, str]]:
    """Person, entry, first month and last of each line of a batch."""
    found = read_lines(
        "SELECT person_id, entry, first_month, end_month FROM exchange_batchline WHERE batch = %s ORDER BY line",
        [batch],
    )
    return [
        (
            line["person_id"],
            line["entry"],
            str(Month.of(line["first_month"])),
            str(Month.of(line["end_month"]).plus(-1)),
        )
        for line in found
    ]


def written() -> dict[str, list[dict[str, object]]]:
    """Everything the exchange has stored, but for when and under which number of the database."""
    return {
        "lines": read_lines(
            "SELECT batch, line, person_id, entry, state, number_masked, reason, since_month FROM exchange_batchline "
            "ORDER BY batch, line"
        ),
        "months": read_lines(
            "SELECT person_id, month, state FROM membership_coveredmonth ORDER BY person_id, month, programme"
        ),
        "marks": read_lines(
            "SELECT person_id, decree_line, since_month, taken_back, kept FROM exchange_wageearneroverlap "
            "ORDER BY person_id, decree_line"
        ),
    }
