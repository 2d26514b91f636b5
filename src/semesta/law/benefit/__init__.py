"""What a family or a worker gets, by date of event, and what they must bring by when."""

from semesta.law.benefit.accident import (
    Loss,
    accident_death,
    home_care,
    medical_care,
    partial_disability,
    prosthesis,
    rehabilitation_item,
    temporary_incapacity,
    total_disability,
    transport,
)
from semesta.law.benefit.answer import Benefit, CoverState, Part, benefit_wage
from semesta.law.benefit.claim import (
    ClaimDeadline,
    ClaimDocument,
    ClaimPapers,
    claim_deadlines,
    claim_documents,
    claim_papers,
    heirs_order,
)
from semesta.law.benefit.death import other_death
from semesta.law.benefit.frames import BENEFIT_COLUMNS, benefit_wages, benefits
from semesta.law.benefit.scholarship import Child, ScholarshipYear, scholarship_ceiling, scholarship_plan

__all__ = [
    "BENEFIT_COLUMNS",
    "Benefit",
    "Child",
    "ClaimDeadline",
    "ClaimDocument",
    "ClaimPapers",
    "CoverState",
    "Loss",
    "Part",
    "ScholarshipYear",
    "accident_death",
    "benefit_wage",
    "benefit_wages",
    "benefits",
    "claim_deadlines",
    "claim_documents",
    "claim_papers",
    "heirs_order",
    "home_care",
    "medical_care",
    "other_death",
    "partial_disability",
    "prosthesis",
    "rehabilitation_item",
    "scholarship_ceiling",
    "scholarship_plan",
    "temporary_incapacity",
    "total_disability",
    "transport",
]
