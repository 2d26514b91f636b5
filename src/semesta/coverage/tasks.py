"""The background door of this room: bring matching and figures up to date after lists came in or rows were mended."""

from __future__ import annotations

from datetime import date

from semesta.accounts.actor import Actor, may_decide, require, the_program
from semesta.coverage.actions import take_snapshot
from semesta.coverage.queries import months_to_count
from semesta.installation.places import snapshots_folder
from semesta.intake.refreshing import REFRESH
from semesta.intake.row_matching import match
from semesta.jobs.kinds import Arguments, Result, Told, WorkRefusedError, background
from semesta.jobs.progress import Progress
from semesta.kernel.month import Month
from semesta.matching.breaker import TooManyPairsError


@background(
    REFRESH,
    when_it_fails=Told(
        "Daftar yang sudah diserahkan dan hasil setiap barisnya tetap; hanya pencocokan dan angka cakupan yang masih"
        " keadaan sebelumnya.",
        "Lists handed in and what became of their rows stand; only matching and the figures of coverage are still as"
        " they were before.",
    ),
)
def refresh_figures(actor: Actor, arguments: Arguments, progress: Progress) -> Result:
    """Match what is new and count again the months that the present touches (`months_to_count`), newest first.

    The program asks for it after lists came in, and whoever decides in the regency may; the program does it. A match
    that is broken off because too much looks alike does not hold up the count; the job then ends as refused.
    """
    regency, today = arguments["regency"], date.fromisoformat(arguments["today"])
    require(may_decide(actor, regency), actor=actor, to="bring up to date the figures of", region_code=regency)
    program = the_program(regency)
    progress("matching")
    broken_off: TooManyPairsError | None = None
    counts: dict[str, int] = {}
    try:
        counts = match(program, regency, today=today, snapshots=snapshots_folder())
    except TooManyPairsError as problem:
        broken_off = problem
    months = months_to_count(regency, Month.of(today))
    for done, month in enumerate(months):
        progress("counting", done, len(months))
        take_snapshot(program, regency, month)
    if broken_off is not None:
        raise WorkRefusedError(_told(broken_off)) from broken_off
    merged = {name: counts[name] for name in ("machine_merged", "rows_matched", "asked", "asked_sender")}
    return merged | {"months": [str(month) for month in months]}


def _told(problem: TooManyPairsError) -> Told:
    indonesian, _, english = str(problem).partition(" / ")
    return Told(f"Angka sudah dihitung, tetapi belum dicocokkan: {indonesian}",
                f"The figures are counted but not matched: {english or indonesian}")  # fmt: skip
