"""Groups of roles that pages are opened to, so that a page says who reads it and not a list of names."""

from __future__ import annotations

from typing import Final

from semesta.accounts.actor import Role

OFFICE: Final = (
    Role.ADMINISTRATOR, Role.READER, Role.PLANNER, Role.FINANCE, Role.VERIFIER, Role.ENTERPRISE_OFFICER, Role.AUDITOR,
)  # fmt: skip
"""Who works for, or answers for, a whole regency: regent and council, the offices, auditors."""
SUMMARY: Final = (*OFFICE, Role.PROVINCE, Role.DISTRICT)
"""Who compares regions: the office, the province above it, district heads."""
PERSONS: Final = (*OFFICE, Role.DISTRICT, Role.VILLAGE_OPERATOR)
"""Who may open a figure to its persons, NIK masked, inside the own territory. A province adds up and sees none."""
AUDITORS: Final = (Role.ADMINISTRATOR, Role.AUDITOR)
"""Who may follow anything to who did it and to the file it came in."""
SEES_MONEY: Final = (
    Role.ADMINISTRATOR, Role.READER, Role.PLANNER, Role.FINANCE, Role.VERIFIER, Role.AUDITOR,
)  # fmt: skip
"""Who has to do with the regency's money, as the rows of its tables are seen (`ledger.row_sight`)."""
ENTERPRISES: Final = (Role.ENTERPRISE_OFFICER, Role.READER, Role.ADMINISTRATOR)
"""Who looks after the owners of micro-enterprises: their officer, and whom the regency answers to for them."""
