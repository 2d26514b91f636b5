"""What stands in the way of a decision, said to the person who made it. Nothing was changed."""

from __future__ import annotations

from datetime import datetime


class NoPairError(LookupError):
    """There is no such pair, or nothing of it to undo."""


class AlreadyDecidedError(ValueError):
    """A person has decided this pair; it is not asked twice. Undo that decision first."""


class ReplacedError(AlreadyDecidedError):
    """A corrected list took the place of the pair's row; of the row that stands there now something else is asked."""


class AlreadyUndoneError(AlreadyDecidedError):
    """The last decision was taken back already; an older one stands again, and a second press does not mean that one.

    Who means it says so by deciding the pair.
    """


class OtherDecisionError(AlreadyDecidedError):
    """What stands decided of the pair is not the decision that was shown; nothing is taken back unseen."""

    def __init__(self, number: int, shown: int, stands: int) -> None:
        """Name the pair, the decision that was to be taken back, and the one that stands."""
        self.number, self.shown, self.stands = number, shown, stands
        super().__init__(
            f"Keputusan {shown} atas pasangan {number} tidak berlaku lagi, yang berlaku kini keputusan {stands};"
            f" lihat dahulu, lalu batalkan yang itu bila perlu."
            f" / Decision {shown} on pair {number} stands no more, decision {stands} does;"
            " look at it first, then undo that one if need be."
        )


class ClaimedError(ValueError):
    """Somebody else has the pair, or another pair of one of its records, in hand until `until_at`."""

    def __init__(self, number: int, holder: str, until_at: datetime) -> None:
        """Name the pair, who has it, and until when."""
        self.number, self.holder, self.until_at = number, holder, until_at
        super().__init__(
            f"Pasangan {number} sedang diperiksa {holder} sampai {until_at:%H:%M}; ambil pasangan lain dahulu."
            f" / {holder} is looking at pair {number} until {until_at:%H:%M}; take another one first."
        )


class ConflictError(ValueError):
    """The decision would contradict the decisions on the pairs `against`."""

    def __init__(self, number: int, against: list[int]) -> None:
        """Name the pair and the pairs it contradicts."""
        self.number, self.against = number, against
        named = ", ".join(map(str, against))
        super().__init__(
            f"Keputusan atas pasangan {number} bertentangan dengan keputusan atas pasangan {named};"
            f" periksa dan batalkan salah satunya dahulu (`semesta match show`, `semesta match undo`)."
            f" / Deciding pair {number} so contradicts the decisions on pairs {named};"
            " look at them and undo one first."
        )
