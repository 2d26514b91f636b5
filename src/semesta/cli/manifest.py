"""A manifest names many files with their senders, so that a whole regency can be handed in at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from semesta.cli.console import absolute
from semesta.cli.show import Exit, stop
from semesta.cli.words import say

if TYPE_CHECKING:
    from semesta.intake.handing_in import HandedIn

ORDER = ("deaths", "insurer", "village_list", "agency_list")
"""The dead and the insured are known before lists are compared with them."""


def files_of_manifest(manifest: Path) -> list[HandedIn]:
    """Return the files of a manifest.json ({"files": [{path, sender, kind, segment}]}), in the order to take them.

    Kinds that are not handed in (civil register, welfare extract) are left out.
    """
    from semesta.intake.handing_in import HandedIn

    try:
        lines = json.loads(manifest.read_text(encoding="utf-8"))["files"]
        wanted = [line for line in lines if line["kind"] in ORDER]
        wanted.sort(key=lambda line: (ORDER.index(line["kind"]), line["path"]))
        return [
            HandedIn(absolute(manifest.parent / line["path"]), line["sender"], line["kind"], line.get("segment"))
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
