"""What a token opens. A scope never gives more than the token's role and territory do: both are asked, always."""

from __future__ import annotations

from enum import StrEnum


class TokenScope(StrEnum):
    """A part of the program that another system may be let into."""

    REGIONS_READ = "regions:read"
    COVERAGE_READ = "coverage:read"
    LISTS_READ = "lists:read"
    LISTS_WRITE = "lists:write"
    PERSONS_READ = "persons:read"
    PAIRS_READ = "pairs:read"
    PAIRS_WRITE = "pairs:write"
    MONEY_READ = "money:read"
    EXCHANGE_READ = "exchange:read"
    LAW_READ = "law:read"
    TRAIL_READ = "trail:read"
