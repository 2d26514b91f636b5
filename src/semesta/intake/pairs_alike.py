"""Pairs that are asked for one reason and agree and differ in the same fields: they can be looked at together.

A likeness is the reason, the kind of list and the level that every comparison reached. It is named by a short hash,
which stays the same as long as the model's levels do. Pairs that contradict decisions, or touch somebody recorded as
dead, are never taken together: each of them wants a look of its own.
"""

from __future__ import annotations

import json
from typing import Any

from semesta.bulk import read_lines
from semesta.duplicates.queries import ASKED
from semesta.intake.pair_queries import reason_text
from semesta.kernel.finding import Language
from semesta.matching.model import Model
from semesta.matching.settings import LEVEL

FEWEST = 3
"""Fewer pairs than these are quicker decided one by one."""
_ALIKE = f"""
SELECT p.number, p.link_type, p.reason, p.worth_months, p.worth_rp, p.weight, shape.levels,
       left(md5(p.link_type || p.reason || shape.levels), 12) AS likeness
  FROM duplicates_pair p, LATERAL (
       SELECT coalesce(jsonb_object_agg(key, value), '{{}}')::text AS levels FROM jsonb_each(p.levels)
        WHERE starts_with(key, '{LEVEL}')) shape
 WHERE {ASKED} AND p.band <> 'sender' AND p.reason NOT IN ('conflict', 'recorded_dead') AND p.against = '[]'
"""


def likenesses(regency_code: str, *, model: Model, language: Language, most: int = 10) -> list[dict[str, Any]]:
    """Return the likenesses with the most pairs: likeness, link_type, pairs, worth_months, worth_rp, least_weight,
    reason_text, and `agree`, `differ`: the comparisons (title, level) that speak for and against one person.
    """
    lines = read_lines(
        f"SELECT likeness, link_type, reason, levels, count(*) AS pairs, sum(worth_months)::bigint AS worth_months,"
        f" sum(worth_rp)::bigint AS worth_rp, min(weight) AS least_weight FROM ({_ALIKE}) alike"
        " GROUP BY 1, 2, 3, 4 HAVING count(*) >= %(fewest)s ORDER BY count(*) DESC, likeness LIMIT %(most)s",
        {"regency": regency_code, "fewest": FEWEST, "most": most},
    )
    return [_in_words(line, model, language) for line in lines]


def pairs_alike(regency_code: str, likeness: str, *, most: int) -> list[int]:
    """Return the numbers of the pairs of a likeness that are still asked, worth most first."""
    lines = read_lines(
        f"SELECT number FROM ({_ALIKE}) alike WHERE likeness = %(likeness)s"
        " ORDER BY worth_rp DESC, number LIMIT %(most)s",
        {"regency": regency_code, "likeness": likeness, "most": most},
    )
    return [line["number"] for line in lines]


def _in_words(line: dict[str, Any], model: Model, language: Language) -> dict[str, Any]:
    reached = json.loads(line["levels"])
    agree: list[dict[str, str]] = []
    differ: list[dict[str, str]] = []
    for comparison in model.schema.comparisons:
        place = reached.get(f"{LEVEL}{comparison.name}")
        if place is None or comparison.levels[place].unknown:
            continue
        level = comparison.levels[place]
        words = {
            "title": model.schema.words(comparison.title, language),
            "level": model.schema.words(level.label, language),
        }
        (agree if model.weight(comparison, level, model.population) > 0 else differ).append(words)
    return {name: line[name] for name in ("likeness", "link_type", "pairs", "worth_months", "worth_rp")} | {
        "least_weight": line["least_weight"],
        "reason_text": reason_text(line["reason"], model, language),
        "agree": agree,
        "differ": differ,
    }
