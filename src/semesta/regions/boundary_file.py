"""A GeoJSON file of boundaries becomes region shapes and findings; nothing is stored here.

Every mistake of the file is found in one reading. A file with an error or refusal gives no shapes at all, so that a map
is never half of one file. Coordinates are WGS 84, longitude first, and are kept to six decimals (about a decimetre).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from semesta.kernel.finding import Finding, Place
from semesta.kernel.gazetteer import Gazetteer, region_key
from semesta.kernel.region_code import is_region_code
from semesta.regions.boundary_geometry import BrokenGeometryError, Shape, shape_of
from semesta.regions.boundary_kind import boundary_kinds

LARGEST_FILE_BYTES = 100_000_000

_CODE_NAMES = ("code", "kode", "kode_wilayah", "kdepum", "kdcpum", "kdpkab", "kdppum", "kemendagri")
_NAME_NAMES = ("name", "nama", "wadmkd", "wadmkc", "wadmkk", "wadmpr", "namobj")
_KNOWN_CRS = ("CRS84", "EPSG::4326", "EPSG:4326")


@dataclass(frozen=True, slots=True)
class RegionShape:
    """The boundary of one region: GeoJSON geometry and a label point (lon, lat) inside it."""

    code: str
    geometry: dict[str, Any]
    label_point: tuple[float, float]


@dataclass(frozen=True, slots=True)
class BoundaryReading:
    """What a boundary file holds: shapes in order of code, all findings, and the source the file names."""

    shapes: tuple[RegionShape, ...]
    findings: tuple[Finding, ...]
    source: str = ""

    @property
    def is_taken(self) -> bool:
        """Say whether the file may be loaded: no finding is an error or a refusal."""
        return not any(finding.kind.severity in ("error", "refusal") for finding in self.findings)


class _RefusedError(Exception):
    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


def read_boundaries(
    data: bytes, file_name: str, *, gazetteer: Gazetteer, bps_codes: Mapping[str, str]
) -> BoundaryReading:
    """Read a file's boundaries; `bps_codes` (BPS code -> Kemendagri code) only serve to recognise a BPS file.

    A finding's row is the number of the feature in the file, 1 for the first.
    """
    try:
        document = _parse(data)
        features = _features(document)
    except _RefusedError as refused:
        return BoundaryReading((), (_finding(refused.code, file_name, detail=refused.detail),))
    reader = _Reader(file_name, gazetteer, bps_codes)
    for number, feature in enumerate(features, start=1):
        reader.take(number, feature)
    findings = reader.all_findings()
    reading = BoundaryReading((), tuple(findings), _source(document))
    if not reading.is_taken:
        return reading
    shapes = sorted(reader.shapes, key=lambda shape: shape.code)
    return BoundaryReading(tuple(shapes), reading.findings, reading.source)


class _Reader:
    def __init__(self, file_name: str, gazetteer: Gazetteer, bps_codes: Mapping[str, str]) -> None:
        self.file_name = file_name
        self.gazetteer = gazetteer
        self.bps_codes = bps_codes
        self.shapes: list[RegionShape] = []
        self.findings: list[Finding] = []
        self.swapped = 0
        self._seen: set[str] = set()

    def take(self, number: int, feature: object) -> None:
        """Read one feature; what is wrong with its code and what with its outline are both told."""
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            self._note("boundary_not_polygon", number, before=f"#{number}", detail="bukan Feature / no Feature")
            return
        properties = feature.get("properties")
        given = {str(key).lower(): value for key, value in properties.items()} if isinstance(properties, dict) else {}
        name = _text(given, _NAME_NAMES)
        code = self._code(number, _text(given, _CODE_NAMES) or _plain(feature.get("id")), name)
        shape = self._shape(number, code or name or f"#{number}", feature.get("geometry"), given)
        if code is not None and shape is not None:
            self.shapes.append(RegionShape(code, shape.geometry, shape.label_point))

    def all_findings(self) -> list[Finding]:
        """Return the findings; swapped coordinates are told once for the whole file, and first."""
        if self.swapped:
            return [_finding("boundary_swapped", self.file_name, detail=str(self.swapped)), *self.findings]
        return self.findings

    def _code(self, number: int, text: str, name: str) -> str | None:
        shown = name or f"#{number}"
        if not text:
            self._note("boundary_code_missing", number, detail=shown)
            return None
        code = _dotted(text)
        if code not in self.gazetteer.regions and code in self.gazetteer.old_codes:
            new = self.gazetteer.old_codes[code]
            self._note("boundary_old_code", number, before=code, after=new, detail=shown)
            code = new
        if code not in self.gazetteer.regions:
            if text in self.bps_codes:
                self._note("boundary_code_is_bps", number, before=text, after=self.bps_codes[text], detail=shown)
            else:
                self._note("boundary_code_unknown", number, before=text, detail=shown)
            return None
        if code in self._seen:
            self._note("boundary_code_twice", number, before=code, detail=shown)
            return None
        self._seen.add(code)
        self._compare_names(number, code, name)
        return code

    def _compare_names(self, number: int, code: str, name: str) -> None:
        region = self.gazetteer.regions[code]
        known = {region_key(region.name), *(region_key(a) for a, of in self.gazetteer.aliases if of == code)}
        if name and region_key(name) not in known:
            self._note("boundary_name_differs", number, before=name, after=region.name, detail=code)

    def _shape(self, number: int, shown: str, geometry: object, given: dict[str, Any]) -> Shape | None:
        try:
            shape = shape_of(geometry, label_point=given.get("label_point"))
        except BrokenGeometryError as broken:
            if broken.code == "boundary_swapped":
                self.swapped += 1
            else:
                self._note(broken.code, number, before=shown, detail=broken.detail)
            return None
        if shape.mended:
            self._note("boundary_mended", number, before=shown, detail=shape.mended)
        return shape

    def _note(self, code: str, number: int, *, before: str = "", after: str = "", detail: str = "") -> None:
        self.findings.append(
            Finding(
                boundary_kinds()[code], Place(self.file_name, row=number), before=before, after=after, detail=detail
            )
        )


def _parse(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST_FILE_BYTES:
        raise _RefusedError("boundary_too_large", str(len(data) // 1_000_000))
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as problem:
        raise _RefusedError("boundary_not_json", _short(problem)) from problem
    if not isinstance(document, dict):
        raise _RefusedError("boundary_not_geojson", type(document).__name__)
    return document


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _features(document: dict[str, Any]) -> list[Any]:
    kind = document.get("type")
    features = [document] if kind == "Feature" else document.get("features")
    if kind not in ("Feature", "FeatureCollection") or not isinstance(features, list):
        raise _RefusedError("boundary_not_geojson", f"type: {_short(kind)}")
    if not features:
        raise _RefusedError("boundary_empty")
    system = document.get("crs")
    if system is not None and not str(_crs_name(system)).endswith(_KNOWN_CRS):
        raise _RefusedError("boundary_foreign_crs", _short(_crs_name(system)))
    return features


def _crs_name(system: object) -> object:
    properties = system.get("properties") if isinstance(system, dict) else None
    return properties.get("name") if isinstance(properties, dict) else system


def _source(document: dict[str, Any]) -> str:
    described = document.get("metadata")
    place = described if isinstance(described, dict) else document
    return next((str(place[key]) for key in ("source", "attribution", "licence", "license") if place.get(key)), "")


def _text(given: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((text for text in _texts(given, names) if text), "")


def _texts(given: dict[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    return (_plain(given.get(name)) for name in names)


def _plain(value: object) -> str:
    return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _dotted(text: str) -> str:
    if text.isascii() and text.isdigit():
        dotted = ".".join(group for group in (text[:2], text[2:4], text[4:6], text[6:]) if group)
        return dotted if is_region_code(dotted) else text
    return text


def _short(value: object) -> str:
    return str(value)[:120]


def _finding(code: str, file_name: str, *, detail: str = "") -> Finding:
    return Finding(boundary_kinds()[code], Place(file_name), detail=detail)
