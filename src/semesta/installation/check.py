"""What `semesta doctor` found about one thing: its state, what it means, and what to do, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

State = Literal["ok", "warning", "wrong"]
"""ok: as it should be; warning: works, but should be changed; wrong: something will fail or is already damaged."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same sentence in Indonesian and English."""

    indonesian: str
    english: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `remedy` says what to do and is there unless the state is ok."""

    code: str
    state: State
    found: Words
    remedy: Words | None = None

    @classmethod
    def ok(cls, code: str, indonesian: str, english: str) -> Self:
        """Return a check that found things as they should be."""
        return cls(code, "ok", Words(indonesian, english))

    def __post_init__(self) -> None:
        if (self.state == "ok") != (self.remedy is None):
            raise ValueError(f"{self.code}: a remedy belongs to every state but ok")
