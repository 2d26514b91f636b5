"""The marked copy of a file handed in: read again as it was kept, with every finding at its cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

from semesta.intake.handing_in import HandedIn, Kind, read_one
from semesta.intake.models import Submission
from semesta.intake.outcome_finding import with_outcome_findings
from semesta.intake.queries import NoSubmissionError
from semesta.intake.storage import kept_path
from semesta.kernel.finding import Finding, Language
from semesta.kernel.gazetteer import Gazetteer
from semesta.sheets.marking import mark_workbook


class NothingToMarkError(ValueError):
    """The file was refused as a whole: there are no rows to mark, only the reason why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.kind.code)

    def said(self, language: Language) -> str:
        """Return why in the reader's language."""
        nothing = {
            "id": "Berkas ini tidak diterima, jadi tidak ada baris yang dapat ditandai.",
            "en": "This file was not taken, so there is no row to mark.",
        }
        return f"{nothing[language]} {self.finding.message(language)} {self.finding.remedy(language)}"


def marked_copy(
    regency_code: str,
    submission_id: int,
    *,
    gazetteer: Gazetteer,
    today: date,
    files_folder: Path,
    language: Language,
) -> bytes:
    """Return the submission's file as an xlsx with coloured cells, remedies and a summary sheet.

    Raises NoSubmissionError, and NothingToMarkError for a file that was refused.
    """
    found = Submission.objects.filter(regency_code=regency_code, id=submission_id).first()
    if found is None:
        raise NoSubmissionError(f"Tidak ada kiriman nomor {submission_id} / there is no submission {submission_id}")
    kept = kept_path(files_folder, found.sha256)
    handed_in = HandedIn(kept, found.sender, cast(Kind, found.kind), found.segment_code or None, found.file_name)
    read = read_one(handed_in, gazetteer, today)
    if read.reading.refusal is not None:
        raise NothingToMarkError(read.reading.refusal)
    findings = with_outcome_findings(read.reading, regency_code, submission_id)
    reading = replace(read.reading, file=found.file_name, findings=findings)
    return mark_workbook(kept, reading, language=language)
