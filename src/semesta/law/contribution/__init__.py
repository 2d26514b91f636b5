"""What a month costs: one person with an explanation (`scalar`), a construction project, or a frame of people."""

from semesta.law.contribution.frames import CONTRIBUTION_COLUMNS, contributions
from semesta.law.contribution.scalar import Contribution, Placement, construction_contribution, contribution

__all__ = [
    "CONTRIBUTION_COLUMNS",
    "Contribution",
    "Placement",
    "construction_contribution",
    "contribution",
    "contributions",
]
