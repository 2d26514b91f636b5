"""Draw a sample of pairs for checking blindly, and keep what the checkers say."""

from __future__ import annotations

from django.db import transaction

from semesta.accounts.actor import Actor, may_decide, require
from semesta.audit.actions import record
from semesta.bulk import execute
from semesta.duplicates.checked_sample import all_pairs, model_of_last_search
from semesta.duplicates.errors import NoPairError
from semesta.duplicates.models import SampledPair
from semesta.matching.quality import draw_sample


@transaction.atomic
def draw_sample_to_check(actor: Actor, regency_code: str, *, per_stratum: int, seed: int) -> int:
    """Draw pairs of every band and weight for checking blindly, in a shuffled order; return how many.

    Only pairs weighed by the model of the last search are drawn, and its version stays with the sample: what the checks
    say holds for that model and no other.
    """
    require(may_decide(actor, regency_code), actor=actor, to="draw a sample in", region_code=regency_code)
    version = model_of_last_search(regency_code)
    pairs = all_pairs(regency_code, model_version=version)
    drawn = draw_sample(pairs, per_stratum=per_stratum, seed=seed).join(
        pairs.select("number", "id_l", "id_r"), on=["id_l", "id_r"], how="left"
    )
    shuffled = drawn.sample(fraction=1.0, shuffle=True, seed=seed)
    last = SampledPair.objects.filter(regency_code=regency_code).order_by("-sample").first()
    sample = last.sample + 1 if last else 1
    SampledPair.objects.bulk_create(
        SampledPair(
            regency_code=regency_code, sample=sample, pair_number=line["number"], place=place, weight=line["weight"],
            band=line["band"], stratum=line["stratum"], model_version=version,
        )
        for place, line in enumerate(shuffled.iter_rows(named=True), 1)
    )  # fmt: skip
    record(
        actor, "draw_sample_to_check", object_type="sample", object_id=sample, region_code=regency_code,
        detail={"pairs": drawn.height, "per_stratum": per_stratum, "seed": seed, "model_version": version},
    )  # fmt: skip
    return drawn.height


@transaction.atomic
def check_sampled_pair(actor: Actor, regency_code: str, number: int, *, is_same: bool) -> None:
    """Keep what a checker says of a pair of the latest sample; no merge follows. NoPairError when it is not in it."""
    require(may_decide(actor, regency_code), actor=actor, to="check a sample in", region_code=regency_code)
    checked = execute(
        "UPDATE duplicates_sampledpair SET is_same = %(same)s, checked_by = %(by)s, checked_at = clock_timestamp()"
        " WHERE regency_code = %(regency)s AND pair_number = %(number)s"
        "   AND sample = (SELECT max(sample) FROM duplicates_sampledpair WHERE regency_code = %(regency)s)",
        {"same": is_same, "by": actor.name, "regency": regency_code, "number": number},
    )
    if not checked:
        raise NoPairError(f"Pasangan {number} tidak ada dalam sampel / pair {number} is not in the sample")
    record(
        actor, "check_sampled_pair", object_type="pair", object_id=number, region_code=regency_code,
        detail={"is_same": is_same},
    )  # fmt: skip
