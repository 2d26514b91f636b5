"""The page that explains a model: what it was learned from, what every agreement weighs, and real pairs as waterfalls.

Markdown in Indonesian or English, with a picture for each example pair. An example shows levels and weights, never
what stood in the rows, so that page and pictures can be handed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from semesta.kernel.finding import Language
from semesta.matching.bands import MACHINE, QUEUE, SENDER, WEIGHT
from semesta.matching.evidence import evidence, prior_weight
from semesta.matching.linking import Linked
from semesta.matching.model import LinkType, Model
from semesta.matching.waterfall import waterfall_svg

_BANDS: tuple[tuple[str, str, str], ...] = (
    (MACHINE, "Digabung mesin", "Joined by the machine"),
    (QUEUE, "Ditanyakan kepada petugas", "Asked of a verifier"),
    (SENDER, "Ditanyakan kepada pengirim", "Asked of the sender"),
)


@dataclass(frozen=True)
class Example:
    """A pair of a band as a picture, with why it stands there (empty: nothing forbids the machine)."""

    band: str
    title: str
    reason: str
    svg: str


def examples(found: Linked, model: Model, *, link_type: LinkType, population: int, language: Language) -> list[Example]:
    """Return for each band that has pairs the one of middle weight, drawn."""
    drawn = []
    for band, indonesian, english in _BANDS:
        pairs = found.pairs.filter(pl.col("band") == band).sort("weight", "line_l", "line_r")
        if not pairs.height:
            continue
        line = pairs.row(pairs.height // 2, named=True)
        svg = waterfall_svg(
            evidence(line, model, language=language),
            prior=prior_weight(model, link_type=link_type, population=population),
            before=_said("sebelum dibandingkan", "before comparing", language),
            after=_said("seluruhnya", "in all", language),
        )
        reason = model.schema.words(line["reason"] or "", language) if line["reason"] else ""
        drawn.append(Example(band, _said(indonesian, english, language), reason, svg))
    return drawn


def model_page(model: Model, drawn: Sequence[Example], pictures: Sequence[str], *, language: Language) -> str:
    """Return the page; `pictures` are the names of the files that hold the examples' drawings, in their order."""
    return "\n".join(_lines(model, drawn, pictures, language)) + "\n"


def _lines(model: Model, drawn: Sequence[Example], pictures: Sequence[str], language: Language) -> Iterator[str]:
    limits = model.thresholds
    yield f"# {_said('Model pencocokan', 'Matching model', language)}: {model.schema.title}"
    yield ""
    yield _said(
        "Bobot adalah log2: satu angka lebih berarti dua kali lebih mungkin. Bobot semua isian dijumlahkan.",
        "Weights are log2: one more means twice as likely. The weights of all fields are added.",
        language,
    )
    yield ""
    yield f"| {_said('bobot', 'weight', language)} | {_said('tindakan', 'what happens', language)} |"
    yield "|---|---|"
    yield f"| >= {limits.upper:g} | {_said('mesin menggabungkan', 'the machine joins', language)} |"
    yield f"| {limits.lower:g} – {limits.upper:g}, {_said('larangan, atau saingan', 'a veto, or a rival', language)} \
(< {limits.margin:g}) | {_said('ditanyakan', 'somebody is asked', language)} |"
    yield ""
    yield f"## {_said('Resep', 'Recipe', language)}"
    yield ""
    yield from (f"- {key}: {value}" for key, value in model.training.items())
    yield f"- {_said('penduduk', 'population', language)}: {model.population:,}"
    yield ""
    yield f"## {_said('Contoh', 'Examples', language)}"
    for example, picture in zip(drawn, pictures, strict=True):
        reason = f" ({example.reason})" if example.reason and example.reason != WEIGHT else ""
        yield from ("", f"![{example.title}]({picture})", "", f"*{example.title}{reason}.*")
    yield ""
    yield f"## {_said('Bobot setiap isian', 'What every field weighs', language)}"
    for comparison in model.schema.comparisons:
        yield from ("", f"### {model.schema.words(comparison.title, language)}", "")
        yield f"| {_said('persamaan', 'agreement', language)} | m | u | {_said('bobot', 'weight', language)} |"
        yield "|---|---|---|---|"
        for level, chance in zip(comparison.known, model.chances[comparison.name], strict=True):
            weight = model.weight(comparison, level, model.population)
            yield f"| {model.schema.words(level.label, language)} | {chance.m:.3g} | {chance.u:.3g} | {weight:+.1f} |"


def _said(indonesian: str, english: str, language: Language) -> str:
    return indonesian if language == "id" else english
