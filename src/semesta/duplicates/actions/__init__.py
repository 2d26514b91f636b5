"""Every write about who is one person: searching and deciding, claiming a pair to look at, checking a sample."""

from semesta.duplicates.actions.claiming import claim_next_pair, claim_pair, release_claims
from semesta.duplicates.actions.deciding import Verdict, decide_pair, undo_decision
from semesta.duplicates.actions.exporting import export_double_payments
from semesta.duplicates.actions.replacing import forget_questions, inherit_pairs, release_rows
from semesta.duplicates.actions.sampling import check_sampled_pair, draw_sample_to_check
from semesta.duplicates.actions.searching import finish_search

__all__ = [
    "Verdict",
    "check_sampled_pair",
    "claim_next_pair",
    "claim_pair",
    "decide_pair",
    "draw_sample_to_check",
    "export_double_payments",
    "finish_search",
    "forget_questions",
    "inherit_pairs",
    "release_claims",
    "release_rows",
    "undo_decision",
]
