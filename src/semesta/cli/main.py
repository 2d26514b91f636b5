"""`semesta`: one program, one command per thing people come to do."""

from __future__ import annotations

from typing import Annotated

import typer

from semesta.cli.words import choose_language

app = typer.Typer(
    name="semesta",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Semesta: dari daftar pekerja desa ke angka cakupan Jamsostek yang jujur. / "
    "From a village's worker list to honest coverage figures.",
)


@app.callback()
def begin(
    lang: Annotated[str | None, typer.Option("--lang", help="id | en (default: LANG)")] = None,
) -> None:
    """Choose the language for everything this run says."""
    choose_language(lang)


def main() -> None:
    """Run the program."""
    app()


if __name__ == "__main__":
    main()
