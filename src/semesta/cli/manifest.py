"""A manifest names many files with their senders, so that a whole regency can be handed in at once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from semesta.cli.console import absolute
from semesta.cli.show import Exit, stop
from semesta.cli.words import say

if TYPE_CHECKING:
    from semesta.intake.handing_in import HandedIn

ORDER = ("deaths", "insurer", "welfare", "village_list", "agency_list")
"""The dead, the insured and the ranked are known before lists are compared with them."""


def files_of_manifest(manifest: Path) -> list[HandedIn]:
    """Return the files of a manifest.json ({"as_of", "files": [{path, sender, kind, segment}]}), in order of taking.

    The civil register is not handed in and is left out. `as_of` of the manifest is the day of its extracts.
    """
    from semesta.intake.handing_in import HandedIn

    try:
        told = json.loads(manifest.read_text(encoding="utf-8"))
        as_of = date.fromisoformat(told["as_of"]) if "as_of" in told else None
        lines = told["files"]
        wanted = [line for line in lines if line["kind"] in ORDER]
        wanted.sort(key=lambda line: (ORDER.index(line["kind"]), line["path"]))
        return [
            HandedIn(
                absolute(manifest.parent / line["path"]), line["sender"], line["kind"], line.get("segment"), as_of=as_of
            )
            for line in wanted
        ]
    except (ValueError, KeyError, TypeError) as problem:
        stop(
            say(
                f"{manifest} bukan manifest yang dikenal ({problem}).",
                f"{manifest} is not a manifest we know ({problem}).",
            ),
            Exit.NOT_TAKEN,
        )
