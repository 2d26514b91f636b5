"""Region codes in addresses: a regency, district or village, dotted. Anything else is no address here."""

from __future__ import annotations


class RegionConverter:
    """52.03, 52.03.05 or 52.03.05.2001."""

    regex = r"\d{2}\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?"

    def to_python(self, value: str) -> str:
        """Return the code as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the code as it stands."""
        return value
