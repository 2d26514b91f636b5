"""`semesta intake marked | template`: the workbooks that are written here; none takes the place of another file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from semesta.cli.console import regency, today
from semesta.cli.intake import app
from semesta.cli.show import Exit, open_rooms, out, stop
from semesta.cli.words import language, say

Force = Annotated[bool, typer.Option("--force", help="Timpa berkas yang ada / overwrite")]


@app.command("marked")
def marked(
    submission_id: int,
    output: Annotated[Path, typer.Option("--out", help="Berkas .xlsx hasil / the .xlsx to write")],
    force: Force = False,
) -> None:
    """Tulis salinan berkas yang sudah ditandai. / Write the marked copy of the file handed in."""
    _require_new_workbook(output, force=force)
    open_rooms()
    from semesta.installation.places import files_folder
    from semesta.intake.marking import NothingToMarkError, marked_copy
    from semesta.intake.queries import NoSubmissionError
    from semesta.regions.queries import gazetteer

    try:
        data = marked_copy(
            regency(), submission_id, gazetteer=gazetteer(), today=today(), files_folder=files_folder(),
            language=language(),
        )  # fmt: skip
    except NoSubmissionError as problem:
        stop(str(problem), Exit.USAGE)
    except NothingToMarkError as problem:
        stop(problem.said(language()), Exit.NOT_TAKEN)
    output.write_bytes(data)
    out.print(say(f"Ditulis: {output}", f"Written: {output}"))


@app.command("template")
def template(
    output: Annotated[Path, typer.Option("--out", help="Berkas .xlsx hasil / the .xlsx to write")],
    village: Annotated[str, typer.Option(help="Kode desa / village code")] = "",
    force: Force = False,
) -> None:
    """Tulis templat daftar pekerja yang siap diisi. / Write an empty worker list to fill in."""
    _require_new_workbook(output, force=force)
    from semesta.kernel.gazetteer import Region
    from semesta.kernel.segment import shipped_segments
    from semesta.regions.shipped import shipped_gazetteer
    from semesta.sheets.templates import worker_list_template

    known = shipped_gazetteer().regions.get(village)
    if village and known is None:
        stop(say(f"Kode desa {village} tidak dikenal.", f"Village code {village} is not known."), Exit.USAGE)
    region = Region(known.code, known.name) if known else None
    output.write_bytes(
        worker_list_template(language=language(), village=region, segments=list(shipped_segments().values()))
    )
    out.print(say(f"Ditulis: {output}", f"Written: {output}"))


def _require_new_workbook(output: Path, *, force: bool) -> None:
    """Stop before anything is read when the copy would bear a wrong name or take the place of another file."""
    if output.suffix.lower() != ".xlsx":
        better = output.with_suffix(".xlsx").name
        stop(
            say(
                f"Yang ditulis adalah berkas Excel; namai .xlsx, misalnya --out {better}.",
                f"What is written is an Excel file; name it .xlsx, for example --out {better}.",
            ),
            Exit.USAGE,
        )
    if not output.absolute().parent.is_dir():
        stop(
            say(f"Folder {output.parent} tidak ada.", f"There is no folder {output.parent}."),
            Exit.USAGE,
        )
    if output.exists() and not force:
        stop(
            say(
                f"{output} sudah ada dan tidak ditimpa. Pilih nama lain, atau tambahkan --force.",
                f"{output} exists and is not overwritten. Choose another name, or add --force.",
            ),
            Exit.USAGE,
        )
