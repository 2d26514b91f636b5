"""Which kind of document a zip file is: one of the spreadsheet formats, or a refusal that names what it is."""

from __future__ import annotations

from typing import Final

from semesta.sheets.opening_archive import Archive
from semesta.sheets.refusals import RefusalError

ODS_TYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_MACRO_PARTS: Final = ("vbaproject.bin", "xl/macrosheets/", "basic/script-lc.xml", "scripts/")
_OTHER_DOCUMENTS: Final = (
    ("word/", "Word"),
    ("ppt/", "PowerPoint"),
    ("visio/", "Visio"),
    ("index/", "Apple iWork"),
)
_INSIDE: Final = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".pdf", ".jpg", ".jpeg", ".png", ".docx", ".txt")


def format_of(archive: Archive) -> str:
    """Return xlsx, xlsm, xlsb or ods; RefusalError for any other kind of zip file."""
    names = [name.lower() for name in archive.names]
    if "mimetype" in archive:
        return _open_document(archive)
    if "xl/workbook.bin" in archive:
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        return "xlsm" if _has_vba(names) or _is_macro_enabled(archive) else "xlsx"
    for prefix, what in _OTHER_DOCUMENTS:
        if any(name.startswith(prefix) for name in names):
            raise RefusalError("not_a_spreadsheet", what)
    if not names:
        raise RefusalError("empty_file")
    if any(name.endswith(_INSIDE) for name in names):
        raise RefusalError("archive_of_files", "ZIP")
    raise RefusalError("not_a_spreadsheet", "ZIP")


def has_macros(archive: Archive) -> bool:
    """Say whether the package carries programs; they are never read, let alone run."""
    return any(part in name.lower() for name in archive.names for part in _MACRO_PARTS)


def _open_document(archive: Archive) -> str:
    if archive.size("mimetype") > 255:
        raise RefusalError("not_a_spreadsheet", "ZIP")
    kind = archive.read("mimetype").strip()
    if kind.removesuffix(b"-template") != ODS_TYPE:
        raise RefusalError("not_a_spreadsheet", kind.decode("ascii", "replace").rpartition(".")[2] or "ZIP")
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):
        raise RefusalError("encrypted")
    return "ods"


def _has_vba(names: list[str]) -> bool:
    return any(name.endswith("vbaproject.bin") for name in names)


def _is_macro_enabled(archive: Archive) -> bool:
    types = "[Content_Types].xml"
    return types in archive and b"macroEnabled.main+xml" in archive.read(types)
