"""Frames into PostgreSQL, always as a whole: COPY in, set-based statements inside, answers of page size out."""

from semesta.bulk.copy import copy_frame, execute, read_frame, read_lines

__all__ = ["copy_frame", "execute", "read_frame", "read_lines"]
