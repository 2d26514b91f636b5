"""Why the insurer refuses, in words and with the next step (refusal_reasons.yaml); other texts are unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import polars as pl
import yaml

from semesta.kernel.exchange_layout import ExchangeLayout
from semesta.kernel.finding import Language
from semesta.sheets.columns import heading_key, heading_words

UNKNOWN = "unknown"
WAGE_EARNER = "wage_earner"
Needs = Literal["correction", "nothing", "amendment"]


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """One reason: words that tell it, what it needs, and its reason, remedy and next step in both languages."""

    code: str
    words: tuple[str, ...]
    needs: Needs
    texts: Mapping[str, Mapping[str, str]]

    def said(self, language: Language) -> dict[str, str]:
        """Return `reason`, `remedy` and `next` for a reader."""
        return dict(self.texts[language])


@cache
def refusal_reasons() -> Mapping[str, RefusalReason]:
    """Return every known reason by its code, in the order in which their words are tried."""
    text = files("semesta.sheets.exchange").joinpath("refusal_reasons.yaml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text)
    return {
        code: RefusalReason(code, tuple(entry["words"]), entry["needs"], {key: entry[key] for key in ("id", "en")})
        for code, entry in entries.items()
    }


def reasons_that_need_nothing() -> list[str]:
    """Return the reasons after which a person may be sent again without a correction."""
    return [reason.code for reason in refusal_reasons().values() if reason.needs == "nothing"]


def reason_of(code: str | None, text: str | None, layout: ExchangeLayout) -> str:
    """Return the reason of a refusal: by the layout's codes and texts first, then by the words of its text."""
    named = {heading_key(given): reason for given, reason in layout.reasons.items()}
    for given in (code, text):
        reason = named.get(heading_key(given)) if given else None
        if reason is not None:
            return reason if reason in refusal_reasons() else UNKNOWN
    said = f" {heading_words(text or '')} "
    for reason_known in refusal_reasons().values():
        if any(word in said for word in reason_known.words):
            return reason_known.code
    return UNKNOWN


def with_reasons(rows: pl.DataFrame, layout: ExchangeLayout) -> pl.DataFrame:
    """Return the answers with `known_reason` (null: accepted); a refusal as active wage earner is an overlap."""
    pairs = rows.select("reason_code", "reason").unique()
    meant = pairs.with_columns(
        pl.Series("known_reason", [reason_of(code, text, layout) for code, text in pairs.iter_rows()], dtype=pl.String)
    )
    joined = rows.join(meant, on=["reason_code", "reason"], how="left", nulls_equal=True, maintain_order="left")
    accepted, overlap = pl.col("outcome") == "accepted", pl.col("outcome") == "overlap"
    reason = pl.when(accepted).then(None).when(overlap).then(pl.lit(WAGE_EARNER)).otherwise(pl.col("known_reason"))
    return joined.with_columns(known_reason=reason).with_columns(
        outcome=pl.when(pl.col("known_reason") == WAGE_EARNER).then(pl.lit("overlap")).otherwise(pl.col("outcome"))
    )
