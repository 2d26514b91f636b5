"""The files on disk are those of the manifest, in every layout and format, with the rows it says."""

from __future__ import annotations

import json

import openpyxl
import polars as pl
from python_calamine import CalamineWorkbook

from semesta.synthetic import Manifest
from semesta.synthetic.layout.registry import LAYOUTS
from tests.synthetic.made_up import MadeUp


def test_the_manifest_lists_every_file_and_no_other(quiet: MadeUp) -> None:
    listed = {entry.path for entry in quiet.manifest.files}
    there = {str(p.relative_to(quiet.folder)) for p in quiet.folder.rglob("*") if p.is_file()}
    assert there == listed | {"manifest.json", "truth/persons.parquet", "truth/rows.parquet", "truth/damages.parquet"}
    assert Manifest.read(quiet.folder / "manifest.json") == quiet.manifest


def test_the_manifest_is_plain_json_with_senders(quiet: MadeUp) -> None:
    data = json.loads((quiet.folder / "manifest.json").read_text(encoding="utf-8"))
    village = next(f for f in data["files"] if f["kind"] == "village_list")
    assert village["path"].startswith(f"lists/village/{village['sender']}-")
    assert set(village) == {"path", "sender", "kind", "layout", "format", "segment", "rows"}


def test_every_layout_occurs_in_every_format_it_is_handed_in(quiet: MadeUp) -> None:
    lists = [f for f in quiet.manifest.files if f.kind == "village_list"]
    written = {(f.layout, f.format) for f in lists}
    assert written == {(name, kind) for name, layout in LAYOUTS.items() for kind in layout.formats}
    assert len({f.sender for f in lists}) == len(lists) == 254


def test_rows_of_the_truth_are_those_of_the_manifest(quiet: MadeUp) -> None:
    counted = dict(quiet.rows.group_by("file").len().iter_rows())
    assert counted == {entry.path: entry.rows for entry in quiet.manifest.files}


def test_no_two_people_stand_on_one_line(quiet: MadeUp) -> None:
    assert quiet.rows.select("file", "sheet", "row").is_unique().all()


def test_handmade_lists_have_titles_merged_cells_and_a_signature(quiet: MadeUp) -> None:
    entry = next(f for f in quiet.manifest.files if f.layout == "handmade lines" and f.format == "xlsx")
    sheet = openpyxl.load_workbook(quiet.folder / entry.path).worksheets[0]
    texts = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
    assert any("PESERTA" in t or "PEKERJA" in t for t in texts[:2])
    assert any(t.startswith(("DUSUN ", "KEKADUSAN ", "DSN. ")) for t in texts)
    assert any(t.startswith(("Kepala Desa", "Lurah")) for t in texts)
    assert sheet.merged_cells.ranges


def test_an_opensid_import_ends_with_its_mark_and_brings_its_codes(quiet: MadeUp) -> None:
    entry = next(f for f in quiet.manifest.files if f.layout == "opensid" and f.format == "ods")
    book = CalamineWorkbook.from_path(str(quiet.folder / entry.path))
    assert book.sheet_names[1] == "Kode Data"
    first = [line[0] for line in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]
    assert first[0] == "alamat"
    assert first[entry.rows + 1] == "###"


def test_a_health_post_list_hides_its_first_rows(quiet: MadeUp) -> None:
    entry = next(f for f in quiet.manifest.files if f.layout == "health post" and f.format == "xlsx")
    sheet = openpyxl.load_workbook(quiet.folder / entry.path).worksheets[0]
    assert [row for row in range(1, 8) if sheet.row_dimensions[row].hidden] == [1, 2, 3, 4, 5]
    assert sheet.cell(6, 2).value == "NIK KTP"


def test_text_files_come_in_several_encodings_and_delimiters(quiet: MadeUp) -> None:
    starts = set()
    for entry in quiet.manifest.files:
        if entry.format == "csv" and entry.kind == "village_list":
            head = (quiet.folder / entry.path).read_bytes()[:200]
            starts.add((head[:2] in (b"\xff\xfe", b"\xfe\xff"), head[:3] == b"\xef\xbb\xbf", b";" in head))
    assert len(starts) >= 4


def test_the_civil_register_holds_everybody_once(quiet: MadeUp) -> None:
    civil = quiet.rows.filter(pl.col("file").str.starts_with("civil/"))
    assert civil["person_id"].sort().to_list() == quiet.persons["person_id"].to_list()
