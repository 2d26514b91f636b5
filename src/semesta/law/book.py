"""The law as one value: parameters, purses, sources, questions and regional regulations of one folder.

`load_law(folder)` reads and checks everything or refuses the folder with all its mistakes. A `Law` never changes;
a region's own regulations and a regency's own segments give a new `Law`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from semesta.kernel.finding import Finding
from semesta.kernel.segment import Segment, shipped_segments
from semesta.law.asking import LawGapError, WrongQuestionError, known_region
from semesta.law.document import Node, read_document
from semesta.law.fields import FileReader
from semesta.law.mistakes import EMPTY_FOLDER, STRAY_FILE, LawFileError, mistake
from semesta.law.parameter import Dated, Parameter, Question, Reference, Regulation
from semesta.law.purse import Purse
from semesta.law.purse_reading import RegionalRegulation, read_purse, read_regional_regulation
from semesta.law.reading import Catalogue, laid_over, read_parameter, read_questions, read_sources
from semesta.law.words import Words

_SOURCES, _QUESTIONS, _ENDING = "sources.yaml", "questions.yaml", "*.yaml"
Readings = Mapping[str, str]


@dataclass(frozen=True)
class Law:
    """Everything the engine knows, as of no particular day; ask `at(path, day)` for the value in force."""

    folder: Path
    parameters: Mapping[str, Parameter]
    purses: Mapping[str, Purse]
    regulations: Mapping[str, Regulation]
    references: Mapping[str, Reference]
    questions: Mapping[str, Question]
    regions: tuple[RegionalRegulation, ...]
    segments: Mapping[str, Segment] = field(default_factory=shipped_segments)
    region: str = ""

    def parameter(self, path: str) -> Parameter:
        """Return a parameter by its path; WrongQuestionError names the file the folder lacks."""
        if path not in self.parameters:
            must = Words(
                f"tidak ada berkas law/parameters/{path}.yaml; pulihkan berkas itu atau periksa namanya",
                f"there is no law/parameters/{path}.yaml; restore the file or check the name",
            )
            raise WrongQuestionError("path", path, must=must)
        return self.parameters[path]

    def at(self, path: str, day: date) -> Dated:
        """Return the value of a parameter in force on `day`.

        Errors: WrongQuestionError for a parameter that does not exist, LawGapError before its first date.
        """
        parameter = self.parameter(path)
        dated = parameter.at(day)
        if dated is None:
            raise LawGapError(parameter, day)
        return dated

    def readings(self, chosen: Mapping[str, str] | None = None) -> Readings:
        """Return a full set of readings: the chosen ones, and the cautious default for every other open question."""
        chosen = chosen or {}
        known = {key: question for key, question in self.questions.items() if question.alternatives}
        for key, alternative in chosen.items():
            if key not in known:
                raise WrongQuestionError("readings", key, allowed=tuple(known))
            if alternative not in known[key].alternatives:
                raise WrongQuestionError(f"readings.{key}", alternative, allowed=tuple(known[key].alternatives))
        return MappingProxyType({key: chosen.get(key, str(question.default)) for key, question in known.items()})

    def segment(self, code: str) -> Segment:
        """Return a segment; WrongQuestionError names the field and the known codes."""
        if code not in self.segments:
            raise WrongQuestionError("segment", code, allowed=tuple(self.segments))
        return self.segments[code]

    def with_segments(self, segments: Mapping[str, Segment]) -> Law:
        """Return the law knowing further segments (those a regency keeps in its database)."""
        return replace(self, segments={**self.segments, **segments})

    def for_region(self, code: str) -> Law:
        """Return the law as it holds in a region: national law with the regulations of the regions it lies in.

        Rules of purses that a region adds stand in the purses already, confined to their region.
        """
        known_region("region", code)
        parameters, segments = dict(self.parameters), dict(self.segments)
        for regulation in self.regions:
            if code == regulation.region or code.startswith(regulation.region + "."):
                for path, local in regulation.parameters.items():
                    parameters[path] = laid_over(parameters[path], local)
                segments.update(regulation.segments)
        return replace(self, region=code, parameters=parameters, segments=segments)

    def boundaries(self) -> list[tuple[Dated, Dated | None]]:
        """Return every dated value with the one it replaced (None for the first), in order of path and date."""
        found: list[tuple[Dated, Dated | None]] = []
        for parameter in self.parameters.values():
            before: Dated | None = None
            for dated in parameter.values:
                found.append((dated, before))
                before = dated
        return found

    def regional_values(self) -> list[tuple[str, Dated]]:
        """Return every dated value that a regional regulation lays over a national one, with its region."""
        return [
            (regulation.region, dated)
            for regulation in self.regions
            for values in regulation.parameters.values()
            for dated in values
        ]


def default_law_folder() -> Path:
    """Return the law folder: SEMESTA_LAW_DIR if set, else the one shipped with the package (the repository's law/)."""
    named = os.environ.get("SEMESTA_LAW_DIR")
    return Path(named) if named else Path(__file__).parent / "data"


def load_law(folder: Path) -> Law:
    """Read and check the law folder.

    Errors: LawFileError listing every mistake with file (relative to the folder), line and remedy.
    """
    findings: list[Finding] = []
    for needed in (_SOURCES, _QUESTIONS, "parameters", "purses"):
        if not (folder / needed).exists():
            findings.append(mistake(EMPTY_FOLDER, file=needed, line=None, before=str(folder), after=needed))
    if findings:
        raise LawFileError(findings)
    findings.extend(mistake(STRAY_FILE, file=name, line=None) for name in _stray_files(folder))
    catalogue = Catalogue()
    for name, read in ((_SOURCES, read_sources), (_QUESTIONS, read_questions)):
        reader, root = _open(folder, folder / name, findings)
        if root is not None:
            read(reader, root, catalogue)
    parameters: dict[str, Parameter] = {}
    for file in sorted((folder / "parameters").rglob(_ENDING)):
        reader, root = _open(folder, file, findings)
        path = file.relative_to(folder / "parameters").with_suffix("").as_posix()
        if root is not None:
            parameters[path] = read_parameter(reader, root, path, catalogue)
    segments = shipped_segments()
    purses: dict[str, Purse] = {}
    for file in sorted((folder / "purses").glob(_ENDING)):
        reader, root = _open(folder, file, findings)
        if root is not None:
            purses[file.stem] = read_purse(reader, root, file.stem, segments, catalogue)
    regions: list[RegionalRegulation] = []
    for file in sorted((folder / "regions").glob(_ENDING)):
        reader, root = _open(folder, file, findings)
        if root is not None:
            regions.append(
                read_regional_regulation(
                    reader,
                    root,
                    file.stem,
                    parameters=parameters,
                    purses=purses,
                    segments=segments,
                    catalogue=catalogue,
                )
            )
    if findings:
        raise LawFileError(findings)
    for regulation in regions:
        for code, rule in regulation.rules:
            purses[code] = replace(purses[code], rules=(*purses[code].rules, rule))
    return Law(
        folder, parameters, purses, catalogue.regulations, catalogue.references, catalogue.questions, tuple(regions)
    )


def _stray_files(folder: Path) -> list[str]:
    """Return the files that stand where or as nothing is read; a lawyer who writes bumdes.yml must hear of it."""
    read = {folder / _SOURCES, folder / _QUESTIONS, *(folder / "parameters").rglob(_ENDING)}
    read.update(*((folder / place).glob(_ENDING) for place in ("purses", "regions", "cases")))
    return [
        file.relative_to(folder).as_posix()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file not in read and not file.name.startswith((".", "README"))
    ]


def _open(folder: Path, file: Path, findings: list[Finding]) -> tuple[FileReader, Node | None]:
    name = file.relative_to(folder).as_posix()
    return FileReader(name, findings), read_document(file, file=name, findings=findings)
