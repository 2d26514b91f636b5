"""What a search did not use or did not compare, as it is kept with the run and told in the report.

Nothing personal is kept: of a number that too many bear its last digits, of a block too big only the rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from semesta.matching.linking import Linked

MOST_TOLD: Final = 20
"""Of values set aside at most so many are named, those that most rows bear; all are counted."""
_DIGITS_SHOWN: Final = 4


@dataclass
class LeftOut:
    """Filled while a search goes on.

    `blocks`: per link type and rule the blocks too big to compare, their pairs and the rows of the biggest. `values`:
    numbers no evidence because too many names bear them. `apart`: pairs left apart without asking, by reason.
    `refused`: lists (or, without a submission, the persons among themselves) of which too many pairs would be compared.
    """

    blocks: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    values: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    apart: Counter[str] = field(default_factory=Counter)
    refused: list[dict[str, Any]] = field(default_factory=list)

    def add(self, linked: Linked, link_type: str) -> None:
        """Take note of what one step of a search left out."""
        for block in linked.skipped:
            told = self.blocks.setdefault((link_type, block.rule), {"blocks": 0, "pairs": 0, "most_rows": 0})
            told["blocks"] += 1
            told["pairs"] += block.pairs
            told["most_rows"] = max(told["most_rows"], block.rows)
        for shared in linked.shared:
            known = self.values.get((shared.field, shared.value))
            if known is None or shared.rows > known["rows"]:
                self.values[shared.field, shared.value] = {
                    "field": shared.field, "ends_in": shared.value[-_DIGITS_SHOWN:], "rows": shared.rows,
                    "names": shared.names,
                }  # fmt: skip
        self.apart.update(linked.apart["reason"].to_list())

    def refuse(self, problem: ValueError, *, link_type: str, rows: int, submission_id: int | None = None) -> None:
        """Take note of a list that was not compared, and why."""
        self.refused.append({"submission_id": submission_id, "link_type": link_type, "rows": rows, "why": str(problem)})

    @property
    def counts(self) -> dict[str, int]:
        """Return how much was left out: blocks_left_out, values_set_aside, told_apart, refused."""
        return {
            "blocks_left_out": sum(told["blocks"] for told in self.blocks.values()),
            "values_set_aside": len(self.values), "told_apart": self.apart.total(), "refused": len(self.refused),
        }  # fmt: skip

    @property
    def detail(self) -> Mapping[str, list[dict[str, Any]]]:
        """Return all of it as JSON holds it: blocks, values (`MOST_TOLD` of them), told_apart, refused."""
        most = sorted(self.values.values(), key=lambda told: (-told["rows"], told["field"], told["ends_in"]))
        return {
            "blocks": [
                {"link_type": kind, "rule": rule, **told} for (kind, rule), told in sorted(self.blocks.items())
            ],
            "values": most[:MOST_TOLD],
            "told_apart": [{"reason": reason, "pairs": pairs} for reason, pairs in sorted(self.apart.items())],
            "refused": self.refused,
        }  # fmt: skip
