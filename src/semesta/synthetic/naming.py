"""Full names as the civil register writes them: capitals, one to four given words, noble marks, no titles.

There is no family name; a Lalu's children are Lalu and Baiq, a wife keeps her own mark. Parents' names are those
of the household where father and mother live in it, otherwise drawn from an older cohort.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from semesta.synthetic.assumptions import Assumptions
from semesta.synthetic.household import CHILD, HEAD, SPOUSE, Bools, Ints, Residents
from semesta.synthetic.territory import Village
from semesta.synthetic.tokens import COHORTS, word_pool

_OLD_SPELLING = (("U", "OE"), ("J", "DJ"), ("NY", "NJ"))


@dataclass(frozen=True)
class Names:
    """Name columns over all residents, all in capitals, and who is Hindu."""

    name: pl.Series
    mother: pl.Series
    father: pl.Series
    hindu: Bools


@dataclass(frozen=True)
class _Drawing:
    assumptions: Assumptions
    concentration: float
    rng: np.random.Generator

    def words(self, role: str, woman: Bools, cohort: Ints) -> tuple[pl.Series, Bools]:
        """Draw a word of the role for everyone; say which words lead on to another."""
        pools = []
        offset = 0
        index = np.zeros(len(woman), dtype=np.int64)
        for sex in ("M", "F"):
            for number, name in enumerate(COHORTS):
                pool = word_pool(
                    role,
                    sex,
                    name,
                    canonical=self.assumptions.canonical_spelling_share,
                    concentration=self.concentration,
                )
                here = np.flatnonzero((woman == (sex == "F")) & (cohort == number))
                weights = np.array(pool.weights)
                index[here] = offset + self.rng.choice(len(weights), size=len(here), p=weights / weights.sum())
                offset += len(weights)
                pools.append(pool)
        words = pl.Series([w for pool in pools for w in pool.words])
        leads = np.array([lead for pool in pools for lead in pool.leads])
        return words.gather(index), leads[index]

    def full(self, woman: Bools, cohort: Ints, shares: tuple[float, ...]) -> pl.DataFrame:
        """Draw up to four words (columns w0 to w3, null when not used)."""
        total = len(woman)
        number = 1 + self.rng.choice(len(shares), size=total, p=np.array(shares) / sum(shares))
        first, leads = self.words("given_first", woman, cohort)
        number = np.where(leads & (number == 1), 2, number)
        columns = {"w0": first}
        for place in (1, 2, 3):
            second, _ = self.words("given_second", woman, cohort)
            if place == 1:
                other, leads = self.words("given_first", woman, cohort)
                use_other = pl.Series((self.rng.random(total) < 0.35) & ~leads)
                second = other.zip_with(use_other, second)
            columns[f"w{place}"] = second.zip_with(pl.Series(number > place), pl.Series([None], dtype=pl.String))
        return pl.DataFrame(columns)


def name_people(
    residents: Residents,
    villages: list[Village],
    *,
    assumptions: Assumptions,
    concentration: float,
    rng: np.random.Generator,
) -> Names:
    """Name all residents and their parents. `concentration` 1 draws as listed, more makes common names commoner."""
    drawing = _Drawing(assumptions, concentration, rng)
    year = residents.born.astype("datetime64[Y]").astype(int) + 1970
    cohort = np.where(year < 1970, 0, np.where(year < 1995, 1, 2))
    words = drawing.full(residents.woman, cohort, assumptions.name_words)
    words = _twins_alike(words, residents, rng)
    total = len(residents)
    at_home = residents.head
    noble = rng.random(total) < np.array([v.noble_share for v in villages])[residents.village]
    noble = np.where(residents.relation == SPOUSE, noble, noble[at_home])
    hindu = (rng.random(total) < assumptions.hindu_share)[at_home]
    mark = pl.Series(["LALU", "BAIQ", None]).gather(np.where(noble & ~hindu, residents.woman.astype(int), 2))
    balinese, _ = drawing.words("given_first_balinese", residents.woman, cohort)
    words = words.with_columns(
        w0=balinese.zip_with(pl.Series(hindu), words["w0"]),
        w1=words["w1"].zip_with(pl.Series(~hindu), words["w1"].fill_null("SARI")),
        mark=mark,
    )
    name = words.select(pl.concat_str(["mark", "w0", "w1", "w2", "w3"], separator=" ", ignore_nulls=True)).to_series()
    name = _old_spelling(name, year, assumptions, rng)
    parent_cohort = np.maximum(cohort - 1, 0)
    mother = _parent(drawing, np.ones(total, dtype=bool), parent_cohort)
    father = _parent(drawing, np.zeros(total, dtype=bool), parent_cohort)
    return Names(name, *_parents_at_home(residents, name, mother, father), hindu)


def _parent(drawing: _Drawing, woman: Bools, cohort: Ints) -> pl.Series:
    words = drawing.full(woman, cohort, drawing.assumptions.parent_name_words)
    return words.select(pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)).to_series()


def _parents_at_home(
    residents: Residents, name: pl.Series, mother: pl.Series, father: pl.Series
) -> tuple[pl.Series, pl.Series]:
    """Replace the drawn parents of children by the couple, or the one parent, they live with."""
    total = len(residents)
    wife_of = np.full(total, -1)
    wives = np.flatnonzero(residents.relation == SPOUSE)
    wife_of[residents.head[wives]] = wives
    child = residents.relation == CHILD
    head = residents.head
    head_is_woman = residents.woman[head]
    mother_at = np.where(head_is_woman, head, wife_of[head])
    known_mother = child & (mother_at >= 0)
    known_father = child & ~head_is_woman
    return (
        name.gather(np.maximum(mother_at, 0)).zip_with(pl.Series(known_mother), mother),
        name.gather(head).zip_with(pl.Series(known_father), father),
    )


def _twins_alike(words: pl.DataFrame, residents: Residents, rng: np.random.Generator) -> pl.DataFrame:
    """Let half of the twins of the same sex share the first word with the elder one."""
    index = np.arange(len(residents))
    twin = residents.twin_of
    alike = (twin >= 0) & (residents.woman == residents.woman[twin]) & (rng.random(len(twin)) < 0.5)
    index[alike] = twin[alike]
    return words.with_columns(w0=words["w0"].gather(index))


def _old_spelling(name: pl.Series, year: Ints, assumptions: Assumptions, rng: np.random.Generator) -> pl.Series:
    """Write a few of those born before 1962 in the spelling of before 1972 (oe for u, dj for j)."""
    old = pl.Series((year < 1962) & (rng.random(len(year)) < assumptions.old_spelling_share))
    written = name
    for new, before in _OLD_SPELLING:
        written = written.str.replace_all(new, before, literal=True)
    return written.zip_with(old, name)


def draw_namesakes(residents: Residents, *, share: float, rng: np.random.Generator) -> Ints:
    """Return for each resident whose name and birth date to take: the own position, or that of a namesake-to-be.

    Namesakes are distinct adults of one sex and village in different households, of nearly the same age.
    """
    index = np.arange(len(residents))
    adult = np.flatnonzero(np.isin(residents.relation, (HEAD, SPOUSE)))
    order = adult[np.lexsort((residents.born[adult].astype(int), residents.woman[adult], residents.village[adult]))]
    chosen = np.flatnonzero(rng.random(len(order) - 1) < share)
    chosen = chosen[np.diff(chosen, prepend=-2) > 1]
    one, other = order[chosen], order[chosen + 1]
    fits = (
        (residents.village[one] == residents.village[other])
        & (residents.woman[one] == residents.woman[other])
        & (residents.household[one] != residents.household[other])
    )
    index[other[fits]] = one[fits]
    return index
