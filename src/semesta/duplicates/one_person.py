"""Who is one person by the decisions that stand, and what a further decision would contradict.

Records are joined by the pairs decided to be the same; a decision contradicts when it would join two records that a
pair says are different, part two that a chain joins, give a row two persons, or bring two sure NIK together in a way
that nobody decided. Nothing is resolved here: contradictions are named.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Join:
    """A pair as this module looks at it: its number, its two records, whether one is a row, who decided it."""

    number: int
    person_id: int
    record_id: int
    is_row: bool
    by_machine: bool

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> Join:
        """Read a pair's line: number, person_id, record_id, submission_id, decided_by."""
        return cls(
            line["number"], line["person_id"], line["record_id"], line["submission_id"] is not None,
            line["decided_by"] == "machine",
        )  # fmt: skip


class OnePerson:
    """Records joined by decisions; `niks` are the sure numbers of records, `apart` the pairs decided to differ."""

    def __init__(self, joined: Iterable[Join], apart: Iterable[Join], niks: Mapping[int, str]) -> None:
        """Take the decisions as they stand."""
        self._niks = niks
        self._above: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._joins: dict[int, list[Join]] = {}
        self._apart: dict[int, list[Join]] = {}
        for join in joined:
            self.join(join)
        for pair in apart:
            for end in (pair.person_id, pair.record_id):
                self._apart.setdefault(end, []).append(pair)

    def root(self, record: int) -> int:
        """Return the record that stands for its component inside this object (not the head)."""
        above = self._above
        while above.get(record, record) != record:
            above[record] = above.get(above[record], above[record])
            record = above[record]
        return record

    def join(self, join: Join) -> None:
        """Take a pair as one person."""
        a, b = self.root(join.person_id), self.root(join.record_id)
        for end in (join.person_id, join.record_id):
            self._joins.setdefault(end, []).append(join)
        if a != b:
            large, small = (a, b) if len(self._of(a)) >= len(self._of(b)) else (b, a)
            self._above[small] = large
            self._members[large] = self._of(large) + self._members.pop(small, [small])

    def components(self) -> list[list[int]]:
        """Return the records of every person that has several."""
        return [sorted(records) for records in self._members.values()]

    def against_same(self, pair: Join) -> list[int]:
        """Return the numbers of the pairs that joining `pair` would contradict; none: it may be joined."""
        a, b = self.root(pair.person_id), self.root(pair.record_id)
        other_person = [
            j.number for j in self._joins.get(pair.record_id, []) if pair.is_row and j.person_id != pair.person_id
        ]
        if a == b or other_person:
            return other_person
        small, other = (a, b) if len(self._of(a)) <= len(self._of(b)) else (b, a)
        apart = {
            said.number
            for record in self._of(small)
            for said in self._apart.get(record, [])
            if other in (self.root(said.person_id), self.root(said.record_id))
        }
        return sorted(apart | self._two_numbers(pair, a, b))

    def _two_numbers(self, pair: Join, a: int, b: int) -> set[int]:
        """Return what brought together two sure NIK that nobody decided to be one person's."""
        said = {pair.person_id, pair.record_id} if not pair.by_machine else set()
        first, second = (self._numbers(root) for root in (a, b))
        clash = any(
            x != y and not {p, q} <= said for x, holders in first.items() for y, others in second.items()
            for p in holders for q in others
        )  # fmt: skip
        joins = {j for root in (a, b) for record in self._of(root) for j in self._joins.get(record, [])}
        machine = {j.number for j in joins if j.by_machine and not j.is_row}  # a row leads no further
        if not clash or (not pair.by_machine and not machine):
            return set()
        return machine or {j.number for j in joins} or {pair.number}

    def against_different(self, pair: Join) -> list[int]:
        """Return the numbers of the pairs through which the two records are one person all the same, in their order."""
        came: dict[int, Join] = {}
        waiting = deque([pair.person_id])
        seen = {pair.person_id}
        while waiting and pair.record_id not in seen:
            record = waiting.popleft()
            for join in self._joins.get(record, []):
                for end in (join.person_id, join.record_id):
                    if end not in seen and join.number != pair.number:
                        seen.add(end)
                        came[end] = join
                        waiting.append(end)
        path: list[int] = []
        record = pair.record_id
        while record in came:
            join = came[record]
            path.append(join.number)
            record = join.person_id if record == join.record_id else join.record_id
        return path[::-1]

    def _of(self, root: int) -> list[int]:
        return self._members.get(root, [root])

    def _numbers(self, root: int) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for record in self._of(root):
            if record in self._niks:
                found.setdefault(self._niks[record], []).append(record)
        return found
