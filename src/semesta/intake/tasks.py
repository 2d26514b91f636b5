"""Background doors of this room: hand in a kept list, ask about one, mend rows of one or of all.

Whatever brings rows in asks afterwards that what follows from them be worked out (`refreshing.py`).
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from semesta.accounts.actor import Actor
from semesta.installation.places import asked_folder, files_folder
from semesta.intake.actions import Taken, hand_in
from semesta.intake.checking import check_list
from semesta.intake.handing_in import HandedIn
from semesta.intake.mending import Mend, RowsNotWaitingError, mend_rows
from semesta.intake.mending_alike import NoRuleError, mend_alike
from semesta.intake.queries import NoSubmissionError
from semesta.intake.receiving import CHECK, HAND_IN, MEND, MEND_ALIKE
from semesta.intake.recognition import recognise_exactly
from semesta.intake.refreshing import ask_to_refresh, ask_to_refresh_after
from semesta.intake.storage import kept_path
from semesta.jobs.kinds import Arguments, Result, Told, WorkRefusedError, background
from semesta.jobs.progress import Progress
from semesta.kernel.finding import Finding
from semesta.kernel.gazetteer import Gazetteer
from semesta.regions.queries import gazetteer

_LONGEST_ASKED_SECONDS = 7 * 24 * 60 * 60
_GONE = Told(
    "Berkasnya sudah tidak ada lagi di server. Serahkan sekali lagi.",
    "The file is no longer on the server. Hand it in once more.",
)
_NO_RULE = Told(
    "Temuan ini tidak punya aturan untuk diperbaiki sekaligus; perbaiki barisnya satu per satu. Tidak ada yang"
    " berubah.",
    "There is no rule by which rows with this finding could be mended together; mend them one by one. Nothing was"
    " changed.",
)


@background(
    HAND_IN,
    when_it_fails=Told(
        "Berkas Anda sudah tersimpan; belum satu baris pun masuk. Coba jalankan lagi.",
        "Your file is kept; not one row of it was taken in. Try running it again.",
    ),
)
def hand_in_kept(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Hand in the file of `sha256`; the result names the submission and what became of its rows."""
    progress("reading")

    def recognise(regency_code: str) -> None:
        progress("recognising")
        recognise_exactly(regency_code)

    with _as_handed_in(kept_path(files_folder(), arguments["sha256"]), arguments) as handed_in:
        try:
            (taken,) = hand_in(
                actor, [handed_in], regency_code=arguments["regency"], gazetteer=_regions(),
                today=date.fromisoformat(arguments["today"]), files_folder=files_folder(), recogniser=recognise,
            )  # fmt: skip
        except NoSubmissionError as problem:
            raise WorkRefusedError(_in_both(problem)) from problem
    return _taken(taken, arguments)


@background(
    CHECK,
    when_it_fails=Told(
        "Tidak ada baris yang disimpan. Coba jalankan lagi.",
        "No row was stored. Try running it again.",
    ),
)
def check_kept(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Say who of the file is known and covered; the rows are private and forgotten after some days."""
    progress("reading")
    kept = asked_folder() / arguments["asked"]
    with _as_handed_in(kept, arguments) as handed_in:
        checked = check_list(
            actor, handed_in, regency_code=arguments["regency"], gazetteer=_regions(),
            today=date.fromisoformat(arguments["today"]),
        )  # fmt: skip
    _forget(kept)
    if checked.reading.refusal is not None:
        raise WorkRefusedError(_said_of(checked.reading.refusal))
    rows = checked.rows
    return {
        "rows": len(rows), "known": sum(row["known"] for row in rows),
        "covered": sum(row["is_covered"] for row in rows), "private": {"rows": rows},
    }  # fmt: skip


@background(
    MEND,
    when_it_fails=Told(
        "Perbaikannya belum masuk; baris-barisnya tetap menunggu seperti semula. Coba jalankan lagi.",
        "The corrections were not taken in; the rows wait as before. Try running it again.",
    ),
)
def mend_kept(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Correct cells of waiting rows; the result names the submission that takes their place."""
    progress("recognising")
    try:
        taken = mend_rows(
            actor, arguments["submission"], [Mend(*mend) for mend in arguments["mends"]],
            regency_code=arguments["regency"], gazetteer=_regions(), today=date.fromisoformat(arguments["today"]),
            files_folder=files_folder(),
        )  # fmt: skip
    except (RowsNotWaitingError, NoSubmissionError) as problem:
        raise WorkRefusedError(_in_both(problem)) from problem
    return _taken(taken, arguments)


@background(
    MEND_ALIKE,
    when_it_fails=Told(
        "Belum satu baris pun diperbaiki; semuanya menunggu seperti semula. Coba jalankan lagi.",
        "Not one row was mended; all of them wait as before. Try running it again.",
    ),
)
def mend_kept_alike(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Mend all rows that wait for one thing; the result says how many, and names the list that follows where it is
    one.
    """
    progress("recognising")
    try:
        done = mend_alike(
            actor, arguments["code"], regency_code=arguments["regency"], gazetteer=_regions(),
            today=date.fromisoformat(arguments["today"]), files_folder=files_folder(),
            submission_id=arguments["submission"],
        )  # fmt: skip
    except (NoRuleError, NoSubmissionError) as problem:
        raise WorkRefusedError(_NO_RULE) from problem
    if done.rows:
        ask_to_refresh(arguments["regency"], date.fromisoformat(arguments["today"]))
    counts = {"rows": done.rows, "lists": done.lists, "settled": done.settled, "waiting": done.waiting}
    return counts | ({"submission": done.submissions[0]} if arguments["submission"] and done.submissions else {})


def _taken(taken: Taken, arguments: Arguments) -> Result:
    ask_to_refresh_after(taken.submission_id, arguments["regency"], date.fromisoformat(arguments["today"]))
    return {"submission": taken.submission_id, "is_repeat": taken.is_repeat}


@contextmanager
def _as_handed_in(kept: Path, arguments: Arguments) -> Iterator[HandedIn]:
    """Give the kept file an ending again, for the reader compares it with the content."""
    if not kept.is_file():
        raise WorkRefusedError(_GONE)
    name = arguments["file_name"]
    ending = re.sub(r"[^a-z0-9]", "", Path(name).suffix.lower())[:8]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"daftar.{ending}"
        path.symlink_to(kept)
        yield HandedIn(
            path, arguments["sender"], arguments["list_kind"], arguments["segment"], name, arguments["corrects"]
        )


def _regions() -> Gazetteer:
    return gazetteer()


def _forget(kept: Path) -> None:
    """Remove a list that was asked about, and those whose answer nobody ran again for."""
    came_at = kept.stat().st_mtime
    kept.unlink()
    for other in kept.parent.iterdir():
        if came_at - other.stat().st_mtime > _LONGEST_ASKED_SECONDS:
            other.unlink(missing_ok=True)


def _said_of(refusal: Finding) -> Told:
    return Told(f"{refusal.message('id')} {refusal.remedy('id')}", f"{refusal.message('en')} {refusal.remedy('en')}")


def _in_both(problem: Exception) -> Told:
    indonesian, _, english = str(problem).partition(" / ")
    return Told(indonesian, english or indonesian)
