"""What a reader must know besides the file: the regions, who sends the list, and the day of reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from semesta.kernel.gazetteer import Gazetteer
from semesta.kernel.region_code import regency_of
from semesta.sheets.columns import Synonyms, shipped_synonyms
from semesta.sheets.normalise.places import Places, places_of


@dataclass(frozen=True)
class ReadingContext:
    """Everything a reading depends on besides the file, so that the same file reads the same again.

    `village_code`: the village the list is handed in for (None: an agency's list). `segment`: the livelihood of
    everybody on the list whose words tell none or only something general. `today`: dates after it are findings.
    """

    gazetteer: Gazetteer
    today: date
    village_code: str | None = None
    segment: str | None = None
    synonyms: Synonyms = field(default_factory=shipped_synonyms)

    @property
    def places(self) -> Places:
        """Return the look-up of region names, made once for a gazetteer."""
        return places_of(self.gazetteer)

    def regency_name(self, prefix: str) -> str:
        """Return the name of the regency a NIK prefix belongs to, the digits when it has none."""
        code = f"{prefix[:2]}.{prefix[2:4]}"
        return self.places.name(code) or code

    @property
    def regency(self) -> str | None:
        """Return the dotted code of the sender's regency, None when there is no sender."""
        return regency_of(self.village_code) if self.village_code is not None else None
