"""Every write about who is one person: searching and deciding, claiming a pair to look at, checking a sample."""

from semesta.duplicates.actions.claiming import claim_next_pair, claim_pair, release_claims
from semesta.duplicates.actions.deciding import (
    Verdict,
    check_sampled_pair,
    decide_pair,
    draw_sample_to_check,
    find_duplicates,
    undo_decision,
)
from semesta.duplicates.actions.replacing import forget_questions, inherit_pairs, release_rows

__all__ = [
    "Verdict",
    "check_sampled_pair",
    "claim_next_pair",
    "claim_pair",
    "decide_pair",
    "draw_sample_to_check",
    "find_duplicates",
    "forget_questions",
    "inherit_pairs",
    "release_claims",
    "release_rows",
    "undo_decision",
]
