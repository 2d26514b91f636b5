"""The background door of this room: bring matching and figures up to date after lists came in or rows were mended."""

from __future__ import annotations

from datetime import date
from typing import Final

from semesta.accounts.actor import Actor, may_decide, require, the_program
from semesta.coverage.actions import take_snapshot
from semesta.coverage.queries import months_to_count
from semesta.duplicates.model_in_use import UnusableModelError
from semesta.installation.places import snapshots_folder
from semesta.intake.refreshing import REFRESH, ask_to_refresh
from semesta.intake.row_matching import match
from semesta.jobs.kinds import Arguments, Result, Told, WorkRefusedError, background
from semesta.jobs.lanes import Lane
from semesta.jobs.progress import Progress
from semesta.kernel.month import Month

SECONDS_UNTIL_THE_REST: Final = 600
"""What is left because somebody changed it meanwhile may wait so long: whoever decides all day would keep the search
going otherwise. A list that comes in does not wait for it.
"""


@background(
    REFRESH,
    lane=Lane.LONG,
    when_it_fails=Told(
        "Daftar yang sudah diserahkan dan hasil setiap barisnya tetap; hanya pencocokan dan angka cakupan yang masih"
        " keadaan sebelumnya.",
        "Lists handed in and what became of their rows stand; only matching and the figures of coverage are still as"
        " they were before.",
    ),
)
def refresh_figures(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Match what is new and count again the months that the present touches (`months_to_count`), newest first.

    The program asks for it after lists came in, and whoever decides in the regency may; the program does it. Lists that
    are not compared because too much on them looks alike, or settings that name no usable model, do not hold up the
    count; the job then ends as refused. What changed while it compared is left for a search that it asks for.
    """
    regency, today = arguments["regency"], date.fromisoformat(arguments["today"])
    require(may_decide(actor, regency), actor=actor, to="bring up to date the figures of", region_code=regency)
    program = the_program(regency)
    broken_off: Told | None = None
    counts: dict[str, int] = {}
    try:
        counts = match(program, regency, today=today, snapshots=snapshots_folder(), progress=progress)
        broken_off = _not_compared(counts["refused"]) if counts["refused"] else None
        if counts["rows_left"] or counts["persons_left"]:
            ask_to_refresh(regency, today, after_seconds=SECONDS_UNTIL_THE_REST)
    except UnusableModelError as problem:
        broken_off = _not_matched(problem)
    months = months_to_count(regency, Month.of(today))
    for done, month in enumerate(months):
        progress("counting", done, len(months))
        take_snapshot(program, regency, month)
    if broken_off is not None:
        raise WorkRefusedError(broken_off)
    merged = {name: counts[name] for name in ("machine_merged", "rows_matched", "asked", "asked_sender")}
    return merged | {"months": [str(month) for month in months]}


def _not_compared(lists: int) -> Told:
    return Told(f"Angka sudah dihitung dan selebihnya dicocokkan, tetapi {lists} daftar tidak dibandingkan karena"
                " terlalu banyak yang mirip; lihat `semesta match report`.",
                f"The figures are counted and all else is matched, but {lists} lists were not compared because too much"
                " on them looks alike; see `semesta match report`.")  # fmt: skip


def _not_matched(problem: UnusableModelError) -> Told:
    indonesian, _, english = str(problem).partition(" / ")
    return Told(f"Angka sudah dihitung, tetapi belum dicocokkan: {indonesian}",
                f"The figures are counted but not matched: {english or indonesian}")  # fmt: skip
