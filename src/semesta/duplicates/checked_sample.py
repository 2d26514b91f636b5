"""How good the machine is, told from the latest sample that people checked blindly: for one model, never across two.

A sample belongs to the model whose pairs it was drawn from. Once another model searches, its thresholds and weights are
others, so nothing is said until a sample of its own pairs is checked.
"""

from __future__ import annotations

import math
from typing import Any, Final

import polars as pl

from semesta.bulk import read_frame, read_lines
from semesta.matching.bands import MACHINE
from semesta.matching.quality import Estimate, Z, estimate, with_strata

CLAIM: Final = 0.999
"""The precision that the machine is to be held to, as a lower bound."""
_LATEST = "(SELECT max(sample) FROM duplicates_sampledpair WHERE regency_code = {regency})"


def sample_to_check(regency_code: str) -> list[dict[str, Any]]:
    """Return the pairs of the latest sample that nobody has checked yet, in the order drawn: pair_number, place.

    Blindly: neither weight nor band nor what was decided is told.
    """
    return read_lines(
        "SELECT pair_number, place FROM duplicates_sampledpair WHERE regency_code = %(regency)s AND is_same IS NULL"
        " AND sample = (SELECT max(sample) FROM duplicates_sampledpair WHERE regency_code = %(regency)s)"
        " ORDER BY place",
        {"regency": regency_code},
    )


def estimated_quality(regency_code: str) -> dict[str, Any]:
    """Return what the latest checked sample tells of the merges of the machine's model in use.

    Keys: drawn, checked, model_version (of the sample; None without one), is_of_other_model, precision and recall (each
    value, low, high with 95 % confidence; None while a stratum has no checked pair, and for a sample of another model),
    unchecked_strata, pairs_of_other_models (weighed by earlier models and still standing; the estimate leaves them
    out), claim and checks_for_claim: how many pairs of each of the machine's strata must be checked, all of them
    right, before the lower bound can reach the claim. Recall is that among pairs from the lower threshold on.
    """
    sample = read_frame(
        "SELECT s.stratum, s.model_version, s.is_same AS same FROM duplicates_sampledpair s"
        f" WHERE s.regency_code = {{regency}} AND s.sample = {_LATEST}",
        {"stratum": pl.String, "model_version": pl.String, "same": pl.Boolean},
        regency=regency_code,
    )
    in_use = model_of_last_search(regency_code)
    version = sample["model_version"][0] if sample.height else None
    pairs = all_pairs(regency_code, model_version=in_use)
    known: dict[str, Any] = {
        "drawn": sample.height, "checked": sample["same"].drop_nulls().len(), "model_version": version,
        "is_of_other_model": version is not None and version != in_use, "precision": None, "recall": None,
        "unchecked_strata": [], "pairs_of_other_models": _pairs_but(regency_code, in_use), "claim": CLAIM,
        "checks_for_claim": checks_for(CLAIM),
    }  # fmt: skip
    if version != in_use or not pairs.filter(pl.col("band") == MACHINE).height:
        return known
    missing = sorted(set(with_strata(pairs)["stratum"]) - set(sample.drop_nulls("same")["stratum"]))
    if missing:
        return known | {"unchecked_strata": missing}
    found = estimate(pairs, sample)
    return known | {"precision": _shares(found.precision), "recall": _shares(found.recall)}


def checks_for(claim: float) -> int:
    """Return how many checked pairs, all of them right, it takes for Wilson's lower bound (95 %) to reach a share.

    >>> checks_for(0.9), checks_for(0.999)
    (35, 3838)
    """
    return math.ceil(claim * Z * Z / (1 - claim))


def model_of_last_search(regency_code: str) -> str:
    """Return the version of the model of the last search; empty before the first."""
    lines = read_lines(
        "SELECT model_version FROM duplicates_run WHERE regency_code = %s ORDER BY number DESC LIMIT 1", [regency_code]
    )
    return str(lines[0]["model_version"]) if lines else ""


def all_pairs(regency_code: str, *, model_version: str) -> pl.DataFrame:
    """Return every pair that a model weighed: number, id_l, id_r, weight, band (machine where the machine joined)."""
    return read_frame(
        "SELECT number, person_id AS id_l, record_id AS id_r, weight, band FROM duplicates_pair"
        " WHERE regency_code = {regency} AND model_version = {version} ORDER BY number",
        {"number": pl.Int64, "id_l": pl.Int64, "id_r": pl.Int64, "weight": pl.Float64, "band": pl.String},
        regency=regency_code,
        version=model_version,
    )


def _pairs_but(regency_code: str, model_version: str) -> int:
    lines = read_lines(
        "SELECT count(*) AS pairs FROM duplicates_pair WHERE regency_code = %s AND model_version <> %s",
        [regency_code, model_version],
    )
    return int(lines[0]["pairs"])


def _shares(found: Estimate) -> dict[str, float]:
    return {"value": found.value, "low": found.low, "high": found.high}
