"""A schema: which columns rows bring, how two rows are compared level by level, which pairs are compared at all.

It is a YAML file, so that another set of columns is a file and not code. Conditions are SQL over the two rows `l` and
`r`; `{phrase}` stands for a phrase of the file. Everything wrong with a file is told at once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

import yaml

from semesta.kernel.finding import Language
from semesta.matching.columns import KINDS, Field

ROW_COLUMN: Final = re.compile(r"\b([lr])\.([a-z_][a-z0-9_]*)")
_PHRASE: Final = re.compile(r"\{([a-z_]+)\}")
_DEPTH: Final = 4  # phrases within phrases
_NAME: Final = re.compile(r"^[a-z][a-z0-9_]*$")


@dataclass(frozen=True)
class Level:
    """One way in which two values can agree or differ; the first level of a comparison that holds is taken.

    `when` is None for the last level. Levels of one `group` share a condition: their chances are told given that it
    holds, and add up to one. `unknown` levels weigh nothing. `per_person`: chance brings a person a fixed
    number of such agreements however many people there are. `frequency`: the column whose common values prove less.
    `agrees_in`: a column of places in which the rows agree at this level, and at no level without this mark.
    """

    label: str
    when: str | None
    unknown: bool = False
    per_person: bool = False
    frequency: str | None = None
    agrees_in: str | None = None
    group: int = 0


@dataclass(frozen=True)
class Comparison:
    """Levels, best agreement first, about one thing that is known of both rows."""

    name: str
    title: str
    levels: tuple[Level, ...]
    drawn: tuple[tuple[str, ...], ...] = ((),)
    """For each group of levels the columns in which the pairs agree that its chances are learned from."""

    @property
    def known(self) -> tuple[Level, ...]:
        """Return the levels that weigh."""
        return tuple(level for level in self.levels if not level.unknown)


@dataclass(frozen=True)
class Candidate:
    """Pairs that agree in all of `agree` (and meet `where`) are compared."""

    agree: tuple[str, ...]
    where: str | None = None

    @property
    def sql(self) -> str:
        """Return the join condition over rows `l` and `r`."""
        parts = [f"l.{column} = r.{column}" for column in self.agree]
        return " and ".join([*parts, f"({self.where})"] if self.where else parts)


@dataclass(frozen=True)
class Veto:
    """Pairs that are left to people whatever their weight: a condition, levels reached, or both; not if `unless`.

    `ask` says whom: the queue of those who decide, the sender, who can look at the papers, or nobody: they are two.
    Pairs of less weight than `asked_from` are left apart too. `borne_by_two`: it holds only where two people of the
    register agree in these columns with one of the rows and bear different sure numbers; so only among rows.
    """

    code: str
    ask: str
    when: str | None = None
    levels: Mapping[str, tuple[str, ...]] | None = None
    unless: str | None = None
    asked_from: float = -math.inf
    borne_by_two: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    """A whole description. `source` is the text it was read from, which a model keeps."""

    name: str
    title: str
    fields: tuple[Field, ...]
    frequencies: Mapping[str, float]
    comparisons: tuple[Comparison, ...]
    candidates: tuple[Candidate, ...]
    counted: tuple[Candidate, ...]
    witness: str
    vetoes: tuple[Veto, ...]
    same_person_key: str | None
    translations: Mapping[str, str]
    source: str

    @classmethod
    def read(cls, text: str) -> Schema:
        """Read a schema; ValueError tells everything that is wrong with it."""
        return _Reader(text).schema()

    @property
    def columns(self) -> dict[str, str]:
        """Return the standardised columns (name -> type) the fields make."""
        return {column: kind for f in self.fields for column, kind in f.makes.items()}

    def comparison(self, name: str) -> Comparison:
        """Return a comparison by name; KeyError when there is none."""
        return next(c for c in self.comparisons if c.name == name)

    def words(self, said: str, language: Language) -> str:
        """Return a title, label or veto code in the reader's language; as it is where the file has no translation."""
        return self.translations.get(said, said) if language == "id" else said

    @property
    def used_columns(self) -> list[str]:
        """Return the standardised columns that conditions, candidates or frequencies speak of, in order."""
        texts = [level.when or "" for c in self.comparisons for level in c.levels]
        texts += [c.sql for c in (*self.candidates, *self.counted)]
        texts += [t or "" for v in self.vetoes for t in (v.when, v.unless)]
        found = {column for text in texts for _, column in ROW_COLUMN.findall(text)} | set(self.frequencies)
        if self.same_person_key is not None:
            found |= {self.same_person_key, f"{self.same_person_key}_sure"} & self.columns.keys()
        return [column for column in self.columns if column in found]


def shipped_schema(name: str = "person") -> Schema:
    """Return a schema that is shipped with the program."""
    return Schema.read(files("semesta.matching").joinpath("schemas", f"{name}.yaml").read_text(encoding="utf-8"))


class _Reader:
    """Reads one schema and collects what is wrong with it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.wrong: list[str] = []
        loaded = yaml.safe_load(text)
        self.data: dict[str, Any] = loaded if isinstance(loaded, dict) else {}
        self.phrases: dict[str, str] = {}

    def schema(self) -> Schema:
        self.phrases = {name: str(text) for name, text in self.data.get("phrases", {}).items()}
        fields = tuple(self._fields())
        comparisons = tuple(self._comparisons())
        schema = Schema(
            name=str(self.data.get("name", "")),
            title=str(self.data.get("title", "")),
            fields=fields,
            frequencies={column: float(least) for column, least in self.data.get("frequencies", {}).items()},
            comparisons=comparisons,
            candidates=tuple(
                Candidate(tuple(c.get("agree", ())), self._sql(c.get("where"))) for c in self.data.get("candidates", [])
            ),
            counted=tuple(Candidate(tuple(columns)) for columns in self.data.get("counted", [])),
            witness=str(self.data.get("witness", comparisons[0].name if comparisons else "")),
            vetoes=tuple(self._vetoes(comparisons)),
            same_person_key=self.data.get("same_person_key"),
            translations={str(said): str(meant) for said, meant in self.data.get("indonesian", {}).items()},
            source=self.text,
        )
        self._check(schema)
        if self.wrong:
            raise ValueError(f"schema '{schema.name}': " + "; ".join(self.wrong))
        return schema

    def _fields(self) -> Iterator[Field]:
        for name, told in self.data.get("fields", {}).items():
            options = dict(told or {})
            kind = options.pop("kind", "text")
            if kind not in KINDS:
                self.wrong.append(f"field '{name}' is of the unknown kind '{kind}' (known: {', '.join(sorted(KINDS))})")
                continue
            if strange := sorted(set(options) - KINDS[kind].options):
                self.wrong.append(f"field '{name}': the kind '{kind}' knows no {', '.join(strange)}")
                continue
            yield Field(name, kind, options)

    def _comparisons(self) -> Iterator[Comparison]:
        for told in self.data.get("comparisons", []):
            name = str(told.get("name", ""))
            levels, drawn = self._levels(told.get("levels", []))
            if not _NAME.match(name):
                self.wrong.append(f"'{name}' is no name for a comparison")
            if len([level for level in levels if not level.unknown]) < 2:
                self.wrong.append(f"comparison '{name}' needs at least two levels that weigh")
            if [level.when is None for level in levels] != [False] * (len(levels) - 1) + [True]:
                self.wrong.append(f"comparison '{name}': every level but the last needs a condition, the last none")
            if len({level.label for level in levels}) < len(levels):
                self.wrong.append(f"comparison '{name}' has two levels of one label")
            yield Comparison(name, str(told.get("title", name)), levels, drawn)

    def _levels(self, told: list[dict[str, Any]]) -> tuple[tuple[Level, ...], tuple[tuple[str, ...], ...]]:
        """Read levels and groups of levels; the last level of a group holds whenever the group's condition does."""
        levels: list[Level] = []
        drawn: list[tuple[str, ...]] = [()]
        for item in told:
            if "given" not in item:
                levels.append(self._level(item, self._sql(item.get("when")), 0))
                continue
            given = self._sql(item["given"]["when"])
            drawn.append(tuple(item["given"].get("drawn", ())))
            for level in item["levels"]:
                own = self._sql(level.get("when"))
                levels.append(self._level(level, f"({given}) and ({own})" if own else given, len(drawn) - 1))
        return tuple(levels), tuple(drawn)

    @staticmethod
    def _level(told: dict[str, Any], when: str | None, group: int) -> Level:
        return Level(
            label=str(told["label"]),
            when=when,
            unknown=bool(told.get("unknown", False)),
            per_person=bool(told.get("per_person", False)),
            frequency=told.get("frequency"),
            agrees_in=told.get("agrees_in"),
            group=group,
        )

    def _vetoes(self, comparisons: tuple[Comparison, ...]) -> Iterator[Veto]:
        labels = {c.name: {level.label for level in c.levels} for c in comparisons}
        for told in self.data.get("never_by_machine", []):
            levels = {name: tuple(wanted) for name, wanted in told.get("levels", {}).items()}
            for name, wanted in levels.items():
                for label in set(wanted) - labels.get(name, set()):
                    self.wrong.append(f"veto '{told.get('code')}' speaks of the unknown level '{name}: {label}'")
            if told.get("ask", "queue") not in ("queue", "sender", "nobody"):
                self.wrong.append(f"veto '{told.get('code')}' can ask the queue, the sender or nobody only")
            yield Veto(
                str(told["code"]),
                str(told.get("ask", "queue")),
                self._sql(told.get("when")),
                levels or None,
                self._sql(told.get("unless")),
                float(told.get("asked_from", -math.inf)),
                tuple(told.get("borne_by_two", ())),
            )

    def _sql(self, text: str | None) -> str | None:
        if text is None:
            return None

        def phrase(match: re.Match[str]) -> str:
            if match[1] not in self.phrases:
                self.wrong.append(f"unknown phrase {match[0]}")
            return self.phrases.get(match[1], "false")

        text = str(text)
        for _ in range(_DEPTH):
            text = _PHRASE.sub(phrase, text)
        return " ".join(text.split())

    def _check(self, schema: Schema) -> None:
        if not schema.name or not schema.fields or not schema.comparisons or not schema.candidates:
            self.wrong.append("it needs name, fields, comparisons and candidates")
        if schema.witness not in {c.name for c in schema.comparisons}:
            self.wrong.append(f"the witness '{schema.witness}' is no comparison")
        known = schema.columns
        said = [(f"comparison '{c.name}'", level.when) for c in schema.comparisons for level in c.levels]
        said += [("a candidate rule", c.sql) for c in (*schema.candidates, *schema.counted)]
        said += [(f"veto '{v.code}'", text) for v in schema.vetoes for text in (v.when, v.unless)]
        for where, text in said:
            for _, column in ROW_COLUMN.findall(text or ""):
                if column not in known:
                    self.wrong.append(f"{where} speaks of '{column}', which no field makes")
        for veto in schema.vetoes:
            for column in sorted(set(veto.borne_by_two) - set(schema.used_columns)):
                self.wrong.append(f"veto '{veto.code}' speaks of '{column}', which no comparison or rule uses")
            if veto.borne_by_two and schema.same_person_key is None:
                self.wrong.append(f"veto '{veto.code}' tells people apart by same_person_key, which is missing")
            if any(v.ask != veto.ask for v in schema.vetoes if v.code == veto.code):
                self.wrong.append(f"all vetoes of the code '{veto.code}' must ask the same people")
        for column in sorted({level.agrees_in for c in schema.comparisons for level in c.levels if level.agrees_in}):
            if column not in known:
                self.wrong.append(f"a level agrees in '{column}', which no field makes")
        frequencies = {level.frequency for c in schema.comparisons for level in c.levels if level.frequency}
        for column in sorted(frequencies - set(schema.frequencies)):
            self.wrong.append(f"'{column}' needs a least frequency")
        for column in sorted(set(schema.frequencies) - set(known)):
            self.wrong.append(f"a frequency is asked of '{column}', which no field makes")
