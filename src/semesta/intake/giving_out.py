"""Give out a handed-in file as it came: to auditors, with a reason that stands in the trail.

The file holds what pages mask. Whoever gets it must say what for, before it is given.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.db import transaction

from semesta.accounts.actor import Actor, may_audit, require
from semesta.audit.actions import record
from semesta.intake.models import Submission
from semesta.intake.queries import NoSubmissionError
from semesta.intake.storage import kept_path

LONGEST_REASON: Final = 500
SHORTEST_REASON: Final = 5


class ReasonMissingError(ValueError):
    """A file is given out only with a reason of a few words."""


class FileNotKeptError(LookupError):
    """The file is not among those kept (`var/files`); its SHA-256 still tells whether another copy is the same."""


@transaction.atomic
def give_out_file(actor: Actor, regency_code: str, number: int, *, folder: Path, reason: str) -> tuple[Path, str]:
    """Return where the file of a submission is kept and how its sender named it; who took it and why is in the trail.

    Errors: NotPermittedError, NoSubmissionError, ReasonMissingError, FileNotKeptError; then nothing is given or noted.
    """
    require(may_audit(actor, regency_code), actor=actor, to="open original files of", region_code=regency_code)
    found = Submission.objects.filter(regency_code=regency_code, id=number).first()
    if found is None:
        raise NoSubmissionError(f"Tidak ada kiriman nomor {number} / there is no submission {number}")
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissingError(number)
    path = kept_path(folder, found.sha256)
    if not path.is_file():
        raise FileNotKeptError(found.sha256)
    record(
        actor, "give_out_file", object_type="submission", object_id=number, region_code=regency_code,
        detail={"sha256": found.sha256, "reason": reason.strip()[:LONGEST_REASON]},
    )  # fmt: skip
    return path, found.file_name
