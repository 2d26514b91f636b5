"""xlsx and xlsm: the few parts that hold values are looked over, then handed to the parser in a clean package.

Only the workbook, the styles, the shared strings and the worksheets are unpacked. What the parser gets is written here,
so macros, drawings, external links and embedded files never reach it, and no part of it is larger than it was declared.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import quoteattr

import polars as pl
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from semesta.sheets.limits import Limits
from semesta.sheets.opening_archive import Archive, packed, refuse_entities
from semesta.sheets.opening_cells import grid_of_cells
from semesta.sheets.opening_grid import calamine_of, grids_of
from semesta.sheets.opening_marks import SheetMarks
from semesta.sheets.opening_sheet_xml import look_over
from semesta.sheets.opening_styles import number_styles
from semesta.sheets.opening_tags import is_utf8
from semesta.sheets.opening_thinning import thinned
from semesta.sheets.opening_xlsx_cells import read_cells, shared_strings
from semesta.sheets.refusals import RefusalError
from semesta.sheets.workbook import Grid

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_TYPES: Final = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
)


@dataclass(frozen=True, slots=True)
class Part:
    """One worksheet of the package: its name on the tab, its part, and whether the tab is hidden."""

    sheet: str
    name: str
    hidden: bool


def open_xlsx(archive: Archive, limits: Limits) -> list[tuple[Grid, SheetMarks]]:
    """Return the worksheets of an xlsx or xlsm package in the order of their tabs."""
    root, parts, links = _workbook(archive)
    if len(parts) > limits.sheets:
        raise RefusalError("too_large", f"{len(parts)} sheets")
    contents: dict[str, bytes] = {}
    dropped: list[int] = []
    for number, part in enumerate(parts):
        xml, gone = _worksheet(archive, part.name, limits)
        refuse_entities(xml, part.name)
        contents[f"xl/worksheets/sheet{number}.xml"] = xml
        dropped.append(gone)
    for kind, name in (("sharedStrings", _STRINGS), ("styles", _STYLES)):
        target = next((target for of, target in links.values() if of == kind), None)
        if target is not None and target in archive:
            contents[name] = archive.read(target)
            refuse_entities(contents[name], target)
    grids = _quick_grids(root, parts, contents, limits) or _parsed_grids(root, parts, contents, limits)
    for (_, marks), gone in zip(grids, dropped, strict=True):
        marks.written_rows += gone
    return grids


def _quick_grids(
    root: Element, parts: list[Part], contents: dict[str, bytes], limits: Limits
) -> list[tuple[Grid, SheetMarks]] | None:
    """Return the sheets of a workbook that is written plainly; None for any other."""
    if _has_old_calendar(root):
        return None
    strings: pl.Series | None = pl.Series(dtype=pl.String)
    if _STRINGS in contents:
        strings = shared_strings(contents[_STRINGS]) if is_utf8(contents[_STRINGS]) else None
    if strings is None:
        return None
    styles = number_styles(_root_of(contents[_STYLES], _STYLES) if _STYLES in contents else None)
    found: list[tuple[Grid, SheetMarks]] = []
    left = limits.cells
    for number, part in enumerate(parts):
        xml = contents[f"xl/worksheets/sheet{number}.xml"]
        read = read_cells(xml, strings, styles) if is_utf8(xml) else None
        if read is None:
            return None
        cells, marks = read
        grid = grid_of_cells(part.sheet, cells, marks, replace(limits, cells=left), hidden=part.hidden)
        left -= grid.height * grid.cells.width
        found.append((grid, marks))
    return found


def _parsed_grids(
    root: Element, parts: list[Part], contents: dict[str, bytes], limits: Limits
) -> list[tuple[Grid, SheetMarks]]:
    """Return the sheets of any workbook, by way of the parser."""
    marks = [look_over(contents[f"xl/worksheets/sheet{i}.xml"], limits, part.sheet) for i, part in enumerate(parts)]
    source = calamine_of(packed({**_frame(root, parts, contents), **contents}))
    return grids_of(source, [(number, marks[number], part.hidden) for number, part in enumerate(parts)], limits)


def worksheet_parts(archive: Archive) -> list[Part]:
    """Return the worksheets of the package in the order of their tabs."""
    return _workbook(archive)[1]


def parsed(archive: Archive, name: str) -> Element:
    """Return the root of a small XML part."""
    xml = archive.read(name)
    refuse_entities(xml, name)
    return _root_of(xml, name)


def _root_of(xml: bytes, name: str) -> Element:
    try:
        root: Element = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as problem:
        raise RefusalError("damaged_file", name) from problem
    return root


def relations(archive: Archive, name: str) -> dict[str, tuple[str, str]]:
    """Return (kind, target part) by the id of each internal relation of a part; the part "" is the package."""
    folder, base = posixpath.split(name)
    source = posixpath.join(folder, "_rels", f"{base}.rels")
    if source not in archive:
        return {}
    return {
        link.get("Id", ""): (
            link.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/"),
        )
        for link in parsed(archive, source)
        if link.get("TargetMode") != "External"
    }


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _workbook(archive: Archive) -> tuple[Element, list[Part], dict[str, tuple[str, str]]]:
    book = _workbook_part(archive)
    root, links = parsed(archive, book), relations(archive, book)
    return root, _sheets(root, links), links


def _workbook_part(archive: Archive) -> str:
    for kind, target in relations(archive, "").values():
        if kind == "officeDocument" and target in archive:
            return target
    return "xl/workbook.xml"


def _sheets(root: Element, links: dict[str, tuple[str, str]]) -> list[Part]:
    parts = []
    for sheet in (element for element in root.iter() if local(element) == "sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.rpartition("}")[2] == "id"), "")
        kind, target = links.get(link, ("", ""))
        if kind == "worksheet":
            parts.append(Part(sheet.get("name", ""), target, sheet.get("state", "visible") != "visible"))
    return parts


def _worksheet(archive: Archive, name: str, limits: Limits) -> tuple[bytes, int]:
    if name in archive and archive.size(name) >= limits.thin_from_bytes:
        return thinned(archive.chunks(name), limits)
    return archive.read(name), 0


def _has_old_calendar(root: Element) -> bool:
    return any(local(element) == "workbookPr" and element.get("date1904") in ("1", "true") for element in root.iter())


def _frame(root: Element, parts: list[Part], contents: dict[str, bytes]) -> dict[str, bytes]:
    sheets = "".join(
        f'<sheet name={quoteattr(part.sheet)} sheetId="{number + 1}" r:id="r{number}"/>'
        for number, part in enumerate(parts)
    )
    links = [(f"r{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in range(len(parts))]
    links += [(kind, kind, f"{kind}.xml") for kind in ("styles", "sharedStrings") if f"xl/{kind}.xml" in contents]
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(_has_old_calendar(root))}"/>'
        f"<sheets>{sheets}</sheets></workbook>"
    )
    start = _relations_xml([("r", "officeDocument", "xl/workbook.xml")])
    frame = {"[Content_Types].xml": _TYPES, "_rels/.rels": start, "xl/workbook.xml": book}
    frame["xl/_rels/workbook.xml.rels"] = _relations_xml(links)
    return {name: text.encode() for name, text in frame.items()}


def _relations_xml(links: list[tuple[str, str, str]]) -> str:
    lines = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in links)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'
