"""Whether this process answers pages."""

from __future__ import annotations

import os


def serves_pages() -> bool:
    """Say whether this process answers pages; `semesta serve` says so to its own processes, after they have begun."""
    return os.environ.get("SEMESTA_SERVES_PAGES") == "yes"
