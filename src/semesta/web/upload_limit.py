"""Uploads beyond the largest file that Semesta opens are thrown away while they arrive, never kept on disk.

The view then finds no file, and `is_too_large` says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from semesta.sheets.limits import DEFAULT_LIMITS

LARGEST_BYTES: Final = DEFAULT_LIMITS.file_bytes
_ENVELOPE_BYTES: Final = 1024 * 1024
_MARK: Final = "semesta.upload_too_large"


class UploadLimit(FileUploadHandler):
    """Stops an upload whose announced or real size is beyond the limit."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Mapping[str, Any],  # noqa: N803 - Django's own name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[Any, Any] | None:
        """Refuse by the announced length before anything is read."""
        self.is_over = content_length > LARGEST_BYTES + _ENVELOPE_BYTES
        self.received = 0
        return None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece of the file on, or stop."""
        self.received += len(raw_data)
        if self.is_over or self.received > LARGEST_BYTES:
            if self.request is not None:
                self.request.META[_MARK] = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Leave the file to the handlers after this one."""
        return None


def is_too_large(request: HttpRequest) -> bool:
    """Say whether the upload of this request was thrown away for its size."""
    return bool(request.META.get(_MARK))
