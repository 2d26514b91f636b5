"""Why a file is not taken, raised inside the opening of a file and handed out as a finding.

`RefusalError` never leaves the engine: `open_bytes` and `open_workbook` turn it into a `Finding` about the whole file.
"""

from __future__ import annotations

from semesta.kernel.finding import Finding, Place
from semesta.sheets.catalogue import kind


class RefusalError(Exception):
    """The file cannot be taken: a code of the catalogue (severity refusal) and its detail."""

    def __init__(self, code: str, detail: str = "", *, sheet: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.sheet = sheet

    def finding(self, file: str) -> Finding:
        """Return the refusal as a finding about `file`."""
        return Finding(kind(self.code), Place(file, self.sheet), detail=self.detail)


def about_file(
    code: str, file: str, *, sheet: str = "", cell: tuple[int, str] | None = None, detail: str = ""
) -> Finding:
    """Return a finding about a file or one of its sheets; `cell` is the (row, column letters) it starts at."""
    row, column = cell if cell else (None, "")
    return Finding(kind(code), Place(file, sheet, row, column), detail=detail)
