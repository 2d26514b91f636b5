"""Why a backup was not made or not restored, in both languages. Nothing was changed when it is raised."""

from __future__ import annotations

from semesta.installation.check import Words


class BackupError(RuntimeError):
    """The backup was not made, or not restored; database and files are as before."""

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(f"{indonesian} / {english}")
        self.words = Words(indonesian, english)
