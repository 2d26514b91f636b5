"""`semesta`: one program, one command per thing people come to do."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Annotated, NoReturn

import typer

from semesta.accounts.actor import NotPermittedError
from semesta.cli.on_demand import OnDemandGroup
from semesta.cli.show import Exit, err
from semesta.cli.words import choose_language, say
from semesta.installation.own_server import DatabaseStartError
from semesta.kernel.finding import Language

app = typer.Typer(
    name="semesta",
    cls=OnDemandGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Semesta: dari daftar pekerja desa ke angka cakupan Jamsostek yang jujur. / "
    "From a village's worker list to honest coverage figures.",
)


@app.callback()
def begin(
    lang: Annotated[
        Language | None,
        typer.Option("--lang", help="Sebelum atau sesudah perintah / before or after the command (default: LANG)"),
    ] = None,
) -> None:
    """Choose the language for everything this run says."""
    choose_language(lang)


def _end_in_order(number: int, _frame: FrameType | None) -> NoReturn:
    """End as after Ctrl-C, so that the own server is left behind by nobody."""
    raise SystemExit(128 + number)


def main() -> None:
    """Run the program; what is not permitted and a database that is not there end in plain words."""
    signal.signal(signal.SIGTERM, _end_in_order)
    try:
        app()
    except NotPermittedError as problem:
        err.print(f"[bold red]✗[/] {problem}", highlight=False)
        raise SystemExit(int(Exit.NOT_PERMITTED)) from problem
    except DatabaseStartError as problem:
        err.print(f"[bold red]✗[/] {problem}", highlight=False)
        raise SystemExit(int(Exit.FAILED)) from problem
    except Exception as problem:
        from semesta.installation.tables import says_tables_are_missing

        if not says_tables_are_missing(problem):
            raise
        err.print(
            say(
                "[bold red]✗[/] Tabel belum ada. Jalankan dahulu `semesta prepare`.",
                "[bold red]✗[/] The tables are not there yet. Run `semesta prepare` first.",
            ),
            highlight=False,
        )
        raise SystemExit(int(Exit.NOT_TAKEN)) from problem


if __name__ == "__main__":
    main()
