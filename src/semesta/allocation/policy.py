"""The priorities of a plan: a readable YAML file turned into one value, with every mistake named at once.

A person's points are a sum of whole numbers; the file says which. Nothing in the file is law: what the law forbids, no
priority allows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from semesta.kernel.finding import Finding, Language
from semesta.kernel.segment import shipped_segments
from semesta.law import mistakes
from semesta.law.document import Node, parse_document, read_document
from semesta.law.fields import NOTHING, FileReader
from semesta.law.mistakes import mistake_text
from semesta.law.words import Words

Continuity = Literal["first", "demanded"]
TieBreak = Literal["registered_on", "draw"]
_DECILES, _RISK_CLASSES, _SEXES = range(1, 11), range(1, 6), ("L", "P")
_MOST_POINTS = 1000


@dataclass(frozen=True, slots=True)
class Fairness:
    """Villages whose cover lies at least `below_by_percent` points below the regency's get `points`."""

    below_by_percent: int
    points: int


@dataclass(frozen=True)
class Policy:
    """Priorities as published: what a person's month is worth, and how ties are broken."""

    name: Words
    continuity: Continuity
    everybody: int
    segments: dict[str, int]
    deciles: dict[int, int]
    decile_unknown: int
    risk_classes: dict[int, int]
    sexes: dict[str, int]
    village_fairness: tuple[Fairness, ...]
    person_counts_as_months: int
    new_member_months_unpaid: int
    tie_break: tuple[TieBreak, ...]


class PolicyFileError(ValueError):
    """The policy file cannot be used; `findings` lists every mistake with file, line and remedy."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.report("en"))

    def report(self, language: Language) -> str:
        """Return all mistakes, one per line."""
        return "\n".join(mistake_text(finding, language) for finding in self.findings)


def default_policy_file() -> Path:
    """Return the policy file shipped with the program."""
    return Path(__file__).parent / "policy.yaml"


def read_policy(path: Path, *, segments: Collection[str] = ()) -> Policy:
    """Return the policy of a file; `segments`: the codes there are (empty: those shipped).

    Errors: PolicyFileError with every mistake of the file.
    """
    findings: list[Finding] = []
    return _vetted(read_document(path, file=path.name, findings=findings), path.name, findings, segments)


def parse_policy(text: str, *, file: str, segments: Collection[str] = ()) -> Policy:
    """Return the policy of a file's text, called `file` in mistakes, as `read_policy` does."""
    findings: list[Finding] = []
    return _vetted(parse_document(text, file=file, findings=findings), file, findings, segments)


def _vetted(root: Node | None, file: str, findings: list[Finding], segments: Collection[str]) -> Policy:
    if root is None:
        raise PolicyFileError(findings)
    policy = _policy(FileReader(file, findings), root, tuple(segments) or tuple(shipped_segments()))
    if findings:
        raise PolicyFileError(findings)
    return policy


def _policy(reader: FileReader, root: Node, segments: tuple[str, ...]) -> Policy:
    keys = (
        "name", "continuity", "points", "person_counts_as_months", "new_member_months_unpaid", "tie_break",
    )  # fmt: skip
    top = reader.mapping(root, "policy", required=keys, optional=("village_fairness",))
    name = reader.mapping(top.get("name", NOTHING), "name", required=("id", "en"))
    points = reader.mapping(
        top.get("points", NOTHING),
        "points",
        required=("everybody",),
        optional=("segments", "deciles", "decile_unknown", "risk_classes", "sexes"),
    )
    deciles, classes = tuple(map(str, _DECILES)), tuple(map(str, _RISK_CLASSES))
    return Policy(
        name=Words(reader.text(name.get("id", NOTHING), "id"), reader.text(name.get("en", NOTHING), "en")),
        continuity=_continuity(reader, top.get("continuity", NOTHING)),
        everybody=_number(reader, points.get("everybody", NOTHING), "everybody", least=1),
        segments=_table(reader, points.get("segments"), "segments", segments),
        deciles={int(key): worth for key, worth in _table(reader, points.get("deciles"), "deciles", deciles).items()},
        decile_unknown=_number(reader, points["decile_unknown"], "decile_unknown") if "decile_unknown" in points else 0,
        risk_classes={
            int(key): worth
            for key, worth in _table(reader, points.get("risk_classes"), "risk_classes", classes).items()
        },
        sexes=_table(reader, points.get("sexes"), "sexes", _SEXES),
        village_fairness=_fairness(reader, top.get("village_fairness")),
        person_counts_as_months=_number(reader, top.get("person_counts_as_months", NOTHING), "person_counts_as_months"),
        new_member_months_unpaid=_number(
            reader, top.get("new_member_months_unpaid", NOTHING), "new_member_months_unpaid"
        ),
        tie_break=_tie_break(reader, top.get("tie_break", NOTHING)),
    )


def _number(reader: FileReader, node: Node, field: str, *, least: int = 0) -> int:
    if node is NOTHING:
        return least
    number = reader.whole(node, field)
    if not least <= number <= _MOST_POINTS and (node.text or "").lstrip("-").isdigit() and number >= 0:
        reader.wrong(
            mistakes.WRONG_TYPE, node, field, before=node.text or "",
            detail=f"bilangan {least} sampai {_MOST_POINTS} / a number from {least} to {_MOST_POINTS}",
            after=f"{least} .. {_MOST_POINTS}",
        )  # fmt: skip
    return number


def _table(reader: FileReader, node: Node | None, field: str, allowed: tuple[str, ...]) -> dict[str, int]:
    if node is None:
        return {}
    found: dict[str, int] = {}
    for key, child in reader.mapping(node, field, optional=None).items():
        reader.choice(Node(child.line, text=key), field, allowed)
        found[key] = _number(reader, child, f"{field}.{key}")
    return found if set(found) <= set(allowed) else {}


def _fairness(reader: FileReader, node: Node | None) -> tuple[Fairness, ...]:
    if node is None:
        return ()
    found = []
    for item in reader.items(node, "village_fairness"):
        step = reader.mapping(item, "village_fairness", required=("below_by_percent", "points"))
        below = _number(reader, step.get("below_by_percent", NOTHING), "below_by_percent", least=1)
        found.append(Fairness(below, _number(reader, step.get("points", NOTHING), "points")))
    return tuple(sorted(found, key=lambda step: step.below_by_percent))


def _continuity(reader: FileReader, node: Node) -> Continuity:
    if node is NOTHING:
        return "first"
    return "demanded" if reader.choice(node, "continuity", get_args(Continuity)) == "demanded" else "first"


def _tie_break(reader: FileReader, node: Node) -> tuple[TieBreak, ...]:
    if node is NOTHING:
        return ("draw",)
    found: list[TieBreak] = []
    for item in reader.items(node, "tie_break"):
        word = reader.choice(item, "tie_break", get_args(TieBreak))
        found.append("registered_on" if word == "registered_on" else "draw")
    if found and found[-1] != "draw":
        reader.wrong(
            mistakes.MISSING_KEY, node, "tie_break", before="draw", detail=" (yang terakhir / as the last)"
        )  # fmt: skip
    return tuple(found)
