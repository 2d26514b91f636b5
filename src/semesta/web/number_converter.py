"""Numbers in addresses, as far as the database counts: what is longer is no address here."""

from __future__ import annotations


class NumberConverter:
    """1 to 18 digits."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the number in digits."""
        return str(value)
