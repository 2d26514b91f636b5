"""Frames into PostgreSQL and back, always as a whole: COPY in, COPY out, never row by row."""

from semesta.bulk.copy import copy_frame, read_frame, read_lines

__all__ = ["copy_frame", "read_frame", "read_lines"]
