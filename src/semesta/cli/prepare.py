"""`semesta prepare`: tables, regions, segments, bases and targets; doing it again changes nothing."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from semesta.cli.console import console_actor, regency
from semesta.cli.show import open_rooms, out, print_json
from semesta.cli.words import say


def prepare(as_json: Annotated[bool, typer.Option("--json", help="JSON")] = False) -> None:
    """Siapkan pemasangan: tabel, wilayah NTB, segmen, target. / Make the installation ready."""
    open_rooms()
    from semesta.cli.serve import bring_tables_up_to_date

    bring_tables_up_to_date()
    brought = bring_in_what_ships()
    if as_json:
        print_json(brought)
        return
    out.print(
        say(
            f"Siap: {brought['regions']} wilayah, {brought['segments']} segmen baru, {brought['targets']} target baru. "
            "Daftar pertama: semesta intake hand-in BERKAS --from KODE_DESA",
            f"Ready: {brought['regions']} regions, {brought['segments']} new segments, {brought['targets']} targets."
            " First list: semesta intake hand-in FILE --from VILLAGE_CODE",
        ),
        highlight=False,
    )


def bring_in_what_ships(scale: float = 1.0) -> dict[str, int]:
    """Load regions, segments, bases and targets; return how many. A rehearsal brings bases and targets to its scale."""
    from semesta.coverage.actions import apportion_targets, record_targets
    from semesta.ledger.actions import load_chart
    from semesta.people.actions import load_segments
    from semesta.regions.actions import load_shipped_regions
    from semesta.regions.queries import children_of

    actor = console_actor()
    loaded = load_shipped_regions(actor)
    segments = load_segments(actor)
    load_chart(actor)
    if scale != 1.0:
        _shrink_bases(scale)
    targets = record_targets(actor, _targets(scale))
    if children_of(regency()) and _has_weights(regency()):
        targets += apportion_targets(actor, regency())
    return {"regions": loaded.regions, "segments": segments, "targets": targets}


def _has_weights(regency_code: str) -> bool:
    from semesta.regions.weights import shipped_weights

    return any(code.startswith(regency_code + ".") for code in shipped_weights().by_code)


def _shrink_bases(scale: float) -> None:
    """Bring the published bases to the size of the made-up regency, and say so in each of them."""
    from semesta.regions.actions import apportion_base, record_workforce_base
    from semesta.regions.queries import all_bases_of
    from semesta.regions.stated_base import StatedBase

    actor = console_actor()
    kept = ("key", "title_id", "title_en", "scope", "source", "as_of", "confidence")
    for base in all_bases_of(regency()):
        record_workforce_base(
            actor,
            StatedBase(
                region_code=regency(),
                value=round(base["value"] * scale),
                kind="derived",
                note_id=f"Latihan: {base['value']} x {scale}. {base['note_id']}",
                note_en=f"Rehearsal: {base['value']} x {scale}. {base['note_en']}",
                **{name: base[name] for name in kept},
            ),
        )
        if base["scope"] == "all":
            apportion_base(actor, regency(), base["key"], as_of=base["as_of"])


def _targets(scale: float) -> list[dict[str, Any]]:
    from semesta.regions.shipped import shipped_targets

    if scale == 1.0:
        return [dict(line) for line in shipped_targets()]
    return [
        {
            **line,
            "value": round(int(line["value"]) * scale),
            "kind": "derived",
            "note": f"Latihan / rehearsal: {line['value']} x {scale}. {line['note']}",
        }
        for line in shipped_targets()
    ]
