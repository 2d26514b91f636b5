"""How good the machine is, in words: for which model, from how many checked pairs, and what would support a claim."""

from __future__ import annotations

from typing import Any

from semesta.cli.show import count, percent
from semesta.cli.words import say


def quality_text(quality: dict[str, Any]) -> str:
    """Return the estimated precision and recall in words, or what is still to be checked."""
    checked = f"{count(quality['checked'])}/{count(quality['drawn'])}"
    needed = claim_text(quality["claim"], quality["checks_for_claim"])
    if quality["is_of_other_model"]:
        version = quality["model_version"][:12]
        return say(
            f"Sampel terakhir ({checked} diperiksa) milik model lain ({version or 'tidak tercatat'}); tentang model"
            " yang dipakai kini belum dapat dikatakan apa-apa. Tarik sampel baru: `semesta match sample`.",
            f"The latest sample ({checked} checked) is of another model ({version or 'not kept'}); of the model in use"
            " nothing can be said yet. Draw a new sample: `semesta match sample`.",
        )
    if quality["precision"] is None:
        return say(
            f"Mutu belum dapat ditaksir: {checked} pasangan sampel diperiksa (`semesta match sample`). {needed}",
            f"Quality cannot be estimated yet: {checked} sampled pairs checked (`semesta match sample`). {needed}",
        )
    precision, recall = (
        f"{percent(share['value'])} ({percent(share['low'])} – {percent(share['high'])})"
        for share in (quality["precision"], quality["recall"])
    )
    others = quality["pairs_of_other_models"]
    left_out = say(
        f" Tidak termasuk {count(others)} pasangan yang ditimbang model terdahulu.",
        f" {count(others)} pairs that earlier models weighed are not in it.",
    )
    told = say(
        f"Ketepatan mesin {precision}, cakupan mesin {recall}; 95 %, dari {checked} pasangan sampel.",
        f"Precision of the machine {precision}, recall {recall}; 95 %, from {checked} sampled pairs.",
    )
    return (
        told + (left_out if others else "") + ("" if quality["precision"]["low"] >= quality["claim"] else f" {needed}")
    )


def claim_text(claim: float, checks: int) -> str:
    """Return how many pairs it takes to claim a precision."""
    return say(
        f"Untuk menyatakan paling sedikit {percent(claim)}: {count(checks)} pasangan tiap lapis mesin diperiksa dan"
        f" semuanya benar (`--per-stratum {checks}`).",
        f"To claim {percent(claim)} at least: {count(checks)} pairs of each of the machine's strata checked, all of"
        f" them right (`--per-stratum {checks}`).",
    )
