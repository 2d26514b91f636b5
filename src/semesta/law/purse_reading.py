"""Reads purses and regional regulations; a regional rule is a purse rule confined to a region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from semesta.kernel.region_code import is_region_code
from semesta.kernel.segment import MembershipClass, Segment
from semesta.law import mistakes
from semesta.law.document import Node
from semesta.law.fields import NOTHING, FileReader, nearest
from semesta.law.parameter import CLASSES, Dated, Parameter
from semesta.law.purse import BUDGETS, FACTS, PLACE_KINDS, VERDICTS, Budget, Purse, Rule, Verdict
from semesta.law.reading import STANDING_KEYS, Catalogue, read_changed_values, read_standing
from semesta.law.words import Words

_CONDITIONS = ("segments", "except_segments", "classes", "place_kinds", "years", "needs", "unless", "reading")
_RULE_KEYS = ("name", "verdict", "reason")


@dataclass(frozen=True, slots=True)
class RegionalRegulation:
    """What a region adds: own segments, rules for purses, and values that replace national ones from their date."""

    key: str
    title: Words
    region: str
    segments: Mapping[str, Segment]
    rules: tuple[tuple[str, Rule], ...]
    parameters: Mapping[str, tuple[Dated, ...]]


def read_purse(
    reader: FileReader, root: Node, code: str, segments: Mapping[str, Segment], catalogue: Catalogue
) -> Purse:
    """Read one purse; its code is the name of the file."""
    fields = reader.mapping(root, "", required=("name", "budget", "about", "rules"))
    rules: dict[str, Rule] = {}
    for item in reader.items(fields.get("rules", NOTHING), "rules"):
        rule = _rule(reader, item, segments, catalogue, region=None)
        if rule.name in rules:
            reader.wrong(mistakes.NAME_TWICE, item, "rules.name", before=rule.name)
        rules[rule.name] = rule
    return Purse(
        code,
        reader.words(fields.get("name", NOTHING), "name"),
        cast(Budget, reader.choice(fields.get("budget", NOTHING), "budget", BUDGETS)),
        reader.words(fields.get("about", NOTHING), "about"),
        tuple(rules.values()),
    )


def read_regional_regulation(
    reader: FileReader,
    root: Node,
    key: str,
    *,
    parameters: Mapping[str, Parameter],
    purses: Mapping[str, Purse],
    segments: Mapping[str, Segment],
    catalogue: Catalogue,
) -> RegionalRegulation:
    """Read one regional regulation against the national law it changes."""
    fields = reader.mapping(root, "", required=("title", "region"), optional=("segments", "rules", "parameters"))
    region_node = fields.get("region", NOTHING)
    region = reader.text(region_node, "region")
    if region and not is_region_code(region):
        reader.wrong(
            mistakes.WRONG_TYPE,
            region_node,
            "region",
            before=region,
            detail="kode wilayah / a region code",
            after='"52.03"',
        )
    own = _segments(reader, fields.get("segments"))
    known = {**segments, **own}
    rules: list[tuple[str, Rule]] = []
    for item in reader.items(fields["rules"], "rules") if "rules" in fields else ():
        purse = (item.mapping or {}).get("purse", NOTHING)
        name = reader.choice(purse, "purse", tuple(purses))
        rule = _rule(reader, item, known, catalogue, region=region, extra=("purse",))
        if rule.name in {own.name for code, own in rules if code == name}:
            reader.wrong(mistakes.NAME_TWICE, item, "rules.name", before=rule.name)
        rules.append((name, rule))
    changed: dict[str, tuple[Dated, ...]] = {}
    for path, node in (
        reader.mapping(fields["parameters"], "parameters", optional=None).items() if "parameters" in fields else ()
    ):
        if path not in parameters:
            reader.wrong(
                mistakes.UNKNOWN_NAME,
                node,
                "parameters",
                before=path,
                detail="parameters/",
                after=nearest(path, sorted(parameters)),
            )
            continue
        values = reader.mapping(node, path, required=("values",))
        changed[path] = read_changed_values(reader, values.get("values", NOTHING), parameters[path], catalogue)
    title = reader.words(fields.get("title", NOTHING), "title")
    return RegionalRegulation(key, title, region, own, tuple(rules), changed)


def _segments(reader: FileReader, node: Node | None) -> dict[str, Segment]:
    found: dict[str, Segment] = {}
    for code, child in (reader.mapping(node, "segments", optional=None) if node is not None else {}).items():
        fields = reader.mapping(child, code, required=("name", "class", "sector"))
        name = reader.words(fields.get("name", NOTHING), f"{code}.name")
        membership_class = cast(MembershipClass, reader.choice(fields.get("class", NOTHING), f"{code}.class", CLASSES))
        sector = reader.text(fields.get("sector", NOTHING), f"{code}.sector")
        found[code] = Segment(code, name.id, name.en, membership_class, sector)
    return found


def _rule(
    reader: FileReader,
    node: Node,
    segments: Mapping[str, Segment],
    catalogue: Catalogue,
    *,
    region: str | None,
    extra: tuple[str, ...] = (),
) -> Rule:
    fields = reader.mapping(node, "rules", required=(*_RULE_KEYS, *extra), optional=(*_CONDITIONS, *STANDING_KEYS))
    name = reader.text(fields.get("name", NOTHING), "rules.name")
    where = f"rules.{name}"

    def listed(key: str, allowed: tuple[str, ...]) -> tuple[str, ...] | None:
        if key not in fields:
            return None
        return tuple(
            reader.choice(item, f"{where}.{key}", allowed) for item in reader.items(fields[key], f"{where}.{key}")
        )

    since_year, to_year = _years(reader, fields["years"], f"{where}.years") if "years" in fields else (None, None)
    return Rule(
        name=name,
        verdict=cast(Verdict, reader.choice(fields.get("verdict", NOTHING), f"{where}.verdict", VERDICTS)),
        segments=listed("segments", tuple(segments)),
        except_segments=listed("except_segments", tuple(segments)) or (),
        classes=listed("classes", CLASSES),
        place_kinds=listed("place_kinds", PLACE_KINDS),
        since_year=since_year,
        to_year=to_year,
        needs=listed("needs", FACTS) or (),
        unless=listed("unless", FACTS) or (),
        reading=_reading(reader, fields["reading"], where, catalogue) if "reading" in fields else None,
        region=region,
        reason=reader.words(fields.get("reason", NOTHING), f"{where}.reason"),
        standing=read_standing(reader, node, where, catalogue),
        file=reader.file,
        line=node.line,
    )


def _years(reader: FileReader, node: Node, where: str) -> tuple[int | None, int | None]:
    years = reader.mapping(node, where, optional=("from", "to"))
    since, to = (reader.whole(years[key], f"{where}.{key}") if key in years else None for key in ("from", "to"))
    if since is not None and to is not None and since > to:
        reader.wrong(mistakes.YEARS_REVERSED, node, where, before=str(since), after=str(to))
    return since, to


def _reading(reader: FileReader, node: Node, where: str, catalogue: Catalogue) -> tuple[str, str] | None:
    chosen = reader.mapping(node, f"{where}.reading", optional=None)
    for key in list(chosen)[1:]:
        reader.wrong(mistakes.ONE_ONLY, chosen[key], f"{where}.reading", before=key)
    for key, child in chosen.items():
        open_ones = tuple(name for name, question in catalogue.questions.items() if question.alternatives)
        name = reader.choice(Node(child.line, text=key), f"{where}.reading", open_ones or ("-",))
        if name == key:
            return key, reader.choice(child, f"{where}.reading.{key}", tuple(catalogue.questions[key].alternatives))
    return None
