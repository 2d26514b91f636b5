"""The certificate of a plan: what it reaches, how far from the best it can be, what binds, and what more money buys."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Reached:
    """One objective: its value in whole numbers, and a bound that no lawful plan passes (given the ones before it)."""

    objective: Literal["kept", "points", "spending_rp"]
    value: int
    bound: int

    @property
    def gap(self) -> Fraction:
        """Return how far the value may be from the best, as a share of the bound; 0 where it is the best."""
        return Fraction(abs(self.bound - self.value), max(abs(self.bound), 1))


@dataclass(frozen=True, slots=True)
class Binding:
    """A purse of which less is left by the end of `month` than one more person-month of the cheapest kind costs."""

    purse: str
    month: str
    room_rp: int
    left_rp: int


@dataclass(frozen=True, slots=True)
class OneMore:
    """What `more_rp` in a purse would buy.

    `resolved`: the linear programme was solved again with that much more, and these are the differences of its optimum
    (whole people may differ by a few). `dual`: its price at the optimum times the rupiah; right for small amounts only,
    and it knows points, not people.
    """

    purse: str
    more_rp: int
    method: Literal["resolved", "dual"]
    kept: float
    points: float
    people: float | None
    months: float | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is proven about a plan. `seed` and `tie_break` are what a draw can be repeated with."""

    reached: tuple[Reached, ...]
    covered_before: int
    kept: int
    protected: int
    months_paid: int
    binding: tuple[Binding, ...]
    one_more: tuple[OneMore, ...]
    groups: int
    patterns: int
    seed: str
    tie_break: tuple[str, ...]

    def page(self) -> dict[str, Any]:
        """Return the certificate as plain data; gaps as text of an exact fraction and as percent with four digits."""
        page = asdict(self)
        for line, one in zip(page["reached"], self.reached, strict=True):
            line["gap"] = str(one.gap)
            line["gap_percent"] = f"{float(one.gap) * 100:.4f}"
        return page
