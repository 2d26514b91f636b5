"""The allocation engine: the best lawful use of the purses, person by person and month by month, with its proof.

Frames and values in, frames and values out; no Django, no clock, no network. `plan` gives a `Plan` or what would have
to give (`Infeasible`); `verify` checks a plan independently; `compare` holds two plans side by side.
"""

from semesta.allocation.certificate import Binding, Certificate, OneMore, Reached
from semesta.allocation.comparison import Comparison, compare
from semesta.allocation.given import PlanInputError
from semesta.allocation.plan import Plan, plan
from semesta.allocation.policy import Policy, PolicyFileError, default_policy_file, parse_policy, read_policy
from semesta.allocation.reason import REASONS, sentences
from semesta.allocation.relaxation import Infeasible, Relaxation
from semesta.allocation.verifying import Difference, verify

__all__ = [
    "REASONS",
    "Binding",
    "Certificate",
    "Comparison",
    "Difference",
    "Infeasible",
    "OneMore",
    "Plan",
    "PlanInputError",
    "Policy",
    "PolicyFileError",
    "Reached",
    "Relaxation",
    "compare",
    "default_policy_file",
    "parse_policy",
    "plan",
    "read_policy",
    "sentences",
    "verify",
]
